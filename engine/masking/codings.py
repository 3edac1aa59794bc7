"""What the values of a cloud mask mean: the codings in which masks come, and the class codes that they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.masking.detectors import scene_classification

PROBABILITY_THRESHOLD = 0.5
"""Probability from which a pixel of a user's raster is cloud, unless told otherwise."""

CLASS_CODES = "class codes"
TRUTH = "0 and 1"
BINARY = "0 and 255"
CLEAR_TRUTH = "1 for clear"
PROBABILITY = "probability 0 to 1"
PERCENT = "probability 0 to 100"
BYTE_PROBABILITY = "probability 0 to 255"
CLEAR_SCORE = "clear score 0 to 1"
CLEAR_PERCENT = "clear score 0 to 100"
SCENE_CLASSES = "scene classification"
FMASK_USGS = "Fmask (USGS)"
FMASK_PYTHON = "python-fmask"
KAPPAMASK = "KappaMask"
CLASSI = "MSK_CLASSI bands"
POLYGONS = "polygons"

AUTO = "auto"
CODINGS: Mapping[str, tuple[str, ...]] = {
    "classes": (CLASS_CODES,),
    "binary": (BINARY,),
    "clear": (CLEAR_TRUTH,),
    "scl": (SCENE_CLASSES,),
    "fmask-usgs": (FMASK_USGS,),
    "fmask-python": (FMASK_PYTHON,),
    "kappamask": (KAPPAMASK,),
    "cloudsen12": (CLASS_CODES,),
    "omnicloudmask": (CLASS_CODES,),
    "probability": (PROBABILITY, PERCENT, BYTE_PROBABILITY),
    "cloudscore": (CLEAR_SCORE, CLEAR_PERCENT),
}
"""What a user may name, and the kinds of values that may stand behind it: of several the values decide."""

MASK_CODINGS = (AUTO, *CODINGS)

_CLEAR, _CLOUD, _THIN, _SHADOW, _NONE = (
    classes.CLEAR, classes.CLOUD, classes.THIN_CLOUD, classes.SHADOW, classes.NODATA,
)  # fmt: skip

TABLES: Mapping[str, Mapping[int, int]] = {
    CLASS_CODES: {code: code for code in classes.NAMES},
    TRUTH: {0: _CLEAR, 1: _CLOUD, 255: _NONE},
    CLEAR_TRUTH: {0: _CLOUD, 1: _CLEAR, 255: _NONE},
    SCENE_CLASSES: scene_classification.CODES,
    # Landsat Collection 2 and the Fmask of Zhu and Woodcock: land, water, shadow, snow, cloud.
    FMASK_USGS: {0: _CLEAR, 1: _CLEAR, 2: _SHADOW, 3: _CLEAR, 4: _CLOUD, 255: _NONE},
    # python-fmask: null, clear, cloud, shadow, snow, water.
    FMASK_PYTHON: {0: _NONE, 1: _CLEAR, 2: _CLOUD, 3: _SHADOW, 4: _CLEAR, 5: _CLEAR},
    # km_predict writes 1 to 5 into TIFF, the others into PNG: clear, shadow, semi-transparent, cloud, missing.
    KAPPAMASK: {
        0: _NONE, 1: _CLEAR, 2: _SHADOW, 3: _THIN, 4: _CLOUD, 5: _NONE,
        66: _CLEAR, 129: _SHADOW, 192: _THIN, 255: _CLOUD, 20: _NONE,
    },
}  # fmt: skip
"""Codes and the classes that they become."""

_LIMITS = {PROBABILITY: 1.0, PERCENT: 100.0, BYTE_PROBABILITY: 255.0, CLEAR_SCORE: 1.0, CLEAR_PERCENT: 100.0}
OVERSHOT = 1.1
"""Probabilities that were resampled by cubic convolution lie outside their limits by up to this share of them."""

_CLEAR_SCORES = (CLEAR_SCORE, CLEAR_PERCENT)
_ZERO_IS_CLEAR = (CLASS_CODES, TRUTH, BINARY, PROBABILITY, PERCENT, BYTE_PROBABILITY)
"""Kinds in which a file's nodata of 0 is clear ground: whoever burnt clouds into a raster left the rest empty."""


_FEW = 1000
"""Values of a byte of which there are too few for a table to pay."""


