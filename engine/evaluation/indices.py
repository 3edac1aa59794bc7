"""Errors of the indices that users compute of a result: does NDVI survive?

NDVI = (B8 - B4) / (B8 + B4)    NDWI = (B3 - B8) / (B3 + B8) of McFeeters 1996    NBR = (B8 - B12) / (B8 + B12)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

INDICES = {"NDVI": ("B8", "B4"), "NDWI": ("B3", "B8"), "NBR": ("B8", "B12")}

_LEAST = 1e-3
"""Reflectance of both bands together below which an index is noise."""


@dataclass(frozen=True)
class IndexSums:
    """Sums over counted pixels, those of tiles add: of the errors, of their sizes and of their squares."""

    signed: float = 0.0
    absolute: float = 0.0
    squared: float = 0.0
    pixels: int = 0

    def __add__(self, other: IndexSums) -> IndexSums:
        return IndexSums(
            self.signed + other.signed,
            self.absolute + other.absolute,
            self.squared + other.squared,
            self.pixels + other.pixels,
        )

    @property
    def bias(self) -> float:
        """Mean error; NaN where nothing was counted, as in all scores."""
        return self.signed / self.pixels if self.pixels else math.nan

    @property
    def mae(self) -> float:
        return self.absolute / self.pixels if self.pixels else math.nan

    @property
    def rmse(self) -> float:
        return math.sqrt(self.squared / self.pixels) if self.pixels else math.nan


@dataclass(frozen=True)
class IndexErrors:
    """Sums of each index that the bands allow, by its name."""

    sums: Mapping[str, IndexSums]

    def __add__(self, other: IndexErrors) -> IndexErrors:
        names = dict.fromkeys((*self.sums, *other.sums))
        return IndexErrors(
            {name: self.sums.get(name, IndexSums()) + other.sums.get(name, IndexSums()) for name in names}
        )


def index_values(image: np.ndarray, bands: Sequence[str]) -> dict[str, np.ndarray]:
    """Return each index [h, w] of an image [bands, h, w] in reflectance that its bands allow; NaN where it has none."""
    found = {}
    for name, (first, second) in INDICES.items():
        if first in bands and second in bands:
            x, y = image[bands.index(first)], image[bands.index(second)]
            total = x + y
            with np.errstate(invalid="ignore", divide="ignore"):
                found[name] = np.where(total > _LEAST, (x - y) / total, np.nan)
    return found


def index_errors(
    prediction: np.ndarray, reference: np.ndarray, bands: Sequence[str], selections: Mapping[str, np.ndarray | None]
) -> dict[str, IndexErrors]:
    """Return the errors of each set of pixels ([h, w] bool by name; None: all) of two images [bands, h, w]."""
    mine, theirs = index_values(prediction, bands), index_values(reference, bands)
    errors = {name: mine[name] - theirs[name] for name in mine}
    result = {}
    for label, selection in selections.items():
        sums = {}
        for name, error in errors.items():
            kept = error[np.isfinite(error) if selection is None else np.isfinite(error) & selection]
            sums[name] = IndexSums(
                float(kept.sum()), float(np.abs(kept).sum()), float(np.square(kept).sum()), int(kept.size)
            )
        result[label] = IndexErrors(sums)
    return result
