"""Which formats are opened where: a file that somebody else made must not decide what else is read, or from where.

GDAL opens many formats by content, whatever a file is called, and some of them are only a list of other files or of
servers. Inside a product only image formats are opened; what the user names himself may be anything on this machine.
"""

from __future__ import annotations

import os
import stat
from functools import cache

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.xml import attribute, elements, read_xml, text_of

PRODUCT_DRIVERS = ("GTiff", "JP2OpenJPEG")
"""All that bands of Sentinel products come in."""

OWN_DRIVERS = ("VRT",)
"""Of what Unveil describes itself in a temporary folder: windows of rasters that were judged when they were opened."""

NETWORK_DRIVERS = frozenset(
    {
        "WMS", "WCS", "WMTS", "HTTP", "OGCAPI", "DAAS", "EEDA", "EEDAI", "PLMOSAIC", "PLSCENES", "NGW", "STACIT",
        "STACTA", "GTI", "PostGISRaster", "PostgreSQL", "MySQL", "Elasticsearch", "CSW", "WFS", "OAPIF", "Carto",
    }
)  # fmt: skip
"""Formats whose content lies elsewhere, or may."""

_NETWORK_NAMES = (
    "http:", "https:", "ftp:", "wms:", "wmts:", "wcs:", "wfs:", "ogcapi:", "pg:", "eeda:", "eedai:", "daas:", "ngw:",
    "stacit:", "stacta:", "gti:", "plmosaic:", "plscenes:",
)  # fmt: skip
_NETWORK_FILES = ("vsicurl", "vsis3", "vsigs", "vsiaz", "vsiadls", "vsioss", "vsiswift", "vsihdfs", "vsiwebhdfs")
_MOST_SOURCES, _MOST_DEPTH = 5_000, 4


def names_network(path: str) -> bool:
    """Tell whether a name given to GDAL is itself one of a server: /vsicurl/..., WMS:http://..., inline XML of one."""
    name = path.strip().lower()
    inline = name.startswith("<") and any(sign in name for sign in ("<gdal_wms", "<wcs_gdal", "<gdal_wmts"))
    return name.startswith(_NETWORK_NAMES) or inline or any(f"/{each}" in name for each in _NETWORK_FILES)


def check_path(path: str) -> None:
    """Raise an UnveilError where a path holds a NUL, which no system takes and Python meets with a ValueError."""
    if "\0" in path:
        raise UnveilError(f"The path {path!r} has a NUL character in it; no file can be called so.")


def check_file(path: str) -> None:
    """Raise an UnveilError where a path holds a NUL, or is a pipe, a device or a socket: reading one never ends."""
    check_path(path)
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return  # no file of this machine by that name: GDAL says what it is
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UnveilError(f"{path} is not a regular file; copy what it gives to a file first.")


@cache
def local_drivers(kind: str = "DCAP_RASTER") -> tuple[str, ...]:
    """Return the names of all formats of GDAL for rasters (or "DCAP_VECTOR") but those of servers."""
    drivers = [gdal.GetDriver(index) for index in range(gdal.GetDriverCount())]
    return tuple(
        driver.ShortName
        for driver in drivers
        if driver.GetMetadataItem(kind) and driver.ShortName not in NETWORK_DRIVERS
    )


def check_sources(path: str, dataset: gdal.Dataset) -> None:
    """Raise an UnveilError where a virtual raster, or one inside it, takes pixels from a server."""
    if dataset.GetDriver().ShortName != "VRT":
        return
    text = (dataset.GetMetadata("xml:VRT") or [""])[0]
    waiting, seen = [(path, text, 0)], 0
    while waiting:
        place, text, depth = waiting.pop()
        for source, relative in _sources(place, text):
            seen += 1
            if names_network(source):
                raise UnveilError(
                    f"The virtual raster {path} takes pixels from a server ({source[:99]}); save it as a GeoTIFF first."
                )
            if seen > _MOST_SOURCES or depth > _MOST_DEPTH:
                raise UnveilError(f"The virtual raster {path} is made of too many others; save it as a GeoTIFF first.")
            file = os.path.join(os.path.dirname(place), source) if relative else source
            if file.lstrip().startswith("<"):
                waiting.append((place, file, depth + 1))
                continue
            check_file(file)
            driver = gdal.IdentifyDriver(file)
            name = driver.ShortName if driver is not None else ""
            if name in NETWORK_DRIVERS:
                raise UnveilError(
                    f"The virtual raster {path} takes pixels from a server ({file} is {name}); save it as a GeoTIFF "
                    "first."
                )
            if name == "VRT":
                waiting.append((file, "", depth + 1))


def _sources(path: str, text: str) -> list[tuple[str, bool]]:
    """Return what a virtual raster refers to, and whether that is relative to it."""
    root = read_xml(path, text)
    return [
        (text_of(element), attribute(element, "relativeToVRT") == "1")
        for name in ("SourceFilename", "SourceDataset", "SourceVRTDataset", "Filename")
        for element in elements(root, name)
        if text_of(element)
    ]
