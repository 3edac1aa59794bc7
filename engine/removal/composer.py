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
class Restored:
    """Stored values of pixels of a window that are restored.

    width: of the window; places [n] int32: of the pixels, row by row; positions: which bands of the raster are
    restored, from 1; values [bands, n]: what they hold there.
    """

    width: int
    places: np.ndarray
    positions: tuple[int, ...]
    values: np.ndarray

    def put(self, rows: slice, left: int, into: np.ndarray) -> np.ndarray:
        """Put what lies in rows of the window into whole rows [bands, h, width of the scene] of stored values.

        left: the window's first column. Return [columns] bool, of the scene: in which of them something changed.
        """
        low, high = np.searchsorted(self.places, (rows.start * self.width, rows.stop * self.width))
        down, across = np.divmod(self.places[low:high] - rows.start * self.width, self.width)
        across += left
        there = down.astype(np.int64) * into.shape[2] + across
        changed = np.zeros(into.shape[2], dtype=bool)
        flat = into.reshape(len(into), -1)
        for position, values in zip(self.positions, self.values):
            plane, own = flat[position - 1], values[low:high]
            changed[across[plane.take(there) != own]] = True
            plane.put(there, own)
        return changed


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

    def window(self, strip: Strip, place: tuple[slice, slice], blend: RollingBlend) -> Restored | None:
        """Return what is restored in a window, None for nothing.

        place: rows of the strip, and columns of the scene that are a panel's.
        """
        rows, columns = place
        weight = self._weight(strip, rows, columns)
        width, found = columns.stop - columns.start, []
        for part in _taken_parts(weight, (rows.stop - rows.start, width)):
            there = _moved(part[0], rows.start), _moved(part[1], columns.start)
            made = self._restored(strip, there, (None if weight is None else weight[part], blend))
            if made is not None:
                down, across, values = made
                found.append((((part[0].start + down) * width + part[1].start + across).astype(np.int32), values))
        if not found:
            return None
        places, parts = zip(*found)
        return Restored(width, np.concatenate(places), self.optical.positions, np.concatenate(parts, axis=1))

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
        restore, weight = classes.to_restore(near), np.zeros((stop - start, columns.stop - columns.start), np.float32)
        if not restore.any():
            return weight
        # What lies farther than the transition from all clouds together is not looked at.
        down, across = (
            slice(max(own.start - self.reach, 0), own.stop + self.reach)
            for own in (extent(restore.any(axis=1)), extent(restore.any(axis=0)))
        )
        there = _common(down, slice(start - low, stop - low)), _common(across, _moved(columns, -left))
        if any(own.stop <= own.start for own in there):
            return weight
        known = strip.known_part(_moved(there[0], low - above), _moved(there[1], left))
        place = _moved(there[0], -down.start), _moved(there[1], -across.start)
        share = taken_share(restore[down, across], self.reach, place, known)
        if self.kept is not None:
            first = strip.mask.first + low + there[0].start, left + there[1].start
            share *= self.kept.replaced(near[there], first)
        weight[_moved(there[0], low - start), _moved(there[1], left - columns.start)] = share
        return weight

    def _restored(
        self, strip: Strip, place: tuple[slice, slice], taking: tuple[np.ndarray | None, RollingBlend]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """Return rows and columns [n] of pixels in a window of the strip, and stored values [bands, n] to put there.

        taking: how much to take, and of what.
        """
        (rows, columns), (weight, blend), optical = place, taking, self.optical
        scene_rows, valid = strip.in_scene(rows), strip.valid[rows, columns]
        # Few pixels are taken, as a rule: only these are worked on, in all bands.
        down, across = np.nonzero(valid if weight is None else valid & (weight > 0))
        if not len(down):
            return None
        share = 1.0 if weight is None else weight[down, across]
        whole = strip.whole.window(scene_rows, columns)
        stored = np.stack([whole[position - 1][down, across] for position in optical.positions])
        repaired, result = optical.repaired(stored), np.empty_like(stored)
        known = dates = None
        if strip.known is not None and self.known is not None and self.known.alone:
            known = strip.known.dn(scene_rows, columns)[:, down, across]
            dates = strip.known.weight(scene_rows, columns)[down, across]
        added = blend.at((scene_rows, columns), down, across)
        for index, (number, band) in enumerate(zip(optical.places, optical.bands)):
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
            made = to_dtype(optical.stored(compose(dn, difference, (low, high), share)), stored.dtype, band.nodata)
            result[index] = np.where(taken, made, stored[index])
        return down, across, result


def _taken_parts(weight: np.ndarray | None, shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    """Give parts of a window of this shape, some rows high, that hold all that is taken: a weight of None takes all."""
    for start in range(0, shape[0], _PART_ROWS):
        rows = slice(start, min(start + _PART_ROWS, shape[0]))
        if weight is None:
            yield rows, slice(0, shape[1])
        elif (taken := weight[rows] > 0).any():
            down = extent(taken.any(axis=1))
            yield _moved(down, start), extent(taken.any(axis=0))


def _common(one: slice, other: slice) -> slice:
    return slice(max(one.start, other.start), min(one.stop, other.stop))


def _moved(places: slice, by: int) -> slice:
    return slice(places.start + by, places.stop + by)
