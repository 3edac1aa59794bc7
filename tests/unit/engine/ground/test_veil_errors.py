"""What lies between ground seen through cloud and other ground tells whose error it is."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.veil_scenes import HAZE, L2A, below, made_ground, search, smooth_field

from unveil.engine.ground.veil_belief import depth_level
from unveil.engine.ground.veil_errors import error_ratio
from unveil.engine.masking import classes

SIDE = 128
PIXELS = 200_000


@pytest.fixture(scope="module")
def veil():
    field = smooth_field((SIDE, SIDE), 16, np.random.default_rng(2))
    depth = np.clip(2 * (field - 0.5), 0, 0.6)
    codes = np.where(depth > 0.004, classes.THIN_CLOUD, classes.CLEAR).astype(np.uint8)
    found = search(below(made_ground(L2A, SIDE, 1), L2A, depth, HAZE, 1.0), codes, L2A)
    return found.about(np.full(len(L2A), 0.03))


def drawn(veil, other, cloud, seed=0):
    """Errors of both, by how many times larger their variances are than the models say; and depths."""
    random = np.random.default_rng(seed)
    depth = random.uniform(0.05, 0.6, PIXELS)
    noise = np.linalg.cholesky(veil.belief.noise + 1e-12 * np.eye(len(L2A)))[depth_level(depth)]
    seen = np.sqrt(cloud) * np.einsum("nij,nj->in", noise, random.normal(size=(PIXELS, len(L2A))))
    root = np.linalg.cholesky(veil.covariance + 1e-12 * np.eye(len(L2A)))
    return seen - np.sqrt(other) * root @ random.normal(size=(len(L2A), PIXELS)), depth


@pytest.mark.parametrize(("other", "cloud"), [(1, 1), (6, 1), (1, 6), (0.3, 3)])
def test_whose_error_it_is_shows_by_colour_and_depth(veil, other, cloud):
    assert error_ratio(*drawn(veil, other, cloud), veil) == pytest.approx(other / cloud, rel=0.25)


def test_of_few_pixels_the_models_are_believed(veil):
    between, depth = drawn(veil, 50, 1)
    few = error_ratio(between[:, :64], depth[:64], veil)
    assert 1 <= few < 0.3 * error_ratio(between, depth, veil)


def test_what_is_brighter_or_darker_in_every_band_than_ground_can_be_is_still_cloud_or_shadow(veil):
    random = np.random.default_rng(1)
    usual = 0.03 * random.normal(size=(len(L2A), 500))
    field = np.where(np.arange(len(L2A)) < 5, 0.3, -0.3)[:, None] + usual
    depth = np.full(500, 0.1)
    for difference, hidden in ((usual, False), (field, False), (usual + 0.5, True), (usual - 0.5, True)):
        assert (veil.belief.still_hidden(difference, depth) == hidden).mean() > 0.99
