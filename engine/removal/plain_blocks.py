"""The plain image of a strip of rows, made in blocks of columns as the tiles of the strip ask for them."""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.plain import MARGIN, PlainChain, Sight
from unveil.engine.ground.radar_features import NUMBER, REACH, radar_features
from unveil.engine.removal.strip import Strip
from unveil.engine.sentinel.optical import Optical

BLOCK = 512
"""Columns of a block."""

_HELD = 2


class PlainBlocks:
    """Rows first ... last - 1 of a scene without its clouds; see `ground/plain.py`.

    The strip holds these rows and up to `MARGIN` more above and below, its radar `REACH` more than that, as far as the
    scene goes. Tiles ask from left to right, and only the last blocks are held.
    """

    def __init__(self, chain: PlainChain, strip: Strip, rows: tuple[int, int], optical: Optical):
        self._chain, self._strip, self._optical = chain, strip, optical
        self._first, self._last = rows
        self._blocks: dict[int, tuple[np.ndarray, np.ndarray | None]] = {}

    def image(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return DN [bands, h, w] float32 at rows [h] of the strip and columns [w] of the scene, in any order."""
        numbers, blocks = self._asked(columns)
        whole = np.concatenate([image for image, _ in blocks], axis=2)
        return whole[(slice(None), *np.ix_(rows - self._first, columns - numbers[0] * BLOCK))]

    def trust(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray | None:
        """Return [h, w] how far that image is the ground as it is seen through thin cloud; None where nobody looks."""
        numbers, blocks = self._asked(columns)
        parts = [trust for _, trust in blocks if trust is not None]
        if not parts:
            return None
        return np.concatenate(parts, axis=1)[np.ix_(rows - self._first, columns - numbers[0] * BLOCK)]

    def _asked(self, columns: np.ndarray) -> tuple[range, list[tuple[np.ndarray, np.ndarray | None]]]:
        numbers = range(int(columns.min()) // BLOCK, int(columns.max()) // BLOCK + 1)
        return numbers, [self._block(number) for number in numbers]

    def _block(self, number: int) -> tuple[np.ndarray, np.ndarray | None]:
        if number not in self._blocks:
            for old in sorted(self._blocks)[: max(len(self._blocks) - _HELD + 1, 0)]:
                del self._blocks[old]
            self._blocks[number] = self._made(number * BLOCK)
        return self._blocks[number]

    def _made(self, start: int) -> tuple[np.ndarray, np.ndarray | None]:
        strip = self._strip
        width = strip.valid.shape[1]
        left, right = max(start - MARGIN, 0), min(start + BLOCK + MARGIN, width)
        valid, codes = strip.valid[:, left:right], strip.codes[:, left:right]
        dn = self._optical.complete(self._optical.dn(strip.stored[:, :, left:right]))
        sight = Sight(strip.first, left, np.where(valid, dn, 0), valid, codes, self._features(left, right))
        image = self._chain.image(sight)
        trust = None if self._chain.unveil is None else self._chain.unveil.trust(sight)
        rows = slice(self._first - strip.first, self._last - strip.first)
        columns = slice(start - left, min(start + BLOCK, width) - left)
        return image[:, rows, columns], None if trust is None else trust[rows, columns]

    def _features(self, left: int, right: int) -> np.ndarray:
        strip = self._strip
        height, width = strip.valid.shape
        if not self._chain.background.needs_radar:
            return np.zeros((NUMBER, height, right - left), dtype=np.float32)
        before = max(left - REACH, 0)
        features = radar_features(strip.radar.values[:, :, before : min(right + REACH, width)])
        above = strip.first - strip.radar.first
        return features[:, above : above + height, left - before : right - before]
