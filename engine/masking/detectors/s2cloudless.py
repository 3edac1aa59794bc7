"""The detector s2cloudless for Sentinel-2 L1C: boosted trees on ten bands of a pixel, from its own package.

The package (CC BY-SA 4.0, Sinergise) brings the trees as LightGBM's text. It is looked up at run time, never imported
and never copied; the trees run in ONNX Runtime. Averaging over a disc before the threshold, "more than 0.4 is cloud"
and dilation by a disc are the package's own steps and are done by the masking engine in metres.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.masking.detectors.methods import S2CLOUDLESS
from unveil.engine.masking.detectors.packages import package_file
from unveil.engine.masking.detectors.sessions import Session
from unveil.engine.masking.detectors.trees import read_trees, trees_as_onnx

BANDS = ("B1", "B2", "B4", "B5", "B8", "B8A", "B9", "B10", "B11", "B12")
"""The bands that the detector reads, in the order in which it takes them."""

THRESHOLD = 0.4

_MODEL = "models/pixel_s2_cloud_detector_lightGBM_v0.1.txt"
_PIECE = 2048
"""Pixels that run at once; more do not stay in a core's cache."""

_SORT_BY = (0, 7, 6, 9, 8, 5, 1)
"""Bands by which pixels are sorted: neighbours then take the same way through the trees, which is 1.3 times as fast."""


class Classifier:
    """The cloud probability of pixels.

    Raises UnveilError when the package or ONNX Runtime is missing, or the model cannot be read.
    """

    def __init__(self) -> None:
        path = package_file(S2CLOUDLESS, "s2cloudless", "s2cloudless", _MODEL)
        self._session = Session(trees_as_onnx(read_trees(path), len(BANDS)), "s2cloudless")

    def probability(self, reflectance: np.ndarray, valid: np.ndarray) -> np.ndarray:
        """Return [h, w] float32 in 0..1 of reflectance [10, h, w] in the order of BANDS; 0 where it is not `valid`."""
        result = np.zeros(valid.shape, dtype=np.float32)
        pixels = np.ascontiguousarray(reflectance[:, valid].T)
        if len(pixels):
            order = _similar_first(pixels)
            pixels = pixels[order]
            pieces = [pixels[start : start + _PIECE] for start in range(0, len(pixels), _PIECE)]
            logit = np.empty(len(pixels), dtype=np.float32)
            logit[order] = np.concatenate(list(self._session.run(pieces)))[:, 0]
            result[valid] = 1 / (1 + np.exp(-logit))
        return result

    def close(self) -> None:
        """End the threads."""
        self._session.close()


def _similar_first(pixels: np.ndarray) -> np.ndarray:
    key = np.zeros(len(pixels), dtype=np.uint64)
    for band in _SORT_BY:
        # Quarters of a power of two, a scale on which dark values differ as much as bright ones.
        level = np.log2(np.maximum(pixels[:, band], 0) + np.float32(0.001)) + np.float32(10)
        key = key << np.uint64(7) | np.clip(level * 4, 0, 127).astype(np.uint64)
    return np.argsort(key, kind="stable")
