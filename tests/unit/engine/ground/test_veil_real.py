"""Thin cloud over real ground: planted, with the truth of the same date, and real."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.patches import reflectance
from fixtures.veil_scenes import psnr, search, uncovered
from osgeo import gdal

from unveil.engine.simulation.cloud import DRIFT_OF_A_KILOMETRE, Cloud
from unveil.engine.simulation.clouds import add_noise, fractal_field
from unveil.models.card import BANDS

CIRRUS = {"B9": 0.8, "B10": 0.6, "B11": 0.45, "B12": 0.4}
HAZE = {"B9": 0.25, "B10": 0.01, "B11": 0.9, "B12": 0.7}


def planted(clear, names, kind, seed):
    """Return `clear` in reflectance below simulated thin cloud of up to half opacity, and where that is."""
    generator = np.random.default_rng(seed)
    field = fractal_field(clear.shape[1:], 3.6, generator)
    rise = np.clip((field - np.quantile(field, 0.45)) / 1.2, 0, 1)
    opacity = (0.45 * rise * rise * (3 - 2 * rise)).astype(np.float32)
    nothing = np.zeros_like(opacity)
    share = CIRRUS if kind == "cirrus" else HAZE
    colour = {name: 0.65 * share.get(name, 1.0) for name in names}
    along = tuple(DRIFT_OF_A_KILOMETRE * 10 * np.array([0.96, 0.28]))
    layers = (nothing, opacity) if kind == "cirrus" else (opacity, nothing)
    cloud = Cloud(layers[0], nothing, nothing + 1, layers[1], colour, colour, 1.0, veil_drift=along)
    touched = np.max([np.roll(opacity, (int(9 * s), int(3 * s)), (0, 1)) for s in np.arange(0, 2.7, 0.3)], axis=0)
    seen = touched if kind == "cirrus" else opacity
    return add_noise(cloud.over(clear, names), generator), np.where(seen > 0.01, np.uint8(2), np.uint8(0))


def scene(path):
    dataset = gdal.Open(str(path))
    names = [dataset.GetRasterBand(band + 1).GetDescription() for band in range(dataset.RasterCount)]
    return tuple(name.replace("B0", "B") for name in names), reflectance(path)


@pytest.mark.parametrize("kind", ["haze", "cirrus"])
@pytest.mark.parametrize(
    "place",
    [
        "s2_clear/copernicusfm_newzealand.tif",
        "s1s2_clear/terramind_637U_59R_1_3/s2.tif",
        "l2a/biomassters_0060c0a5_10/s2.tif",
    ],
)
def test_planted_thin_cloud_is_taken_off_real_ground(real_data, place, kind) -> None:
    names, clear = scene(real_data / "train" / place)
    cloudy, codes = planted(clear, names, kind, 3)
    veil = search(10000 * cloudy, codes, names)
    rows, columns = np.nonzero(codes)
    truth = 10000 * clear[:, rows, columns]
    expected = veil.expected(rows, columns)
    seen = uncovered(veil, 10000 * cloudy, rows, columns)
    seen = expected + veil.trust_at(rows, columns) * (seen - expected)
    assert psnr(seen, truth) > 33
    assert psnr(seen, truth) > psnr(10000 * cloudy[:, rows, columns], truth) + 6
    assert psnr(seen, truth) > psnr(expected, truth) + 6


def test_real_cirrus_comes_nearer_to_the_clear_date(real_data) -> None:
    folder = real_data / "validation" / "0581"
    cloudy, clear = (10000 * reflectance(folder / f"s2_{kind}.tif") for kind in ("cloudy", "clear"))
    codes = np.full(cloudy.shape[1:], 2, dtype=np.uint8)
    veil = search(cloudy, codes, BANDS)
    assert veil.layer.kind == "cirrus"
    rows, columns = (each.ravel() for each in np.indices(codes.shape))
    seen = uncovered(veil, cloudy, rows, columns)
    visible = slice(1, 4)
    truth = clear[visible, rows, columns]
    assert psnr(seen[visible], truth) > psnr(cloudy[visible, rows, columns], truth) + 2
