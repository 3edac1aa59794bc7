from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors.scene_classification import classes_of
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import describe

EXPECTED = [255, 255, 0, 3, 0, 0, 0, 0, 1, 1, 2, 0]


def run(path, tmp_path, **settings):
    settings = MaskSettings("scl", **{"lone_shadows": True, **settings})
    return detect_clouds(describe(path), str(tmp_path / "m.tif"), Feedback(), settings)


def test_classes_of_sen2cor_become_those_of_a_mask():
    np.testing.assert_array_equal(classes_of(np.arange(12)), EXPECTED)
    np.testing.assert_array_equal(classes_of(np.array([9.0, np.nan, 77])), [1, 255, 255])


@pytest.mark.parametrize("resolution", [10, 20])
def test_a_raster_of_the_scene_classification_is_read(tmp_path, raster_file, read_raster, resolution):
    codes = np.random.default_rng(0).integers(0, 12, (20, 15)).astype(np.uint8).repeat(2, axis=0).repeat(2, axis=1)
    found = run(raster_file("SCL.tif", codes[None]), tmp_path, resolution=resolution)
    expected = np.array(EXPECTED)[codes]
    np.testing.assert_array_equal(read_raster(tmp_path / "m.tif")[0], expected)
    valid = expected[expected != 255]
    assert found.cloud_cover == pytest.approx(100 * np.isin(valid, (1, 2)).mean())


def test_the_band_scl_of_a_product_is_read(tmp_path, raster_file, read_raster):
    data = np.full((3, 12, 12), 900, np.uint16)
    data[1] = 4
    data[1, :6] = 9
    run(raster_file("l2a.tif", data, names=["B2", "SCL", "B4"]), tmp_path)
    assert (read_raster(tmp_path / "m.tif")[0][:6] == 1).all() and (read_raster(tmp_path / "m.tif")[0][6:] == 0).all()


def test_other_values_are_refused(tmp_path, raster_file):
    with pytest.raises(UnveilError, match="holds the value 77, which is no class of a scene"):
        run(raster_file("x.tif", np.full((1, 9, 9), 77, np.uint8)), tmp_path)
    with pytest.raises(UnveilError, match="knows classes only"):
        path = raster_file("y.tif", np.full((1, 9, 9), 4, np.uint8))
        detect_clouds(
            describe(path),
            str(tmp_path / "m.tif"),
            Feedback(),
            MaskSettings("scl", probability=str(tmp_path / "p.tif")),
        )


def test_real_scene_classifications_are_read(real_data, tmp_path):
    folder = real_data / "readers" / "tiny"
    cloudy = run(str(folder / "S2A2A_20170703_022_Barbellino_SCL_10.tif"), tmp_path)
    clear = run(str(folder / "S2A2A_20190723_022_Barbellino_SCL_10.tif"), tmp_path)
    assert cloudy.cloud_cover > 10 and clear.cloud_cover == 0
