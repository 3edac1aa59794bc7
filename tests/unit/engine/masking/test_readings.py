"""What is no scene to make a mask of is refused with one sentence."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import describe

METHODS = pytest.mark.parametrize("method", ["auto", "scl"])


def mask_of(path, output, method="auto"):
    detect_clouds(describe(path), str(output), Feedback(), MaskSettings(method=method, lone_shadows=True))


@pytest.fixture
def codes():
    made = np.zeros((1, 40, 50), np.uint8)
    made[0, 5:20, 10:30] = 1
    return made


@METHODS
@pytest.mark.parametrize("most", [1, 3])
def test_a_cloud_mask_is_no_scene(raster_file, codes, tmp_path, method, most):
    path = raster_file("m.tif", codes * np.uint8(most))
    told = f"m.tif holds 0, {most} and nothing else, as cloud masks do; choose the Sentinel-2 scene"
    with pytest.raises(UnveilError, match=told):
        mask_of(path, tmp_path / "out.tif", method)
    assert not (tmp_path / "out.tif").exists()


@METHODS
def test_a_mask_of_our_own_is_no_scene(raster_file, tmp_path, method):
    scene = raster_file("s2.tif", optical_dn(40, 50), names=S2)
    mask_of(scene, tmp_path / "mask.tif", "spectral")
    with pytest.raises(UnveilError, match="mask.tif is a cloud mask already; choose the Sentinel-2 scene"):
        mask_of(str(tmp_path / "mask.tif"), tmp_path / "out.tif", method)


@pytest.mark.parametrize(("file", "names"), [("T31_SCL_20m.tif", None), ("c.tif", ["SCL"])])
def test_dark_ground_and_shadow_that_are_named_a_classification_are_one(
    raster_file, codes, tmp_path, read_raster, file, names
):
    mask_of(raster_file(file, codes + np.uint8(2), names=names), tmp_path / "out.tif", "scl")
    assert (read_raster(tmp_path / "out.tif")[0] == 3 * codes[0]).all()


def test_a_classification_without_a_name_is_told_by_its_classes(raster_file, codes, tmp_path, read_raster):
    mask_of(raster_file("c.tif", codes * np.uint8(5) + np.uint8(4)), tmp_path / "out.tif")
    assert (read_raster(tmp_path / "out.tif")[0] == codes[0]).all()
