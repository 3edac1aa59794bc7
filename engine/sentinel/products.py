"""Sentinel-2 products as users have them: which file holds which band, and how its values are coded.

Bands are found by name: in SAFE trees and folders by the names of files, in a raster by the names of its bands.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import PRODUCT_DRIVERS
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.sentinel.bands import SENTINEL2, found_names, optical_name, optical_names, other_sensor
from unveil.engine.sentinel.level import level_in_name, level_of
from unveil.engine.sentinel.metadata import ProductMetadata, read_metadata
from unveil.engine.sentinel.optical import QUANTIFICATION, is_prepared
from unveil.engine.sentinel.sunlight import Sunlight, sunlight_of_granule, sunlight_of_raster

SAFE = "SAFE"
"""Kind of a product as ESA ships it."""

_IMAGES = (".jp2", ".j2k", ".tif", ".tiff", ".img")
_FILES = frozenset((*_IMAGES, ".xml", ".gml", ".html", ".xsd", ".png", ".jpg", ".hdr", ".txt", ".csv"))
"""Endings of names that are files, never folders."""
_MOST_FILES, _MOST_FOLDERS = 20_000, 5
"""More files, or folders in folders, no product has."""
_SUBDATASET = re.compile(r"SENTINEL2_L(?:1C|2A)(?:_TILE)?:(?P<file>.+?)(?::(?:10m|20m|60m|PREVIEW|TCI)(?::.*)?)?", re.S)
_NO_BAND = re.compile(r"(^|[/_])(MSK|TCI|PVI|AOT|WVP|CLD|SNW|QI_DATA|AUX_DATA|preview)([_./]|$)", re.IGNORECASE)
"""Files of products that hold no band, though some are named after one (MSK_DETFOO_B01.jp2)."""
_PRODUCT_XML = re.compile(r"(MTD_MSIL(1C|2A)|S2[A-D]_(OPER|USER)_MTD_[A-Z0-9]*(L1C|L2A)_.*)\.xml", re.IGNORECASE)
_GRANULE_XML = re.compile(r"(MTD_TL|S2[A-D]_(OPER|USER)_MTD_L(1C|2A)_TL_.*)\.xml", re.IGNORECASE)


@dataclass(frozen=True)
class BandFile:
    """One band in a file: the raster, the 1-based position in it, and DN = stored * gain + bias.

    fill: what stands where there is no data though the file does not say so, None for nothing.
    """

    raster: Raster
    position: int = 1
    gain: float = 1.0
    bias: float = 0.0
    fill: float | None = None

    @property
    def nodata(self) -> float | None:
        return self.raster.bands[self.position - 1].nodata


@dataclass(frozen=True)
class Product:
    """A Sentinel-2 product: bands by name, in the order of SENTINEL2.

    level: "L1C", "L2A" or "" where it cannot be told. baseline: "" where it is not stated.
    stated: whether the product's metadata say how values are coded; where they do not, values have to be looked at.
    classification: the scene classification of L2A.
    sun: where it stood, None where nothing tells.
    """

    path: str
    kind: str
    level: str
    bands: dict[str, BandFile] = field(default_factory=dict)
    baseline: str = ""
    stated: bool = False
    offsets: tuple[float, ...] = ()
    classification: BandFile | None = None
    sun: Sunlight | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.bands)


def is_product(path: str) -> bool:
    """Tell whether a path is a SENTINEL2 subdataset of GDAL, a folder, a zip, an xml, a .dim or a netCDF file: no
    raster to be read as it is."""
    return bool(
        path.startswith("SENTINEL2_L")
        or os.path.isdir(path)
        or path.lower().endswith((".zip", ".xml", ".safe", ".dim", ".nc"))
        or path.startswith("/vsizip/")
        and _is_folder(path)
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
            if len(places) > _MOST_FILES or folder.count(os.sep) - path.count(os.sep) >= _MOST_FOLDERS:
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
        if not (_PRODUCT_XML.fullmatch(name) or _GRANULE_XML.fullmatch(name)):
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
    if _is_folder(path):
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
    dates = max(len(describe(each, drivers=_drivers_of(each)).bands) for each in files)
    if dates > 1:
        raise UnveilError(f"{path} holds {dates} dates in each variable; write one date to a file of its own.")
    return _from_files(path, "netCDF", files, None)


def _is_folder(path: str) -> bool:
    with collected_errors():
        stat = gdal.VSIStatL(path)
    return stat is not None and bool(stat.IsDirectory())


def _from_folder(given: str, folder: str) -> Product:
    listed = _listed(given, folder)
    images = [name for name in listed if name.lower().endswith(_IMAGES)]
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
    _check_sensor(given, files.values())
    metadata = _metadata_of(folder, listed)
    if len(files) == 1 and not optical_name(PurePosixPath(only := next(iter(files))).stem):
        # A stack alone in a folder or a zip, as Earth Engine hands it out.
        stack = _from_raster(describe(only, drivers=_drivers_of(only)), ())
        return replace(stack, path=given)
    if not files:
        raise UnveilError(
            f"{given} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); give a SAFE folder, its zip, "
            "its MTD xml, a folder of band files, or one raster with named bands."
        )
    product = _from_files(given, SAFE if granules or metadata else "band files", files, metadata)
    return replace(product, sun=_sunlight_of(folder, listed))


def _listed(given: str, folder: str) -> list[str]:
    """Return the files below a folder, sorted, as paths relative to it."""
    files, folders = [], [("", 0)]
    while folders:
        below, depth = folders.pop()
        with collected_errors():
            names = gdal.ReadDir(f"{folder}/{below}") or []
        for name in names:
            if name in (".", ".."):
                continue
            path = f"{below}{name}"
            # Granules of 2016 have a dot in their names (..._T32TPS_N02.01); asking of every file would be slow.
            if PurePosixPath(name).suffix.lower() in _FILES:
                files.append(path)
            elif _is_folder(f"{folder}/{path}"):
                if depth < _MOST_FOLDERS:
                    folders.append((f"{path.rstrip('/')}/", depth + 1))
            else:
                files.append(path)
        if len(files) + len(folders) > _MOST_FILES:
            raise UnveilError(f"{given} holds more than {_MOST_FILES} files; give the folder of one product.")
    return sorted(files)


def _tail(name: str) -> str:
    """Return the part of a path that says what a file is: below IMG_DATA, or the folder and the file."""
    return name.rpartition("IMG_DATA/")[2] if "IMG_DATA/" in name else name.rpartition("/")[2]


def _metadata_of(folder: str, listed: list[str]) -> ProductMetadata | None:
    """Return the product metadata at, below, or up to four folders above `folder`, or None."""
    inside = [f"{folder}/{name}" for name in listed if _PRODUCT_XML.fullmatch(PurePosixPath(name).name)]
    found = sorted(inside, key=lambda path: path.count("/")) or _above(folder, _PRODUCT_XML, 4)
    return read_metadata(found[0]) if found else None


def _sunlight_of(folder: str, listed: list[str]) -> Sunlight | None:
    """Return what the granule's xml at, below, or up to two folders above `folder` says of the sun, or None."""
    inside = [f"{folder}/{name}" for name in listed if _GRANULE_XML.fullmatch(PurePosixPath(name).name)]
    found = inside or _above(folder, _GRANULE_XML, 2)
    return sunlight_of_granule(found[0]) if found else None


