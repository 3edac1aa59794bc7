"""Real months of one place, clouds planted over one of them: what other months are worth through the product itself."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import write_raster
from osgeo import gdal
from scipy.ndimage import gaussian_filter, maximum_filter

from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.references.reference import GivenReference
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.removal.settings import QualityOutputs
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model

PLACE = "biomassters_288afc34"
BANDS = ["B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12"]
MONTHS = ("08", "07", "09")
"""The month below the clouds, and two beside it."""


def planted(shape, cover=0.35, seed=108):
    """Return [h, w] bool, smooth clouds grown by 3 pixels as a mask would be."""
    field = gaussian_filter(np.random.default_rng(seed).normal(size=shape), 14, mode="wrap")
    return maximum_filter(field > np.quantile(field, 1 - cover), 7)


def decibels(image, truth, where):
    error = (np.clip(image, 0, 10000) - np.clip(truth, 0, 10000))[:, where] / 10000
    return -10 * np.log10(np.mean(error**2))


def line_of_each_band(reference, truth, hidden):
    result = np.empty_like(truth)
    for band, (x, y) in enumerate(zip(reference, truth)):
        slope, constant = np.polyfit(x[~hidden], y[~hidden], 1)
        result[band] = slope * x + constant
    return result


@pytest.fixture(scope="module")
def months(real_data):
    folders = [real_data / "train" / "l2a" / f"{PLACE}_{month}" for month in MONTHS]
    return [
        tuple(gdal.Open(str(folder / f"{part}.tif")).ReadAsArray().astype(np.float32) for part in ("s2", "s1"))
        for folder in folders
    ]


@pytest.fixture(scope="module")
def restored(months, tmp_path_factory):
    """A function: how many other months -> (image, standard errors, truth, hidden pixels)."""
    folder = tmp_path_factory.mktemp("months")
    (truth, radar), *others = months
    hidden = planted(truth.shape[1:])

    def write(name, data, names):
        return describe(write_raster(folder / name, data, names=names))

    def optical(name, dn):
        return write(name, np.maximum(dn, 1).astype(np.uint16), BANDS)

    nothing = np.zeros((1, *hidden.shape), np.uint8)
    given = [
        GivenReference(
            optical(f"other{index}.tif", dn),
            write(f"radar{index}.tif", own, ["VV", "VH"]),
            write(f"mask{index}.tif", nothing, ["class"]),
        )
        for index, (dn, own) in enumerate(others)
    ]
    scene = optical("scene.tif", np.where(hidden, 6000, truth))
    s1 = write("s1.tif", radar, ["VV", "VH"])
    mask = write("mask.tif", hidden[None].astype(np.uint8), ["class"])

    def run(number):
        out, sigma = (str(folder / f"{name}{number}.tif") for name in ("out", "sigma"))
        settings = RemovalSettings(
            mask_dilation=0.0, references=tuple(given[:number]), layers=QualityOutputs(sigma=sigma)
        )
        predictor = load_predictor(find_model("ground", ()), "cpu")
        remove_clouds(SceneFiles(scene, s1, mask), Restorer(predictor, settings), out, Feedback())
        return *(gdal.Open(path).ReadAsArray().astype(np.float32) for path in (out, sigma)), truth, hidden

    return run


def test_other_months_are_worth_many_decibels(restored, months):
    none, _, truth, hidden = restored(0)
    one, sigma, _, _ = restored(1)
    two, _, _, _ = restored(2)
    reference = months[1][0]
    line = decibels(line_of_each_band(reference, truth, hidden), truth, hidden)
    scores = [decibels(image, truth, hidden) for image in (none, one, two)]
    assert scores[1] > 33.5 and scores[2] > 36.0
    assert scores[1] > max(scores[0] + 5, line + 2, decibels(reference, truth, hidden) + 5)
    assert scores[2] > scores[1] - 0.1
    within = np.abs(one - truth)[:, hidden] <= 1.645 * sigma[:, hidden]
    assert 0.85 < within.mean() < 0.97
