from __future__ import annotations

import numpy as np
from fixtures.rasters import S2, write_raster
from fixtures.veil_scenes import HAZE, below, made_ground, psnr, smooth_field
from osgeo import gdal

from unveil.models.card import BANDS

SIDE = 128


def hazy_scene(folder):
    """Write ground below haze and its mask; return their paths, the ground and the mask."""
    ground = np.rint(made_ground(BANDS, SIDE, 31))
    field = smooth_field((SIDE, SIDE), 16, np.random.default_rng(32))
    depth = 0.5 * np.clip((field - 0.5) / 0.5, 0, 1)
    codes = np.where(depth > 0.004, np.uint8(2), np.uint8(0))
    cloudy = np.rint(below(ground, BANDS, depth, HAZE, 0.8)).astype(np.uint16)
    optical = write_raster(folder / "hazy.tif", cloudy, names=S2)
    return optical, write_raster(folder / "mask.tif", codes[None]), ground, codes


def test_haze_is_taken_off_and_reported(tmp_path, algorithm, run_in_background, log):
    optical, mask, ground, codes = hazy_scene(tmp_path)
    output = str(tmp_path / "out.tif")
    values = {"INPUT": optical, "MASK": mask, "MASK_DILATION": 0, "OUTPUT": output}
    succeeded, found, _ = run_in_background(algorithm("correcthaze"), values)
    assert succeeded, log.text
    image = gdal.Open(output).ReadAsArray().astype(float)
    hazy = codes > 0
    assert psnr(image[:, hazy], ground[:, hazy]) > 33
    assert found["KIND"] and abs(found["CORRECTED"] - 100 * hazy.mean()) < 4


def test_a_raster_of_few_bands_is_refused_in_one_sentence(tmp_path, algorithm, run_in_background, log):
    picture = write_raster(tmp_path / "rgb.tif", np.ones((3, 16, 16), np.uint16), names=["red", "green", "blue"])
    values = {"INPUT": picture, "OUTPUT": str(tmp_path / "out.tif")}
    succeeded, _, _ = run_in_background(algorithm("correcthaze"), values)
    assert not succeeded and "which takes B2, B4" in log.text
    assert not (tmp_path / "out.tif").exists()
