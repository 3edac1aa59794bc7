"""The plain ground of one training scene in memory, made as a run makes it of a scene on disk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.background import ground_sums, make_background
from unveil.engine.ground.plain import PlainChain, scene_sight
from unveil.engine.ground.radar_relation import relation
from unveil.engine.ground.relation_sums import seen_ground
from unveil.engine.ground.strength import WITH_NETWORK, raised_by
from unveil.models.card import BANDS
from unveil.models.scaling import Levels, Scaling, scene_levels


@dataclass(frozen=True)
class Scenery:
    """A cloudy scene: dn [13, h, w], codes [h, w] classes, radar [2, h, w] in dB with NaN, present [13] bool."""

    dn: np.ndarray
    codes: np.ndarray
    radar: np.ndarray
    present: np.ndarray


@dataclass(frozen=True)
class PlainGround:
    """image: DN [13, h, w]; levels: of the clear ground; clear: how many pixels that is.

    raised: by how much its detail, and what a network adds to it, is to be drawn stronger, see `strength.raised_by`.
    """

    image: np.ndarray
    levels: Levels
    clear: int
    raised: float


def plain_ground(scenery: Scenery, valid: np.ndarray, scaling: Scaling, typical: np.ndarray) -> PlainGround:
    """Return what a network is fed of a scene's ground; typical: [13] DN of clear ground anywhere.

    What radar draws is as it errs least: it is drawn stronger when the network has added to it, see `added.resolved`.
    """
    sight = scene_sight(scenery.dn, scenery.codes, valid, scenery.radar)
    clear = sight.known >= 1
    seen = seen_ground(sight.dn[BANDS.index("B2")], valid, clear)
    sums = ground_sums(sight.dn, sight.known, seen, sight.features)
    found = relation(sums.relation)
    chain = PlainChain(make_background(sums, typical, found))
    raised = raised_by(found, sums.clear_mean(), WITH_NETWORK)
    levels = scene_levels(sums.moments(), typical, np.array(scaling.deviations), scenery.present)
    return PlainGround(chain.image(sight), levels, int(np.count_nonzero(clear)), raised)
