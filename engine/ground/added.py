"""What a network adds to the plain ground, with its colour held back.

The plain ground has its colour from the scene's own clear ground. What a network adds to that is detail, which is taken
as it comes, and colour, of which half is taken, and less where the scene shows little clear ground to judge it by: on
places left out half of it errs less than all of it and than none (`docs/benchmarks.md`).

Radar tells points apart that are some 20 m from one another. What is drawn finer than that is its noise, which both the
ground's relation to radar and networks raise; so it is smoothed, and what is coarser than about 120 m stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Resolved:
    """Where radar draws a tile, to be smoothed there. place: rows and columns round it; drawn [h, w] bool there."""

    place: tuple[slice, slice]
    drawn: np.ndarray

    @classmethod
    def of(cls, mask: np.ndarray, radar: np.ndarray) -> Resolved | None:
        """Return it for a tile, None where nothing is drawn; see `resolved`."""
        drawn = (mask > 0) & (radar > 0).any(axis=0)
        if not drawn.any():
            return None
        place = _around(drawn, NEXT - 1)
        return cls(place, drawn[place])

    def smooth(self, plane: np.ndarray) -> None:
        """Take detail finer than radar tells off a band [h, w] of the tile."""
        fine = tent_mean(plane[self.place], FINEST)
        fine += np.float32(RAISED) * (fine - tent_mean(plane[self.place], NEXT))
        np.copyto(plane[self.place], fine, where=self.drawn)


@dataclass(frozen=True)
class HeldBack:
    """Where colour is held back in a tile. place: rows and columns; own: the mask there; kept: what its mean counts."""

    place: tuple[slice, slice]
    own: np.ndarray
    kept: np.ndarray

    @classmethod
    def of(cls, mask: np.ndarray, share: float) -> HeldBack | None:
        """Return it for a tile, None where nothing is to be restored; see `held_back`."""
        if not mask.any():
            return None
        # Beyond the rectangle round the mask all is 0: one more pixel is repeated where it does not end at the border.
        place = _around(mask, 1)
        own = np.ascontiguousarray(mask[place], dtype=np.float32)
        return cls(place, own, np.float32(share - 1) * own / np.maximum(tent_mean(own, SIDE), np.float32(_LEAST)))

    def hold(self, plane: np.ndarray) -> None:
        """Take the rest of its colour off what is added to a band [h, w]."""
        plane[self.place] += tent_mean(plane[self.place] * self.own, SIDE) * self.kept


def resolved(image: np.ndarray, mask: np.ndarray, radar: np.ndarray) -> np.ndarray:
    """Return an image [bands, h, w] without detail finer than radar tells where it draws hidden ground.

    mask [h, w]: 1 where ground is hidden, 0 where not; radar [2, h, w]: as networks are fed it, 0 where there is none.
    """
    place = Resolved.of(mask, radar)
    if place is None:
        return image
    result = image.copy()
    for plane in result:
        place.smooth(plane)
    return result


def held_back(added: np.ndarray, mask: np.ndarray, share: float) -> np.ndarray:
    """Return what a network adds [bands, h, w], in any units, with only a share of its colour.

    mask [h, w]: 1 where it adds, 0 where nothing is to be restored.
    """
    place = HeldBack.of(mask, share)
    if place is None:
        return added
    result = added.copy()
    for plane in result:
        place.hold(plane)
    return result


def _around(chosen: np.ndarray, margin: int) -> tuple[slice, slice]:
    """Return the rectangle round what is chosen [h, w], with so many pixels more to each side."""
    rows, columns = (extent(chosen.any(axis=axis)) for axis in (1, 0))
    return (
        slice(max(rows.start - margin, 0), rows.stop + margin),
        slice(max(columns.start - margin, 0), columns.stop + margin),
    )
