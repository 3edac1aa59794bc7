"""Pixels of ground that is clear on the scene's date and on another one: what a relation between dates is learnt from.

So many of each block of the scene, chosen by their place alone: the choice, and so the relation, does not depend on how
the scene is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.masking.classes import CLEAR

MOST_PIXELS = 150_000
CANDIDATES = 8
"""Times as many pixels are looked at, for not all of them are clear."""

_LEAST_SIDE = 16
_BLOCKS_A_SIDE = 16


@dataclass(frozen=True)
class Colours:
    """What one reference shows at n pixels, NaN where it has no data: DN [n, b], the means round them, and how the
    radar changed since, [n, 2] in dB (NaN without radar); codes [n]: classes of its mask.
    """

    dn: np.ndarray
    near: np.ndarray
    change: np.ndarray
    codes: np.ndarray

    @property
    def seen(self) -> np.ndarray:
        """[n] bool, where the reference is clear."""
        return np.isfinite(self.dn[:, 0]) & (self.codes == CLEAR)

    def chosen(self, index: np.ndarray) -> Colours:
        """Return some of the pixels, by number or by truth."""
        return Colours(self.dn[index], self.near[index], self.change[index], self.codes[index])


@dataclass(frozen=True)
class Sample:
    """n pixels of clear ground of a scene. places [n, 2] are rows and columns; blocks [n] their blocks' numbers.

    target [n, bands]: the scene's DN; around [n, bands]: the mean of clear ground some 200 m away, NaN where there is
    none; radar [n, 2]: smoothed, in dB, NaN where there is none; references: see `Colours`. beside [n] uint8: pixels to
    what is hidden, see `View`.
    """

    places: np.ndarray
    blocks: np.ndarray
    target: np.ndarray
    around: np.ndarray
    radar: np.ndarray
    beside: np.ndarray
    references: tuple[Colours, ...]

    def __len__(self) -> int:
        return len(self.places)

    def chosen(self, index: np.ndarray) -> Sample:
        """Return some of the pixels, by number or by truth."""
        arrays = (self.places, self.blocks, self.target, self.around, self.radar, self.beside)
        places, blocks, target, around, radar, beside = (array[index] for array in arrays)
        chosen = tuple(each.chosen(index) for each in self.references)
        return Sample(places, blocks, target, around, radar, beside, chosen)


@dataclass(frozen=True)
class Blocks:
    """A scene of `height` x `width` pixels in square blocks of `side` pixels."""

    height: int
    width: int

    @property
    def side(self) -> int:
        return max(_LEAST_SIDE, -(-max(self.height, self.width) // _BLOCKS_A_SIDE))

    @property
    def columns(self) -> int:
        return -(-self.width // self.side)

    @property
    def number(self) -> int:
        return -(-self.height // self.side) * self.columns

    def of(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return the number of the block that pixels lie in."""
        return rows // self.side * self.columns + columns // self.side

    @property
    def most(self) -> int:
        """Pixels that are kept of a block."""
        return max(MOST_PIXELS // self.number, 200)


class Gathering:
    """Samples of the windows of a scene, thinned as they come. looked_at: share of the scene that is looked at."""

    def __init__(self, blocks: Blocks, looked_at: float = 1.0):
        self.blocks, self.looked_at = blocks, looked_at
        self._parts: list[Sample] = []
        self._waiting = 0

    def choice(self, usable: np.ndarray, row: int, column: int) -> np.ndarray:
        """Return the indices [n, 2] within a window of those usable pixels [h, w] that may be kept.

        row, column: the scene's pixel at the window's upper left. In large scenes that is a part of them.
        """
        places = np.argwhere(usable)
        if not len(places):
            return places
        share = min(1.0, CANDIDATES * self.blocks.most / self.blocks.side**2 / self.looked_at)
        return places[rank(places + (row, column)) < share * 2**32]

    def add(self, sample: Sample) -> None:
        """Take pixels that were chosen."""
        if len(sample):
            self._parts.append(sample)
            self._waiting += len(sample)
        if self._waiting > 2 * MOST_PIXELS:
            self._parts = [self._thinned()]
            self._waiting = len(self._parts[0])

    def sample(self) -> Sample | None:
        """Return what was kept; None for nothing."""
        return self._thinned() if self._parts else None

    def _thinned(self) -> Sample:
        whole = joined(self._parts)
        order = np.lexsort((rank(whole.places), whole.blocks))
        blocks = whole.blocks[order]
        first = np.searchsorted(blocks, blocks)
        return whole.chosen(np.sort(order[np.arange(len(order)) - first < self.blocks.most]))


def joined(parts: list[Sample]) -> Sample:
    """Return the pixels of several samples of the same references as one."""
    if len(parts) == 1:
        return parts[0]
    names = ("places", "blocks", "target", "around", "radar", "beside")
    arrays = (np.concatenate([getattr(part, name) for part in parts]) for name in names)
    references = tuple(
        Colours(*(np.concatenate([getattr(each, name) for each in same]) for name in ("dn", "near", "change", "codes")))
        for same in zip(*(part.references for part in parts))
    )
    places, blocks, target, around, radar, beside = arrays
    return Sample(places, blocks, target, around, radar, beside, references)


def rank(places: np.ndarray) -> np.ndarray:
    """Return a number of 0 to 2**32 for each place [n, 2], as good as drawn by lot (the mixing of MurmurHash3)."""
    mixed = places[:, 0].astype(np.uint64) * np.uint64(0x9E3779B1) + places[:, 1].astype(np.uint64) * np.uint64(
        0x85EBCA77
    )
    mixed &= np.uint64(0xFFFFFFFF)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35), (16, 1)):
        mixed = ((mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    return mixed
