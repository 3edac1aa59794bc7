"""Files that are each named after one band of Sentinel-2, as a product; and how the values of a band are coded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import PRODUCT_DRIVERS
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.sentinel.bands import SENTINEL2, optical_name, other_sensor
from unveil.engine.sentinel.level import level_in_name
from unveil.engine.sentinel.metadata import ProductMetadata
from unveil.engine.sentinel.optical import QUANTIFICATION
from unveil.engine.sentinel.product import BandFile, Product


def product_of_files(given: str, kind: str, files: dict[str, str], metadata: ProductMetadata | None) -> Product:
    """Return the product of files by path, each with the name that tells its band; metadata: of the product, or None.

    Raises:
        UnveilError: none is named after a band, or which is meant cannot be told.
    """
    found: dict[str, list[Raster]] = {}
    for path, name in files.items():
        stem = PurePosixPath(name).stem
        band = "SCL" if "SCL" in re.split(r"[^A-Za-z0-9]+", stem.upper()) else optical_name(stem)
        if band:
            found.setdefault(band, []).append(describe(path, drivers=drivers_of(path)))
    chosen = {band: _finest(given, band, rasters) for band, rasters in found.items()}
    classification = chosen.pop("SCL", None)
    if not chosen:
        raise UnveilError(
            f"{given} holds no files named after Sentinel-2 bands (..._B02.jp2, B02.tif); rename them so."
        )
    level = metadata.level if metadata else _level_of_files(given, list(files.values()), chosen, classification)
    bands = {band: coded_band(chosen[band], 1, band, metadata) for band in SENTINEL2 if band in chosen}
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


def check_sensor(given: str, names: Iterable[str]) -> None:
    """Refuse files that another sensor's archive names (UnveilError)."""
    foreign = [name for name in names if other_sensor(PurePosixPath(name).name)]
    if foreign:
        raise UnveilError(
            f"The bands of {given} are {other_sensor(PurePosixPath(foreign[0]).name)}'s by name "
            f"({', '.join(foreign[:3])}); give a Sentinel-2 scene."
        )


def drivers_of(path: str) -> tuple[str, ...]:
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


def coded_band(raster: Raster, position: int, band: str, metadata: ProductMetadata | None) -> BandFile:
    """Return the band with its coding, as the product's metadata or the file itself state it."""
    if metadata is not None:
        gain = QUANTIFICATION / metadata.quantification
        return BandFile(raster, position, gain, metadata.offsets.get(band, 0.0) * gain)
    own = raster.bands[position - 1]
    if own.scale is None and own.offset is None:
        return BandFile(raster, position)
    scale = 1.0 if own.scale is None else own.scale
    return BandFile(raster, position, scale * QUANTIFICATION, (own.offset or 0.0) * QUANTIFICATION)
