from __future__ import annotations

import numpy as np

from unveil.engine.simulation.clouds import draw_cloud
from unveil.engine.training.detector.samples import CROP, DetectorSampler, plant
from unveil.engine.training.detector.scenes import UNKNOWN, clear_scenes
from unveil.models.cloud_detector import BANDS, MISSING


def test_the_seed_decides_a_batch_and_all_classes_come(folder):
    scenes = clear_scenes(folder)
    one, other = (DetectorSampler(scenes, [], seed=3, pool=6) for _ in range(2))
    images, labels = one.batch(24)
    np.testing.assert_array_equal(images, other.batch(24)[0])
    assert images.shape == (24, len(BANDS), CROP, CROP) and images.dtype == np.float32
    assert labels.shape == (24, CROP, CROP) and labels.dtype == np.int64
    assert {0, 1, 2, 3, UNKNOWN} == set(np.unique(labels).tolist())
    assert np.isfinite(images).all()


def test_what_lies_outside_a_small_scene_is_missing_and_unknown(folder):
    small = [scene for scene in clear_scenes(folder) if scene.name == "coast_1"]
    images, labels = DetectorSampler(small, [], seed=0, pool=2).batch(4)
    outside = images[:, BANDS.index("B4")] == MISSING
    assert outside.any() and (labels[outside] == UNKNOWN).all()


def test_a_planted_cloud_leaves_missing_bands_missing(folder):
    scene = next(scene for scene in clear_scenes(folder) if scene.level == "L2A")
    cloud = draw_cloud(scene.labels.shape, np.random.default_rng(0), 0.6, 1.0)
    image = plant(scene.reflectance, cloud)
    missing = scene.reflectance == MISSING
    np.testing.assert_array_equal(image == MISSING, missing)
    covered = (cloud.total_opacity() > 0.95) & ~missing[BANDS.index("B2")]
    assert (image[BANDS.index("B2")][covered] > 0.25).mean() > 0.9
