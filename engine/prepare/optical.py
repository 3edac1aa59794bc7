"""A Sentinel-2 product as one GeoTIFF that networks can be fed: bands by name, one 10 m grid, DN without offset."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.prepare.coding import OFFSETS, measured, settled
from unveil.engine.prepare.plausibility import Plausibility
from unveil.engine.raster.crs import same_crs
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.ground import ground_sampling_distance
from unveil.engine.raster.rows import RowFeed
from unveil.engine.raster.sample import RowSamples
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, Raster, Reader, describe
from unveil.engine.raster.targets import check_room, check_targets
from unveil.engine.raster.upsampling import METHODS, Finer, RefinedRows, refinement
from unveil.engine.sentinel.bands import with_bands_measured
from unveil.engine.sentinel.checksums import check_files
from unveil.engine.sentinel.level import LEVEL_KEY
from unveil.engine.sentinel.optical import OFFSET_KEY
from unveil.engine.sentinel.product import SAFE, BandFile, Product
from unveil.engine.sentinel.products import is_product, open_product
from unveil.engine.sentinel.scene_classes import SCENE_CLASSES
from unveil.engine.sentinel.values import check_measurements
from unveil.engine.version import version

_STRIP_PIXELS = 2_000_000
_LEAST_ROWS = 128
_METRES = 10.0
_COARSEST = 25.0
"""Metres of pixels of a browser's export, which need not be brought to another grid; Landsat's are 30."""


@dataclass(frozen=True)
class OpticalSettings:
    """resampling: of 20 m and 60 m bands, of METHODS. offset: of OFFSETS, for products whose metadata do not say.

    verify: compare the files of a SAFE product with its checksums first. classification: where the scene classification
    of L2A goes, "" for nowhere.
    """

    resampling: str = "cubic"
    offset: str = "auto"
    verify: bool = True
    classification: str = ""


@dataclass(frozen=True)
class OpticalReport:
    """What was written: names of the bands, the level ("" unknown), and the offset in DN that was removed (0: none)."""

    names: tuple[str, ...]
    level: str
    offset: float


def prepare_optical(product: Product, output: str, settings: OpticalSettings, feedback: Feedback) -> OpticalReport:
    """Write the bands of `product` as DN (reflectance x 10000, uint16, 0 = nodata) on the grid of its 10 m bands.

    Offset and quantification of the metadata are undone; a measured pixel is at least 1, so that 0 stays nodata. The
    scene classification of L2A is brought there by nearest neighbour. Memory: a few rows of blocks of
    each file; every block is decoded once.

    Raises:
        UnveilError: bands do not lie on one grid, values are no Sentinel-2 measurement, an offset seems to be left in,
            or an output cannot be written; nothing is left behind.
        Cancelled: the user stopped it.
    """
    if settings.resampling not in METHODS:
        raise UnveilError(f"There is no resampling '{settings.resampling}'; choose {' or '.join(METHODS)}.")
    if settings.offset not in OFFSETS:
        raise UnveilError(f"'{settings.offset}' is no choice for the offset; choose {', '.join(OFFSETS)}.")
    classification = settings.classification
    sources = [band.raster.path for band in product.bands.values()]
    check_targets((output, classification), (product.path, *sources))
    if classification and product.classification is None:
        raise UnveilError(f"{product.path} holds no scene classification (SCL); only L2A products do.")
    grid = target_grid(product)
    check_room(output, Raster(output, grid, "uint16", tuple(Band(name) for name in product.names)))
    if settings.verify and product.kind == SAFE:
        agreed = check_files(dict.fromkeys(sources), feedback)
        if agreed:
            feedback.info(f"Checksums: {agreed} files are as the product's manifest states.")
    product = settled(product, settings.offset, feedback)
    removed = max(-band.bias for band in product.bands.values()) + 0.0
    _say(product, grid, removed, feedback)
    metadata = {
        "UNVEIL": version(),
        LEVEL_KEY: product.level or "unknown",
        "UNVEIL_SOURCE": product.path.replace("\\", "/").rstrip("/").rpartition("/")[2],
        "UNVEIL_PROCESSING_BASELINE": product.baseline or "unknown",
        OFFSET_KEY: f"{removed:g}",
        "UNVEIL_RESAMPLING": settings.resampling,
        "UNVEIL_UNITS": "reflectance x 10000",
        **(product.sun.metadata if product.sun else {}),
    }
    with contextlib.ExitStack() as stack:
        feeds = {
            name: stack.enter_context(_BandRows(band, grid, settings.resampling))
            for name, band in product.bands.items()
        }
        bands = [Band(name, 0) for name in feeds]
        sinks = [stack.enter_context(Sink(output, grid, Content("uint16", bands, metadata)))]
        if classification and product.classification is not None:
            feeds["SCL"] = stack.enter_context(_BandRows(product.classification, grid, "nearest"))
            sink = Sink(classification, grid, Content("uint8", [Band("SCL", 0)], metadata, SCENE_CLASSES))
            sinks.append(stack.enter_context(sink))
        step = max(_LEAST_ROWS, _STRIP_PIXELS // grid.width)
        likeness, looked_at, measured_any = Plausibility(product.names), RowSamples(grid), False
        for start in range(0, grid.height, step):
            feedback.check()
            stop = min(start + step, grid.height)
            rows = np.stack([feeds[name].dn(start, stop) for name in product.bands])
            likeness.add(rows)
            looked_at.add(start, rows)
            measured_any = measured_any or bool(rows.any())
            sinks[0].write_rows(rows)
            if classification:
                sinks[1].write_rows(feeds["SCL"].dn(start, stop)[None].astype(np.uint8))
            feedback.progress(stop / grid.height)
        if not measured_any:
            raise UnveilError(f"The optical raster {product.path} has no valid pixel: everything in it is nodata.")
        if said := likeness.sentence():
            feedback.warn(said)
        if product.stated:
            _check_made(product, looked_at.values())
    return OpticalReport(product.names, product.level, removed)


def _check_made(product: Product, dn: np.ndarray) -> None:
    """Refuse DN [bands, n] that cannot be, though metadata say how they are coded (UnveilError): files are damaged."""
    there = {name: plane[plane > 0] for name, plane in zip(product.names, dn)}
    there = {name: values for name, values in there.items() if values.size}
    if there:
        check_measurements(product.path, there, product.level, prepared=True)


def prepared_copy(
    raster: Raster, folder: str, feedback: Feedback, classification: bool = False
) -> tuple[Raster, Raster | None]:
    """Return the product behind a raster, prepared in `folder`, and its scene classification if wanted.

    A raster that is no product (`is_product`) is returned with bands marked that hold nothing.

    Raises:
        UnveilError, Cancelled: as `prepare_optical` and `with_bands_measured`.
    """
    if not is_product(raster.path):
        return with_bands_measured(raster, feedback), None
    path = os.path.join(folder, "sentinel2.tif")
    classes = os.path.join(folder, "scl.tif") if classification else ""
    prepare_optical(open_product(raster.path), path, OpticalSettings(classification=classes), feedback)
    return describe(path), describe(classes) if classes else None


def as_prepared(raster: Raster) -> Raster:
    """Return what a product will be once it is prepared; any other raster as it is."""
    return described(raster.path) if is_product(raster.path) else raster


def described(path: str) -> Raster:
    """Return what a product will be once it is prepared, under its own path; any other path is read as a raster."""
    if not is_product(path):
        return describe(path)
    product = open_product(path)
    names = (*product.names, "SCL") if product.classification else product.names
    return Raster(path, target_grid(product), "uint16", tuple(Band(name, 0) for name in names))


def target_grid(product: Product) -> Grid:
    """Return the grid of the finest bands; pixels of 20 or 60 m in a CRS of metres are split to 10 m.

    Raises:
        UnveilError: there is no CRS, or pixels are of another size.
    """
    finest = min((band.raster for band in product.bands.values()), key=lambda raster: raster.grid.pixel_size)
    grid = finest.grid
    if not grid.crs:
        raise UnveilError(
            f"{finest.path} has no coordinate reference system; set it with: gdal_edit.py -a_srs EPSG:<code> <file>."
        )
    distance = ground_sampling_distance(grid)
    factor = round(distance / _METRES)
    if factor in (2, 6) and abs(distance - factor * _METRES) < 0.05 * distance:
        x0, dx, rx, y0, ry, dy = grid.transform
        transform = (x0, dx / factor, rx / factor, y0, ry / factor, dy / factor)
        return Grid(grid.width * factor, grid.height * factor, transform, grid.crs)
    alike = all(band.raster.grid.is_aligned(grid) for band in product.bands.values())
    if not 5 <= distance <= (_COARSEST if alike else 15):
        raise UnveilError(
            f"The pixels of {finest.path} are {distance:.3g} m on the ground, and Sentinel-2 has 10, 20 or 60 m; "
            "give the bands at one of these sizes."
        )
    return grid


class _BandRows:
    """Rows of one band on the target grid as DN; use as a context manager."""

    def __init__(self, band: BandFile, grid: Grid, method: str):
        self._band = band
        own = band.raster.grid
        factor = refinement(own, grid)
        if factor is None or not same_crs(own.crs, grid.crs):
            raise UnveilError(
                f"The file {band.raster.path} does not lie on the grid of the 10 m bands; give files of one scene."
            )
        self._reader = Reader(band.raster)
        self._feed = RowFeed(self._read, own.height, band.raster.block_height)
        self._rows = RefinedRows(
            lambda start, stop: self._feed.rows(start, stop)[0],
            self._is_valid,
            Finer(own.height, factor, grid.width, method),
        )

    def __enter__(self) -> _BandRows:
        return self

    def __exit__(self, *reason: object) -> None:
        self._feed.__exit__(*reason)
        self._reader.close()

    def dn(self, start: int, stop: int) -> np.ndarray:
        """Return [stop - start, width] uint16, 0 where there is nothing."""
        values, valid = self._rows.rows(start, stop)
        dn = values * np.float32(self._band.gain)
        dn += np.float32(self._band.bias)
        np.rint(dn, out=dn)
        if not valid.all():
            dn[~valid] = 1
        np.clip(dn, 1, 65535, out=dn)
        result = dn.astype(np.uint16)
        result[~valid] = 0
        return result

    def _read(self, start: int, stop: int) -> np.ndarray:
        width = self._band.raster.grid.width
        data = self._reader.read(Window(start, 0, stop - start, width), (self._band.position,))
        self._reader.forget_blocks()
        return data

    def _is_valid(self, stored: np.ndarray) -> np.ndarray:
        return measured(stored, self._band)


def _say(product: Product, grid: Grid, removed: float, feedback: Feedback) -> None:
    level = product.level or "level unknown"
    baseline = f", processing baseline {product.baseline}" if product.baseline else ""
    feedback.info(f"{product.kind}, {level}{baseline}: {len(product.bands)} bands ({', '.join(product.names)}).")
    feedback.info(f"Offset removed: {removed:g} DN." if removed else "No offset to remove.")
    if product.sun is not None:
        high = "" if product.sun.elevation is None else f", elevation {product.sun.elevation:.1f}"
        feedback.info(f"Sun: azimuth {product.sun.azimuth:.1f}{high} degrees; masks use it to tell shadow from water.")
    if product.level == "L2A" and "B10" not in product.bands:
        feedback.warn(
            "L2A is corrected for the atmosphere and has no B10; models that were trained on L1C will do worse on it."
        )
    coarse = sorted(
        {
            round(ground_sampling_distance(band.raster.grid))
            for band in product.bands.values()
            if refinement(band.raster.grid, grid) not in (None, 1)
        }
    )
    if coarse:
        feedback.info(
            f"Bands of {' and '.join(map(str, coarse))} m are brought to the grid of {grid.width} x {grid.height} "
            "pixels."
        )
