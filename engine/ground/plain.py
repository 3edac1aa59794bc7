"""The plain chain: a scene without its clouds, made by no network.

    plain = observed      where the sky is clear
            unveiled      where cloud lets the ground be seen, as far as that can be trusted (`unveil`)
            ground        where it is thick, or in shadow: see `background.py`

`PlainChain.image` gives it for a window, the same whatever the window if `margin` pixels lie round what is kept;
`plain_scene` for a whole scene in memory, as training and evaluation want it. A network is fed this image as its
background, and the method without a network returns it.

The hook is a function of a `Sight`, a window of the scene with all that is known of it:

    unveil(sight, ground)  -> (DN [bands, h, w] of the ground as it looks without the cloud, trust [h, w] in 0..1)

Trust is how far the ground below cloud is taken from what is seen of it, the rest being `ground`: see `veil.py`.

Values relative to the scene's own clear ground, (DN - mean) / deviation, use `Background.mean` and `.deviation`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from unveil.engine.ground.background import Background, Parts, ground_sums, make_background
from unveil.engine.ground.field import clear_share
from unveil.engine.ground.radar_features import radar_features
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.relation_sums import seen_ground
from unveil.engine.ground.strength import ALONE
from unveil.engine.masking import classes

SIGHT = 8
"""Pixels round a window that what is seen through cloud depends on, but for the ground that it is set against."""


@dataclass(frozen=True)
class Sight:
    """A window of a scene whose upper left pixel is (row, column).

    dn [bands, h, w] float32, finite; valid [h, w] bool, where it was measured; codes [h, w], classes of the mask;
    features [32, h, w] of the radar (`radar_features.py`), all 0 where there is none.
    """

    row: int
    column: int
    dn: np.ndarray
    valid: np.ndarray
    codes: np.ndarray
    features: np.ndarray

    def part(self, rows: slice, columns: slice) -> Sight:
        """Return a window of the window."""
        place = (slice(None), rows, columns)
        return Sight(
            self.row + rows.start,
            self.column + columns.start,
            self.dn[place],
            self.valid[rows, columns],
            self.codes[rows, columns],
            self.features[place],
        )

    def without_radar(self) -> Sight:
        """Return the window as if there were no radar: features, which are large, are for the ground alone."""
        return replace(self, features=self.features[:0].copy())

    @property
    def restore(self) -> np.ndarray:
        """Return [h, w] bool, what is cloud, thin cloud or shadow."""
        return classes.to_restore(self.codes)

    @property
    def known(self) -> np.ndarray:
        """Return [h, w] float32 how much each pixel tells of the ground's colour, see `field.clear_share`."""
        return clear_share(self.restore, self.valid & (self.codes == classes.CLEAR))


class Unveil(Protocol):
    """Sees through cloud."""

    def __call__(self, sight: Sight, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return DN [bands, h, w] and the trust [h, w]."""

    def trust(self, sight: Sight) -> np.ndarray:
        """Return the trust [h, w] alone."""


@dataclass(frozen=True)
class Together:
    """Two that see different classes of the mask, as one."""

    first: Unveil
    second: Unveil

    def __call__(self, sight: Sight, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return DN [bands, h, w] and the trust [h, w]."""
        image, trust = self.first(sight, ground)
        other, own = self.second(sight, ground)
        return np.where(own > 0, other, image), trust + own

    def trust(self, sight: Sight) -> np.ndarray:
        """Return the trust [h, w] alone."""
        return self.first.trust(sight) + self.second.trust(sight)


@dataclass(frozen=True)
class PlainChain:
    """The plain chain of one scene; see the head of this module."""

    background: Background
    unveil: Unveil | None = None

    @property
    def margin(self) -> int:
        """Pixels round a window that its plain image depends on, as far as the scene goes."""
        return self.background.halo

    def ground(self, sight: Sight, parts: Parts | None = None) -> np.ndarray:
        """Return what the ground of a window is taken for everywhere, clear or not, DN [bands, h, w] float32.

        parts: what of the window its features are of, and what of that is wanted, see `Background.image`.
        """
        # What joins the rim is all that is clear there, hazy or not; how much it tells of colour is a matter of cells.
        clear = sight.valid & (sight.codes == classes.CLEAR)
        return self.background.image((sight.row, sight.column), (sight.dn, clear), sight.features, parts)

    def image(self, sight: Sight, ground: np.ndarray | None = None) -> np.ndarray:
        """Return the plain image of a window, DN [bands, h, w] float32; `ground`, where it is at hand.

        Pixels that were not measured are ground.
        """
        return self.looked_through(sight, self.ground(sight) if ground is None else ground)[0]

    def looked_through(self, sight: Sight, ground: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the plain image of a window with this ground, and how far it is ground that is seen through cloud.

        The trust [h, w] is None where nobody looks. Both depend on `SIGHT` pixels round each, the ground on more.
        """
        restore = sight.restore
        image, trust = np.where(restore | ~sight.valid, ground, sight.dn), None
        if self.unveil is not None:
            trust = np.zeros(restore.shape, dtype=np.float32)
            if restore.any():
                seen, trust = self.unveil(sight, ground)
                image = image + trust * (seen - image)
        return image.astype(np.float32, copy=False), trust


def scene_sight(dn: np.ndarray, codes: np.ndarray, valid: np.ndarray, decibels: np.ndarray) -> Sight:
    """Return a whole scene in memory as a window: DN, classes, valid pixels and radar [2, h, w] in dB with NaN."""
    return Sight(0, 0, np.where(valid, dn, 0).astype(np.float32), valid, codes, radar_features(decibels))


def scene_chain(sight: Sight, typical: np.ndarray, blue: int | None = 1, unveil: Unveil | None = None) -> PlainChain:
    """Return the chain of a whole scene in memory; typical [bands]: a clear spectrum in DN; blue: which band is B2."""
    clear = sight.known >= 1
    seen = clear.astype(np.float32)
    if blue is not None:
        seen = seen_ground(sight.dn[blue], sight.valid, clear)
    sums = ground_sums(sight.dn, sight.known, seen, sight.features)
    return PlainChain(make_background(sums, typical, relation(sums.relation), ALONE), unveil)


def plain_scene(
    dn: np.ndarray, codes: np.ndarray, valid: np.ndarray, decibels: np.ndarray, typical: np.ndarray, blue: int = 1
) -> np.ndarray:
    """Return the plain image of a whole scene in memory, DN [bands, h, w]; arguments as above."""
    sight = scene_sight(dn, codes, valid, decibels)
    return scene_chain(sight, typical, blue).image(sight)
