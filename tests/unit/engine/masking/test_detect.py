from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from fixtures.log import Log
from osgeo import gdal

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking import detect
from unveil.engine.masking.detect import MaskSummary, detect_clouds
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.engine.masking.morphology import dilate_classes
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.masking.sun import Sun
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.source import describe


def cloudy(height, width):
    generator = np.random.default_rng(0)
    level = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000.0])[:, None, None]
    y, x = np.mgrid[:height, :width]
    matte = np.clip(np.sin(x / 23) * np.cos(y / 31), 0, 1)
    shade = 1 - 0.8 * np.clip(np.sin(x / 17 + 2) * np.cos(y / 29), 0, 1)
    ground = level * generator.uniform(0.9, 1.1, (13, height, width)) * shade
    return (ground * (1 - matte) + 6000 * matte).astype(np.uint16) + np.uint16(1)


def run(path, folder, feedback=None, probability=None, **settings):
    """Run the detector whose answer can be computed here, all of whose shadows stay unless told otherwise."""
    settings = MaskSettings(**{"method": "spectral", "lone_shadows": True, **settings})
    return detect_clouds(
        describe(path), str(folder / "m.tif"), feedback or Feedback(), replace(settings, probability=probability or "")
    )


@pytest.mark.parametrize("dilation", [0.0, 50.0])
@pytest.mark.parametrize("strip", [1, 5_000, 20_000, 10_000_000])
def test_the_mask_does_not_depend_on_how_the_scene_is_cut(
    tmp_path, raster_file, read_raster, monkeypatch, strip, dilation
):
    dn = cloudy(330, 140)
    monkeypatch.setattr(detect, "_STRIP_PIXELS", strip)
    summary = run(raster_file("s2.tif", dn), tmp_path, dilation=dilation)
    whole = dilate_classes(spectral_mask(dn), round(dilation / 10))
    np.testing.assert_array_equal(read_raster(tmp_path / "m.tif")[0], whole)
    assert summary.cloud_cover == pytest.approx(100 * (whole == 1).mean())
    assert summary.shadow_cover == pytest.approx(100 * (whole == 3).mean())
    assert summary.cloud_cover > 5 and summary.shadow_cover > 1


@pytest.mark.parametrize("strip", [5_000, 10_000_000])
@pytest.mark.parametrize(
    ("scarce", "enough", "ample", "grown"),
    [(0.60, 0.5, 0.9, 20.0), (0.5, 0.4, 0.9, 120.0), (0.60, 0.65, 0.9, 120.0), (0.60, 0.5, 0.1, 120.0)],
)
def test_a_mask_that_would_leave_hardly_anything_clear_is_grown_by_less(
    tmp_path, raster_file, read_raster, monkeypatch, strip, scarce, enough, ample, grown
):
    dn = cloudy(330, 140)
    dn[:, :, 50:], dn[:, :, :50] = dn[:, :1, 139:140], 6000
    path, method = raster_file("s2.tif", dn), "spectral-attention"
    monkeypatch.setattr(detect, "_STRIP_PIXELS", strip)
    monkeypatch.setattr(detect, "_SCARCE", scarce)
    monkeypatch.setattr(detect, "_ENOUGH", enough)
    monkeypatch.setattr(detect, "_AMPLE", ample)
    run(path, tmp_path, method=method)
    bare = read_raster(tmp_path / "m.tif")[0]
    clear = [(dilate_classes(bare, radius) == 0).mean() for radius in (0, 2, 12)]
    assert 0.5 < clear[2] < 0.60 < clear[1] < 0.65 and clear[0] < 0.9
    summary = run(path, tmp_path, method=method, dilation=120.0, scarce_dilation=20.0)
    assert summary.dilation == grown
    np.testing.assert_array_equal(read_raster(tmp_path / "m.tif")[0], dilate_classes(bare, round(grown / 10)))
    stated = gdal.Open(str(tmp_path / "m.tif")).GetMetadata()
    assert stated["UNVEIL_DILATION"] == f"{grown:g}" and "UNVEIL_SCARCE_DILATION" not in stated


