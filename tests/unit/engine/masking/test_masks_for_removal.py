"""What removal takes for a mask: any detector by name, and rasters of every kind."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.predictor import load_predictor

pytest.importorskip("onnxruntime")


def run(files, card, output, **settings):
    log = Log()
    optical, radar, mask = files
    remove_clouds(
        SceneFiles(describe(optical), describe(radar), describe(mask) if mask else None),
        Restorer(load_predictor(card, "cpu"), RemovalSettings(**{"feather": 0.0, "mask_dilation": 0.0, **settings})),
        str(output),
        log,
    )
    return "\n".join(log.infos)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((np.uint8, 0, 3), "class codes"),
        ((np.int32, 0, 1), "0 and 1"),
        ((np.float32, 0.25, 0.75), "cloud probability 0 to 1"),
        ((np.float64, 12.5, 80), "cloud probability in percent"),
        ((np.uint8, 4, 9), "a scene classification"),
    ],
)
def test_masks_of_every_kind_restore_the_same_pixels(
    tmp_path, scene_files, raster_file, read_raster, fill_card, values, kind
):
    optical, radar, _ = scene_files(90, 80)
    dtype, clear, cloud = values
    where = np.zeros((90, 80), bool)
    where[20:50, 30:60] = True
    mask = raster_file("mask.tif", np.where(where, cloud, clear).astype(dtype)[None])
    text = run((optical, radar, mask), fill_card, tmp_path / "out.tif")
    assert f"The mask is taken for {kind}" in text
    changed = (read_raster(tmp_path / "out.tif") != read_raster(optical)).any(axis=0)
    np.testing.assert_array_equal(changed, where)


def test_the_threshold_of_a_probability_is_a_setting(tmp_path, scene_files, raster_file, read_raster, fill_card):
    optical, radar, _ = scene_files(40, 40)
    mask = raster_file("p.tif", np.full((1, 40, 40), 0.3, np.float32))
    run((optical, radar, mask), fill_card, tmp_path / "out.tif", mask_threshold=0.25)
    assert (read_raster(tmp_path / "out.tif") == 1000).all()
    run((optical, radar, mask), fill_card, tmp_path / "out.tif")
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif"), read_raster(optical))


def test_a_detector_is_taken_by_its_name(tmp_path, scene_files, fill_card):
    files = scene_files(40, 40)
    assert "Mask (spectral-attention): 0.0 % cloud" in run(
        files, fill_card, tmp_path / "out.tif", mask_method="spectral-attention"
    )
    with pytest.raises(UnveilError, match="'scl' needs L2A"):
        run(files, fill_card, tmp_path / "out.tif", mask_method="scl")
    with pytest.raises(UnveilError, match="no cloud detector 'magic'"):
        run(files, fill_card, tmp_path / "out.tif", mask_method="magic")


def test_the_mask_that_was_used_is_kept_as_it_was_grown(tmp_path, scene_files, raster_file, read_raster, fill_card):
    optical, radar, _ = scene_files(60, 60)
    codes = np.zeros((1, 60, 60), np.uint8)
    codes[0, 30, 30] = 3
    kept = str(tmp_path / "kept.tif")
    mask = raster_file("mask.tif", codes)
    run((optical, radar, mask), fill_card, tmp_path / "out.tif", mask_dilation=20.0, mask_used=kept)
    y, x = np.mgrid[:60, :60]
    grown = (y - 30) ** 2 + (x - 30) ** 2 <= 4
    np.testing.assert_array_equal(read_raster(kept)[0], np.where(grown, 3, 0))
    changed = (read_raster(tmp_path / "out.tif") != read_raster(optical)).any(axis=0)
    np.testing.assert_array_equal(changed, grown)
    for path in (kept, str(tmp_path / "out.tif")):
        assert gdal.Open(path).GetMetadataItem("UNVEIL_MASK") == "given as class codes, grown by 20 m"
    with pytest.raises(UnveilError, match="More than one output is"):
        run((optical, radar, mask), fill_card, tmp_path / "same.tif", mask_used=str(tmp_path / "same.tif"))


def test_a_mask_that_is_made_names_its_detector(tmp_path, scene_files, fill_card):
    optical, radar, _ = scene_files(60, 60)
    text = run((optical, radar, None), fill_card, tmp_path / "out.tif", mask_dilation=40.0)
    assert "Cloud detector: unveil (" in text and "Mask (unveil):" in text
    said = gdal.Open(str(tmp_path / "out.tif")).GetMetadataItem("UNVEIL_MASK")
    assert said == "detector unveil, grown by 40 m"


@pytest.mark.parametrize("name", ["remove_ignores_sun", "clear_scene_restored"])
def test_clear_scenes_are_left_alone(tmp_path, cases, read_raster, fill_card, name):
    folder = cases / "products" / name
    optical = next(path for path in sorted(folder.glob("*.tif")) if "s1" not in path.name and "rad" not in path.name)
    radar = next(path for path in sorted(folder.glob("*.tif")) if "s1" in path.name or "rad" in path.name)
    run((str(optical), str(radar), None), fill_card, tmp_path / "out.tif", mask_dilation=60.0)
    changed = (read_raster(tmp_path / "out.tif") != read_raster(optical)).any(axis=0)
    assert changed.mean() < 0.01
