"""What a network adds to the plain ground, with its colour held back.

The plain ground has its colour from the scene's own clear ground. What a network adds to that is detail, which is taken
as it comes, and colour, of which half is taken, and less where the scene shows little clear ground to judge it by: on
places left out half of it errs less than all of it and than none (`docs/benchmarks.md`).

Radar tells points apart that are some 20 m from one another. What is drawn finer than that is its noise, which both the
ground's relation to radar and networks raise; so it is smoothed, and what is coarser than about 120 m stays as it is.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.filters import tent_mean
from unveil.engine.raster.grid import extent

SIDE = 17
"""Pixels along a side of the squares whose means, taken twice, part colour from detail."""

REACH = SIDE - 1
"""Pixels round a pixel that its colour depends on."""

FINEST, NEXT = 3, 5
"""Pixels along a side of the squares whose means, taken twice, are weighed against each other to smooth."""

RAISED = 0.6
"""How much of the difference of the two is added, so that what is coarser keeps its strength."""

_MOST = 0.5
"""Share of the colour that is taken where much of the scene is clear."""

_CLEAR_PIXELS = 1000.0
"""Clear pixels of a scene with which half of that is taken."""

_LEAST = 1e-3


def colour_share(clear_pixels: float) -> float:
    """Return how much of the colour that a network adds is taken, from the number of the scene's clear pixels."""
    return _MOST * clear_pixels / (clear_pixels + _CLEAR_PIXELS)


def resolved(image: np.ndarray, mask: np.ndarray, radar: np.ndarray) -> np.ndarray:
    """Return an image [bands, h, w] without detail finer than radar tells where it draws hidden ground.

    mask [h, w]: 1 where ground is hidden, 0 where not; radar [2, h, w]: as networks are fed it, 0 where there is none.
    """
    drawn = (mask > 0) & (radar > 0).any(axis=0)
    if not drawn.any():
        return image
    place = _around(drawn, NEXT - 1)
    result = image.copy()
    for plane, own in zip(image, result):
        smooth = tent_mean(plane[place], FINEST)
        smooth += np.float32(RAISED) * (smooth - tent_mean(plane[place], NEXT))
        np.copyto(own[place], smooth, where=drawn[place])
    return result


def held_back(added: np.ndarray, mask: np.ndarray, share: float) -> np.ndarray:
    """Return what a network adds [bands, h, w], in any units, with only a share of its colour.

    mask [h, w]: 1 where it adds, 0 where nothing is to be restored.
    """
    if not mask.any():
        return added
    # Beyond the rectangle round the mask all is 0: one more pixel is repeated where it does not end at the border.
    place = _around(mask, 1)
    own = np.ascontiguousarray(mask[place], dtype=np.float32)
    kept = np.float32(share - 1) * own / np.maximum(tent_mean(own, SIDE), np.float32(_LEAST))
    result = added.copy()
    for plane in result:
        plane[place] += tent_mean(plane[place] * own, SIDE) * kept
    return result


def _around(chosen: np.ndarray, margin: int) -> tuple[slice, slice]:
    """Return the rectangle round what is chosen [h, w], with so many pixels more to each side."""
    rows, columns = (extent(chosen.any(axis=axis)) for axis in (1, 0))
    return (
        slice(max(rows.start - margin, 0), rows.stop + margin),
        slice(max(columns.start - margin, 0), columns.stop + margin),
    )
