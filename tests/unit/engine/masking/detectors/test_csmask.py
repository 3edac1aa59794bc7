from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.rasters import write_raster

from unveil.engine.feedback import Feedback
from unveil.engine.masking import detect
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors.csmask import Network
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import describe

SIX = ["B2", "B3", "B4", "B8", "B11", "B12"]
NAMES = ["blue", "green", "red", "nir", "swir16", "swir22"]


def package_probabilities(reflectance, level):
    """What the package computes on the way to its mask, with its own functions, from [bands, h, w]."""
    from ukis_csmask.mask import CSmask
    from ukis_csmask.utils import tile_array, untile_array

    image = np.ascontiguousarray(np.moveaxis(reflectance, 0, -1))
    mask = CSmask(image.copy(), NAMES[: len(reflectance)], level.lower(), providers=["CPUExecutionProvider"])
    tiles = np.moveaxis(tile_array(mask.img, 256, 256, overlap=0.2), -1, 1)
    outputs = [mask.softmax(mask.session.run(None, {mask.input_names: tile[None]})[0]) for tile in tiles]
    tiled = np.moveaxis(np.concatenate(outputs), 1, -1)
    blended = untile_array(tiled, (*image.shape[:2], 3), overlap=0.2, smooth_blending=True)
    return np.moveaxis(blended, -1, 0), mask.csm[..., 0]


def check(reflectance, level, tmp_path, read_raster):
    dn = (reflectance * 10000).astype(np.float32)
    path = write_raster(tmp_path / "s2.tif", dn, names=SIX[: len(dn)])
    settings = MaskSettings("csmask", 10, level=level, lone_shadows=True)
    detect_clouds(
        describe(path), str(tmp_path / "m.tif"), Feedback(), replace(settings, probability=str(tmp_path / "p.tif"))
    )
    probabilities, classes = package_probabilities(dn / np.float32(10000), level)
    np.testing.assert_allclose(read_raster(tmp_path / "p.tif")[0], probabilities[1], atol=1e-4)
    expected = np.array([0, 1, 3])[classes]
    assert (read_raster(tmp_path / "m.tif")[0] == expected).mean() >= 0.999
    return expected


@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_probability_and_mask_are_the_packages_own(csmask_package, real_data, tmp_path, read_raster, level):
    image = np.load(real_data / "masks" / "sentinel2.npz")["img"][:256, 100:356]
    expected = check(np.moveaxis(image, -1, 0), level, tmp_path, read_raster)
    assert (expected == 1).mean() > 0.01


def test_four_bands_and_patches_of_another_size_are_cut_as_the_package_cuts_them(csmask_package, tmp_path, read_raster):
    y, x = np.mgrid[:90, :300]
    matte = np.clip(np.sin(x / 40) * np.cos(y / 30), 0, 1)
    ground = np.random.default_rng(0).uniform(0.02, 0.25, (4, 90, 300))
    check((ground * (1 - matte) + 0.7 * matte).astype(np.float32), "L2A", tmp_path, read_raster)


def test_the_answer_does_not_depend_on_strips(csmask_package, tmp_path, read_raster, monkeypatch):
    y, x = np.mgrid[:470, :60]
    matte = np.clip(np.sin(x / 20) * np.cos(y / 30), 0, 1)
    dn = np.random.default_rng(0).uniform(200, 2500, (6, 470, 60)) * (1 - matte) + 7000 * matte
    path = write_raster(tmp_path / "s2.tif", dn.astype(np.uint16), names=SIX)
    results = []
    for strip in (1, 10_000_000):
        monkeypatch.setattr(detect, "_STRIP_PIXELS", strip)
        detect_clouds(
            describe(path),
            str(tmp_path / "m.tif"),
            Feedback(),
            MaskSettings("csmask", 10, probability=str(tmp_path / "p.tif")),
        )
        results.append(read_raster(tmp_path / "p.tif")[0])
    np.testing.assert_array_equal(results[0], results[1])


def test_a_network_for_other_bands_is_read_with_its_own_statistics(csmask_package):
    four, six = Network(tuple(SIX[:4]), "L2A"), Network(tuple(SIX), "L2A")
    tile = np.full((6, 1, 256, 256), 0.2, np.float32)[:, 0]
    assert four._network.prepare(tile[:4]).shape == (1, 4, 256, 256)
    assert six._network.prepare(tile).shape == (1, 6, 256, 256)
    four.close()
    six.close()
