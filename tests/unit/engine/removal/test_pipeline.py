from __future__ import annotations

import os

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.predictor import load_predictor

pytest.importorskip("onnxruntime")


def run(files, card, output, feedback=None, **settings):
    optical, radar, mask = files
    return remove_clouds(
        SceneFiles(describe(optical), describe(radar), describe(mask) if mask else None),
        Restorer(load_predictor(card, "cpu"), RemovalSettings(**settings)),
        str(output),
        feedback or Feedback(),
    )


@pytest.mark.parametrize("keep_clear", [True, False])
@pytest.mark.parametrize("size", [(1, 1), (1, 70), (31, 33), (32, 32), (33, 95), (130, 57), (64, 300)])
def test_an_identity_network_returns_the_scene_bit_for_bit(
    tmp_path, scene_files, identity_card, read_raster, size, keep_clear
):
    mask = np.ones(size)
    files = scene_files(*size, mask=mask)
    report = run(files, identity_card, tmp_path / "out.tif", keep_clear=keep_clear)
    assert report.predicted > 0 and report.copied == 0
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif"), read_raster(files[0]))


def test_an_identity_network_keeps_values_beyond_the_clip_range_and_float_values(
    tmp_path, raster_file, identity_card, read_raster
):
    generator = np.random.default_rng(3)
    dn = generator.uniform(-50, 17000, (13, 70, 45)).astype(np.float32)
    radar = raster_file("s1.tif", generator.normal(-15, 3, (2, 70, 45)).astype(np.float32))
    mask = raster_file("mask.tif", np.ones((1, 70, 45), np.uint8))
    run((raster_file("s2.tif", dn), radar, mask), identity_card, tmp_path / "out.tif", keep_clear=False)
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif"), dn)


def test_nodata_holes_stay_nodata_and_measurements_never_become_it(
    tmp_path, raster_file, scene_files, read_raster, fill_card
):
    files = scene_files(90, 80, mask=np.ones((90, 80)), nodata=0)
    dataset = gdal.Open(files[0], gdal.GA_Update)
    hole = np.zeros((90, 80), bool)
    hole[10:40, 20:33] = True
    for index in range(1, 14):
        band = dataset.GetRasterBand(index)
        plane = band.ReadAsArray()
        plane[hole] = 0
        band.WriteArray(plane)
    dataset = None
    run(files, fill_card, tmp_path / "out.tif", keep_clear=False)
    result = read_raster(tmp_path / "out.tif")
    assert (result[:, hole] == 0).all()
    assert (result[:, ~hole] == 1000).all()


def test_clear_tiles_are_copied_and_clear_pixels_kept(tmp_path, scene_files, read_raster, fill_card):
    mask = np.zeros((200, 200))
    mask[90:110, 90:110] = 1
    files = scene_files(200, 200, mask=mask)
    report = run(files, fill_card, tmp_path / "out.tif", feather=40.0, mask_dilation=0.0)
    before, after = read_raster(files[0]), read_raster(tmp_path / "out.tif")
    assert report.copied > report.predicted > 0
    assert (after[:, 90:110, 90:110] == 1000).all()
    near = np.zeros((200, 200), bool)
    near[86:114, 86:114] = True
    np.testing.assert_array_equal(after[:, ~near], before[:, ~near])
    assert (after != before).any(axis=0)[89, 100]


def test_the_whole_prediction_is_taken_when_clear_pixels_are_not_kept(tmp_path, scene_files, read_raster, fill_card):
    mask = np.zeros((30, 30))
    mask[15, 15] = 1
    files = scene_files(30, 30, mask=mask)
    run(files, fill_card, tmp_path / "out.tif", keep_clear=False)
    assert (read_raster(tmp_path / "out.tif") == 1000).all()


def test_grid_names_type_nodata_and_coding_are_kept(tmp_path, scene_files, fill_card):
    files = scene_files(40, 50, mask=np.ones((40, 50)), nodata=65535)
    run(files, fill_card, tmp_path / "out.tif")
    before, after = gdal.Open(files[0]), gdal.Open(str(tmp_path / "out.tif"))
    assert after.GetGeoTransform() == before.GetGeoTransform()
    assert after.GetSpatialRef().IsSame(before.GetSpatialRef())
    for index in range(1, 14):
        one, other = before.GetRasterBand(index), after.GetRasterBand(index)
        assert one.GetDescription() == other.GetDescription()
        assert one.DataType == other.DataType
        assert one.GetNoDataValue() == other.GetNoDataValue() == 65535


def test_a_stated_scale_and_offset_are_undone_for_the_network_and_kept_in_the_output(
    tmp_path, raster_file, read_raster, fill_card
):
    stored = np.full((13, 40, 40), 2500, np.uint16)
    stored[10] = 1015
    optical = raster_file("s2.tif", stored, scale=0.0001, offset=-0.1)
    radar = raster_file("s1.tif", np.full((2, 40, 40), -12, np.float32))
    mask = raster_file("mask.tif", np.ones((1, 40, 40), np.uint8))
    run((optical, radar, mask), fill_card, tmp_path / "out.tif")
    assert (read_raster(tmp_path / "out.tif") == 2000).all()
    dataset = gdal.Open(str(tmp_path / "out.tif"))
    band = dataset.GetRasterBand(1)
    assert (band.GetScale(), band.GetOffset()) == (0.0001, -0.1)


