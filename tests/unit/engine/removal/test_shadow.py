"""Shadow inside a removal: what is lit up, what is said of it, and what stays."""

from __future__ import annotations

import numpy as np
from fixtures.rasters import write_raster
from fixtures.removals import run, written
from fixtures.veil_scenes import made_ground, psnr, smooth_field
from osgeo import gdal

from unveil.engine.masking import classes
from unveil.engine.raster.filters import any_within
from unveil.engine.raster.source import describe
from unveil.engine.removal import quality as bits
from unveil.engine.removal.pipeline import SceneFiles
from unveil.engine.removal.settings import QualityOutputs
from unveil.models.card import BANDS
from unveil.models.plain import PLAIN

SIDE = 200


def scene(folder, seed=1):
    """Write a scene with cloud and shadow in a fifth of it each; return its ground, its observed DN and its mask."""
    ground = made_ground(BANDS, SIDE, seed)
    field = smooth_field((SIDE, SIDE), 14, np.random.default_rng(seed))
    shadow, cloud = field > np.quantile(field, 0.85), field < np.quantile(field, 0.12)
    air = 10000 * np.array([0.1, 0.075, 0.045, 0.03, 0.02, 0.02, 0.02, 0.018, 0.015, 0.01, 0.001, 0.005, 0.004])
    dn = np.where(shadow, 0.45 * ground + 0.55 * air[:, None, None], ground)
    dn = np.rint(np.where(cloud, 7000, dn)).astype(np.uint16)
    codes = np.where(any_within(shadow, 4), classes.SHADOW, classes.CLEAR)
    codes = np.where(any_within(cloud, 4), classes.CLOUD, codes).astype(np.uint8)
    return written(folder, dn, codes, seed), ground, dn, codes, shadow


def restored(files, folder, **settings):
    return run(files, folder, PLAIN, feather=0.0, **settings)


def test_shadow_is_lit_up_and_said_to_be(tmp_path) -> None:
    files, ground, dn, codes, shadow = scene(tmp_path)
    layers = QualityOutputs(quality=str(tmp_path / "quality.tif"))
    report, dataset, said = restored(files, tmp_path, layers=layers)
    image = dataset.ReadAsArray().astype(np.float32)
    inner = shadow & ~any_within(~shadow, 3)
    assert psnr(image[:, inner], ground[:, inner]) > 36
    np.testing.assert_array_equal(image[:, codes == 0], dn[:, codes == 0])
    assert dataset.GetMetadataItem("UNVEIL_SHADOW") == "lit"
    assert report.lit > 10 and any(sentence.startswith("Shadow was lit up on") for sentence in said)
    quality = gdal.Open(str(tmp_path / "quality.tif")).ReadAsArray()
    assert np.mean(quality[inner] & bits.SEEN > 0) > 0.9
    assert not (quality[codes == 0] & bits.SEEN).any()
    assert (quality[inner] & bits.SHADOW).all() and (quality[inner] & bits.RESTORED).all()


def test_the_result_does_not_depend_on_tiles(tmp_path) -> None:
    files, *_ = scene(tmp_path, 2)
    whole = restored(files, tmp_path)[1].ReadAsArray().astype(int)
    overlapping = restored(files, tmp_path, overlap=112)[1].ReadAsArray().astype(int)
    assert np.abs(whole - overlapping).max() <= 1


def test_a_scene_without_shadow_says_nothing_of_it(tmp_path) -> None:
    files, _, _, codes, _ = scene(tmp_path, 3)
    mask = write_raster(tmp_path / "clouds.tif", np.where(codes == 1, codes, 0)[None], nodata=classes.NODATA)
    report, dataset, said = restored(SceneFiles(files.optical, files.radar, describe(str(mask))), tmp_path)
    assert report.lit == 0 and not any("hadow was lit" in sentence for sentence in said)
    assert dataset.GetMetadataItem("UNVEIL_SHADOW") == "replaced"
