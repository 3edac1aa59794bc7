"""A network is tried on hidden clear ground of the scene; where it adds nothing the plain ground is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.rasters import save_model

from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.removal.trial import Trial
from unveil.models.card import read_card, write_card
from unveil.models.predictor import Predictor, load_predictor
from unveil.models.scaling import Scaling

pytest.importorskip("onnxruntime")

MIDDLE, SWING = 0.4, 0.2
"""Of scaled backscatter."""


class Lines(Feedback):
    def __init__(self):
        self.lines = []

    def info(self, text):
        self.lines.append(text)


@pytest.fixture
def make_card(tmp_path):
    def make(name, share):
        """A model that adds a share of the product of VV and VH, each scaled and less its middle, to its background."""

        def nodes(helper):
            from onnx import TensorProto

            def constant(label, kind, value):
                return helper.make_node("Constant", [], [label], value=helper.make_tensor(label, kind, [1], [value]))

            return [
                *(constant(label, TensorProto.INT64, value) for label, value in (("0", 0), ("1", 1), ("2", 2))),
                helper.make_node("Slice", ["radar", "0", "1", "1"], ["vv"]),
                helper.make_node("Slice", ["radar", "1", "2", "1"], ["vh"]),
                constant("middle", TensorProto.FLOAT, MIDDLE),
                constant("share", TensorProto.FLOAT, share / SWING**2),
                helper.make_node("Sub", ["vv", "middle"], ["vv_centred"]),
                helper.make_node("Sub", ["vh", "middle"], ["vh_centred"]),
                helper.make_node("Mul", ["vv_centred", "vh_centred"], ["product"]),
                helper.make_node("Mul", ["product", "share"], ["more"]),
                helper.make_node("Add", ["background", "more"], ["cloud_free"]),
            ]

        folder = tmp_path / "zoo" / name
        card = save_model(folder, nodes, tile=96, inputs=("optical", "radar", "mask", "background"))
        write_card(
            replace(card, level="", scaling=Scaling(kind="relative", deviations=(300.0,) * 13)), folder / "card.toml"
        )
        return read_card(folder / "card.toml")

    return make


@pytest.fixture
def files(raster_file):
    """A scene below thick cloud, see `fields`."""
    return fields(raster_file, cloud=9000)


def fields(raster_file, cloud=0):
    """Fields that are bright where VV and VH are both high or both low, which the plain ground cannot draw.

    cloud: DN of what is masked; 0 for clear ground, which is seen through whatever the mask says.
    """
    generator = np.random.default_rng(1)
    high = [np.kron(generator.random((55, 55)) < 0.5, np.ones((4, 4), dtype=bool)) for _ in range(2)]
    dn = (700 + 800 * (high[0] == high[1]) + generator.normal(0, 20, (13, 220, 220))).astype(np.uint16)
    mask = np.zeros((1, 220, 220), np.uint8)
    mask[:, 20:90, 20:200] = 1
    if cloud:
        dn[:, mask[0] == 1] = cloud + generator.normal(0, 200, (13, int(mask.sum())))
    scaled = [np.where(one, MIDDLE + SWING, MIDDLE - SWING) for one in high]
    radar = np.stack([low * (1 - one) for low, one in zip((-25.0, -32.5), scaled)]).astype(np.float32)
    return raster_file("s2.tif", dn), raster_file("s1.tif", radar), raster_file("mask.tif", mask)


def run(files, card, tmp_path, **given):
    said = Lines()
    settings = RemovalSettings(mask_dilation=0.0, **given)
    predictor = load_predictor(card, "cpu")
    remove_clouds(
        SceneFiles(*map(describe, files)),
        Restorer(predictor, settings),
        str(tmp_path / "out.tif"),
        said,
    )
    return describe(str(tmp_path / "out.tif")), " ".join(said.lines)


def model_of(raster):
    from osgeo import gdal

    return gdal.Open(raster.path).GetMetadataItem("UNVEIL_MODEL")


def test_a_network_that_sees_more_is_used(files, make_card, tmp_path):
    result, said = run(files, make_card("good", 1.0), tmp_path)
    assert "dB better than no network; it is used" in said
    assert model_of(result) == "good"


def test_a_network_that_draws_the_wrong_way_is_not_used_and_that_is_said(files, make_card, tmp_path):
    result, said = run(files, make_card("bad", -2.0), tmp_path)
    assert "so the ground is restored without one" in said
    assert model_of(result) == "ground"


def test_the_trial_can_be_left_out(files, make_card, tmp_path):
    result, said = run(files, make_card("bad", -2.0), tmp_path, trial=False)
    assert "plain ground" not in said and model_of(result) == "bad"


def test_a_network_is_neither_tried_nor_asked_where_all_cloud_is_seen_through(
    raster_file, make_card, tmp_path, monkeypatch
):
    def predict(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(Predictor, "predict_outputs", predict)
    result, said = run(fields(raster_file), make_card("bad", -2.0), tmp_path)
    assert "0 to predict" in said and "of them seen through thin cloud)" in said
    assert "hidden on purpose" not in said and model_of(result) == "bad"


def test_a_scene_without_clear_ground_is_no_trial():
    assert not Trial().plain_is_better
    assert "Too little of the scene is clear" in Trial().sentence("mmcanet")
