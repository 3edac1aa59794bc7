"""How much is believed of fine detail below droplets and below ice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.veil_scenes import L2A

from unveil.engine.ground.veil_belief import DEPTHS, Belief
from unveil.engine.ground.veil_model import KINDS, Layer

BANDS = len(L2A)
GREY = np.full((BANDS, 1), 0.02)


def belief(kind: str) -> Belief:
    layer = Layer(L2A, kind, np.full(BANDS, 0.5, np.float32), np.ones(BANDS, np.float32), 0.0)
    texture = 0.015**2 * (np.full((BANDS, BANDS), 0.6) + 0.4 * np.eye(BANDS))
    return Belief(layer, np.full(BANDS, 0.15), 4 * texture, texture, np.zeros(len(DEPTHS)))


def fine(kind: str, detail: np.ndarray, depth: float) -> float:
    """Return the share of fine detail [bands, 1] that is believed at a depth."""
    made = belief(kind).believed_apart(np.zeros_like(detail), detail, np.full(1, depth, np.float32))
    return float((made * detail).sum() / (detail**2).sum())


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS[:-1]])
def test_grey_detail_below_droplets_may_be_the_clouds_own_and_what_colours_ground_is_not(kind):
    coloured = GREY * np.where(np.arange(BANDS) % 2, 1, -1)[:, None]
    for depth in (0.5, 1.0, 1.5):
        assert fine(kind, GREY, depth) < fine("cirrus", GREY, depth) - 0.02
        assert fine(kind, coloured, depth) == pytest.approx(fine("cirrus", coloured, depth), abs=0.01)
    assert fine(kind, GREY, 1.5) < fine(kind, GREY, 1.0) < fine(kind, GREY, 0.5)
    assert fine(kind, GREY, 0.0) == pytest.approx(fine("cirrus", GREY, 0.0), abs=1e-4)


def test_what_is_coarse_is_believed_alike_of_both():
    depth = np.full(1, 1.0, np.float32)
    none = np.zeros_like(GREY)
    made = [belief(kind.name).believed_apart(GREY, none, depth) for kind in KINDS]
    for other in made[1:]:
        np.testing.assert_allclose(other, made[0], rtol=1e-5)


def test_an_expectation_that_errs_more_gives_way_to_what_is_seen():
    one = belief("haze")
    wide = one.about(4 * one.deviation)
    depth = np.full(1, 1.0, np.float32)
    assert (wide.believed(GREY, depth) > one.believed(GREY, depth)).all()
    assert replace(one, off=0.0).believed(GREY, depth) == pytest.approx(one.believed(GREY, depth))


def test_cloud_that_varies_in_the_short_wave_makes_what_is_seen_there_less_sure_and_the_rest_no_less():
    one, depth = belief("cirrus"), np.full(1, 0.5, np.float32)
    varied = replace(one, absorbs=0.5)
    short = np.array([name in ("B11", "B12") for name in L2A])
    difference = np.where(short, 0.05, 0.0)[:, None]
    assert (varied.believed(difference, depth)[short] < 0.7 * one.believed(difference, depth)[short]).all()
    visible = np.array([name in ("B2", "B3", "B4") for name in L2A])
    grey = np.where(visible, 0.05, 0.0)[:, None]
    assert varied.believed(grey, depth)[visible] == pytest.approx(one.believed(grey, depth)[visible], rel=0.1)
