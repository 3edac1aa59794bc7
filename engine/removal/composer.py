"""Windows of a scene put together: what is stored, with what is restored in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.kept import Kept
from unveil.engine.masking import classes
from unveil.engine.raster.grid import extent
from unveil.engine.references.ground import ReferenceGround
from unveil.engine.removal.blend import RollingBlend
from unveil.engine.removal.compose import compose, taken_share, to_dtype
from unveil.engine.removal.strip import Strip
from unveil.engine.sentinel.optical import Optical

_PART_ROWS = 64
"""Rows of a window that are restored together: clouds leave some of its columns out."""


@dataclass(frozen=True)
class Composer:
    """Puts what is restored into a scene.

    limits: lowest and highest DN [bands, 1, 1] that the network sees. reach: pixels over which it goes over into clear
    ground; None where clear ground is replaced, too. known: ground that other dates show. kept: what stays of the mask.
    """

    optical: Optical
    limits: tuple[np.ndarray, np.ndarray]
    reach: int | None
    known: ReferenceGround | None = None
    kept: Kept | None = None

    def window(self, strip: Strip, place: tuple[slice, slice], blend: RollingBlend) -> np.ndarray | None:
        """Return stored values [bands, h, w] of all bands in a window, None where nothing is to be restored.

        place: rows of the strip, and columns of the scene that are a panel's.
        """
        rows, columns = place
        weight = self._weight(strip, rows, columns)
        if weight is not None and not weight.any():
            return None
        result = np.array(strip.whole.window(strip.in_scene(rows), columns))
        for part in _taken_parts(weight, result.shape[1:]):
            there = _moved(part[0], rows.start), _moved(part[1], columns.start)
            own = None if weight is None else weight[part]
            self._restore(strip, there, (own, blend), (result, part))
        return result

    def _weight(self, strip: Strip, rows: slice, columns: slice) -> np.ndarray | None:
        """Return how much of the prediction to take in a window of the strip, or None for all of it.

        Ground from other dates meets the clear ground, so that a narrower transition is enough.
        """
        if self.reach is None:
            return None
        above = strip.first - strip.mask.first
        start, stop = rows.start + above, rows.stop + above
        low, left = max(start - self.reach, 0), max(columns.start - self.reach, 0)
        near = strip.mask.values[low : stop + self.reach, left : columns.stop + self.reach]
        place = slice(start - low, stop - low), slice(columns.start - left, columns.stop - left)
        weight = taken_share(classes.to_restore(near), self.reach, place, strip.known_part(rows, columns))
        if self.kept is not None:
            weight *= self.kept.replaced(near[place], (strip.in_scene(rows).start, columns.start))
        return weight

    def _restore(
        self,
        strip: Strip,
        place: tuple[slice, slice],
        taking: tuple[np.ndarray | None, RollingBlend],
        into: tuple[np.ndarray, tuple[slice, slice]],
    ) -> None:
        """Put what is restored in a window of the strip into a part of an array [bands, h, w] of stored values.

        taking: how much to take, and of what.
        """
        (rows, columns), (weight, blend), (whole, part), optical = place, taking, into, self.optical
        valid, scene_rows = strip.valid[rows, columns], strip.in_scene(rows)
        # Few pixels are taken, as a rule: only these are worked on, in all bands.
        down, across = np.nonzero(valid if weight is None else valid & (weight > 0))
        if not len(down):
            return
        share = 1.0 if weight is None else weight[down, across]
        places = (part[0].start + down) * whole.shape[2] + part[1].start + across
        flat = whole.reshape(len(whole), -1)
        stored = np.stack([flat[position - 1].take(places) for position in optical.positions])
        repaired = optical.repaired(stored)
        known = dates = None
        if strip.known is not None and self.known is not None and self.known.alone:
            known = strip.known.dn(scene_rows, columns)[:, down, across]
            dates = strip.known.weight(scene_rows, columns)[down, across]
        added = blend.at((scene_rows, columns), down, across)
        for index, (number, position, band) in enumerate(zip(optical.places, optical.positions, optical.bands)):
            low, high = (float(each[number % len(each), 0, 0]) for each in self.limits)
            difference, dn = added[number], optical.dn(repaired[index])
            if known is not None:
                difference = difference + dates * (known[index] - np.clip(dn, low, high) - difference)
            taken = difference != 0
            if weight is not None:
                # A band without a measurement gets one below cloud only, and not on the way to clear ground.
                taken &= (repaired[index] == stored[index]) | (share == 1)
            if optical.names[index] == "B10" and band.nodata is not None:
                taken &= stored[index] != band.nodata
            made = to_dtype(optical.stored(compose(dn, difference, (low, high), share)), whole.dtype, band.nodata)
            flat[position - 1].put(places, np.where(taken, made, stored[index]))


def _taken_parts(weight: np.ndarray | None, shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    """Give parts of a window of this shape, some rows high, that hold all that is taken: a weight of None takes all."""
    for start in range(0, shape[0], _PART_ROWS):
        rows = slice(start, min(start + _PART_ROWS, shape[0]))
        if weight is None:
            yield rows, slice(0, shape[1])
        elif (taken := weight[rows] > 0).any():
            down = extent(taken.any(axis=1))
            yield _moved(down, start), extent(taken.any(axis=0))


def _moved(places: slice, by: int) -> slice:
    return slice(places.start + by, places.stop + by)
