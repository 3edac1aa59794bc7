"""What a user's mask raster means: class codes, 0 and 1, probabilities, or a scene classification."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.detectors import scene_classification
from unveil.engine.masking.levels import names_scene_classification
from unveil.engine.raster.rows import ReadRows, RowFeed, whole_rows
from unveil.engine.raster.source import Raster, Reader

PROBABILITY_THRESHOLD = 0.5
"""Probability from which a pixel of a user's raster is cloud, unless told otherwise."""

_STRIP_PIXELS = 4_000_000
_MOST_KINDS = 260
"""More different values than this are measurements, not codes."""

_FEW = 4
"""Whole numbers up to 100 are percent when there are more different ones than this, and stray codes otherwise."""

CLASS_CODES = "class codes"
TRUTH = "0 and 1"
PROBABILITY = "probability 0 to 1"
PERCENT = "probability 0 to 100"
SCENE_CLASSES = "scene classification"


@dataclass(frozen=True)
class MaskCoding:
    """How to read a mask. kind: one of the five above; nodata: value of the file; threshold: of a probability, 0..1."""

    kind: str = CLASS_CODES
    nodata: float | None = None
    threshold: float = PROBABILITY_THRESHOLD

    def classes(self, values: np.ndarray) -> np.ndarray:
        """Return the class codes, uint8, of stored values of any shape."""
        missing = np.zeros(values.shape, dtype=bool)
        if np.issubdtype(values.dtype, np.floating):
            missing |= ~np.isfinite(values)
        if self.nodata is not None:
            missing |= values == self.nodata
        if self.kind in (CLASS_CODES, TRUTH):
            result = np.where(missing, 0, values).astype(np.uint8)
        elif self.kind == SCENE_CLASSES:
            result = scene_classification.classes_of(np.where(missing, 0, values))
        else:
            limit = self.threshold * (100 if self.kind == PERCENT else 1)
            result = np.where(values >= limit, classes.CLOUD, classes.CLEAR).astype(np.uint8)
            missing |= values == classes.NODATA
        result[missing] = classes.NODATA
        return result

    def sentence(self, use: str = "restored") -> str:
        """Say what the mask was taken for; what it covers is "restored" unless told otherwise."""
        meaning = {
            CLASS_CODES: f"class codes (1 cloud, 2 thin cloud, 3 shadow are {use})",
            TRUTH: f"0 and 1 (1 is {use})",
            PROBABILITY: f"cloud probability 0 to 1 (from {self.threshold:g} on is {use})",
            PERCENT: f"cloud probability in percent (from {100 * self.threshold:g} on is {use})",
            SCENE_CLASSES: f"a scene classification (3 shadow, 8 and 9 cloud, 10 cirrus are {use})",
        }
        return f"The mask is taken for {meaning[self.kind]}."


def recognise_mask(mask: Raster, feedback: Feedback, threshold: float = PROBABILITY_THRESHOLD) -> MaskCoding:
    """Read a mask once and tell what its values mean.

    Raises:
        UnveilError: the values fit none of the kinds; a threshold lies outside 0..1.
        Cancelled: the user stopped it.
    """
    if not 0 < threshold <= 1:
        raise UnveilError(f"A mask's threshold of {threshold:g} is no probability; give more than 0 and at most 1.")
    nodata = mask.bands[0].nodata
    seen = _values(mask, nodata, feedback)
    return MaskCoding(_kind(mask, seen), nodata, threshold)


def class_rows(reader: Reader, coding: MaskCoding) -> ReadRows:
    """Return a function that reads whole rows of a mask's first band as class codes [1, n, width]."""
    read = whole_rows(reader, (1,))
    return lambda start, stop: coding.classes(read(start, stop))


def _values(mask: Raster, nodata: float | None, feedback: Feedback) -> np.ndarray:
    """Return the different values of a mask, or its least and largest and one between where these are many."""
    grid = mask.grid
    step = max(64, _STRIP_PIXELS // grid.width)
    seen = np.empty(0)
    with Reader(mask) as reader, RowFeed(whole_rows(reader, (1,)), grid.height, mask.block_height) as feed:
        for start in range(0, grid.height, step):
            feedback.check()
            values = feed.rows(start, min(start + step, grid.height))
            found = np.flatnonzero(np.bincount(values.ravel())) if values.dtype == np.uint8 else np.unique(values)
            seen = np.union1d(seen, found[np.isfinite(found)].astype(np.float64))
            if nodata is not None:
                seen = seen[seen != nodata]
            if len(seen) > _MOST_KINDS:
                # A value that is not whole, if there is one, tells probabilities from codes.
                parts = seen[seen != np.round(seen)]
                seen = np.unique(np.concatenate([seen[[0, -1]], parts[:1]]))
    return seen


def _kind(mask: Raster, seen: np.ndarray) -> str:
    codes = seen[seen != classes.NODATA]
    whole = bool((codes == np.round(codes)).all())
    least, most = (codes.min(), codes.max()) if len(codes) else (0.0, 0.0)
    file = mask.path.replace("\\", "/").rpartition("/")[2]
    words = set(re.split(r"[^A-Z]+", f"{mask.names[0]} {file}".upper()))
    if least >= 0 and whole:
        if words & {"PROB", "PROBABILITY", "CLDPRB"} and 1 < most <= 100:
            return PERCENT
        if most <= 1:
            return TRUTH
        if most <= classes.SHADOW:
            return SCENE_CLASSES if names_scene_classification(mask.names[0]) else CLASS_CODES
        if most <= max(scene_classification.CODES):
            return SCENE_CLASSES
        if most <= 100 and (np.issubdtype(np.dtype(mask.dtype), np.floating) or len(codes) > _FEW):
            return PERCENT
    elif least >= 0 and most <= 1:
        return PROBABILITY
    elif least >= 0 and most <= 100:
        return PERCENT
    odd = [value for value in codes if value not in classes.NAMES][:5]
    raise UnveilError(
        f"The mask {mask.path} holds the values {', '.join(f'{value:g}' for value in odd)}, which are no class codes "
        "(0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data), no 0 and 1, no probability (0 to 1 or 0 to 100) "
        "and no scene classification (0 to 11); reclassify it first."
    )