def _above(folder: str, pattern: re.Pattern[str], most: int) -> list[str]:
    """Return the files whose names fit in the folders above, the nearest first."""
    found = []
    for _ in range(most):
        folder = folder.rpartition("/")[0]
        if not folder or folder == "/vsizip":
            break
        with collected_errors():
            names = gdal.ReadDir(folder) or []
        found += [f"{folder}/{name}" for name in names if pattern.fullmatch(name)]
    return found


def _from_files(given: str, kind: str, files: dict[str, str], metadata: ProductMetadata | None) -> Product:
    found: dict[str, list[Raster]] = {}
    for path, name in files.items():
        stem = PurePosixPath(name).stem
        band = "SCL" if "SCL" in re.split(r"[^A-Za-z0-9]+", stem.upper()) else optical_name(stem)
        if band:
            found.setdefault(band, []).append(describe(path, drivers=_drivers_of(path)))
    chosen = {band: _finest(given, band, rasters) for band, rasters in found.items()}
    classification = chosen.pop("SCL", None)
    if not chosen:
        raise UnveilError(
            f"{given} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); rename them so."
        )
    level = metadata.level if metadata else _level_of_files(given, list(files.values()), chosen, classification)
    bands = {band: _coded(chosen[band], 1, band, metadata) for band in SENTINEL2 if band in chosen}
    return Product(
        given,
        kind,
        level,
        bands,
        metadata.baseline if metadata else "",
        metadata is not None,
        tuple(sorted(set(metadata.offsets.values()))) if metadata else (),
        BandFile(classification) if classification else None,
    )


