"""The detector csmask for Sentinel-2 L1C and L2A: a U-Net for cloud and shadow, from the package ukis-csmask.

The package (Apache-2.0, DLR) brings four ONNX networks: six or four bands, top-of-atmosphere or surface reflectance.
They are looked up at run time, never imported and never copied. The scene is cut as the package cuts it (tiles of 256
pixels, 52 of them shared, mirrored at the border, blended with a Tukey window), so the answer is the package's own.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.masking.detectors.methods import CSMASK
from unveil.engine.masking.detectors.packages import package_file
from unveil.engine.masking.detectors.sessions import Session
from unveil.engine.masking.detectors.tiles import TiledNetwork, TiledScene, softmax

SIX_BANDS = ("B2", "B3", "B4", "B8", "B11", "B12")
FOUR_BANDS = SIX_BANDS[:4]

TILE = 256
SHARED = 52
_CLASSES = 3


class Network(TiledScene):
    """The probabilities [3, ...] of clear, cloud and shadow for the rows of one scene of reflectance.

    Raises UnveilError when the package or ONNX Runtime is missing, or the network cannot be read.
    """

    def __init__(self, bands: tuple[str, ...], level: str):
        name = f"model_{len(bands)}b_{level.lower()}"
        path = package_file(CSMASK, "ukis_csmask", "ukis-csmask", f"{name}.onnx")
        mean, spread = _statistics(path.with_suffix(".json"), len(bands))

        def normalised(tile: np.ndarray) -> np.ndarray:
            return ((tile - mean) / spread)[None].astype(np.float32)

        super().__init__(
            TiledNetwork(
                Session(path, "ukis-csmask"), TILE, SHARED, _CLASSES, normalised, lambda output, _: softmax(output)
            ),
        )


def _statistics(path: Path, bands: int) -> tuple[np.ndarray, np.ndarray]:
    try:
        mean, spread = json.loads(path.read_text(encoding="utf-8"))["data"]["dataset_statistics"]["img"]
        result = np.array(mean, dtype=np.float32), np.array(spread, dtype=np.float32)
        if result[0].shape != (bands,) or result[1].shape != (bands,):
            raise ValueError("its number of bands differs")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnveilError(f"The file {path} of ukis-csmask cannot be read ({error}); install it again.") from error
    return result[0][:, None, None], result[1][:, None, None]
