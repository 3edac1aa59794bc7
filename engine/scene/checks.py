"""What looks wrong with a scene and its mask, in sentences: work goes on, and whoever reads the result should know."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Reader
from unveil.engine.scene.scene import MaskedOptical

_MOST_MASKED = 60.0
"""Percent of a scene; with more of it masked there is little ground to learn its colours from."""

_FEWEST = 50
"""Pixels on either side from which on their brightness is compared."""

_DARKER = 0.9
"""Clouds over bright ground are hardly brighter than it; an inverted mask is clearly darker below."""

_VISIBLE = ("B2", "B3", "B4")

INVERTED = (
    "What the mask marks as cloud is darker than what it leaves as clear ground: it may be inverted (1 for clear), or "
    "of another coding; name its coding if so."
)

NO_CLOUD = "No cloud was found: the scene is clear, nothing of it is restored, and the result is a copy of it."
"""What to say where the mask that was made marks nothing, which is no fault."""


def mask_faults(scene: MaskedOptical, counts: Mapping[int, int]) -> tuple[str, ...]:
    """Return what is suspicious about the mask of a scene; counts: its pixels by class."""
    known = sum(number for code, number in counts.items() if code != classes.NODATA)
    restored = restored_pixels(counts)
    if not restored:
        return ("The mask marks nothing: no pixel is restored and the scene is copied as it is.",)
    faults = []
    share = 100 * restored / known
    if restored == known:
        faults.append(
            "The mask marks the whole scene: nothing of it is clear, so nothing tells the colours of its ground, and "
            "the result is a guess."
        )
    elif share > _MOST_MASKED:
        faults.append(
            f"The mask marks {share:.0f} % of the scene; the less clear ground there is, the worse what is restored."
        )
    if is_darker_below(scene):
        faults.append(INVERTED)
    return tuple(faults)


def restored_pixels(counts: Mapping[int, int]) -> int:
    """Return how many pixels a mask of these counts by class has restored."""
    return sum(counts.get(code, 0) for code in (classes.CLOUD, classes.THIN_CLOUD, classes.SHADOW))


def is_darker_below(scene: MaskedOptical) -> bool:
    """Tell whether the pixels that a mask marks as cloud are darker than the clear ones in visible light (medians)."""
    optical = scene.optical
    visible = [index for index, name in enumerate(optical.names) if name in _VISIBLE] or [0]
    cloudy, clear = [], []
    with Reader(optical.raster) as reader, Reader(scene.mask) as mask_reader:
        for window in sample_windows(scene.grid):
            stored = reader.read(window, optical.positions)
            codes = mask_reader.read(window, (1,))[0]
            valid = optical.valid(stored)
            brightness = np.where(valid, optical.dn(stored[visible]), np.float32(0)).mean(axis=0)
            cloudy.append(brightness[valid & ((codes == classes.CLOUD) | (codes == classes.THIN_CLOUD))])
            clear.append(brightness[valid & (codes == classes.CLEAR)])
    below, beside = np.concatenate(cloudy), np.concatenate(clear)
    if min(below.size, beside.size) < _FEWEST:
        return False
    return float(np.median(below)) < _DARKER * float(np.median(beside))