@dataclass(frozen=True)
class MaskCoding:
    """How to read a mask's bands `positions`.

    kind: one of the above; nodata: value of the file; threshold: of a probability of cloud, 0..1; scale, offset: what
    the file states of its values. empty_is_clear: what it leaves empty (no data, NaN, 255) is clear ground.
    """

    kind: str = CLASS_CODES
    nodata: float | None = None
    threshold: float = PROBABILITY_THRESHOLD
    positions: tuple[int, ...] = (1,)
    scale: float = 1.0
    offset: float = 0.0
    empty_is_clear: bool = False

    def classes(self, values: np.ndarray) -> np.ndarray:
        """Return the class codes, uint8, of stored values of any shape; of `CLASSI` [opaque, cirrus], joined [1, ...].

        Codes that the kind does not know are no data.
        """
        if values.dtype == np.uint8 and self.kind in TABLES and values.size > _FEW:
            # The same of each of the numbers that there can be.
            return self._classes(np.arange(256, dtype=np.uint8))[values]
        return self._classes(values)

    def _classes(self, values: np.ndarray) -> np.ndarray:
        if self.kind == CLASSI:
            cirrus = np.where(values[1:2] > 0, np.uint8(classes.THIN_CLOUD), np.uint8(classes.CLEAR))
            return np.where(values[:1] > 0, np.uint8(classes.CLOUD), cirrus)
        missing = np.zeros(values.shape, dtype=bool)
        if np.issubdtype(values.dtype, np.floating):
            missing |= ~np.isfinite(values)
        if self.nodata is not None and not np.isnan(self.nodata):
            empty = values == self.nodata
            if self.nodata == 0 and self.kind in _ZERO_IS_CLEAR:
                values = np.where(empty, values.dtype.type(0), values)
            else:
                missing |= empty
        if self.kind in TABLES:
            result = _by_table(np.where(missing, 0, values), TABLES[self.kind])
        elif self.kind == BINARY:
            result = np.where(values != 0, np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
        else:
            result, there = self._by_threshold(values, missing)
            missing |= ~there
        result[missing] = classes.NODATA
        if self.empty_is_clear:
            result[result == classes.NODATA] = classes.CLEAR
        return result

    def _by_threshold(self, values: np.ndarray, missing: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        limit = _LIMITS[self.kind]
        score = np.where(missing, 0, values).astype(np.float64) * self.scale + self.offset
        # 255 is what remains of nodata in whole numbers; a probability is above its limit by what resampling overshot.
        there = score <= limit * OVERSHOT
        if self.kind in _CLEAR_SCORES:
            cloudy = score <= (1 - self.threshold) * limit
        else:
            cloudy = score >= self.threshold * limit
        return np.where(cloudy, np.uint8(classes.CLOUD), np.uint8(classes.CLEAR)), there

    def notes(self) -> tuple[str, ...]:
        """Say what else was found out about the mask."""
        if not self.empty_is_clear:
            return ()
        return ("The mask holds no value for clear ground; what it leaves empty (no data) is taken for clear.",)

    def sentence(self, use: str = "restored") -> str:
        """Say what the mask was taken for; what it covers is "restored" unless told otherwise."""
        share = f"{self.threshold:g}"
        clear = f"{1 - self.threshold:g}"
        meaning = {
            CLASS_CODES: f"class codes (1 cloud, 2 thin cloud, 3 shadow are {use})",
            TRUTH: f"0 and 1 (1 is {use})",
            BINARY: f"0 and not 0 (whatever is not 0 is {use})",
            CLEAR_TRUTH: f"1 for clear ground (0 is {use})",
            PROBABILITY: f"cloud probability 0 to 1 (from {share} on is {use})",
            PERCENT: f"cloud probability in percent (from {100 * self.threshold:g} on is {use})",
            BYTE_PROBABILITY: f"cloud probability 0 to 255 (from {255 * self.threshold:g} on is {use})",
            CLEAR_SCORE: f"a clear score such as Cloud Score+, 1 for clear (up to {clear} is {use})",
            CLEAR_PERCENT: f"a clear score in percent (up to {100 * (1 - self.threshold):g} is {use})",
            SCENE_CLASSES: f"a scene classification (3 shadow, 8 and 9 cloud, 10 cirrus are {use})",
            FMASK_USGS: f"the codes of Fmask (2 shadow and 4 cloud are {use})",
            FMASK_PYTHON: f"the codes of python-fmask (2 cloud and 3 shadow are {use})",
            KAPPAMASK: f"the codes of KappaMask (cloud, semi-transparent cloud and shadow are {use})",
            CLASSI: f"the bands of MSK_CLASSI (opaque cloud and cirrus are {use})",
            POLYGONS: f"polygons (what lies in them is {use})",
        }
        return f"The mask is taken for {meaning[self.kind]}."


def _by_table(values: np.ndarray, table: Mapping[int, int]) -> np.ndarray:
    lookup = np.full(256, classes.NODATA, dtype=np.uint8)
    for code, kind in table.items():
        lookup[code] = kind
    return lookup[np.clip(values, 0, 255).astype(np.uint8)]
