"""Products as other dates: their own scene classification is their mask where that of the scene is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.products import IDS, ORIGIN, make_safe, smooth_dn
from fixtures.rasters import write_raster
from osgeo import gdal

from unveil.engine.masking import classes
from unveil.engine.masking.detectors.methods import SCENE_CLASSIFICATION
from unveil.engine.prepare.optical import described
from unveil.engine.raster.source import describe
from unveil.engine.references.reference import GivenReference, open_reference
from unveil.engine.scene.mask import Masking, MaskReading
from unveil.engine.sentinel.optical import open_optical
from unveil.engine.workplace import Workplace


@pytest.fixture
def opened(tmp_path):
    """A function: level of a product -> it as a reference, masked by scene classification."""

    def run(level):
        names = [name for name in IDS if level == "L1C" or name != "B10"]
        random = np.random.default_rng(0)
        ground = [random.uniform(5, 40 if name == "B10" else 3000, (120, 120)) for name in names]
        path = write_raster(
            tmp_path / "scene.tif",
            np.stack(ground).astype(np.uint16),
            names=names,
            transform=(ORIGIN[0], 10, 0, ORIGIN[1], 0, -10),
        )
        scene = open_optical(describe(path), tuple(names))
        bands = smooth_dn()
        bands["B10"] = np.full_like(bands["B10"], 15)
        given = GivenReference(described(str(make_safe(tmp_path, level, bands=bands))))
        masking = Masking(method=SCENE_CLASSIFICATION, reading=MaskReading(dilation=0.0))
        folder = tmp_path / "work"
        folder.mkdir()
        return open_reference(given, scene, masking, Workplace(str(folder), Log()))

    return run


def test_an_l2a_product_has_its_own_classification_as_mask(opened):
    reference = opened("L2A")
    found = gdal.Open(reference.mask.path).ReadAsArray()
    # Nine squares of 40 pixels hold the classes 1 to 9.
    cloud, shadow, clear = found[90:110, 50:110], found[10:30, 90:110], found[50:70, 10:110]
    assert np.isin(cloud, (classes.CLOUD, classes.THIN_CLOUD)).all() and (shadow == classes.SHADOW).all()
    assert (clear == classes.CLEAR).all()
    assert reference.day.isoformat() == "2022-07-26" and "B10" not in reference.optical.names


def test_a_product_without_one_is_masked_by_a_detector(opened):
    reference = opened("L1C")
    found = gdal.Open(reference.mask.path).ReadAsArray()
    assert found.shape == (120, 120) and np.isin(found, list(classes.NAMES) + [classes.NODATA]).all()
    assert "B10" in reference.optical.names
