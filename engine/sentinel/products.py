"""Sentinel-2 products as users have them: which file holds which band, and how its values are coded.

Bands are found by name: in SAFE trees and folders by the names of files, in a raster by the names of its bands.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import open_dataset
from unveil.engine.raster.source import Raster, describe
from unveil.engine.sentinel.band_files import check_sensor, coded_band, drivers_of, product_of_files
from unveil.engine.sentinel.bands import SENTINEL2, found_names, optical_name, optical_names
from unveil.engine.sentinel.level import level_of
from unveil.engine.sentinel.optical import is_prepared
from unveil.engine.sentinel.product import SAFE, BandFile, Product
from unveil.engine.sentinel.product_files import (
    GRANULE_XML,
    IMAGES,
    MOST_FILES,
    MOST_FOLDERS,
    PRODUCT_XML,
    is_folder,
    listed_files,
    metadata_of,
    sunlight_below,
)
from unveil.engine.sentinel.sunlight import Sunlight, sunlight_of_raster

_SUBDATASET = re.compile(r"SENTINEL2_L(?:1C|2A)(?:_TILE)?:(?P<file>.+?)(?::(?:10m|20m|60m|PREVIEW|TCI)(?::.*)?)?", re.S)
_NO_BAND = re.compile(r"(^|[/_])(MSK|TCI|PVI|AOT|WVP|CLD|SNW|QI_DATA|AUX_DATA|preview)([_./]|$)", re.IGNORECASE)
"""Files of products that hold no band, though some are named after one (MSK_DETFOO_B01.jp2)."""


def is_product(path: str) -> bool:
    """Tell whether a path is a SENTINEL2 subdataset of GDAL, a folder, a zip, an xml, a .dim or a netCDF file: no
    raster to be read as it is."""
    return bool(
        path.startswith("SENTINEL2_L")
        or os.path.isdir(path)
        or path.lower().endswith((".zip", ".xml", ".safe", ".dim", ".nc"))
        or path.startswith("/vsizip/")
        and is_folder(path)
    )


def open_product(path: str, names: tuple[str, ...] = ()) -> Product:
    """Find the bands behind a SAFE folder, its zip, its MTD xml, GDAL's name of a subdataset of it, a folder of band
    files, or one raster with named bands (`names` gives them where the file does not).

    Raises:
        UnveilError: it is none of these, or its bands cannot be told apart.
    """
    return _opened(path, names, _stamp(path))


def _stamp(path: str) -> tuple[int, ...]:
    """Return when a path and the folders below it were changed last: what was found there stays true until then."""
    match = _SUBDATASET.fullmatch(path)
    path = match.group("file") if match else path
    if path.lower().endswith((".xml", ".safe")) and os.path.isfile(path):
        path = os.path.dirname(path) or "."
    places = [path]
    if os.path.isdir(path):
        for folder, below, _ in os.walk(path):
            places.append(folder)
            if len(places) > MOST_FILES or folder.count(os.sep) - path.count(os.sep) >= MOST_FOLDERS:
                below.clear()
    return tuple(os.stat(place).st_mtime_ns for place in places if os.path.exists(place))


@lru_cache(maxsize=8)
def _opened(path: str, names: tuple[str, ...], stamp: tuple[int, ...]) -> Product:
    if path.startswith("SENTINEL2_L"):
        match = _SUBDATASET.fullmatch(path)
        path = match.group("file") if match else path
    name = PurePosixPath(path.rstrip("/\\").replace("\\", "/")).name
    if not path.startswith("/vsi") and not os.path.exists(path):
        raise UnveilError(f"{path} does not exist; give a SAFE folder, its zip, its MTD xml, or a raster.")
    if path.lower().endswith(".zip"):
        inside = path if path.startswith("/vsizip/") else "/vsizip/" + os.path.abspath(path).replace("\\", "/")
        return _from_folder(path, inside)
    if name.lower().endswith(".xml"):
        if not (PRODUCT_XML.fullmatch(name) or GRANULE_XML.fullmatch(name)):
            raise UnveilError(
                f"{path} is not known as metadata of a Sentinel-2 product; choose MTD_MSIL1C.xml or MTD_MSIL2A.xml."
            )
        return _from_folder(path, path[: -len(name)].rstrip("/\\"))
    if name.lower().endswith(".dim"):
        return _from_folder(path, dimap_folder(path))
    if name.lower().endswith(".nc"):
        return _from_netcdf(path)
    if name.lower() == "manifest.safe":
        return _from_folder(path, path[: -len(name)].rstrip("/\\"))
    if is_folder(path):
        return _from_folder(path, path.rstrip("/\\").replace("\\", "/"))
    return _from_raster(describe(path), names)


def sunlight_of(raster: Raster) -> Sunlight | None:
    """Return where the sun stood as a product's or a raster's metadata give it, or None.

    Raises:
        UnveilError: the product cannot be read.
    """
    return open_product(raster.path).sun if is_product(raster.path) else sunlight_of_raster(raster)


def dimap_folder(path: str) -> str:
    """Return the folder with the bands of a product that SNAP saved as BEAM-DIMAP; UnveilError where it is missing."""
    folder = f"{path[: -len('.dim')]}.data"
    if not any(name.lower().endswith(".img") for name in gdal.ReadDir(folder) or []):
        raise UnveilError(
            f"{path} lies without the bands that SNAP wrote with it: copy the whole folder "
            f"{PurePosixPath(folder).name} (files .img and .hdr) beside it."
        )
    return folder


def _from_netcdf(path: str) -> Product:
    """Return the bands of a netCDF file as openEO and xarray write it: a variable for each band."""
    dataset, reason = open_dataset(path)
    if dataset is None:
        raise UnveilError(f"{path} cannot be read: {reason}.")
    files = {name: name.rpartition(":")[2] for name, _ in dataset.GetSubDatasets()}
    files = {path: name for path, name in files.items() if optical_name(name) or name.upper() == "SCL"}
    if not files:
        return _from_raster(describe(path), ())
    dates = max(len(describe(each, drivers=drivers_of(each)).bands) for each in files)
    if dates > 1:
        raise UnveilError(f"{path} holds {dates} dates in each variable; write one date to a file of its own.")
    return product_of_files(path, "netCDF", files, None)


def _from_folder(given: str, folder: str) -> Product:
    listed = listed_files(given, folder)
    images = [name for name in listed if name.lower().endswith(IMAGES)]
    granules = sorted(
        {match.group(1) for name in images if (match := re.search(r"(?:^|/)GRANULE/([^/]+)/", f"/{name}"))}
    )
    if len(granules) > 1:
        raise UnveilError(
            f"{given} holds {len(granules)} granules (tiles); give the folder of one of them, such as "
            f"GRANULE/{granules[0]}."
        )
    if any("IMG_DATA/" in f"/{name}" for name in images):
        images = [name for name in images if "IMG_DATA/" in f"/{name}"]
    files = {f"{folder}/{name}": name for name in images if not _NO_BAND.search(_tail(name))}
    check_sensor(given, files.values())
    metadata = metadata_of(folder, listed)
    if len(files) == 1 and not optical_name(PurePosixPath(only := next(iter(files))).stem):
        # A stack alone in a folder or a zip, as Earth Engine hands it out.
        stack = _from_raster(describe(only, drivers=drivers_of(only)), ())
        return replace(stack, path=given)
    if not files:
        raise UnveilError(
            f"{given} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); give a SAFE folder, its zip, "
            "its MTD xml, a folder of band files, or one raster with named bands."
        )
    product = product_of_files(given, SAFE if granules or metadata else "band files", files, metadata)
    return replace(product, sun=sunlight_below(folder, listed))


def _tail(name: str) -> str:
    """Return the part of a path that says what a file is: below IMG_DATA, or the folder and the file."""
    return name.rpartition("IMG_DATA/")[2] if "IMG_DATA/" in name else name.rpartition("/")[2]


def _from_raster(raster: Raster, names: tuple[str, ...]) -> Product:
    if names and len(names) != len(raster.bands):
        raise UnveilError(f"{len(names)} band names were given for the {len(raster.bands)} bands of {raster.path}.")
    called = [optical_name(name) for name in names] if names else _names_of(raster)
    if None in called and names:
        raise UnveilError(f"'{names[called.index(None)]}' is no band of Sentinel-2; write B1, B2 ... B8A ... B12.")
    twice = sorted({name for name in called if name and called.count(name) > 1})
    if twice:
        raise UnveilError(f"{raster.path} has more than one band named {', '.join(twice)}; rename or remove one.")
    bands = {band: coded_band(raster, called.index(band) + 1, band, None) for band in SENTINEL2 if band in called}
    classes = [index for index, name in enumerate(raster.names, 1) if name.upper() == "SCL"]
    return Product(
        raster.path,
        "raster",
        level_of(raster, bands),
        bands,
        stated=is_prepared(raster),
        classification=BandFile(raster, classes[0]) if classes else None,
        sun=sunlight_of_raster(raster),
    )


def _names_of(raster: Raster) -> list[str | None]:
    if not any(optical_names(raster)) and len(raster.bands) != len(SENTINEL2):
        raise UnveilError(
            f"The bands of {raster.path} have no Sentinel-2 names, and {len(raster.bands)} bands cannot be told apart; "
            "name them in the file, or give their names in order (B2, B3, B4 ...)."
        )
    return list(found_names(raster))
