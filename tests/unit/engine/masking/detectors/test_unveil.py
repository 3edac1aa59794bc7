from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2

from unveil.engine.evaluation.pairing import pixel_on_pixel
from unveil.engine.feedback import Feedback
from unveil.engine.masking import detect
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors.unveil import CORE, classify, cores
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.masking.sun import Sun
from unveil.engine.raster.source import describe

pytest.importorskip("onnxruntime")

LEVEL = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000.0])[:, None, None]


def scene(height=360, width=300, seed=0):
    """Ground with one round cloud and its shadow, as [13, height, width] DN, and where the cloud is."""
    generator = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    cloud = np.clip(1.5 - np.hypot(y - height / 2, x - width / 2) / 60, 0, 1)
    shade = np.clip(1.5 - np.hypot(y - height / 2 + 70, x - width / 2 + 50) / 60, 0, 1)
    ground = LEVEL * generator.uniform(0.85, 1.15, (1, height, width)) * (1 - 0.6 * shade)
    return (ground * (1 - cloud) + 5500 * cloud).astype(np.uint16) + np.uint16(1), cloud


def run(path, folder, probability=None, **settings):
    return detect_clouds(
        describe(path),
        str(folder / "m.tif"),
        Feedback(),
        MaskSettings("unveil", **settings, probability=probability or ""),
    )


@pytest.mark.parametrize("lacking", [(), ("B10",), ("B1", "B9", "B10")])
def test_a_cloud_is_found_and_the_ground_around_left_alone(tmp_path, raster_file, read_raster, lacking):
    dn, cloud = scene()
    names = [name for name in S2 if name not in lacking]
    path = raster_file("s2.tif", dn[[S2.index(name) for name in names]], names=names)
    run(path, tmp_path, str(tmp_path / "p.tif"))
    mask, probability = read_raster(tmp_path / "m.tif")[0], read_raster(tmp_path / "p.tif")[0]
    assert np.isin(mask[cloud > 0.9], (1, 2)).mean() > 0.97
    y, x = np.mgrid[:360, :300]
    far = np.hypot(y - 180, x - 150) > 150
    assert (mask[far] == 0).mean() > 0.99
    assert probability[cloud > 0.9].mean() > 0.8 and probability[far].mean() < 0.1


@pytest.mark.parametrize("sun", [None, Sun(145, 40)])
def test_the_answer_does_not_depend_on_strips(tmp_path, raster_file, read_raster, monkeypatch, sun):
    dn, _ = scene(700, 90)
    dn[:, 300:340, 20:50] = 0
    path = raster_file("s2.tif", dn)
    results = []
    for strip, rows in ((1, 7), (14_000, 32), (10_000_000, 64)):
        monkeypatch.setattr(detect, "_STRIP_PIXELS", strip)
        monkeypatch.setattr(detect, "_FEED_ROWS", rows)
        run(path, tmp_path, str(tmp_path / "p.tif"), sun=sun)
        results.append((read_raster(tmp_path / "m.tif")[0], read_raster(tmp_path / "p.tif")[0]))
    for mask, probability in results[1:]:
        np.testing.assert_array_equal(mask, results[0][0])
        np.testing.assert_array_equal(probability, results[0][1])
    assert (results[0][0] == 255).sum() == 40 * 30 and (results[0][0] == 1).any()


def test_ground_without_cloud_stays_clear(tmp_path, raster_file):
    generator = np.random.default_rng(3)
    dn = (LEVEL * generator.uniform(0.7, 1.3, (1, 200, 200))).astype(np.uint16)
    found = run(raster_file("s2.tif", dn), tmp_path)
    assert found.cloud_cover < 1 and found.shadow_cover == 0


def test_cloud_comes_before_shadow_and_thick_before_thin():
    thick = np.float32([[0.6, 0.2, 0.1, 0.0, 0.2]])
    thin = np.float32([[0.2, 0.5, 0.1, 0.0, 0.2]])
    shadow = np.float32([[0.2, 0.3, 0.8, 0.4, 0.45]])
    np.testing.assert_array_equal(classify((thick + thin, thick, shadow), (0.4, 0.5)), [[1, 2, 3, 0, 1]])


def test_cirrus_makes_a_faint_probability_enough():
    faint, none = np.full((1, 3), 0.1, np.float32), np.zeros((1, 3), np.float32)
    cirrus = np.float32([[0.002, 0.02, 0.02]])
    cloud = np.float32([[0.1, 0.1, 0.01]])
    np.testing.assert_array_equal(classify((cloud, none, none, cirrus, none), (0.4, 0.5)), [[0, 2, 0]])
    np.testing.assert_array_equal(classify((faint, none, none), (0.4, 0.5)), [[0, 0, 0]])


def test_a_core_is_sure_by_the_network_or_by_cirrus():
    cloud = np.float32([[CORE + 0.01, CORE - 0.01, 0.2, 0.0, 0.0]])
    b10 = np.float32([[0.001, 0.001, 0.02, 0.02, 0.008]])
    above = np.float32([[0, 0, 0, 0, 0.007]])
    other = np.zeros_like(cloud)
    evidence = [cloud, other, other]
    np.testing.assert_array_equal(cores(evidence, 0.15), [[True, False, False, False, False]])
    np.testing.assert_array_equal(cores([*evidence, b10, above], 0.15), [[True, False, True, False, True]])
    np.testing.assert_array_equal(cores(evidence, 0.9), np.zeros((1, 5), bool))


SNOW = np.array([6600, 6700, 6900, 7000, 7000, 6900, 6800, 6700, 6500, 6500, 1200, 960.0])[:, None, None]


def test_snow_beside_a_cloud_is_left_alone(tmp_path, raster_file, read_raster):
    _, cloud = scene()
    y, x = np.mgrid[:360, :300]
    slopes = np.clip(0.6 + 0.4 * np.sin(x / 40) * np.cos(y / 50), 0.2, 1)
    dn = SNOW * slopes * (1 - cloud) + np.array([7500.0] * 10 + [5000, 4000])[:, None, None] * cloud
    names = [name for name in S2 if name != "B10"]
    path = raster_file("s2.tif", dn.astype(np.uint16), names=names)
    run(path, tmp_path, level="L2A")
    mask = read_raster(tmp_path / "m.tif")[0]
    assert np.isin(mask[cloud > 0.9], (1, 2)).mean() > 0.97
    assert np.isin(mask[np.hypot(y - 180, x - 150) > 120], (1, 2)).mean() < 0.01


@pytest.mark.parametrize("name", ["0581", "0746", "5254", "5278", "6317", "7264", "ROIs1970_fall_139_p839"])
def test_clear_dates_are_left_alone(tmp_path, real_data, name):
    for part, least, most in (("s2_clear", 0, 1), ("s2_cloudy", 15, 100)):
        raster = pixel_on_pixel([describe(str(real_data / "validation" / name / f"{part}.tif"))])[0]
        found = detect_clouds(raster, str(tmp_path / "m.tif"), Feedback(), MaskSettings("unveil"))
        assert least <= found.cloud_cover + found.shadow_cover <= most
