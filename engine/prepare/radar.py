"""Sentinel-1 on the grid of an optical scene, as networks need it: VV and VH in dB; whether it fits is checked."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.prepare.border import HALO, border_noise
from unveil.engine.prepare.radar_shift import Aligned, find_shift, say_shift
from unveil.engine.prepare.registration import Shift
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.drivers import PRODUCT_DRIVERS
from unveil.engine.raster.geolocated import GeolocatedPower
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, Raster, Reader, describe
from unveil.engine.raster.targets import check_targets
from unveil.engine.sentinel.backscatter import AMPLITUDE, DECIBELS, LINEAR, QUANTITIES, SNAP_GRAPH, UNITS, is_swapped
from unveil.engine.sentinel.bands import POLARISATIONS
from unveil.engine.sentinel.radar import GAMMA0, SWAPPED, sample
from unveil.engine.sentinel.radar_products import RadarProduct, detect_units
from unveil.engine.version import version

_STRIP_PIXELS = 2_000_000


@dataclass(frozen=True)
class RadarSettings:
    """quantity: "auto" or of QUANTITIES. units: "auto" or of UNITS. correct: undo a whole-pixel shift that was "
    "found."""

    quantity: str = "auto"
    units: str = "auto"
    correct: bool = False


@dataclass(frozen=True)
class RadarTarget:
    """Where radar is brought to: the raster whose grid it takes, and the file that is written."""

    reference: Raster
    path: str


@dataclass(frozen=True)
class RadarReport:
    """What was written: units that the input had, quantity ("sigma0", "gamma0"), the shift that was found (None: not
    looked for), whether it was undone, and the percentage of the reference grid that has radar."""

    units: str
    quantity: str
    shift: Shift | None
    corrected: bool
    coverage: float


def prepare_radar(
    product: RadarProduct, target: RadarTarget, settings: RadarSettings, feedback: Feedback
) -> RadarReport:
    """Write VV and VH of `product` in dB (float32, NaN for none) on the grid of the target's reference.

    Values are warped bilinearly in linear power. Border noise is left out. Where the reference has a red band, the
    shift between VV and red is measured; `settings.correct` undoes one that can be told.

    Raises:
        UnveilError: the input is no calibrated backscatter, does not overlap, or the output cannot be written.
        Cancelled: the user stopped it.
    """
    reference = target.reference
    check_targets((target.path,), (product.path, reference.path, *(raster.path for raster, _ in product.files or ())))
    grid = reference.grid
    if not grid.crs:
        raise UnveilError(
            f"The reference raster {reference.path} has no coordinate reference system; set it for the layer in QGIS."
        )
    for raster, _ in product.files or ():
        if not raster.grid.crs:
            raise UnveilError(
                f"The radar raster {raster.path} has no coordinate reference system; terrain-correct it first, "
                "or set the CRS with: gdal_edit.py -a_srs EPSG:<code> <file>."
            )
    units = _units(product, settings.units)
    quantity = _said_quantity(product, settings.quantity, feedback)
    held = {DECIBELS: "in dB", LINEAR: "as linear power", AMPLITUDE: "as amplitude, which is squared"}[units]
    feedback.info(f"The input holds {quantity} {held}; the output is in dB.")
    if _is_swapped(product):
        feedback.warn(SWAPPED.format(product.path))
    with _Source(product, units) as source:
        aligned = source.on(grid)
        if not aligned.overlaps():
            raise UnveilError(
                f"The radar {product.path} does not overlap the reference raster; choose the radar scene of the same "
                "place."
            )
        shift = find_shift(aligned, reference, Step(feedback, 0.0, 0.2))
        corrected = bool(settings.correct and shift and shift.decidable and (shift.x or shift.y))
        if corrected and shift is not None:
            aligned = source.on(_moved(grid, shift))
        say_shift(shift, settings.correct, feedback)
        metadata = {
            "UNVEIL": version(),
            "UNVEIL_BACKSCATTER": quantity,
            "UNVEIL_UNITS": "dB",
            "UNVEIL_TERRAIN_CORRECTED": "no" if product.ungeocoded else "as the input",
            "UNVEIL_SHIFT": f"{shift.x} {shift.y}" if shift and shift.decidable else "unknown",
            "UNVEIL_SHIFT_CORRECTED": "yes" if corrected else "no",
        }
        covered = _write(aligned, target, metadata, Step(feedback, 0.2, 1.0))
    if covered < 99.5:
        feedback.warn(f"Radar covers {covered:.1f} % of the reference raster; elsewhere the output holds no data.")
    return RadarReport(units, quantity, shift, corrected, covered)


def _is_swapped(product: RadarProduct) -> bool:
    if product.files is None:
        return False
    vv, vh = (sample(raster, (band, band))[0] for raster, band in product.files)
    return len(vv) == len(vh) and is_swapped(vv, vh)


