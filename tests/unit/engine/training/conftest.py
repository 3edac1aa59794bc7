"""A folder of training data that the tests make for themselves."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

BANDS = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12"]
L2A = [name for name in BANDS if name not in ("B1", "B9", "B10")]
LEVEL = dict(zip(BANDS, [1400, 1200, 1000, 850, 1100, 1900, 2200, 2300, 2500, 700, 15, 1600, 950]))


def write_bands(path, data, names):
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = gdal.GDT_Float32 if data.dtype == np.float32 else gdal.GDT_UInt16
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), data.shape[2], data.shape[1], data.shape[0], kind)
    for index, (plane, name) in enumerate(zip(data, names), 1):
        dataset.GetRasterBand(index).WriteArray(plane)
        dataset.GetRasterBand(index).SetDescription(name)
    dataset = None


def ground(names, side, seed=0, offset=0):
    generator = np.random.default_rng(seed)
    level = np.array([LEVEL[name] for name in names])[:, None, None]
    fields = np.kron(generator.uniform(0.7, 1.3, (side // 8, side // 8)), np.ones((8, 8)))
    return (level * fields * generator.uniform(0.97, 1.03, (len(names), side, side)) + offset).astype(np.uint16)


def backscatter(side, seed=0):
    generator = np.random.default_rng(seed)
    return (np.array([-11, -18])[:, None, None] + generator.normal(0, 2, (2, side, side))).astype(np.float32)


@pytest.fixture(scope="session")
def training_folder(tmp_path_factory):
    """One scene of each kind of folder that `read_scenes` knows."""
    folder = tmp_path_factory.mktemp("training")
    write_bands(folder / "s1s2_clear/new_place/s2.tif", ground(BANDS, 128, 1, offset=1000), BANDS)
    radar = backscatter(128, 1)
    radar[:, :4] = np.nan
    write_bands(folder / "s1s2_clear/new_place/s1.tif", radar, ["VV", "VH"])
    write_bands(folder / "l2a/finland_aa_03/s2.tif", ground(L2A, 96, 2), L2A)
    write_bands(folder / "l2a/finland_aa_03/s1.tif", backscatter(96, 2), ["VV", "VH"])
    clear = ground(BANDS, 128, 3)
    cloudy = clear.copy()
    cloudy[:, 40:90, 30:100] = 6000
    write_bands(folder / "s2_pairs/ROIs1158_spring_s2_39_p100/clear.tif", clear, BANDS)
    write_bands(folder / "s2_pairs/ROIs1158_spring_s2_39_p100/cloudy.tif", cloudy, BANDS)
    write_bands(folder / "s2_clear/ROIs1868_summer_s2_101_p5.tif", ground(BANDS, 128, 4), BANDS)
    write_bands(folder / "s2_series/s2_ROIs2017_146_ImgNo_7_2018-04-01_patch_0.tif", ground(BANDS, 128, 5), BANDS)
    overcast = np.full((13, 128, 128), 6000, np.uint16)
    write_bands(folder / "s2_series/s2_ROIs2017_146_ImgNo_8_2018-04-11_patch_0.tif", overcast, BANDS)
    return folder
