"""Clear ground that a mask holds inside a removal: it stays bit for bit, asks no network, and is said to stay."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.removals import run, written
from fixtures.veil_scenes import made_ground, smooth_field
from osgeo import gdal

from unveil.engine.masking import classes
from unveil.engine.masking.morphology import dilate
from unveil.engine.removal import quality as bits
from unveil.engine.removal.settings import QualityOutputs
from unveil.models.card import BANDS
from unveil.models.registry import find_model

SIDE = 200


def restored(folder, dn, codes, model="ground"):
    """Run a removal; return its report, the result, what was said, and the quality raster."""
    quality = str(folder / "quality.tif")
    layers = QualityOutputs(quality=quality)
    report, result, said = run(written(folder, dn, codes, 1), folder, find_model(model), layers=layers)
    return report, result.ReadAsArray(), said, gdal.Open(quality).ReadAsArray()


@pytest.mark.parametrize("model", ["ground", "mmcanet"])
def test_a_clear_scene_below_a_wrong_mask_comes_back_as_it_was(tmp_path, model) -> None:
    dn = np.rint(made_ground(BANDS, SIDE, 1)).astype(np.uint16)
    field = smooth_field((SIDE, SIDE), 14, np.random.default_rng(2))
    codes = np.where(field > np.quantile(field, 0.7), np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    report, image, said, quality = restored(tmp_path, dn, codes, model)
    same = (image == dn).all(axis=0)
    assert same[codes > 0].mean() > 0.9
    assert same[codes == 0].mean() > 0.95
    assert report.kept > 90
    assert report.restored == pytest.approx(100 * (codes > 0).mean() * (1 - report.kept / 100), abs=0.1)
    assert any("looks like the clear ground of the scene" in sentence for sentence in said)
    assert ((quality & bits.THICK) == 0)[codes > 0].mean() == pytest.approx(report.kept / 100, abs=0.01)


def test_cloud_is_replaced_and_its_grown_rim_stays(tmp_path) -> None:
    ground = made_ground(BANDS, SIDE, 3)
    field = smooth_field((SIDE, SIDE), 14, np.random.default_rng(4))
    cloud = field > np.quantile(field, 0.85)
    dn = np.rint(np.where(cloud, 6500, ground)).astype(np.uint16)
    codes = np.where(dilate(cloud, 24), np.uint8(classes.CLOUD), np.uint8(classes.CLEAR))
    report, image, _, quality = restored(tmp_path, dn, codes)
    assert (image[1][cloud] < 2500).all()
    far = (codes > 0) & ~dilate(cloud, 20)
    same = (image == dn).all(axis=0)
    assert same[far].mean() > 0.7
    assert (quality[same & (codes > 0)] & bits.OBSERVED).astype(bool).mean() > 0.9
    # On the way from cloud to what stays more and more of what was observed is taken.
    off = np.abs(image.astype(float) - dn).mean(axis=0)
    rings = [off[dilate(cloud, reach + 4) & ~dilate(cloud, reach)].mean() for reach in (3, 8, 12, 16)]
    assert rings[0] > rings[1] > rings[2] > rings[3]
    assert 5 < report.kept < 90
