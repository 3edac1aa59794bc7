from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.rasters import S2

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors import packages
from unveil.engine.masking.detectors.methods import METHODS
from unveil.engine.masking.detectors.registry import DETECTORS, find_detector
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import describe

L2A = [name for name in S2 if name not in ("B9", "B10")]


def raster(raster_file, names, values=1500):
    return describe(raster_file("scene.tif", np.full((len(names), 20, 20), values, np.uint16), names=names))


def test_the_contract_names_the_detectors():
    assert {"auto", "unveil", "spectral", "s2cloudless", "csmask", "cloudsen12", "scl"} <= set(METHODS)
    assert {detector.name for detector in DETECTORS} == set(METHODS) - {"auto"}
    assert all(find_detector(detector.name) is detector for detector in DETECTORS)


@pytest.mark.parametrize("method", ["spectral", "spectral-attention", "s2cloudless"])
def test_detectors_for_l1c_refuse_l2a_and_name_those_that_work(raster_file, method):
    with pytest.raises(UnveilError) as error:
        find_detector(method).find_bands(raster(raster_file, L2A))
    text = str(error.value)
    assert f"'{method}' needs L1C" in text and "no band B10" in text
    assert text.endswith("choose unveil, csmask, cloudsen12 or scl.")


def test_the_scene_classification_refuses_l1c_and_names_those_that_work(raster_file):
    with pytest.raises(UnveilError) as error:
        find_detector("scl").find_bands(raster(raster_file, S2))
    assert str(error.value).endswith("choose unveil, spectral, spectral-attention, s2cloudless, csmask or cloudsen12.")
    with pytest.raises(UnveilError, match="no band SCL.*choose unveil"):
        find_detector("scl").find_bands(raster(raster_file, L2A))


def test_csmask_takes_both_levels_and_four_bands_where_there_are_not_six(raster_file):
    detector = find_detector("csmask")
    assert detector.find_bands(raster(raster_file, S2)) == detector.bands[0]
    assert detector.find_bands(raster(raster_file, L2A)) == detector.bands[0]
    assert detector.find_bands(raster(raster_file, ["B2", "B3", "B4", "B8"])) == detector.bands[1]


def test_a_level_that_the_user_states_wins(raster_file):
    without = raster(raster_file, [name for name in S2 if name != "B10"])
    assert find_detector("csmask").find_bands(without, "L1C")
    with pytest.raises(UnveilError, match="lacks B10"):
        detect_clouds(without, str(without.path) + ".m.tif", Feedback(), MaskSettings("spectral", level="L1C"))


def test_the_own_detector_reads_what_is_there_of_its_bands(raster_file):
    detector = find_detector("unveil")
    needed = ("B2", "B3", "B4", "B8", "B11")
    assert set(detector.find_bands(raster(raster_file, S2))) == set(S2) - {"B6", "B7"}
    assert set(detector.find_bands(raster(raster_file, L2A))) == set(L2A) - {"B6", "B7"}
    assert detector.find_bands(raster(raster_file, [*needed, "B6"])) == needed


@pytest.mark.parametrize(
    ("method", "package"), [("s2cloudless", "s2cloudless"), ("csmask", "ukis-csmask"), ("cloudsen12", "sentle")]
)
def test_a_missing_package_is_said_in_one_sentence(tmp_path, raster_file, monkeypatch, method, package):
    monkeypatch.setattr(packages, "package_folder", lambda name: None)
    with pytest.raises(UnveilError, match=f"'{method}' needs the package {package}.*pip install --no-deps {package} "):
        detect_clouds(raster(raster_file, S2, 500), str(tmp_path / "m.tif"), Feedback(), MaskSettings(method))
    assert not (tmp_path / "m.tif").exists()


def test_a_missing_runtime_is_said(tmp_path, raster_file, monkeypatch):
    monkeypatch.setattr(packages, "package_folder", lambda name: tmp_path)
    monkeypatch.setattr(packages, "has_onnxruntime", lambda: False)
    with pytest.raises(UnveilError, match="needs ONNX Runtime"):
        detect_clouds(raster(raster_file, S2, 500), str(tmp_path / "m.tif"), Feedback(), MaskSettings("csmask"))


def test_a_package_without_its_weights_is_said(tmp_path, raster_file, monkeypatch):
    monkeypatch.setattr(packages, "package_folder", lambda name: tmp_path)
    monkeypatch.setattr(packages, "has_onnxruntime", lambda: True)
    with pytest.raises(UnveilError, match="has no file model_6b_l1c.onnx"):
        detect_clouds(raster(raster_file, S2, 500), str(tmp_path / "m.tif"), Feedback(), MaskSettings("csmask"))


def test_finding_a_package_does_not_import_it(tmp_path, monkeypatch):
    (tmp_path / "explosive").mkdir()
    (tmp_path / "explosive" / "__init__.py").write_text("raise RuntimeError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    assert packages.package_folder("explosive") == tmp_path / "explosive"
    assert packages.package_folder("no_such_package_at_all") is None


def test_every_detector_says_what_it_is():
    assert all(detector.title and detector.levels and detector.bands for detector in DETECTORS)


def test_bright_land_without_cirrus_band_is_warned_of_and_not_refused(raster_file):
    from unveil.engine.masking.readings import open_for_masking

    log = Log()
    bands = find_detector("csmask").bands[0]
    open_for_masking(raster(raster_file, L2A), bands, log)
    assert len(log.warnings) == 1 and "subtract 1000 first" in log.warnings[0]
    with pytest.raises(UnveilError, match="look like reflectance"):
        open_for_masking(raster(raster_file, L2A, 1), bands, log)
    with pytest.raises(UnveilError, match="subtract 1000"):
        open_for_masking(raster(raster_file, S2), bands, log)
