"""The plain image of a strip of rows, made in blocks of columns, some ahead of the tiles of the strip that ask."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from unveil.engine.ground.background import Parts
from unveil.engine.ground.plain import SIGHT, PlainChain, Sight
from unveil.engine.ground.radar_features import NUMBER, REACH, radar_features
from unveil.engine.masking import classes
from unveil.engine.raster.connected import label
from unveil.engine.raster.grid import any_in_squares, extent, part_at
from unveil.engine.removal.strip import Strip
from unveil.engine.sentinel.optical import Optical

BLOCK = 256
"""Columns of a block."""

_HELD = 2
"""Blocks that tiles may ask for once more."""

MOST_THREADS = 4
"""Each of them takes some tens of megabytes."""


class PlainBlocks:
    """Rows first ... last - 1 of a scene without its clouds; see `ground/plain.py`.

    The strip holds these rows and up to the chain's `margin` more above and below, its radar `REACH` more than that, as
    far as the scene goes. Tiles ask from left to right, and only the last blocks are held.
    """

    def __init__(self, chain: PlainChain, strip: Strip, rows: tuple[int, int], optical: Optical):
        self._chain, self._strip, self._optical = chain, strip, optical
        self._first, self._last = rows
        self._blocks: dict[int, Future[tuple[np.ndarray, np.ndarray | None]]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._begun_at_once = 1
        self._wanted: list[int] = []

    def in_threads(self, pool: ThreadPoolExecutor, threads: int, columns: list[slice]) -> PlainBlocks:
        """Have blocks made in a pool of threads before they are asked for: those that hold columns, from left to right.

        One more than there are threads is begun, so that none of these waits for whoever asks.
        """
        self._pool, self._begun_at_once = pool, threads + 1
        self._wanted = sorted({number for own in columns for number in _numbers(own)})
        return self

    def image(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return DN [bands, h, w] float32 at rows [h] of the strip and columns [w] of the scene, in any order."""
        first, last = int(columns.min()), int(columns.max()) + 1
        parts = [image[:, :, inner] for image, _, inner in self._asked(first, last)]
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=2)
        return part_at(whole, rows - self._first, columns - first)

    def trust(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray | None:
        """Return [h, w] how far that image is the ground as it is seen through thin cloud; None where nobody looks."""
        if self._chain.unveil is None:
            return None
        first, last = int(columns.min()), int(columns.max()) + 1
        parts = [trust[:, inner] for _, trust, inner in self._asked(first, last) if trust is not None]
        return part_at(np.concatenate(parts, axis=1), rows - self._first, columns - first)

    def _asked(self, first: int, last: int) -> list[tuple[np.ndarray, np.ndarray | None, slice]]:
        """Return the blocks that columns first ... last - 1 lie in, and which columns of each."""
        numbers = _numbers(slice(first, last))
        inner = [slice(max(first - each * BLOCK, 0), min(last - each * BLOCK, BLOCK)) for each in numbers]
        return [(*self._block(number), part) for number, part in zip(numbers, inner)]

    def _block(self, number: int) -> tuple[np.ndarray, np.ndarray | None]:
        for old in [each for each in self._blocks if each <= number - _HELD]:
            del self._blocks[old]
        ahead = [each for each in self._wanted if each > number]
        for each in [number, *ahead][: self._begun_at_once]:
            if each not in self._blocks:
                self._blocks[each] = self._begun(each * BLOCK)
        return self._blocks[number].result()

    def _begun(self, start: int) -> Future[tuple[np.ndarray, np.ndarray | None]]:
        if self._pool is not None:
            return self._pool.submit(self._made, start)
        made: Future[tuple[np.ndarray, np.ndarray | None]] = Future()
        made.set_result(self._made(start))
        return made

    def _made(self, start: int) -> tuple[np.ndarray, np.ndarray | None]:
        """Return a block as it is observed, but for rectangles that hold what is hidden in it: these are made."""
        strip = self._strip
        height, width = strip.valid.shape
        rows = slice(self._first - strip.first, self._last - strip.first)
        columns = slice(start, min(start + BLOCK, width))
        valid = strip.valid[rows, columns]
        image = self._observed((rows, columns), valid)
        trust = None if self._chain.unveil is None else np.zeros(valid.shape, dtype=np.float32)
        hidden = classes.to_restore(strip.codes[rows, columns]) | ~valid
        for down, across in boxes(hidden, self._chain.background.reach):
            self._make((rows.start, start), (down, across), image, trust)
        return image, trust

    def _make(
        self, corner: tuple[int, int], box: tuple[slice, slice], image: np.ndarray, trust: np.ndarray | None
    ) -> None:
        """Put the plain ground of a rectangle of a block into its image and trust; corner: the block's in the strip."""
        (down, across), (row, column), (height, width) = box, corner, self._strip.valid.shape
        own = _moved(down, row), _moved(across, column)
        wide, near = _widened(own, self._chain.margin, (height, width)), _widened(own, SIGHT, (height, width))
        told = _widened(own, self._chain.background.reach, (height, width))
        sight = self._sight(wide, told)
        ground = self._chain.ground(sight, Parts(_within(told, wide), _within(near, told)))
        # Nothing but the ground depends on more than a few pixels.
        sight = sight.without_radar().part(*_within(near, wide))
        made, seen = self._chain.looked_through(sight, ground)
        inner = _within(own, near)
        image[:, down, across] = made[(slice(None), *inner)]
        if seen is not None and trust is not None:
            trust[down, across] = seen[inner]

    def _sight(self, window: tuple[slice, slice], told: tuple[slice, slice]) -> Sight:
        """Return a window of the strip with the features of radar in a part of it; both as they lie in the strip."""
        strip, (rows, columns) = self._strip, window
        valid, codes = strip.valid[rows, columns], strip.codes[rows, columns]
        dn = self._observed(window, valid)
        return Sight(strip.first + rows.start, columns.start, dn, valid, codes, self._features(*told))

    def _observed(self, window: tuple[slice, slice], valid: np.ndarray) -> np.ndarray:
        """Return DN [bands, h, w] of a window of the strip, a copy, 0 where it is not valid [h, w] bool."""
        dn = self._optical.complete(self._optical.dn(self._strip.stored(*window)))
        return dn if valid.all() else np.where(valid, dn, np.float32(0))

    def _features(self, rows: slice, columns: slice) -> np.ndarray:
        strip = self._strip
        height, width = rows.stop - rows.start, columns.stop - columns.start
        if not self._chain.background.needs_radar:
            return np.zeros((NUMBER, height, width), dtype=np.float32)
        # The strip's radar has rows above the strip's own.
        first, before = max(strip.first + rows.start - REACH, strip.radar.first), max(columns.start - REACH, 0)
        radar = strip.radar.window(
            slice(first, min(strip.first + rows.stop + REACH, strip.radar.last)), slice(before, columns.stop + REACH)
        )
        features = radar_features(radar)
        top, left = strip.first + rows.start - first, columns.start - before
        return features[:, top : top + height, left : left + width]


def _numbers(columns: slice) -> range:
    """Return the numbers of the blocks that columns of the scene lie in."""
    return range(columns.start // BLOCK, -(-columns.stop // BLOCK))


def boxes(hidden: np.ndarray, margin: int) -> list[tuple[slice, slice]]:
    """Return rectangles (rows, columns) that hold all that is hidden [h, w] bool, one round each group of clouds.

    What lies nearer than `margin` is one group, for the ground between is looked at in any case. Where it takes fewer
    pixels there is one rectangle round everything.
    """
    if not hidden.any():
        return []
    height, width = hidden.shape
    groups, number = label(any_in_squares(hidden, margin))
    found = []
    for group in range(1, number + 1):
        own = np.repeat(np.repeat(groups == group, margin, 0), margin, 1)[:height, :width] & hidden
        found.append((extent(own.any(axis=1)), extent(own.any(axis=0))))
    whole = (extent(hidden.any(axis=1)), extent(hidden.any(axis=0)))
    return found if sum(_looked_at(box, margin) for box in found) < _looked_at(whole, margin) else [whole]


def _looked_at(box: tuple[slice, slice], margin: int) -> int:
    """Return the pixels that the plain ground of a rectangle takes."""
    down, across = (part.stop - part.start + 2 * margin for part in box)
    return down * across


def _widened(box: tuple[slice, slice], by: int, size: tuple[int, int]) -> tuple[slice, slice]:
    """Return a rectangle with some more on all sides, as far as rows and columns of this size go."""
    down, across = (slice(max(own.start - by, 0), min(own.stop + by, length)) for own, length in zip(box, size))
    return down, across


def _within(box: tuple[slice, slice], wide: tuple[slice, slice]) -> tuple[slice, slice]:
    """Return where a rectangle lies in a wider one."""
    down, across = (_moved(own, -whole.start) for own, whole in zip(box, wide))
    return down, across


def _moved(places: slice, by: int) -> slice:
    return slice(places.start + by, places.stop + by)
