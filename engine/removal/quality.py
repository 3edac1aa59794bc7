"""What is known of every pixel of a result, as bits of a number, and how QGIS draws it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.raster.style import Classes

NO_DATA, OBSERVED, RESTORED, BLENDED, THICK, THIN, SHADOW = (1 << bit for bit in range(7))
RADAR, REFERENCE, CHANGE, FAR, LEVEL, SEEN = (1 << bit for bit in range(7, 13))

MEANINGS = {
    NO_DATA: "no data in the scene",
    OBSERVED: "observed: as it is in the scene",
    RESTORED: "restored",
    BLENDED: "observed, blended with what was restored beside it",
    THICK: "below thick cloud",
    THIN: "below thin cloud",
    SHADOW: "in cloud shadow",
    RADAR: "radar used",
    REFERENCE: "another date used",
    CHANGE: "radar saw a change since another date",
    FAR: "more than 1 km from clear ground",
    LEVEL: "level or bands are not those that the model was trained on",
    SEEN: "thin cloud or shadow taken off: the ground is the scene's own",
}
"""What each bit says when it is set."""

FAR_METRES = 1000.0

_COLOURS = (
    (NO_DATA, (0, 0, 0, 0)),
    (CHANGE, (214, 39, 40, 200)),
    (RESTORED | REFERENCE, (44, 160, 44, 170)),
    (RESTORED | SEEN, (90, 200, 220, 150)),
    (RESTORED | FAR, (148, 60, 160, 190)),
    (RESTORED | THIN, (255, 187, 60, 170)),
    (RESTORED | SHADOW, (70, 110, 220, 170)),
    (RESTORED, (255, 110, 10, 180)),
    (BLENDED, (255, 230, 120, 110)),
    (OBSERVED, (0, 0, 0, 0)),
)
"""The first of these bits that are all set give the colour."""


@dataclass(frozen=True)
class Pixels:
    """What is known of pixels [n, width] when a result is put together.

    codes: classes of the mask; valid: bool; weight: how much of the prediction was taken, 0..1; radar: bool, where it
    was measured; known: share that other dates show, 0..1; changed, far: bool. mismatch: of the whole scene.
    seen: share of the ground that is seen through thin cloud or in shadow, 0..1.
    """

    codes: np.ndarray
    valid: np.ndarray
    weight: np.ndarray
    radar: np.ndarray
    known: np.ndarray
    changed: np.ndarray
    far: np.ndarray
    mismatch: bool = False
    seen: np.ndarray | None = None


def quality_bits(pixels: Pixels) -> np.ndarray:
    """Return the bits [n, width] uint16."""
    hidden = classes.to_restore(pixels.codes)
    touched = pixels.weight > 0
    restored = touched & (hidden | (pixels.weight >= 1))
    bits = np.zeros(hidden.shape, dtype=np.uint16)
    seen = np.zeros(hidden.shape) if pixels.seen is None else pixels.seen
    for bit, where in (
        (OBSERVED, ~touched),
        (RESTORED, restored),
        (BLENDED, touched & ~restored),
        (THICK, hidden & (pixels.codes == classes.CLOUD)),
        (THIN, hidden & (pixels.codes == classes.THIN_CLOUD)),
        (SHADOW, hidden & (pixels.codes == classes.SHADOW)),
        (RADAR, touched & pixels.radar),
        (REFERENCE, touched & (pixels.known > 0)),
        (CHANGE, hidden & pixels.changed),
        (FAR, restored & pixels.far),
        (LEVEL, touched & pixels.mismatch),
        (SEEN, touched & (seen > 0.5)),
    ):
        bits[where] |= bit
    return np.where(pixels.valid, bits, np.uint16(NO_DATA))


def bit_metadata() -> dict[str, str]:
    """Return the meanings for a file's metadata: UNVEIL_BIT_0 ... with the lowest bit first."""
    return {f"UNVEIL_BIT_{bit.bit_length() - 1}": meaning for bit, meaning in MEANINGS.items()}


def quality_classes(values: Iterable[int]) -> Classes:
    """Return colours and names of the values that a raster holds."""
    kept = sorted(set(values))
    colours = {value: next(colour for bits, colour in _COLOURS if value & bits == bits) for value in kept}
    return Classes(colours, {value: describe_bits(value) for value in kept})


def describe_bits(value: int) -> str:
    """Return what a value says, in words."""
    return "; ".join(meaning for bit, meaning in MEANINGS.items() if value & bit)
