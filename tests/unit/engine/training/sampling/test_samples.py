"""Samples are what a network meets at run time: scenes below clouds, masks as detectors draw them, and the truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.log import Log

from unveil.engine.errors import Cancelled
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.engine.training.data.datasets import TrainingScene, read_scenes
from unveil.engine.training.data.spectra import typical_spectrum
from unveil.engine.training.sampling.augment import brightened, jitter, window, zoom
from unveil.engine.training.sampling.samples import Sampler, SampleSettings
from unveil.models.card import BANDS

SMALL = SampleSettings(crop=32, batch=4, clouds=4, canvas=128)


@pytest.fixture(scope="module")
def scenes(training_folder):
    return read_scenes(training_folder)


def sampler(scenes, seed=0, **changes):
    return Sampler(scenes, typical_spectrum(scenes), None, replace(SMALL, **changes), seed)


def named(scenes, name):
    return next(scene for scene in scenes if scene.name == name)


def test_a_step_is_drawn_from_seed_and_step_alone(scenes) -> None:
    first, second = sampler(scenes), sampler(scenes)
    second.batch(3)
    for name, array in first.batch(7).items():
        assert np.array_equal(array, second.batch(7)[name]), name
    assert not np.array_equal(first.batch(7)["optical"], first.batch(8)["optical"])


def test_batches_hold_what_networks_are_fed(scenes) -> None:
    batch = sampler(scenes).batch(0)
    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13, "target": 13, "weight": 13}
    assert {name: array.shape for name, array in batch.items()} == {
        name: (4, number, 32, 32) for name, number in channels.items()
    }
    assert all(array.dtype == np.float32 and array.min() >= 0 and array.max() <= 1 for array in batch.values())


def test_under_an_overcast_nothing_of_the_ground_is_left(scenes) -> None:
    scene = named(scenes, "ROIs1868_summer_s2_101_p5")
    hidden = sampler(scenes, thick=1, overcast=1, clear_scene=0, real_clouds=0, zoomed=0, no_mask=0, bright=0)
    drawn = hidden.draw(scene, np.random.default_rng(1))
    red = BANDS.index("B4")
    seen, true = (image[red] - image[red].mean() for image in (drawn.optical, drawn.target))
    assert abs(np.corrcoef(seen.ravel(), true.ravel())[0, 1]) < 0.15
    assert (drawn.mask > 0).all()


def test_ground_that_a_detector_takes_for_cloud_is_masked_and_has_to_stay(scenes) -> None:
    scene = named(scenes, "ROIs1868_summer_s2_101_p5")
    bright = replace(scene, clear=np.clip(scene.clear * 4, 0, 1))
    taken = spectral_mask(bright.clear * 10000) == classes.CLOUD
    assert taken.mean() > 0.05
    clear = sampler(scenes, clear_scene=1, zoomed=0, no_mask=0, bright=0)
    drawn = clear.draw(bright, np.random.default_rng(2))
    assert (drawn.mask == 1).mean() > 0.05
    assert np.abs(drawn.optical - drawn.target).max() < 0.05


def test_clouds_of_one_scene_lie_over_another(scenes) -> None:
    rows = np.arange(128)[:, None]
    cloudy = named(scenes, "ROIs1158_spring_s2_39_p100")
    bank = np.clip((rows - 40) / 20, 0, 1).astype(np.float32)
    under = replace(cloudy, cloudy=cloudy.clear * (1 - bank) + 0.6 * bank)
    scene = named(scenes, "ROIs1868_summer_s2_101_p5")
    real = sampler((scene, under), real_clouds=1, clear_scene=0, zoomed=0, bright=0)
    drawn = real.draw(scene, np.random.default_rng(3))
    opaque = drawn.optical[BANDS.index("B2")] > 0.5
    assert 0.3 < opaque.mean() < 0.8
    without = sampler((scene, under), real_clouds=0, clear_scene=0, zoomed=0, bright=0)
    assert not np.array_equal(without.draw(scene, np.random.default_rng(3)).optical, drawn.optical)


def test_no_mask_tells_nothing_and_leaves_the_typical_background(scenes) -> None:
    unknown = sampler(scenes, no_mask=1, surroundings=0)
    drawn = unknown.draw(named(scenes, "new_place"), np.random.default_rng(4))
    assert (drawn.mask == 0.5).all()
    assert np.allclose(drawn.background, typical_spectrum(scenes)[:, None, None], atol=1e-4)


def test_missing_bands_and_invalid_pixels_have_no_weight(scenes) -> None:
    scene = named(scenes, "finland_aa_03")
    usable = scene.usable.copy()
    usable[:20] = False
    drawn = sampler(scenes, zoomed=0).draw(replace(scene, usable=usable), np.random.default_rng(5))
    assert (drawn.weight[[BANDS.index(name) for name in ("B1", "B9", "B10")]] == 0).all()
    assert (drawn.weight[:, :20] == 0).all() and (drawn.weight[BANDS.index("B4"), 20:96] == 1).all()


def test_light_and_season_change_both_dates_alike(scenes) -> None:
    scene = named(scenes, "ROIs1158_spring_s2_39_p100")
    other = jitter(replace(scene, cloudy=scene.clear), np.random.default_rng(6))
    assert np.array_equal(other.clear, other.cloudy) and not np.allclose(other.clear, scene.clear, atol=1e-3)


def test_brightened_ground_is_taken_for_cloud_by_the_detector(scenes) -> None:
    scene = named(scenes, "ROIs1868_summer_s2_101_p5")
    shares = []
    for seed in range(12):
        bright = brightened(scene, np.random.default_rng(seed)).clear
        assert (bright >= scene.clear - 1e-6).all()
        shares.append(np.mean(spectral_mask(bright * 10000) == classes.CLOUD))
    assert sum(share > 0.01 for share in shares) >= 4


def test_windows_smaller_than_a_crop_are_reflected_without_weight() -> None:
    ramp = np.broadcast_to(np.arange(20, dtype=np.float32), (13, 20, 20)) / 20
    scene = TrainingScene("a", "a", ramp, np.ones(13, bool), np.ones((20, 20), bool))
    wider = window(scene, 64, 32, np.random.default_rng(0))
    assert wider.clear.shape == (13, 32, 32)
    assert np.array_equal(wider.clear[0, 0, 18:22] * 20, [18, 19, 18, 17])
    assert wider.usable.sum() == 400


def test_zoom_keeps_the_range_of_sizes_and_of_values(scenes) -> None:
    scene = named(scenes, "new_place")
    sizes = set()
    for seed in range(12):
        changed = zoom(scene, 32, 128, np.random.default_rng(seed))
        sizes.add(changed.usable.shape)
        assert min(changed.usable.shape) >= 32 and max(changed.usable.shape) <= 128
        assert scene.clear.min() - 1e-6 <= changed.clear.min() and changed.clear.max() <= scene.clear.max() + 1e-6
    assert len(sizes) > 4


def test_drawing_clouds_and_reading_layers_can_be_stopped(scenes) -> None:
    class StopAfter(Feedback):
        def __init__(self, questions):
            self.left = questions

        def is_cancelled(self):
            self.left -= 1
            return self.left < 0

    spectrum = typical_spectrum(scenes)
    Sampler(scenes, spectrum, None, SMALL, 0, watch=StopAfter(1000))
    for questions in (SMALL.clouds - 1, SMALL.clouds):
        with pytest.raises(Cancelled):
            Sampler(scenes, spectrum, None, SMALL, 0, watch=StopAfter(questions))


def test_how_far_the_drawing_of_clouds_is_is_told(scenes, monkeypatch) -> None:
    from unveil.engine.training.sampling import samples

    one = samples.draw_cloud((SMALL.canvas, SMALL.canvas), np.random.default_rng(0))
    monkeypatch.setattr(samples, "draw_cloud", lambda shape, generator: one)
    log = Log()
    Sampler(scenes, typical_spectrum(scenes), None, replace(SMALL, clouds=250), 0, watch=log)
    assert log.infos == ["100 of 250 clouds are drawn", "200 of 250 clouds are drawn"]
