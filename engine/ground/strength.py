"""How strong detail of hidden ground is drawn, so that the ground below clouds is no smoother than that beside them.

Radar tells points apart that are some 20 m from one another. What is drawn finer than that is its noise, and is
smoothed away. What is left is too faint: what errs least in squares has no more of the ground's energy than its
correlation with the ground, squared. So what is finer than about 150 m is drawn stronger once it is smoothed, all bands
of a scene by one factor: less where the relation to radar draws the detail of clear ground strong already.
At the same energy that errs less than raising the finest features of the radar alone (`docs/benchmarks.md`). Beside
ground that is seen less of it is added, lest the rim shows. Ours.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.ground.radar_relation import Relation
from unveil.engine.ground.relation_sums import FLOOR
from unveil.engine.raster.filters import tent_mean

FINEST, COARSER = 3, 9
"""Pixels along a side of the squares whose means, taken twice, differ by the detail that is drawn stronger."""

REACH = COARSER - 1
"""Pixels round a pixel that its detail depends on."""

ENERGY = 1.9
"""Of fine detail that is aimed at, by the ground's, before it is smoothed, which takes more than half of it."""

STRONGEST = 3.2
"""Times that detail is drawn stronger, at most: a relation that draws hardly any says little of where it lies."""

ALONE, WITH_NETWORK = 1.0, 0.94
"""Share of that energy that is left to what the relation to radar draws: networks add detail of their own."""

UNTOLD = 0.6
"""What is added of that difference where clear ground tells nothing.

Detail of 80 m keeps its strength then, and of 100 m gains a fifth.
"""

_LEAST = 1e-3


def raised_by(found: Relation | None, mean: np.ndarray, share: float) -> float:
    """Return how much of its fine detail is added to what is drawn of a scene, 0 or more.

    mean: [bands] DN of the clear ground; share: `ALONE` or `WITH_NETWORK`.
    """
    if found is None:
        return UNTOLD
    # Sums of squares are of relative detail; bands count as they do in reflectance.
    weight = (np.maximum(mean, 0) + FLOOR) ** 2
    energy = float(weight @ found.drawn) / max(float(weight @ found.fine), 1e-12)
    times = min(float(np.sqrt(ENERGY / max(energy, _LEAST))), STRONGEST)
    return max(times * float(np.sqrt(share)) - 1, 0.0)


def by_pixels(hidden: np.ndarray, more: float) -> np.ndarray:
    """Return [h, w] float32 how much is added at each pixel, less of `more` within two pixels of what is not hidden.

    hidden: [h, w] bool.
    """
    return np.float32(more) * tent_mean(hidden.astype(np.float32), FINEST)


def strengthened(plane: np.ndarray, more: np.ndarray) -> np.ndarray:
    """Return a plane [h, w] float32 smoothed, with so much of its fine detail added; at its border pixels repeat.

    more: [h, w] float32, see `by_pixels`.
    """
    smooth = tent_mean(plane, FINEST)
    smooth += more * (smooth - tent_mean(plane, COARSER))
    return smooth


def around(wanted: tuple[slice, slice], size: tuple[int, ...]) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Return what of a window of this size `wanted` depends on, rows and columns, and where in that it lies."""
    (down, inner_down), (across, inner_across) = (_wider(part, length) for part, length in zip(wanted, size))
    return (down, across), (inner_down, inner_across)


def _wider(part: slice, length: int) -> tuple[slice, slice]:
    start = max(part.start - REACH, 0)
    return slice(start, min(part.stop + REACH, length)), slice(part.start - start, part.stop - start)


def strengthen(ground: np.ndarray, seen: tuple[np.ndarray, np.ndarray], hidden: np.ndarray, more: float) -> None:
    """Make detail stronger in a window of the ground, DN [bands, h, w] float32, where it is `hidden` [h, w] bool.

    seen: DN [bands, h, w] of the image, and [h, w] bool where that shows the ground; more: see `raised_by`.
    """
    if not hidden.any():
        return
    (dn, known), added = seen, by_pixels(hidden, more)
    for plane, own in zip(ground, dn):
        np.maximum(strengthened(np.where(known, own, plane), added), 0, out=plane, where=hidden)
