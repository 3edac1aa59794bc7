from __future__ import annotations

from dataclasses import replace

import numpy as np
from fixtures.rasters import S2, write_raster
from scipy.ndimage import binary_dilation, convolve

from unveil.engine.feedback import Feedback
from unveil.engine.masking import detect
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors.s2cloudless import Classifier
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import describe

BANDS = [0, 1, 3, 4, 7, 8, 9, 10, 11, 12]


def package_probability(folder, dn):
    """What the package computes: its booster on reflectance of its ten bands, pixel by pixel."""
    import lightgbm

    booster = lightgbm.Booster(model_file=str(folder / "models" / "pixel_s2_cloud_detector_lightGBM_v0.1.txt"))
    pixels = dn[BANDS].reshape(10, -1).T / 10000
    return booster.predict(pixels, num_threads=2).reshape(dn.shape[1:]).astype(np.float32)


def package_mask(probability, average, dilation):
    """What the package does then, from its description: mean over a disc, more than 0.4, dilation by a disc."""

    def disc(radius):
        y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
        return x * x + y * y <= radius * radius

    mean = convolve(probability, disc(average) / disc(average).sum(), mode="reflect")
    return binary_dilation(mean > 0.4, disc(dilation))


def cloudy(height, width):
    generator = np.random.default_rng(5)
    level = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000.0])[:, None, None]
    y, x = np.mgrid[:height, :width]
    matte = np.clip(np.sin(x / 13) * np.cos(y / 11), 0, 1)
    ground = level * generator.uniform(0.5, 1.5, (13, height, width))
    return (ground * (1 - matte) + generator.uniform(3000, 9000, (13, 1, 1)) * matte).astype(np.uint16) + np.uint16(1)


def check(folder, dn, tmp_path, read_raster):
    path = write_raster(tmp_path / "s2.tif", dn, names=S2)
    # The setting of UnCRtainTS in pixels of 10 m: mean over 4, dilation by 2.
    settings = MaskSettings("s2cloudless", 10, averaging=40, dilation=20)
    detect_clouds(describe(path), str(tmp_path / "m.tif"), Feedback(), settings)
    plain = str(tmp_path / "p.tif")
    detect_clouds(
        describe(path), str(tmp_path / "plain.tif"), Feedback(), MaskSettings("s2cloudless", 10, probability=plain)
    )
    expected = package_probability(folder, dn)
    np.testing.assert_allclose(read_raster(plain)[0], expected, atol=1e-4)
    np.testing.assert_array_equal(read_raster(tmp_path / "plain.tif")[0] == 1, expected > 0.4)
    same = (read_raster(tmp_path / "m.tif")[0] == 1) == package_mask(expected, 4, 2)
    assert same.mean() >= 0.999
    return expected


def test_probability_and_mask_are_the_packages_own(s2cloudless_package, tmp_path, read_raster):
    expected = check(s2cloudless_package, cloudy(50, 70), tmp_path, read_raster)
    assert 0.05 < (expected > 0.4).mean() < 0.95


def test_probability_and_mask_are_the_packages_own_on_real_patches(
    s2cloudless_package, real_data, tmp_path, read_raster
):
    for patch in ("ROIs1970_fall_139_p839", "0316"):
        dn = read_raster(real_data / "validation" / patch / "s2_cloudy.tif")[:, 60:160, 80:200]
        check(s2cloudless_package, dn, tmp_path, read_raster)


def test_the_answer_does_not_depend_on_strips_bit_for_bit(s2cloudless_package, tmp_path, read_raster, monkeypatch):
    dn = cloudy(131, 60)
    dn[:, 20:30, 10:50] = 0
    path = write_raster(tmp_path / "s2.tif", dn, names=S2)
    results = []
    for strip in (1, 5_000, 10_000_000):
        monkeypatch.setattr(detect, "_STRIP_PIXELS", strip)
        settings = MaskSettings("s2cloudless", 10)
        detect_clouds(
            describe(path), str(tmp_path / "m.tif"), Feedback(), replace(settings, probability=str(tmp_path / "p.tif"))
        )
        results.append(read_raster(tmp_path / "p.tif")[0])
    for each in results[1:]:
        np.testing.assert_array_equal(each, results[0])
    assert np.isnan(results[0]).sum() == 400


def test_any_number_of_pixels_gives_the_same_bits(s2cloudless_package):
    classifier = Classifier()
    reflectance = cloudy(60, 60)[BANDS].astype(np.float32) / 10000
    valid = np.ones((60, 60), bool)
    whole = classifier.probability(reflectance, valid)
    for size in (1, 2, 17):
        part = classifier.probability(reflectance[:, :size, :size], valid[:size, :size])
        np.testing.assert_array_equal(part, whole[:size, :size])
    assert classifier.probability(reflectance, ~valid).max() == 0
    classifier.close()