def test_bands_that_the_model_does_not_know_are_copied(tmp_path, raster_file, read_raster, fill_card):
    from_thirteen = [f"B{i}" for i in (1, 2, 3, 4, 5, 6, 7, 8)] + ["B8A", "B9", "B10", "B11", "B12"]
    data = np.random.default_rng(0).integers(500, 3000, (15, 40, 40)).astype(np.uint16)
    names = ["SCL", *reversed(from_thirteen), "AOT"]
    optical = raster_file("s2.tif", data, names=names)
    radar = raster_file("s1.tif", np.full((2, 40, 40), -12, np.float32))
    mask = raster_file("mask.tif", np.ones((1, 40, 40), np.uint8))
    run((optical, radar, mask), fill_card, tmp_path / "out.tif")
    result = read_raster(tmp_path / "out.tif")
    np.testing.assert_array_equal(result[[0, 14]], data[[0, 14]])
    assert (result[1:14] == 1000).all()


class Recorder(Feedback):
    def __init__(self, stop_after=None):
        self.fractions, self.lines, self.stop_after, self.asked = [], [], stop_after, 0

    def progress(self, fraction):
        self.fractions.append(fraction)

    def info(self, text):
        self.lines.append(text)

    warn = info

    def is_cancelled(self):
        self.asked += 1
        return self.stop_after is not None and self.asked > self.stop_after


def test_progress_moves_evenly_and_the_log_names_model_runtime_and_device(tmp_path, scene_files, identity_card):
    files = scene_files(300, 300, mask=np.ones((300, 300)))
    recorder = Recorder()
    run(files, identity_card, tmp_path / "out.tif", recorder)
    steps = np.diff([0.0, *recorder.fractions])
    assert (steps >= -1e-12).all() and steps.max() < 0.15 and recorder.fractions[-1] == pytest.approx(1)
    line = recorder.lines[-1]
    assert "identity" in line and "ONNX Runtime" in line and "device cpu" in line and "predicted" in line


def test_a_cancelled_run_leaves_the_old_file_and_nothing_else(tmp_path, scene_files, identity_card):
    files = scene_files(300, 300, mask=np.ones((300, 300)))
    (tmp_path / "result").mkdir()
    output = tmp_path / "result" / "out.tif"
    output.write_bytes(b"old")
    recorder = Recorder(stop_after=20)
    with pytest.raises(Cancelled):
        run(files, identity_card, output, recorder)
    assert recorder.asked <= 21
    assert output.read_bytes() == b"old" and os.listdir(output.parent) == ["out.tif"]


def test_radar_that_is_missing_under_the_cloud_is_told(tmp_path, raster_file, scene_files, identity_card):
    optical, _, mask = scene_files(64, 64, mask=np.ones((64, 64)))
    data = np.full((2, 64, 64), -12, np.float32)
    data[:, :, 32:] = np.nan
    recorder = Recorder()
    report = run((optical, raster_file("half.tif", data), mask), identity_card, tmp_path / "out.tif", recorder)
    assert report.without_radar == pytest.approx(50)
    assert "50 % of what was restored has no radar" in recorder.lines[-1]


def test_a_scene_of_nodata_is_refused(tmp_path, raster_file, identity_card):
    optical = raster_file("s2.tif", np.zeros((13, 50, 50), np.uint16), nodata=0)
    radar = raster_file("s1.tif", np.full((2, 50, 50), -12, np.float32))
    for mask in (None, raster_file("mask.tif", np.ones((1, 50, 50), np.uint8))):
        with pytest.raises(UnveilError, match="no valid pixel"):
            run((optical, radar, mask), identity_card, tmp_path / "out.tif")
        assert not (tmp_path / "out.tif").exists()


def test_what_the_first_tile_decides_is_told_after_the_run(tmp_path, scene_files, identity_card):
    class Deciding:
        note = "OpenVINO did not start."

        def __init__(self):
            self._real = load_predictor(identity_card, "cpu")

        def __getattr__(self, name):
            return getattr(self._real, name)

        def predict(self, inputs):
            self.note = "OpenVINO did not start. bfloat16 is too rough."
            return self._real.predict(inputs)

    optical, radar, mask = scene_files(40, 40, mask=np.ones((40, 40)))
    warned = []
    log = Feedback()
    log.warn = warned.append
    files = SceneFiles(describe(optical), describe(radar), describe(mask))
    remove_clouds(files, Restorer(Deciding(), RemovalSettings()), str(tmp_path / "out.tif"), log)
    assert [text for text in warned if "OpenVINO" in text] == ["OpenVINO did not start. bfloat16 is too rough."]
    warned.clear()
    run((optical, radar, mask), identity_card, tmp_path / "again.tif", log)
    assert not [text for text in warned if "OpenVINO" in text or not text]
