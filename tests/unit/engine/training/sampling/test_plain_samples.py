"""Samples on relative values: what is planted is masked, and nothing of the scene's absolute colour is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import unveil.engine.ground
from unveil.engine.errors import UnveilError
from unveil.engine.training.data.datasets import read_scenes
from unveil.engine.training.data.spectra import typical_deviations, typical_spectrum
from unveil.engine.training.sampling.plain_ground import Scenery, plain_ground
from unveil.engine.training.sampling.plain_samples import PlainSampler, PlainSettings
from unveil.models.card import BANDS
from unveil.models.scaling import Scaling

SMALL = PlainSettings(crop=32, batch=4, draws=5, canvas=128, fewer_bands=0.0)


@pytest.fixture(scope="module")
def scenes(training_folder):
    return read_scenes(training_folder)


def sampler(scenes, pool=None, **changes):
    deviations = typical_deviations(scenes) * 10000
    scaling = Scaling(kind="relative", deviations=tuple(deviations.tolist()))
    return PlainSampler(scenes, scaling, typical_spectrum(scenes) * 10000, None, replace(SMALL, **changes), 0, pool)


def test_a_step_is_the_same_from_a_pool_and_without_one(scenes, tmp_path):
    drawn, kept, again = sampler(scenes), sampler(scenes, tmp_path / "pool"), sampler(scenes, tmp_path / "pool")
    kept.batch(3)
    assert list((tmp_path / "pool").glob("*.npy")) and not list((tmp_path / "pool").glob("*.part"))
    for name, array in drawn.batch(3).items():
        np.testing.assert_array_equal(again.batch(3)[name], kept.batch(3)[name])
        # A pool holds half precision.
        np.testing.assert_allclose(kept.batch(3)[name], array, atol=6e-3, rtol=2e-3)


def test_a_pool_of_other_draws_is_refused(scenes, tmp_path, monkeypatch):
    pool = tmp_path / "pool"
    sampler(scenes, pool).batch(0)
    before = sorted(path.name for path in pool.iterdir())
    sampler(scenes, pool, batch=2, draws=7, fewer_bands=0.5)
    for others in (
        lambda: sampler(scenes, pool, with_radar=0.1),
        lambda: sampler(scenes[1:], pool),
    ):
        with pytest.raises(UnveilError, match="holds draws of other scenes or settings"):
            others()
    monkeypatch.setattr("unveil.engine.training.sampling.pool._MAKERS", (unveil.engine.ground,))
    with pytest.raises(UnveilError, match="of another version"):
        sampler(scenes, pool)
    assert sorted(path.name for path in pool.iterdir()) == before
    (pool / "origin.txt").unlink()
    with pytest.raises(UnveilError, match="delete it or choose another"):
        sampler(scenes, pool)


def test_batches_hold_what_networks_on_relative_values_are_fed(scenes):
    batch = sampler(scenes).batch(0)
    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13, "target": 13, "weight": 13}
    assert {name: batch[name].shape for name in channels} == {
        name: (4, number, 32, 32) for name, number in channels.items()
    }
    assert batch["spread"].shape == batch["level"].shape == (4, 13, 1, 1)
    assert set(np.unique(batch["mask"])) == {0, 1}
    assert not batch["weight"][np.broadcast_to(batch["mask"] == 0, batch["weight"].shape)].any()
    clear = np.broadcast_to(batch["mask"] == 0, batch["weight"].shape)
    np.testing.assert_array_equal(batch["background"][clear], batch["optical"][clear])


def test_bands_that_are_lost_are_zero_and_count_nothing(scenes):
    batch = sampler(scenes, fewer_bands=1.0).batch(1)
    lost = batch["spread"][:, :, 0, 0] == 0
    assert lost.any() and lost[:, BANDS.index("B10")].any()
    for name in ("optical", "background", "target", "weight"):
        assert not batch[name][lost].any(), name


def test_noise_of_radar_changes_radar_alone_and_leaves_none_where_none_is(scenes):
    given = {"batch": 1, "with_radar": 1.0, "no_radar": 0.0, "real_pairs": 0.0}
    plain, noisy = (sampler(scenes, **given, radar_noise=noise).batch(2) for noise in (0.0, 2.0))
    for name in set(plain) - {"radar"}:
        np.testing.assert_array_equal(plain[name], noisy[name])
    seen = plain["radar"] > 0
    assert seen.any() and (noisy["radar"] > 0)[seen].all() and not noisy["radar"][~seen].any()
    off = (noisy["radar"] - plain["radar"])[seen]
    assert 0 < off.std() < 3 * 2.0 / 25


def test_a_line_through_every_band_changes_no_input():
    generator = np.random.default_rng(0)
    dn = generator.normal(2000, 300, (13, 256, 256)).astype(np.float32)
    codes = np.zeros((256, 256), np.uint8)
    codes[30:60, 30:60] = 1
    gain, offset = (generator.uniform(low, high, (13, 1, 1)) for low, high in ((0.5, 1.5), (0, 500)))
    scaling = Scaling(kind="relative", deviations=(300.0,) * 13)
    nothing = np.full((2, 256, 256), np.nan, np.float32)

    def fed(image):
        scenery = Scenery(image.astype(np.float32), codes, nothing, np.ones(13, bool))
        plain = plain_ground(scenery, np.ones((256, 256), bool), scaling, np.full(13, 2000.0))
        return scaling.optical(plain.image, plain.levels)

    np.testing.assert_allclose(fed(dn * gain + offset), fed(dn), atol=0.12)
