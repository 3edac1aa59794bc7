"""Products and exports go into removal and masking as they are, or are refused in one sentence."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.products import IDS, make_safe, smooth_dn
from fixtures.rasters import S2, identity, optical_dn, radar_db, save_model
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.prepare.optical import described
from unveil.engine.raster.source import describe
from unveil.engine.removal.haze import HazeSettings, correct_haze
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.scene.detection import mask_scene
from unveil.engine.scene.mask import Masking
from unveil.engine.sentinel import products
from unveil.engine.sentinel.fill import cirrus

L2A = [name for name in IDS if name != "B10"]


@pytest.fixture
def removed(tmp_path, raster_file):
    """A function that runs removal: (result, metadata, log); the model gives back its input, or B10 in every band."""
    pytest.importorskip("onnxruntime")
    from unveil.models.predictor import load_predictor

    def b10_everywhere(helper):
        from onnx import TensorProto

        place = helper.make_tensor("place", TensorProto.INT64, [13], [10] * 13)
        return [
            helper.make_node("Constant", [], ["p"], value=place),
            helper.make_node("Gather", ["optical", "p"], ["cloud_free"], axis=1),
        ]

    def run(optical, size, build=identity, **geometry):
        name = "identity" if build is identity else "b10"
        card = save_model(tmp_path / "zoo" / name, identity if build is identity else b10_everywhere)
        radar = raster_file("s1.tif", radar_db(*size), names=["VV", "VH"], **geometry)
        mask = raster_file("mask.tif", np.ones((1, *size), np.uint8), epsg=None)
        log, output = Log(), str(tmp_path / "out.tif")
        optical = described(str(optical))
        settings = RemovalSettings(keep_clear=False)
        remove_clouds(
            SceneFiles(optical, describe(radar), describe(mask)),
            Restorer(load_predictor(card, "cpu"), settings),
            output,
            log,
        )
        dataset = gdal.Open(output)
        return dataset.ReadAsArray(), dataset.GetMetadata(), log

    return run


def test_a_raster_without_b10_runs_with_an_estimate(raster_file, removed):
    data = np.delete(optical_dn(40, 50), 10, 0)
    path = raster_file("x_L2A.tif", data, names=L2A)
    result, metadata, log = removed(path, (40, 50))
    np.testing.assert_array_equal(result, data)
    assert "is L2A, and the model identity was trained on L1C" in log.text and "lacks B10" in log.text
    assert metadata["UNVEIL_LEVEL"] == "L2A" and "trained on L1C" in metadata["UNVEIL_LEVEL_MISMATCH"]
    assert metadata["UNVEIL_FILLED_BANDS"] == "B10 estimated"
    fed, _, _ = removed(path, (40, 50), build="b10")
    expected = cirrus(data.astype(np.float32), tuple(L2A))
    np.testing.assert_allclose(fed, np.broadcast_to(expected, fed.shape), atol=1.01)


def test_bands_in_any_order_come_back_in_their_own_places(raster_file, removed):
    data = np.delete(optical_dn(40, 50), 10, 0)[::-1]
    result, _, _ = removed(raster_file("x.tif", data, names=L2A[::-1]), (40, 50))
    np.testing.assert_array_equal(result, data)


def test_an_l1c_raster_of_the_models_level_brings_no_warning(raster_file, removed):
    _, metadata, log = removed(raster_file("x.tif", optical_dn(40, 50), names=S2), (40, 50))
    assert "trained on" not in log.text and "lacks" not in log.text
    assert metadata["UNVEIL_LEVEL"] == "L1C" and "UNVEIL_LEVEL_MISMATCH" not in metadata


def test_reflectance_with_band_names_is_taken_as_it_is(raster_file, removed):
    data = (optical_dn(40, 50) / 10000).astype(np.float32)
    result, _, log = removed(raster_file("browser.tif", data, names=S2), (40, 50))
    assert result.dtype == np.float32 and "holds reflectance" in log.text
    np.testing.assert_allclose(result, data, atol=1e-6)


def test_an_earth_engine_export_with_more_bands_keeps_them(raster_file, removed):
    data = np.concatenate([optical_dn(40, 50), np.full((1, 40, 50), 7, np.uint16)])
    result, _, _ = removed(raster_file("gee.tif", data, names=[*S2, "QA60"]), (40, 50))
    np.testing.assert_array_equal(result, data)


@pytest.mark.parametrize("end", ["subdataset", "folder"])
def test_a_safe_product_is_prepared_on_the_way(tmp_path, removed, end):
    safe = make_safe(tmp_path)
    path = f"SENTINEL2_L1C:{safe}/MTD_MSIL1C.xml:20m:EPSG_32631" if end == "subdataset" else safe
    result, metadata, log = removed(path, (120, 120), transform=(399960, 10, 0, 4700040, 0, -10))
    truth = smooth_dn()
    assert result.shape == (13, 120, 120) and abs(result[3].astype(int) - truth["B4"]).max() <= 2
    assert metadata["UNVEIL_LEVEL"] == "L1C" and "Offset removed: 1000" in log.text


def test_a_product_is_opened_once_in_a_run(tmp_path, removed, monkeypatch):
    opened, from_folder = [], products._from_folder
    monkeypatch.setattr(products, "_from_folder", lambda *path: opened.append(path) or from_folder(*path))
    removed(make_safe(tmp_path), (120, 120), transform=(399960, 10, 0, 4700040, 0, -10))
    assert len(opened) == 1


def test_thin_cloud_is_taken_off_a_product_by_its_own_classification(tmp_path, read_raster):
    l2a = described(str(make_safe(tmp_path, "L2A", "05.09")))
    settings = HazeSettings(Masking(method="scl"))
    report = correct_haze(l2a, str(tmp_path / "h.tif"), settings, Feedback())
    assert read_raster(tmp_path / "h.tif").shape == (12, 120, 120)
    # Of the nine equal blocks of its classification two are cloud; nothing grows.
    assert report.corrected + report.left == pytest.approx(100 * 2 / 9)


def test_a_safe_product_can_be_masked(tmp_path, read_raster):
    safe = make_safe(tmp_path)
    path = f"SENTINEL2_L1C:{safe}/MTD_MSIL1C.xml:10m:EPSG_32631"
    mask_scene(describe(path), str(tmp_path / "m.tif"), Feedback(), MaskSettings())
    assert read_raster(tmp_path / "m.tif").shape == (1, 120, 120)
    l2a = make_safe(tmp_path, "L2A", "05.09")
    mask_scene(described(str(l2a)), str(tmp_path / "n.tif"), Feedback(), MaskSettings("scl"))
    # The classification's blocks 1 to 9: 3 is shadow, 8 and 9 are cloud.
    mask = read_raster(tmp_path / "n.tif")[0]
    assert mask[20, 100] == 3 and mask[100, 60] == 1 and mask[100, 100] == 1 and mask[60, 60] == 0


@pytest.mark.parametrize(
    ("names", "words"),
    [(["B2", "B3", "B4", "B8"], "lacks B5, B6"), ([""] * 12, "12 bands without Sentinel-2 names")],
)
def test_what_cannot_be_told_is_refused_in_a_sentence(raster_file, removed, names, words):
    data = np.full((len(names), 40, 50), 900, np.uint16)
    with pytest.raises(UnveilError, match=words):
        removed(raster_file("x.tif", data, names=names), (40, 50))


def test_the_classification_of_an_l2a_product_is_a_mask(tmp_path, raster_file):
    pytest.importorskip("onnxruntime")
    from unveil.models.predictor import load_predictor

    safe = make_safe(tmp_path, "L2A", "05.09")
    card = save_model(tmp_path / "zoo" / "identity", identity)
    radar = raster_file("s1.tif", radar_db(120, 120), names=["VV", "VH"], transform=(399960, 10, 0, 4700040, 0, -10))
    log, output = Log(), str(tmp_path / "out.tif")
    reports = []
    for dilation in (0.0, 100.0):
        settings = RemovalSettings(mask_method="scl", mask_dilation=dilation)
        predictor = load_predictor(card, "cpu")
        reports.append(
            remove_clouds(
                SceneFiles(described(str(safe)), describe(radar), None), Restorer(predictor, settings), output, log
            )
        )
    report, grown = reports
    # Blocks 3, 8 and 9 of nine, shadow and cloud.
    assert grown.restored > report.restored + 10
    assert report.restored == pytest.approx(100 / 3, abs=1) and "scene classification" in log.text
