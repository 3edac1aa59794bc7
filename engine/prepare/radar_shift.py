"""By how many pixels radar lies beside the optical scene that it is brought to, measured on what both see best."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.detectors import spectral
from unveil.engine.prepare.registration import SEARCH, WINDOW, Shift, measure_shift
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Raster, Reader
from unveil.engine.sentinel.bands import SENTINEL2, optical_names
from unveil.engine.sentinel.optical import QUANTIFICATION, find_optical, with_coding

_CANDIDATES = 14
_MOST_WINDOWS = 64
_LEAST_VALID = 0.5
_LEAST_CLOUD = 0.5


class Aligned(Protocol):
    """Radar on a grid, to be read in windows: VV and VH in dB [2, h, w]."""

    def read(self, window: Window) -> np.ndarray: ...

    def forget_blocks(self) -> None: ...

    def overlaps(self) -> bool: ...


def find_shift(aligned: Aligned, reference: Raster, feedback: Feedback) -> Shift | None:
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


def say_shift(shift: Shift | None, correct: bool, feedback: Feedback) -> None:
    """Say what was measured, and what was done about it."""
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
