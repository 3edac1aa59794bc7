"""What lies in the folder or the zip of a product: its files, and its metadata in it and above it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors
from unveil.engine.sentinel.metadata import ProductMetadata, read_metadata
from unveil.engine.sentinel.sunlight import Sunlight, sunlight_of_granule

IMAGES = (".jp2", ".j2k", ".tif", ".tiff", ".img")
_FILES = frozenset((*IMAGES, ".xml", ".gml", ".html", ".xsd", ".png", ".jpg", ".hdr", ".txt", ".csv"))
"""Endings of names that are files, never folders."""
MOST_FILES, MOST_FOLDERS = 20_000, 5
"""More files, or folders in folders, no product has."""
PRODUCT_XML = re.compile(r"(MTD_MSIL(1C|2A)|S2[A-D]_(OPER|USER)_MTD_[A-Z0-9]*(L1C|L2A)_.*)\.xml", re.IGNORECASE)
GRANULE_XML = re.compile(r"(MTD_TL|S2[A-D]_(OPER|USER)_MTD_L(1C|2A)_TL_.*)\.xml", re.IGNORECASE)


def is_folder(path: str) -> bool:
    """Tell whether a path, inside an archive too, is a folder."""
    with collected_errors():
        stat = gdal.VSIStatL(path)
    return stat is not None and bool(stat.IsDirectory())


def listed_files(given: str, folder: str) -> list[str]:
    """Return the files below a folder, sorted, as paths relative to it.

    Raises:
        UnveilError: there are too many for a product.
    """
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
            elif is_folder(f"{folder}/{path}"):
                if depth < MOST_FOLDERS:
                    folders.append((f"{path.rstrip('/')}/", depth + 1))
            else:
                files.append(path)
        if len(files) + len(folders) > MOST_FILES:
            raise UnveilError(f"{given} holds more than {MOST_FILES} files; give the folder of one product.")
    return sorted(files)


def metadata_of(folder: str, listed: list[str]) -> ProductMetadata | None:
    """Return the product metadata at, below, or up to four folders above `folder`, or None."""
    inside = [f"{folder}/{name}" for name in listed if PRODUCT_XML.fullmatch(PurePosixPath(name).name)]
    found = sorted(inside, key=lambda path: path.count("/")) or _above(folder, PRODUCT_XML, 4)
    return read_metadata(found[0]) if found else None


def sunlight_below(folder: str, listed: list[str]) -> Sunlight | None:
    """Return what the granule's xml at, below, or up to two folders above `folder` says of the sun, or None."""
    inside = [f"{folder}/{name}" for name in listed if GRANULE_XML.fullmatch(PurePosixPath(name).name)]
    found = inside or _above(folder, GRANULE_XML, 2)
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
