"""What a network adds to the plain ground, with its colour held back.

The plain ground has its colour from the scene's own clear ground. What a network adds to that is detail, which is taken
as it comes, and colour, of which half is taken, and less where the scene shows little clear ground to judge it by: on
places left out half of it errs less than all of it and than none (`docs/benchmarks.md`).

The detail of both together is made as strong as the ground's then, see `strength.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground import strength
from unveil.engine.ground.strength import by_pixels, strengthened
from unveil.engine.raster.filters import tent_mean
from unveil.engine.raster.grid import extent

SIDE = 17
"""Pixels along a side of the squares whose means, taken twice, part colour from detail."""

REACH = SIDE - 1
"""Pixels round a pixel that its colour depends on."""

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
    """Where radar draws a tile, whose detail is made stronger there.

    place: rows and columns round it; drawn [h, w] bool there; more [h, w]: see `strength.by_pixels`.
    """

    place: tuple[slice, slice]
    drawn: np.ndarray
    more: np.ndarray

    @classmethod
    def of(cls, mask: np.ndarray, radar: np.ndarray, raised: float) -> Resolved | None:
        """Return it for a tile, None where nothing is drawn; see `resolved`."""
        drawn = (mask > 0) & (radar > 0).any(axis=0)
        if not drawn.any():
            return None
        place = _around(drawn, strength.REACH)
        return cls(place, drawn[place], by_pixels(drawn[place], raised))

    def strengthen(self, plane: np.ndarray) -> None:
        """Take detail finer than radar tells off a band [h, w] of the tile, and make the rest stronger."""
        np.copyto(plane[self.place], strengthened(plane[self.place], self.more), where=self.drawn)


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


def resolved(image: np.ndarray, mask: np.ndarray, radar: np.ndarray, raised: float) -> np.ndarray:
    """Return an image [bands, h, w] whose detail is as fine as radar tells, and stronger, where radar draws the ground.

    The image holds what the relation to radar draws as it errs least. mask [h, w]: 1 where ground is hidden, 0 where
    not; radar [2, h, w]: as networks are fed it, 0 where there is none; raised: see `strength.raised_by`.
    """
    place = Resolved.of(mask, radar, raised)
    if place is None:
        return image
    result = image.copy()
    for plane in result:
        place.strengthen(plane)
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