@pytest.mark.parametrize("resolution", [10, 20, 60])
def test_no_step_depends_on_how_the_scene_is_cut(tmp_path, raster_file, read_raster, monkeypatch, resolution):
    dn = cloudy(331, 143)
    dn[:, 100:130, 50:90] = 0
    path = raster_file("s2.tif", dn)
    steps = {
        "averaging": 30, "closing": 20, "opening": 20, "minimum_area": 20_000, "sun": Sun(160, 40),
        "dilation": 40, "shadow_dilation": 60, "resolution": resolution, "lone_shadows": False,
    }  # fmt: skip
    results = []
    for strip in (1, 3_000, 14_000, 10_000_000):
        monkeypatch.setattr(detect, "_STRIP_PIXELS", strip)
        run(path, tmp_path, probability=str(tmp_path / "p.tif"), **steps)
        results.append((read_raster(tmp_path / "m.tif")[0], read_raster(tmp_path / "p.tif")[0]))
    for mask, score in results[1:]:
        np.testing.assert_array_equal(mask, results[0][0])
        np.testing.assert_array_equal(score, results[0][1])
    mask = results[0][0]
    assert {0, 1, 3, 255} <= set(np.unique(mask).tolist()) and (mask == 255).sum() == 30 * 40


@pytest.mark.parametrize("resolution", [20, 60])
def test_a_coarse_mask_is_that_of_averaged_pixels_on_the_pixels_of_the_scene(
    tmp_path, raster_file, read_raster, resolution
):
    dn = cloudy(120, 240)
    factor = resolution // 10
    run(raster_file("s2.tif", dn), tmp_path, method="spectral-attention", resolution=resolution)
    cells = dn.astype(float).reshape(13, 120 // factor, factor, 240 // factor, factor).mean(axis=(2, 4))
    (tmp_path / "cells").mkdir()
    run(raster_file("c.tif", cells.astype(np.float32)), tmp_path / "cells", method="spectral-attention")
    expected = read_raster(tmp_path / "cells" / "m.tif")[0]
    found = read_raster(tmp_path / "m.tif")[0]
    np.testing.assert_array_equal(found, expected.repeat(factor, axis=0).repeat(factor, axis=1))
    assert 0.02 < (found == 1).mean() < 0.98


def test_the_cover_is_much_the_same_at_every_resolution(tmp_path, raster_file):
    path = raster_file("s2.tif", cloudy(360, 360))
    covers = [run(path, tmp_path, resolution=resolution).cloud_cover for resolution in (10, 20, 60)]
    assert max(covers) - min(covers) < 5


def test_the_score_raster_says_why(tmp_path, raster_file, read_raster):
    dn = cloudy(120, 140)
    dn[:, :20, :20] = 0
    run(raster_file("s2.tif", dn), tmp_path, probability=str(tmp_path / "p.tif"))
    mask, score = read_raster(tmp_path / "m.tif")[0], read_raster(tmp_path / "p.tif")[0]
    assert np.isnan(score[mask == 255]).all() and (mask == 255).sum() == 400
    np.testing.assert_array_equal(mask[mask != 255] == 1, score[mask != 255] >= 0.2)


def test_the_class_raster_lies_on_the_grid_and_has_its_nodata(tmp_path, raster_file):
    path = raster_file("s2.tif", cloudy(60, 50))
    run(path, tmp_path)
    before, after = gdal.Open(path), gdal.Open(str(tmp_path / "m.tif"))
    assert after.GetGeoTransform() == before.GetGeoTransform() and after.RasterCount == 1
    assert after.GetRasterBand(1).GetNoDataValue() == 255 and after.GetRasterBand(1).GetColorTable() is not None


def test_both_rasters_are_written_in_the_form_that_is_asked_for(tmp_path, raster_file, read_raster):
    cogeo = pytest.importorskip("rio_cogeo.cogeo")
    path, names = raster_file("s2.tif", cloudy(600, 560)), ("m.tif", "p.tif")
    run(path, tmp_path, probability=str(tmp_path / "p.tif"))
    plain = [read_raster(tmp_path / name) for name in names]
    run(path, tmp_path, probability=str(tmp_path / "p.tif"), form=OutputForm(True, ("COMPRESS=LZW", "BLOCKSIZE=256")))
    for name, values in zip(names, plain):
        valid, errors, warnings = cogeo.cog_validate(str(tmp_path / name), strict=True, quiet=True)
        assert valid, (errors, warnings)
        np.testing.assert_array_equal(read_raster(tmp_path / name), values)
        assert gdal.Open(str(tmp_path / name)).GetMetadata("IMAGE_STRUCTURE")["COMPRESSION"] == "LZW"
    dataset = gdal.Open(str(tmp_path / "m.tif"))
    mask = dataset.GetRasterBand(1)
    assert set(np.unique(mask.GetOverview(0).ReadAsArray())) <= set(np.unique(plain[0])), "classes were averaged"
    assert mask.GetNoDataValue() == 255 and mask.GetColorTable() is not None


def test_a_scene_of_nodata_is_refused_and_leaves_nothing(tmp_path, raster_file):
    path = raster_file("s2.tif", np.zeros((13, 30, 30), np.uint16))
    with pytest.raises(UnveilError, match="no valid pixel"):
        run(path, tmp_path)
    assert os.listdir(tmp_path) == ["s2.tif"]


def test_a_cancelled_run_leaves_neither_output(tmp_path, raster_file):
    class Stop(Feedback):
        fraction = 0.0

        def progress(self, fraction):
            self.fraction = fraction

        def is_cancelled(self):
            return self.fraction > 0.29

    path = raster_file("s2.tif", cloudy(60, 50))
    with pytest.raises(Cancelled):
        run(path, tmp_path, Stop(), str(tmp_path / "p.tif"))
    assert os.listdir(tmp_path) == ["s2.tif"]


def test_an_unknown_detector_is_refused(tmp_path, raster_file):
    with pytest.raises(UnveilError, match="no cloud detector 'magic'"):
        run(raster_file("s2.tif", cloudy(9, 9)), tmp_path, method="magic")


def test_cover_counts_valid_pixels_only():
    summary = MaskSummary({0: 50, 1: 20, 2: 10, 3: 20, 255: 900})
    assert (summary.cloud_cover, summary.shadow_cover) == (30.0, 20.0)
    assert np.isnan(MaskSummary({255: 9}).cloud_cover)


def test_the_sun_of_the_metadata_and_the_clouds_themselves_decide_on_shadows(tmp_path, raster_file, read_raster):
    dn = cloudy(330, 300)
    path = raster_file("s2.tif", dn)
    run(path, tmp_path)
    every = read_raster(tmp_path / "m.tif")[0]
    log = Log()
    run(path, tmp_path, log, lone_shadows=False)
    fitting = read_raster(tmp_path / "m.tif")[0]
    np.testing.assert_array_equal(fitting == 1, every == 1)
    assert not ((fitting == 3) & (every != 3)).any() and log.infos == []
    dataset = gdal.Open(path, gdal.GA_Update)
    dataset.SetMetadata({"UNVEIL_SUN_AZIMUTH": "150", "UNVEIL_SUN_ELEVATION": "50"})
    dataset = None
    run(path, tmp_path, log, lone_shadows=False)
    given = read_raster(tmp_path / "m.tif")[0]
    run(path, tmp_path, sun=Sun(150, 50), lone_shadows=False)
    np.testing.assert_array_equal(given, read_raster(tmp_path / "m.tif")[0])
    assert "Sun at azimuth 150 and elevation 50 degrees" in log.infos[0]


def test_without_a_cloud_there_is_no_shadow(tmp_path, raster_file):
    level = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000.0])[:, None, None]
    dn = (level * np.linspace(0.2, 1, 100)).repeat(80, axis=1).astype(np.uint16)
    path = raster_file("s2.tif", dn)
    assert run(path, tmp_path).shadow_cover > 10
    assert run(path, tmp_path, lone_shadows=False).shadow_cover == 0


def test_lengths_below_zero_are_refused():
    with pytest.raises(UnveilError, match="opening of -1"):
        MaskSettings(opening=-1)
    with pytest.raises(UnveilError, match="resolution of 0"):
        MaskSettings(resolution=0)