def _units(product: RadarProduct, stated: str) -> str:
    if product.ungeocoded:
        return "linear"
    if stated == "auto":
        return detect_units(product)
    if stated not in UNITS:
        raise UnveilError(f"'{stated}' is no unit of backscatter; choose auto, {' or '.join(UNITS)}.")
    return stated


def _said_quantity(product: RadarProduct, stated: str, feedback: Feedback) -> str:
    if stated not in ("auto", *QUANTITIES):
        raise UnveilError(f"'{stated}' is no kind of backscatter; choose auto, {' or '.join(QUANTITIES)}.")
    quantity = product.quantity if stated == "auto" else stated
    if stated != "auto" and product.quantity not in ("", stated):
        feedback.warn(
            f"The names in {product.path} say {product.quantity}, and {stated} was stated; {stated} is noted."
        )
    if not quantity:
        quantity = "sigma0"
        feedback.info("Nothing says whether the values are sigma0 or gamma0; sigma0 is assumed.")
    if quantity == "gamma0":
        feedback.warn(GAMMA0)
    if product.ungeocoded:
        feedback.warn(
            "This GRD is placed by its control points, which is no terrain correction: in hills radar and optical "
            "pixels "
            "lie up to hundreds of metres apart, and thermal noise is still in. For use beyond flat land run the graph "
            f"{SNAP_GRAPH} in SNAP first."
        )
    return quantity


class _Source:
    """The files of a product, open; use as a context manager."""

    def __init__(self, product: RadarProduct, units: str):
        self._product = product
        self._units = "" if units == DECIBELS else units
        self._readers: dict[str, Reader] = {}

    def __enter__(self) -> _Source:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in self._readers.values():
            reader.close()

    def on(self, grid: Grid) -> Aligned:
        """Return VV and VH on a grid."""
        if self._product.ungeocoded:
            return GeolocatedPower(
                [(self._opened(path), table.power) for path, table in self._product.ungeocoded], grid
            )
        (vv, vv_band), (vh, vh_band) = self._product.rasters
        if vv.path == vh.path:
            return AlignedPower(self._reader(vv), (vv_band, vh_band), grid)
        parts = [(vv, vv_band), (vh, vh_band)]
        return _Stacked([AlignedPower(self._reader(raster), (band,), grid) for raster, band in parts])

    def _opened(self, path: str) -> Reader:
        return self._readers[path] if path in self._readers else self._reader(describe(path, drivers=PRODUCT_DRIVERS))

    def _reader(self, raster: Raster) -> Reader:
        return self._readers.setdefault(raster.path, Reader(replace(raster, units=self._units)))


class _Stacked:
    """Polarisations from files of their own."""

    def __init__(self, parts: list[AlignedPower]):
        self._parts = parts

    def read(self, window: Window) -> np.ndarray:
        return np.concatenate([part.read(window) for part in self._parts])

    def forget_blocks(self) -> None:
        for part in self._parts:
            part.forget_blocks()

    def overlaps(self) -> bool:
        return all(part.overlaps() for part in self._parts)


def _moved(grid: Grid, shift: Shift) -> Grid:
    """Return the grid whose pixels lie where the content of `grid`'s pixels is in a shifted radar."""
    return Grid(grid.width, grid.height, grid.window_transform(Window(shift.y, shift.x, 1, 1)), grid.crs)


def _write(aligned: Aligned, target: RadarTarget, metadata: dict[str, str], feedback: Feedback) -> float:
    """Write what lies on the grid of the target, and return how much of it has radar, in percent."""
    grid = target.reference.grid
    step = max(256, _STRIP_PIXELS // grid.width)
    bands = [Band(name, float("nan")) for name in POLARISATIONS]
    covered = noisy = 0
    with Sink(target.path, grid, Content("float32", bands, metadata)) as sink:
        for start in range(0, grid.height, step):
            feedback.check()
            stop = min(start + step, grid.height)
            first = max(start - HALO, 0)
            last = min(stop + HALO, grid.height)
            decibels = aligned.read(Window(first, 0, last - first, grid.width))
            aligned.forget_blocks()
            noise = border_noise(decibels)[start - first : stop - first]
            decibels = decibels[:, start - first : stop - first]
            nothing = np.isnan(decibels).any(axis=0) | noise
            sink.write_rows(np.where(nothing, np.float32(np.nan), decibels))
            covered += int(np.count_nonzero(~nothing))
            noisy += int(np.count_nonzero(noise))
            feedback.progress(stop / grid.height)
    if noisy:
        feedback.info(f"{noisy} pixels of border noise were left out.")
    return 100 * covered / (grid.width * grid.height)
