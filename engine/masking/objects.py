"""Connected objects of a mask that is seen in strips of rows, from top to bottom, twice.

Pixels that touch, also by a corner, belong together. The first time down the objects are numbered in each strip and
joined across the seams (union and find); the second time each strip's pixels are looked up. The answer does not depend
on the strips, and memory depends on the number of objects and the width alone.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.connected import label


class Objects:
    """Objects with the number of their pixels and of those that are marked."""

    def __init__(self) -> None:
        self._parents: list[int] = []
        self._sizes: list[np.ndarray] = []
        self._marks: list[np.ndarray] = []
        self._last_row: np.ndarray | None = None

    def add(self, mask: np.ndarray, marked: np.ndarray | None = None) -> None:
        """Take the next rows [n, width] bool, and which of their pixels are marked."""
        numbers, count = label(mask)
        offset = len(self._parents)
        self._parents.extend(range(offset, offset + count))
        self._sizes.append(np.bincount(numbers.ravel(), minlength=count + 1)[1:])
        weights = numbers[marked] if marked is not None else numbers[:0]
        self._marks.append(np.bincount(weights.ravel(), minlength=count + 1)[1:])
        if self._last_row is not None:
            self._join(self._last_row, _numbered(numbers[0], offset))
        self._last_row = _numbered(numbers[-1], offset)

    def sizes(self) -> tuple[np.ndarray, np.ndarray]:
        """Return, for each number that a strip gave, the pixels and the marked pixels of its whole object."""
        roots = np.array([self._root(number) for number in range(len(self._parents))], dtype=np.int64)
        totals = []
        for counts in (self._sizes, self._marks):
            each = np.concatenate([np.zeros(0), *counts])
            totals.append(np.bincount(roots, weights=each, minlength=len(roots))[roots])
        return totals[0], totals[1]

    def _join(self, above: np.ndarray, below: np.ndarray) -> None:
        pairs = []
        width = len(below)
        for shift in (-1, 0, 1):
            upper = above[max(shift, 0) : width + min(shift, 0)]
            lower = below[max(-shift, 0) : width - max(shift, 0)]
            both = (upper >= 0) & (lower >= 0)
            pairs.append(np.stack([upper[both], lower[both]], axis=1))
        for first, second in np.unique(np.concatenate(pairs), axis=0).tolist():
            one, other = self._root(first), self._root(second)
            self._parents[max(one, other)] = min(one, other)

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number


class ObjectFilter:
    """The second time down: which pixels belong to objects that are kept."""

    def __init__(self, kept: np.ndarray):
        self._kept = kept
        self._seen = 0

    def apply(self, mask: np.ndarray) -> np.ndarray:
        """Return which pixels of the next rows [n, width], the same strips as before, are kept."""
        numbers, count = label(mask)
        table = np.concatenate([[False], self._kept[self._seen : self._seen + count]])
        self._seen += count
        return table[numbers]


def _numbered(row: np.ndarray, offset: int) -> np.ndarray:
    return np.where(row > 0, row.astype(np.int64) + (offset - 1), -1)
