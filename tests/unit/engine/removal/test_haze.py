"""Thin cloud is taken off a raster without radar, and nothing else is touched."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.rasters import S2, write_raster
from fixtures.veil_scenes import CIRRUS, HAZE, below, made_ground, psnr, smooth_field
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.source import describe
from unveil.engine.removal.haze import HazeSettings, correct_haze
from unveil.engine.scene.mask import Masking, MaskReading
from unveil.models.card import BANDS

SIDE = 160


def kept(mask, **reading):
    """Return settings with a mask that is not grown."""
    return HazeSettings(Masking(describe(str(mask)), reading=MaskReading(**{"dilation": 0.0, **reading})))


@pytest.fixture
def scene(tmp_path):
    """Ground, haze above half of it, and a function that writes what is given to files and runs the correction."""
    ground = np.rint(made_ground(BANDS, SIDE, 21))
    field = smooth_field((SIDE, SIDE), 20, np.random.default_rng(22))
    depth = 0.5 * np.clip((field - 0.5) / 0.5, 0, 1)
    codes = np.where(depth > 0.004, classes.THIN_CLOUD, classes.CLEAR).astype(np.uint8)
    cloudy = np.rint(below(ground, BANDS, depth, HAZE, 0.8)).astype(np.uint16)

    def run(image=cloudy, mask=codes, names=S2, reading=MappingProxyType({}), **keywords):
        optical = write_raster(tmp_path / "optical.tif", image, names=names, **keywords)
        marked = write_raster(tmp_path / "mask.tif", mask[None])
        report = correct_haze(describe(optical), str(tmp_path / "out.tif"), kept(marked, **reading), Feedback())
        return gdal.Open(str(tmp_path / "out.tif")), report

    return ground, cloudy, codes, run


def test_haze_goes_and_clear_pixels_stay_bit_for_bit(scene) -> None:
    ground, cloudy, codes, run = scene
    result, report = run()
    image = result.ReadAsArray()
    clear = codes == classes.CLEAR
    np.testing.assert_array_equal(image[:, clear], cloudy[:, clear])
    assert psnr(image[:, ~clear].astype(float), ground[:, ~clear]) > 33
    assert report.kind and report.corrected == pytest.approx(100 * (~clear).mean(), abs=3)
    assert result.GetMetadataItem("UNVEIL_THIN_CLOUD") == report.kind
    assert result.GetRasterBand(9).GetDescription() == "B8A"


def test_nodata_shadow_and_foreign_bands_are_copied(scene) -> None:
    _, cloudy, codes, run = scene
    holes = cloudy.copy()
    holes[:, 60:80, 60:80] = 0
    index = np.arange(SIDE * SIDE, dtype=np.uint16).reshape(1, SIDE, SIDE)
    marked = codes.copy()
    marked[:, :30] = classes.SHADOW
    result, _ = run(np.concatenate([holes, index]), marked, [*S2, "quality"], nodata=0)
    image = result.ReadAsArray()
    np.testing.assert_array_equal(image[13], index[0])
    np.testing.assert_array_equal(image[:13, 60:80, 60:80], 0)
    np.testing.assert_array_equal(image[:13, :, :30], holes[:, :, :30])
    assert result.GetRasterBand(1).GetNoDataValue() == 0


def test_reflectance_that_is_stored_with_an_offset_keeps_its_coding(scene) -> None:
    ground, cloudy, codes, run = scene
    result, _ = run(cloudy + np.uint16(1000), scale=1e-4, offset=-0.1)
    image = result.ReadAsArray().astype(float) - 1000
    hazy = codes != classes.CLEAR
    assert psnr(image[:, hazy], ground[:, hazy]) > 33


def test_a_scene_without_cloud_is_copied(scene) -> None:
    ground, _, codes, run = scene
    result, report = run(ground.astype(np.uint16), np.zeros_like(codes))
    np.testing.assert_array_equal(result.ReadAsArray(), ground.astype(np.uint16))
    assert report.kind == "" and report.corrected == 0


def test_a_mask_of_zeros_and_ones_does_not_hide_that_cloud_is_thin(scene) -> None:
    ground, cloudy, codes, run = scene
    image = run(mask=(codes > 0).astype(np.uint8))[0].ReadAsArray().astype(float)
    hazy = codes != classes.CLEAR
    assert psnr(image[:, hazy], ground[:, hazy]) > 30


def test_cirrus_is_named(scene) -> None:
    ground, _, codes, run = scene
    depth = 0.3 * (codes > 0) * smooth_field((SIDE, SIDE), 20, np.random.default_rng(22))
    assert run(np.rint(below(ground, BANDS, depth, CIRRUS, 0.0)).astype(np.uint16))[1].kind == "cirrus"


def test_a_picture_is_refused_in_one_sentence(scene, tmp_path) -> None:
    *_, codes, run = scene
    with pytest.raises(UnveilError, match="which takes B2, B4 and one of"):
        run(np.ones((3, SIDE, SIDE), np.uint16), names=["red", "green", "blue"])
    assert not (tmp_path / "out.tif").exists()


def test_the_input_is_not_overwritten(scene, tmp_path) -> None:
    _, cloudy, codes, _ = scene
    optical = describe(write_raster(tmp_path / "optical.tif", cloudy, names=S2))
    mask = write_raster(tmp_path / "mask.tif", codes[None])
    with pytest.raises(UnveilError, match="is one of the inputs"):
        correct_haze(optical, optical.path, kept(mask), Feedback())


def test_the_mask_is_read_by_its_coding(scene) -> None:
    """Cirrus is 10 in a scene classification, and 1 in it are saturated pixels, not cloud."""
    _, _, codes, run = scene
    by_classes, _ = run()
    image = by_classes.ReadAsArray()
    classified = np.where(codes == classes.THIN_CLOUD, 10, np.where(codes == classes.CLEAR, 4, 0)).astype(np.uint8)
    by_scl, _ = run(mask=classified, reading={"coding": "scl"})
    np.testing.assert_array_equal(by_scl.ReadAsArray()[:, codes == classes.CLEAR], image[:, codes == classes.CLEAR])
    assert np.abs(by_scl.ReadAsArray().astype(int) - image).max() == 0


def test_an_inverted_mask_is_warned_of(scene, tmp_path) -> None:
    _, cloudy, codes, run = scene
    run()

    for name, mask in (("right", codes > 0), ("inverted", codes == 0)):
        log = Log()
        bright = np.where(codes > 0, cloudy + 4000, cloudy).astype(np.uint16)
        optical = write_raster(tmp_path / "bright.tif", bright, names=S2)
        marked = write_raster(tmp_path / f"{name}.tif", mask[None].astype(np.uint8))
        correct_haze(describe(optical), str(tmp_path / "out.tif"), kept(marked), log)
        assert any("may be inverted" in text for text in log.warnings) == (name == "inverted")
