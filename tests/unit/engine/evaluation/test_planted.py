from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from unveil.engine.evaluation.planted import ClearScene, CloudedScene, by_place, gain, measure, plant
from unveil.engine.masking import classes
from unveil.models.card import BANDS


@pytest.fixture(scope="module")
def scene():
    generator = np.random.default_rng(3)
    texture = gaussian_filter(generator.normal(size=(13, 128, 128)), (0, 1.5, 1.5)) * 600
    dn = np.clip(1500 + texture, 100, None).astype(np.float32)
    radar = np.full((2, 128, 128), np.nan, np.float32)
    return ClearScene("field", "here", "L1C", BANDS, dn, radar, np.ones((128, 128), bool))


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_ground_outside_the_mask_is_clear_and_below_it_hidden(scene, seed):
    clouded = plant(scene, seed)
    assert 0.05 < clouded.restore.mean() < 0.99
    outside, inside = ~clouded.restore, clouded.codes == classes.CLOUD
    error = np.abs(clouded.cloudy - scene.dn)
    # Noise of the sensor and what is thinner than half a percent of reflectance.
    assert np.median(error[:, outside]) < 40 and error[:, outside].mean() < 80
    assert np.median(error[[1, 2, 3]][:, inside]) > 500


def test_a_seed_gives_the_same_cloud_again_and_another_one_another(scene):
    first, again, other = plant(scene, 1), plant(scene, 1), plant(scene, 2)
    np.testing.assert_array_equal(first.cloudy, again.cloudy)
    assert (first.codes != other.codes).any()


def test_a_matte_gives_the_form(scene):
    matte = np.zeros((128, 128), np.float32)
    matte[:, :64] = 1
    clouded = plant(scene, 3, matte, cover=0.5)
    assert 0.1 < clouded.restore.mean() < 0.9


@pytest.fixture(scope="module")
def half(scene):
    codes = np.zeros((128, 128), np.uint8)
    codes[:, 64:] = classes.CLOUD
    return CloudedScene(scene, np.where(codes > 0, 9000, scene.dn).astype(np.float32), codes)


def test_the_truth_has_perfect_measures(half):
    found = measure(half, half.clear.dn)
    assert found["psnr"] == np.inf and found["ssim"] == pytest.approx(1)
    for name in ("energy", "correlation", "rim"):
        assert found[name] == pytest.approx(1)
    assert found["cast"] == 0


def test_a_smear_has_no_detail_and_a_cast_is_seen(half):
    smear = np.broadcast_to(half.clear.dn.mean(axis=(1, 2), keepdims=True), half.clear.dn.shape)
    found = measure(half, smear)
    assert found["energy"] < 0.1 and abs(found["correlation"]) < 0.3
    cast = measure(half, half.clear.dn + 300)
    assert cast["cast"] == pytest.approx(0.03, abs=1e-4) and cast["rim"] > 1.2
    assert cast["psnr"] == pytest.approx(-20 * np.log10(0.03), abs=0.01)


def test_what_lies_outside_the_mask_is_not_scored(half):
    image = half.clear.dn.copy()
    image[:, :, :64] = 0
    assert measure(half, image)["psnr"] == np.inf


def test_averages_are_over_places_not_over_images(half, scene):
    elsewhere = CloudedScene(
        ClearScene("b", "there", "L1C", BANDS, scene.dn, scene.radar, scene.valid), half.cloudy, half.codes
    )
    scenes = [half, half, half, elsewhere]
    assert by_place(scenes, [1.0, 2.0, 3.0, 10.0]) == {"here": 2.0, "there": 10.0}
    rows, base = [{"psnr": value} for value in (1, 2, 3, 10)], [{"psnr": 0}] * 4
    assert gain(scenes, rows, base, "psnr").mean == pytest.approx(6)
