"""Sentinel-1 on the grid of an optical scene, as networks need it: VV and VH in dB; whether it fits is checked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking import classes
from unveil.engine.masking.detectors import spectral
from unveil.engine.prepare.border import HALO, border_noise
from unveil.engine.prepare.registration import SEARCH, WINDOW, Shift, measure_shift
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.drivers import PRODUCT_DRIVERS
from unveil.engine.raster.geolocated import GeolocatedPower
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, Raster, Reader, describe
from unveil.engine.raster.targets import check_targets
from unveil.engine.sentinel.backscatter import AMPLITUDE, DECIBELS, LINEAR, QUANTITIES, SNAP_GRAPH, UNITS, is_swapped
from unveil.engine.sentinel.bands import POLARISATIONS, SENTINEL2, optical_names
from unveil.engine.sentinel.optical import QUANTIFICATION, find_optical, with_coding
from unveil.engine.sentinel.radar import GAMMA0, SWAPPED, sample
from unveil.engine.sentinel.radar_products import RadarProduct, detect_units
from unveil.engine.version import version

_STRIP_PIXELS = 2_000_000
_CANDIDATES = 14
_MOST_WINDOWS = 64
_LEAST_VALID = 0.5
_LEAST_CLOUD = 0.5


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


class _Aligned(Protocol):
    def read(self, window: Window) -> np.ndarray: ...

    def forget_blocks(self) -> None: ...

    def overlaps(self) -> bool: ...


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
        shift = _shift(aligned, reference, Step(feedback, 0.0, 0.2))
        corrected = bool(settings.correct and shift and shift.decidable and (shift.x or shift.y))
        if corrected and shift is not None:
            aligned = source.on(_moved(grid, shift))
        _say_shift(shift, settings.correct, feedback)
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

    def on(self, grid: Grid) -> _Aligned:
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


def _write(aligned: _Aligned, target: RadarTarget, metadata: dict[str, str], feedback: Feedback) -> float:
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


def _shift(aligned: _Aligned, reference: Raster, feedback: Feedback) -> Shift | None:
    """Measure the shift on the windows of the reference with the most texture in red; None without a red band."""
    windows = _reference_windows(reference)
    if windows is None:
        return None
    chosen = sorted(windows, key=lambda window: window[0], reverse=True)[:_MOST_WINDOWS]
    vv = []
    for number, (_, window, _, _) in enumerate(chosen, 1):
        feedback.check()
        vv.append(aligned.read(window)[0])
        aligned.forget_blocks()
        feedback.progress(0.6 * number / len(chosen))
    shift = measure_shift(vv, [red for _, _, red, _ in chosen], [clear for _, _, _, clear in chosen])
    feedback.progress(1.0)
    return shift


def _reference_windows(reference: Raster) -> list[tuple[float, Window, np.ndarray, np.ndarray]] | None:
    """Return (texture, window, red, clear) of windows spread over the reference, or None without a red band."""
    names = optical_names(reference)
    if not any(names) and len(names) == len(SENTINEL2):
        names = SENTINEL2
    if "B4" not in names:
        return None
    if min(reference.grid.width, reference.grid.height) < WINDOW:
        return []
    detect = set(spectral.BANDS) <= set(names)
    wanted = spectral.BANDS if detect else ("B4",)
    optical = with_coding(find_optical(reference, wanted))
    stored = []
    with Reader(reference) as reader:
        for window in _spread(reference.grid):
            stored.append((window, reader.read(window, optical.positions)))
            reader.forget_blocks()
    red_band = wanted.index("B4")
    found = []
    for window, values in stored:
        valid, dn = optical.valid(values), optical.dn(values)
        cloud = _cloudy(dn, valid) if detect else np.zeros_like(valid)
        # Bright roofs and fields, which the detector takes for cloud, are the best texture there is.
        clear = valid & ~cloud if cloud.mean() > _LEAST_CLOUD else valid
        inner = slice(SEARCH, -SEARCH)
        red, seen = dn[red_band], clear[inner, inner]
        if seen.mean() >= _LEAST_VALID:
            ground = red[inner, inner][seen]
            found.append((float(np.std(ground) / max(np.mean(ground), 1.0)), window, red, clear))
    return found


def _cloudy(dn: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Return where the spectral detector sees cloud; its shadows depend on the whole scene and are not asked for."""
    blue, infrared, short = dn[[1, 4, 6]] / np.float32(QUANTIFICATION)
    statistics = spectral.shadow_statistics(blue, infrared, short, valid)
    mask, _ = spectral.classify(dn / np.float32(QUANTIFICATION), valid, statistics)
    return mask == classes.CLOUD


def _spread(grid: Grid) -> list[Window]:
    rows, columns = (
        np.unique(np.linspace(0, size - WINDOW, min(_CANDIDATES, max(1, (size - 2 * SEARCH) // (WINDOW - 2 * SEARCH)))))
        for size in (grid.height, grid.width)
    )
    return [Window(int(row), int(column), WINDOW, WINDOW) for row in rows for column in columns]


def _say_shift(shift: Shift | None, correct: bool, feedback: Feedback) -> None:
    if shift is None:
        feedback.info("The reference has no red band (B4), so the registration was not checked.")
    elif not shift.decidable:
        feedback.warn(
            f"Registration: too little clear texture to tell a shift (confidence {shift.confidence:.2f}, "
            f"{shift.blocks} windows); nothing was corrected."
        )
    else:
        feedback.info(
            f"Registration: radar lies {shift.x} pixels right of and {shift.y} below the optical scene "
            f"(confidence {shift.confidence:.2f}, {shift.blocks} windows)."
        )
        if math.hypot(shift.x, shift.y) > 2:
            feedback.warn(
                "The shift was corrected."
                if correct
                else "That is more than 2 pixels; run it again with the correction on."
            )
        elif correct and (shift.x or shift.y):
            feedback.info("The shift was corrected.")
