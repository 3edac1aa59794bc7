from __future__ import annotations

import os

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.errors import ModelError
from unveil.models.predictor import load_predictor

pytest.importorskip("onnxruntime")


class Counted:
    """A predictor that counts the tiles it is given."""

    def __init__(self, card):
        self._predictor = load_predictor(card, "cpu")
        self.number = 0

    def __getattr__(self, name):
        return getattr(self._predictor, name)

    def predict(self, inputs):
        self.number += len(inputs["optical"])
        return self._predictor.predict(inputs)

    def predict_outputs(self, inputs, names):
        self.number += len(inputs["optical"])
        return self._predictor.predict_outputs(inputs, names)


def run(files, card, output, clear_sky=None, feedback=None, **settings):
    optical, radar, mask = map(describe, files)
    counted = Counted(card)
    report = remove_clouds(
        SceneFiles(optical, radar, mask),
        Restorer(counted, RemovalSettings(**settings, clear_sky=str(clear_sky or ""))),
        str(output),
        feedback or Feedback(),
    )
    return report, counted.number


def cloud_in_the_middle(height, width):
    mask = np.zeros((height, width))
    mask[height // 2 : height // 2 + 9, width // 2 : width // 2 + 9] = 1
    return mask


def expected_gate(path):
    """What the gate of the model makes of a radar raster: VV from -25..0 dB to 0..1."""
    return np.clip((gdal.Open(path).ReadAsArray()[0] + 25) / 25, 0, 1)


@pytest.mark.parametrize("size", [(150, 130), (20, 90), (32, 32)])
def test_the_map_holds_the_gate_at_every_pixel_also_where_tiles_are_copied(
    tmp_path, scene_files, gate_card, read_raster, size
):
    files = scene_files(*size, mask=cloud_in_the_middle(*size))
    report, number = run(files, gate_card, tmp_path / "out.tif", tmp_path / "sky.tif")
    sky = read_raster(tmp_path / "sky.tif")
    assert sky.dtype == np.float32 and sky.shape == (1, *size)
    np.testing.assert_allclose(sky[0], expected_gate(files[1]), rtol=0, atol=1e-5)
    assert number == report.predicted + report.copied and report.mapped == report.copied


@pytest.mark.parametrize("keep_clear", [True, False])
def test_the_cloud_free_scene_is_the_same_with_and_without_the_map(
    tmp_path, scene_files, gate_card, read_raster, keep_clear
):
    files = scene_files(150, 130, mask=cloud_in_the_middle(150, 130))
    alone, fewer = run(files, gate_card, tmp_path / "alone.tif", keep_clear=keep_clear)
    both, more = run(files, gate_card, tmp_path / "both.tif", tmp_path / "sky.tif", keep_clear=keep_clear)
    np.testing.assert_array_equal(read_raster(tmp_path / "both.tif"), read_raster(tmp_path / "alone.tif"))
    assert (both.predicted, both.copied) == (alone.predicted, alone.copied) and alone.mapped == 0
    assert fewer == alone.predicted < more


def test_the_map_is_nodata_where_the_scene_is_and_tiles_of_nodata_are_not_predicted(
    tmp_path, scene_files, gate_card, read_raster
):
    files = scene_files(200, 200, mask=cloud_in_the_middle(200, 200), nodata=0)
    hole = np.zeros((200, 200), bool)
    hole[:, 120:] = hole[30:40, 10:60] = True
    dataset = gdal.Open(files[0], gdal.GA_Update)
    for index in range(1, 14):
        band = dataset.GetRasterBand(index)
        plane = band.ReadAsArray()
        plane[hole] = 0
        band.WriteArray(plane)
    dataset = None
    report, number = run(files, gate_card, tmp_path / "out.tif", tmp_path / "sky.tif")
    sky = read_raster(tmp_path / "sky.tif")[0]
    np.testing.assert_array_equal(np.isnan(sky), hole)
    np.testing.assert_allclose(sky[~hole], expected_gate(files[1])[~hole], rtol=0, atol=1e-5)
    assert np.isnan(gdal.Open(str(tmp_path / "sky.tif")).GetRasterBand(1).GetNoDataValue())
    assert report.predicted < number < report.predicted + report.copied
    assert number == report.predicted + report.mapped


def test_the_map_lies_on_the_grid_of_the_scene_and_says_of_which_model_it_is(tmp_path, scene_files, gate_card):
    files = scene_files(40, 50, mask=np.ones((40, 50)))
    run(files, gate_card, tmp_path / "out.tif", tmp_path / "sky.tif")
    before, sky = gdal.Open(files[0]), gdal.Open(str(tmp_path / "sky.tif"))
    assert sky.GetGeoTransform() == before.GetGeoTransform()
    assert sky.GetSpatialRef().IsSame(before.GetSpatialRef())
    assert sky.GetRasterBand(1).GetDescription() == "clear sky probability"
    assert sky.GetMetadataItem("UNVEIL_MODEL") == "gate"


class Recorder(Feedback):
    def __init__(self, stop_at=2.0):
        self.fractions, self.lines, self.stop_at = [0.0], [], stop_at

    def progress(self, fraction):
        self.fractions.append(fraction)

    def info(self, text):
        self.lines.append(text)

    def is_cancelled(self):
        return self.fractions[-1] > self.stop_at


def test_progress_and_log_count_what_the_map_takes(tmp_path, scene_files, gate_card):
    files = scene_files(300, 300, mask=cloud_in_the_middle(300, 300))
    recorder = Recorder()
    report, _ = run(files, gate_card, tmp_path / "out.tif", tmp_path / "sky.tif", recorder)
    steps = np.diff(recorder.fractions)
    assert (steps >= -1e-12).all() and steps.max() < 0.15 and recorder.fractions[-1] == pytest.approx(1)
    assert any("to copy and to predict for the map of clear sky" in line for line in recorder.lines)
    assert f"{report.mapped} of them predicted for the map of clear sky only" in recorder.lines[-1]


def test_a_cancelled_run_leaves_neither_output(tmp_path, scene_files, gate_card):
    files = scene_files(300, 300, mask=cloud_in_the_middle(300, 300))
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "sky.tif").write_bytes(b"old")
    with pytest.raises(Cancelled):
        run(files, gate_card, tmp_path / "result" / "out.tif", tmp_path / "result" / "sky.tif", Recorder(0.5))
    assert os.listdir(tmp_path / "result") == ["sky.tif"]
    assert (tmp_path / "result" / "sky.tif").read_bytes() == b"old"


def test_a_model_without_a_gate_is_refused_before_anything_is_done(tmp_path, scene_files, fill_card):
    files = scene_files(40, 40, mask=np.ones((40, 40)))
    recorder = Recorder()
    with pytest.raises(ModelError, match="The model 'fill' has no map of clear sky"):
        run(files, fill_card, tmp_path / "out.tif", tmp_path / "sky.tif", recorder)
    assert recorder.lines == [] and not (tmp_path / "out.tif").exists() and not (tmp_path / "sky.tif").exists()


def test_outputs_of_one_name_and_inputs_for_outputs_are_refused(tmp_path, scene_files, gate_card):
    files = scene_files(40, 40, mask=np.ones((40, 40)))
    with pytest.raises(UnveilError, match="More than one output is"):
        run(files, gate_card, tmp_path / "out.tif", tmp_path / "zoo" / ".." / "out.tif")
    with pytest.raises(UnveilError, match="one of the inputs"):
        run(files, gate_card, tmp_path / "out.tif", files[1])
    with pytest.raises(UnveilError, match="must be a GeoTIFF"):
        run(files, gate_card, tmp_path / "out.tif", tmp_path / "sky.jpg")
    assert not (tmp_path / "out.tif").exists()