def _check_sensor(given: str, names: Iterable[str]) -> None:
    """Refuse files that another sensor's archive names (UnveilError)."""
    foreign = [name for name in names if other_sensor(PurePosixPath(name).name)]
    if foreign:
        raise UnveilError(
            f"The bands of {given} are {other_sensor(PurePosixPath(foreign[0]).name)}'s by name "
            f"({', '.join(foreign[:3])}); give a Sentinel-2 scene."
        )


def _drivers_of(path: str) -> tuple[str, ...]:
    """Return the formats in which a band of a product may be stored, by its name."""
    if path.startswith("NETCDF:"):
        return ("netCDF",)
    return ("ENVI",) if path.lower().endswith(".img") else PRODUCT_DRIVERS


def _finest(given: str, band: str, rasters: list[Raster]) -> Raster:
    for raster in rasters:
        if len(raster.bands) > 1 and not _only_alpha_beside(raster):
            raise UnveilError(
                f"The file {raster.path} is named after {band} and has more than one band; give one band a file."
            )
    ordered = sorted(rasters, key=lambda raster: raster.grid.pixel_size)
    if len(ordered) > 1 and ordered[0].grid.pixel_size == ordered[1].grid.pixel_size:
        first, second = (PurePosixPath(raster.path.replace("\\", "/")).name for raster in ordered[:2])
        kinds = [kind for name in (first, second) for kind in ("FRE", "SRE") if f"_{kind}_" in name]
        if sorted(kinds) == ["FRE", "SRE"]:
            raise UnveilError(
                f"{given} holds surface reflectance twice, with and without the correction of slopes (_FRE_ and "
                "_SRE_); keep the files of one of them in the folder."
            )
        raise UnveilError(
            f"{given} holds more than one file for {band} ({ordered[0].path} and {ordered[1].path}); "
            "give a folder with one scene."
        )
    return ordered[0]


def _only_alpha_beside(raster: Raster) -> bool:
    """Tell whether the bands after the first hold no more than where there is data: two values at most, one being 0."""
    with Reader(raster) as reader:
        for position in range(2, len(raster.bands) + 1):
            found = np.unique(
                np.concatenate([np.unique(reader.read(each, (position,))) for each in sample_windows(raster.grid)])
            )
            if len(found) > 2 or (len(found) == 2 and found[0] != 0):
                return False
    return True


def _level_of_files(given: str, names: list[str], bands: dict[str, Raster], classification: Raster | None) -> str:
    for name in (*names, PurePosixPath(given.rstrip("/")).name):
        level = level_in_name(name)
        if level:
            return level
    if "B10" in bands:
        return "L1C"
    return "L2A" if classification else ""


def _coded(raster: Raster, position: int, band: str, metadata: ProductMetadata | None) -> BandFile:
    """Return the band with its coding, as the product's metadata or the file itself state it."""
    if metadata is not None:
        gain = QUANTIFICATION / metadata.quantification
        return BandFile(raster, position, gain, metadata.offsets.get(band, 0.0) * gain)
    own = raster.bands[position - 1]
    if own.scale is None and own.offset is None:
        return BandFile(raster, position)
    scale = 1.0 if own.scale is None else own.scale
    return BandFile(raster, position, scale * QUANTIFICATION, (own.offset or 0.0) * QUANTIFICATION)


def _from_raster(raster: Raster, names: tuple[str, ...]) -> Product:
    if names and len(names) != len(raster.bands):
        raise UnveilError(f"{len(names)} band names were given for the {len(raster.bands)} bands of {raster.path}.")
    called = [optical_name(name) for name in names] if names else _names_of(raster)
    if None in called and names:
        raise UnveilError(f"'{names[called.index(None)]}' is no band of Sentinel-2; write B1, B2 ... B8A ... B12.")
    twice = sorted({name for name in called if name and called.count(name) > 1})
    if twice:
        raise UnveilError(f"{raster.path} has more than one band named {', '.join(twice)}; rename or remove one.")
    bands = {band: _coded(raster, called.index(band) + 1, band, None) for band in SENTINEL2 if band in called}
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
