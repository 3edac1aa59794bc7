"""Three dates and more check one another: the one that stands alone shows a cloud that nobody masked, or a change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unveil.engine.raster.filters import box_mean

LEAST = 3
"""Dates that it takes for a vote."""

REACH = 4
"""Pixels round a pixel that its vote depends on."""

_APART = 1.5
"""Errors of a date and of the others together that it may lie off the middle of all in an area."""

_ALONE = 2.0
"""How many times farther off than the middle one of the dates it must be."""


def outvoted(predicted: Sequence[np.ndarray], errors: Sequence[np.ndarray]) -> np.ndarray:
    """Return [dates, h, w] bool: which of the dates do not show what most of them show.

    predicted: of each date DN [bands, h, w], NaN where it shows nothing; errors: its [bands] in DN on clear ground.
    """
    seen = np.stack([np.isfinite(planes[0]) for planes in predicted])
    number = len(predicted)
    enough = seen.sum(axis=0) >= LEAST
    off = np.full(seen.shape, np.nan, dtype=np.float32)
    if enough.any():
        values = np.stack([planes[:, enough] for planes in predicted])
        middle = np.nanmedian(values, axis=0)
        for date in range(number):
            variance = _variance(date, errors)
            off[date, enough] = np.mean((values[date] - middle) ** 2 / variance[:, None], axis=0)
    for date in range(number):
        own = np.isfinite(off[date])
        share = box_mean(own.astype(np.float32), 2 * REACH + 1)
        mean = box_mean(np.where(own, off[date], 0).astype(np.float32), 2 * REACH + 1)
        off[date] = np.where(own, mean / np.maximum(share, 1e-6), np.nan)
    found = np.zeros(seen.shape, dtype=bool)
    if enough.any():
        usual = np.nanmedian(off[:, enough], axis=0)
        with np.errstate(invalid="ignore"):
            found[:, enough] = (off[:, enough] > _APART**2) & (off[:, enough] > _ALONE**2 * usual)
    return found


def _variance(date: int, errors: Sequence[np.ndarray]) -> np.ndarray:
    """Return [bands]: the square of what a date may lie off the middle of all by: its errors and the others' together.

    The more so the surer it is than they are: dates of another season err alike.
    """
    own = np.square(errors[date])
    others = np.median([np.square(error) for other, error in enumerate(errors) if other != date], axis=0)
    return (own + others) * np.sqrt(np.maximum(others / own, 1))
