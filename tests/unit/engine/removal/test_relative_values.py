"""A model on relative values: what it adds lands on the scene in DN, and what is not to be restored stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.rasters import save_model

from unveil.engine.feedback import Feedback
from unveil.engine.ground.added import colour_share
from unveil.engine.ground.field import clear_ground
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.card import read_card, write_card
from unveil.models.predictor import load_predictor
from unveil.models.scaling import Scaling, scene_levels

pytest.importorskip("onnxruntime")

DEVIATIONS = tuple(float(value) for value in range(100, 1400, 100))
NAMES = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12"]


class Lines(Feedback):
    def __init__(self):
        self.lines, self.warnings = [], []

    def info(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.warnings.append(text)


@pytest.fixture
def card(tmp_path):
    """A model that adds half a deviation to its background wherever the mask is above 0."""

    def added(helper):
        from onnx import TensorProto

        half = helper.make_tensor("half", TensorProto.FLOAT, [1], [0.5])
        return [
            helper.make_node("Constant", [], ["h"], value=half),
            helper.make_node("Sign", ["mask"], ["restored"]),
            helper.make_node("Mul", ["restored", "h"], ["more"]),
            helper.make_node("Add", ["background", "more"], ["cloud_free"]),
        ]

    card = save_model(tmp_path / "zoo" / "half", added, tile=96, inputs=("optical", "radar", "mask", "background"))
    card = replace(card, level="", scaling=Scaling(kind="relative", deviations=DEVIATIONS))
    write_card(card, card.folder / "card.toml")
    return read_card(card.folder / "card.toml")


def removed(raster_file, card, tmp_path, dn, names=None, **settings):
    generator = np.random.default_rng(2)
    mask = np.zeros(dn.shape[1:], np.uint8)
    mask[60:120, 40:90], mask[150:170, 40:90], mask[180:200, 10:30] = 1, 2, 3
    radar = generator.normal(-14, 2, (2, *mask.shape)).astype(np.float32)
    given = (raster_file("s2.tif", dn, names=names or NAMES), raster_file("s1.tif", radar))
    said = Lines()
    paths = (*given, raster_file("mask.tif", mask[None]))
    remove_clouds(
        SceneFiles(*map(describe, paths)),
        Restorer(load_predictor(card, "cpu"), RemovalSettings(mask_dilation=0.0, trial=False, **settings)),
        str(tmp_path / "out.tif"),
        said,
    )
    return mask, said


@pytest.fixture
def dn():
    return np.random.default_rng(1).normal(800, 100, (13, 210, 150)).astype(np.uint16)


def test_what_is_added_counts_in_deviations_of_the_clear_ground(raster_file, card, dn, read_raster, tmp_path):
    cloudy = dn.copy()
    cloudy[:, 60:120, 40:90] = 9000
    mask, said = removed(raster_file, card, tmp_path, cloudy)
    result = read_raster(tmp_path / "out.tif")
    clear = clear_ground(mask > 0, np.ones(mask.shape, bool))
    pixels = cloudy[:, clear].astype(float)
    moments = np.stack([np.full(13, pixels.shape[1]), pixels.sum(axis=1), (pixels**2).sum(axis=1)])
    levels = scene_levels(moments, np.array(card.prior), np.array(DEVIATIONS))
    inner = result[:, 80:100, 60:80].reshape(13, -1).mean(axis=1)
    # What is added has no detail, and of its colour a share is taken.
    added = 0.5 * colour_share(float(clear.sum())) * levels.deviation
    np.testing.assert_allclose(inner, 800 + added, atol=10)
    assert added.max() > 80
    assert said.warnings == []


def test_clear_ground_stays_bit_for_bit(raster_file, card, dn, read_raster, tmp_path):
    mask, _ = removed(raster_file, card, tmp_path, dn, feather=0.0, keep_clear=False)
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif")[:, mask == 0], dn[:, mask == 0])


@pytest.mark.parametrize("lacking", [("B10",), ("B1", "B9", "B10")])
def test_a_raster_with_fewer_bands_is_restored_in_those_it_has(raster_file, card, dn, read_raster, tmp_path, lacking):
    dn = dn.copy()
    dn[:, 60:120, 40:90] = 9000
    kept = [index for index, name in enumerate(NAMES) if name not in lacking]
    mask, said = removed(raster_file, card, tmp_path, dn[kept], [NAMES[index] for index in kept])
    result = read_raster(tmp_path / "out.tif")
    assert result.shape[0] == len(kept)
    assert said.warnings == [] and any("does without" in line for line in said.lines)
    restored = (slice(None), mask == 1)
    assert (np.abs(result[restored].mean(axis=1) - 800) > 10).all()
    whole_mask, _ = removed(raster_file, card, tmp_path, dn)
    np.testing.assert_array_equal(result[restored], read_raster(tmp_path / "out.tif")[kept][restored])
