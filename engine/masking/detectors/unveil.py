"""The detector of Unveil itself: a small network for clear ground, cloud, thin cloud and shadow, L1C and L2A.

It takes any of eleven bands, in cells of 20 m, and its weights ship (`models/detectors/unveil`).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.masking import classes
from unveil.engine.masking.detectors import bright_ground, cirrus, darkness, parallax, snowy_woods
from unveil.engine.masking.detectors.methods import UNVEIL
from unveil.engine.masking.detectors.packages import require_onnxruntime
from unveil.engine.masking.detectors.sessions import Session
from unveil.engine.masking.detectors.tiles import TiledNetwork, TiledScene
from unveil.models.cloud_detector import BANDS, CLASSES, MISSING, detector_weights
from unveil.models.errors import ModelError

TILE = 256
SHARED = 64
CORE = 0.6
"""Probability that a cloud reaches somewhere; towns, sand and fields which look like haze stay below it."""

_CIRRUS, _FAINT = 0.010, 0.08
"""Reflectance of B10 above that of ground below 3 km, and the probability of cloud that is enough beside it."""


class Network(TiledScene):
    """The probabilities [4, ...] of CLASSES for the rows of one scene: reflectance of `bands`, MISSING where unknown.

    What its colour tells to be neither cloud nor shadow is clear, whatever the network says. Where B10 is among the
    bands, a fifth plane is its reflectance, and a sixth how far it lies above its surroundings.

    Raises UnveilError when ONNX Runtime is missing, or the weights cannot be read.
    """

    def __init__(self, bands: tuple[str, ...], level: str):
        require_onnxruntime(UNVEIL)
        positions = [BANDS.index(name) for name in bands]
        try:
            weights = detector_weights()
        except ModelError as error:
            raise UnveilError(str(error)) from error

        def spread(tile: np.ndarray) -> np.ndarray:
            every = np.full((1, len(BANDS), *tile.shape[1:]), MISSING, dtype=np.float32)
            every[0, positions] = tile
            return every

        told = (("B3", "B11"), darkness.BANDS, snowy_woods.BANDS)
        snowy, dark, woods = ([bands.index(name) for name in names] for names in told)
        high = [bands.index("B10"), *snowy] if "B10" in bands else []
        planes = len(CLASSES) + (2 if high else 0)

        def judged(output: np.ndarray, tile: np.ndarray) -> np.ndarray:
            output = bright_ground.left_clear(output, tile[snowy[0]], tile[snowy[1]], level)
            if level == "L2A":
                output = snowy_woods.left_clear(output, tile[woods])
            output = darkness.without_bright_shadow(output, tile[dark])
            output = parallax.with_rims(output, tile, bands)
            return np.concatenate([output, tile[high[:1]], cirrus.excess(*tile[high])[None]]) if high else output

        super().__init__(TiledNetwork(Session(weights, "Unveil"), TILE, SHARED, planes, spread, judged))


def classify(evidence: Iterable[np.ndarray], limits: tuple[float, float]) -> np.ndarray:
    """Return classes [h, w] uint8 of the planes [h, w] of an evidence.

    evidence: probabilities of any cloud, of thick cloud and of shadow; where B10 is there its reflectance and how far
    it lies above its surroundings. limits: from which probability a cell is cloud, and from which one that is not is
    shadow. Cloud is thick where that is likelier than thin. High cloud shows in B10 alone, so that a faint probability
    is enough beside it; high dry mountains show in it, too, and the network knows them. What lies far above its
    surroundings there is cloud whatever the network says.
    """
    cloud, thick, shadow, *high = evidence
    result = np.where(shadow >= np.float32(limits[1]), classes.SHADOW, classes.CLEAR).astype(np.uint8)
    is_cloud = cloud >= np.float32(limits[0])
    if high:
        b10, above = high
        is_cloud |= (b10 >= np.float32(_CIRRUS)) & (cloud >= np.float32(_FAINT))
        is_cloud |= above >= np.float32(cirrus.ABOVE)
    result[is_cloud] = np.where(thick >= cloud - thick, classes.CLOUD, classes.THIN_CLOUD)[is_cloud]
    return result


def cores(evidence: Iterable[np.ndarray], limit: float) -> np.ndarray:
    """Return [h, w] bool: cells that are sure to be cloud; evidence and the limit of cloud as in `classify`."""
    cloud, _, _, *high = evidence
    result = cloud >= np.float32(max(limit, CORE))
    if high:
        b10, above = high
        result |= (b10 >= np.float32(_CIRRUS)) & (cloud >= np.float32(limit))
        result |= above >= np.float32(cirrus.CERTAIN)
    return result
