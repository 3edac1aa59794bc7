"""A network that returns its background: what comes out of tiles and strips is the background of the whole scene."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import save_model
from scipy.ndimage import gaussian_filter

from unveil.engine.feedback import Feedback
from unveil.engine.ground.plain import plain_scene
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models import runtimes
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model

pytest.importorskip("onnxruntime")

HEIGHT, WIDTH = 560, 330


class Lines(Feedback):
    def __init__(self):
        self.lines = []

    def info(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.lines.append(text)


@pytest.fixture
def card(tmp_path):
    def background(helper):
        return [helper.make_node("Identity", ["background"], ["cloud_free"])]

    return save_model(tmp_path / "zoo" / "back", background, tile=96, inputs=("optical", "radar", "mask", "background"))


@pytest.fixture
def scene():
    """DN, dB and mask of fields that are brighter in all bands where they are brighter in VH."""
    generator = np.random.default_rng(4)
    crop = gaussian_filter(np.kron(generator.random((35, 21)) < 0.5, np.ones((16, 16)))[:HEIGHT, :WIDTH], 0.7)
    dn = (800 + 600 * crop + generator.normal(0, 20, (13, HEIGHT, WIDTH))).astype(np.uint16)
    radar = np.stack([-12 + 0 * crop, -19 + 5 * crop]) + generator.normal(0, 1.5, (2, HEIGHT, WIDTH))
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[120:330, 60:260] = mask[470:, 250:] = 1
    radar[:, 520:, :] = np.nan
    return dn, radar.astype(np.float32), mask


def removed(raster_file, card, tmp_path, dn, radar, mask, predictor=None):
    paths = (
        raster_file("s2.tif", dn),
        raster_file("s1.tif", radar),
        raster_file("mask.tif", mask[None]),
    )
    said = Lines()
    remove_clouds(
        SceneFiles(*(describe(path) for path in paths)),
        Restorer(predictor or load_predictor(card, "cpu"), RemovalSettings(mask_dilation=0.0)),
        str(tmp_path / "out.tif"),
        said,
    )
    return said.lines


def below_cloud(dn, mask):
    """Return DN that show no ground where there is cloud."""
    return np.where(mask > 0, np.uint16(9000), dn)


def test_tiles_hold_the_background_of_the_scene(raster_file, card, scene, read_raster, tmp_path):
    dn, radar, mask = scene
    cloudy = below_cloud(dn, mask)
    lines = removed(raster_file, card, tmp_path, cloudy, radar, mask)
    restore, valid = mask > 0, np.ones(mask.shape, bool)
    expected = plain_scene(cloudy, mask, valid, radar, np.array(card.prior))
    result = read_raster(tmp_path / "out.tif")
    away = (slice(None), restore & (np.indices(restore.shape)[0] < 480))
    assert np.abs(result[away] - expected[away]).max() <= 1
    # Beside missing radar the radar that stands in for it depends on how far a tile sees.
    assert np.abs(result[:, restore] - expected[:, restore]).max() <= 5
    inner = (slice(None), slice(120, 330), slice(60, 260))
    assert np.corrcoef(result[inner].ravel(), dn[inner].ravel())[0, 1] > 0.8
    line = next(line for line in lines if line.startswith("Radar explains"))
    assert 20 < int(line.split()[2]) < 100


def test_radar_that_says_nothing_is_told(raster_file, card, scene, tmp_path):
    dn, radar, mask = scene
    lines = removed(raster_file, card, tmp_path, dn, np.full_like(radar, -12), mask)
    assert any("radar and reflectance are not related" in line for line in lines)


def test_the_method_without_a_network_gives_the_plain_image(raster_file, scene, read_raster, tmp_path, monkeypatch):
    monkeypatch.setattr(runtimes, "has_onnxruntime", lambda: False)
    dn, radar, mask = scene
    dn = below_cloud(dn, mask)
    card = find_model("ground")
    lines = removed(raster_file, card, tmp_path, dn, radar[:, :500], mask)
    radar = np.concatenate((radar[:, :500], np.full_like(radar[:, 500:], np.nan)), axis=1)
    expected = plain_scene(dn, mask, np.ones(mask.shape, bool), radar, np.array(card.prior))
    away = (slice(None), (mask > 0) & (np.indices(mask.shape)[0] < 440))
    assert np.abs(read_raster(tmp_path / "out.tif")[away] - expected[away]).max() <= 1
    assert any(line.startswith("Model ground on NumPy") for line in lines)
    assert not any("guess: that of typical" in line for line in lines)


def test_a_scene_without_clear_ground_is_restored_and_said_to_be_a_guess(raster_file, scene, read_raster, tmp_path):
    dn, radar, mask = scene
    card = find_model("ground")
    dn = dn + 7000
    dn[10] = 20
    lines = removed(raster_file, card, tmp_path, dn, np.full_like(radar, -12), np.ones_like(mask))
    assert any("guess: that of typical" in line for line in lines)
    result = read_raster(tmp_path / "out.tif")
    np.testing.assert_allclose(result, np.broadcast_to(np.array(card.prior)[:, None, None], result.shape), atol=2)
