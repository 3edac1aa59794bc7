"""Scores of rasters equal those of the arrays in them, however they are cut."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.rasters import S2, optical_dn
from scipy.ndimage import gaussian_filter

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.evaluation.compare import evaluate
from unveil.engine.evaluation.distances import DISTANCES, signed_distance
from unveil.engine.evaluation.metrics import class_sums, reflectance
from unveil.engine.evaluation.protocols import PROTOCOLS
from unveil.engine.evaluation.report.scene_json import evaluation_json
from unveil.engine.evaluation.report.scene_page import evaluation_page
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.scene.mask import MaskReading

FULL = PROTOCOLS["full"]
HEIGHT, WIDTH = 150, 170


@pytest.fixture
def images():
    generator = np.random.default_rng(4)
    clear = optical_dn(HEIGHT, WIDTH).astype(float)
    clear = gaussian_filter(clear, (0, 2, 2))
    codes = np.zeros((HEIGHT, WIDTH), np.uint8)
    codes[20:90, 30:120] = 1
    codes[100:120, 40:80] = 3
    codes[100:110, 100:130] = 2
    cloudy = np.where((codes == 1) | (codes == 2), 5000 + 0.9 * clear, np.where(codes == 3, 0.5 * clear, clear))
    result = clear + generator.normal(0, 150, clear.shape) * (codes > 0)
    return tuple(np.clip(np.rint(values), 1, None).astype(np.uint16) for values in (result, clear, cloudy)) + (codes,)


@pytest.fixture
def rasters(raster_file, images):
    names = ("p.tif", "r.tif", "c.tif")
    made = [describe(raster_file(name, data, names=S2)) for name, data in zip(names, images)]
    return [*made, describe(raster_file("m.tif", images[3][None], nodata=255))]


@pytest.mark.parametrize("name", list(PROTOCOLS))
def test_streamed_equals_whole(rasters, images, name):
    protocol = PROTOCOLS[name]
    found = evaluate(*rasters, protocol, Feedback(), tile=70)
    region = protocol.region(HEIGHT, WIDTH)
    part = (slice(None), region.rows, region.columns)
    codes = images[3][part[1:]]
    selections = {
        "all": None, "cloud": (codes == 1) | (codes == 2), "shadow": codes == 3, "clear": codes == 0
    }  # fmt: skip
    for index, sums in ((0, found.result), (2, found.nothing)):
        scaled = [reflectance(images[number][part]) for number in (index, 1)]
        whole = class_sums(*scaled, selections, window=protocol.window)
        assert set(sums) == set(whole)
        for kind, value in whole.items():
            assert sums[kind].pixels == value.pixels and sums[kind].similarities == value.similarities
            for score in ("psnr", "ssim", "sam", "mae", "rmse", "correlation"):
                assert getattr(sums[kind], score) == pytest.approx(getattr(value, score), rel=1e-9), (kind, score)
            assert sums[kind].ergas(S2) == pytest.approx(value.ergas(S2), rel=1e-9)
            for score in ("band_mae", "band_ssim", "band_psnr", "band_rmse"):
                assert getattr(sums[kind], score) == pytest.approx(getattr(value, score), rel=1e-9)


def test_error_by_distance_does_not_depend_on_tiles(rasters, images):
    found = evaluate(*rasters, FULL, Feedback(), tile=90)
    error = np.abs(reflectance(images[2]) - reflectance(images[1])).mean(axis=0)
    distance = signed_distance(images[3] > 0)
    low = 0
    for index, high in enumerate((*DISTANCES, math.inf)):
        for sums, numbers, sign in (
            (found.nothing_profile.inside, found.nothing_profile.inside_pixels, 1),
            (found.nothing_profile.outside, found.nothing_profile.outside_pixels, -1),
        ):
            here = (sign * distance > low) & (sign * distance <= high)
            assert numbers[index] == np.count_nonzero(here)
            assert sums[index] == pytest.approx(error[here].sum(), rel=1e-9, abs=1e-12)
        low = high
    assert sum(found.profile.inside_pixels) + sum(found.profile.outside_pixels) == HEIGHT * WIDTH


def test_nodata_and_zero_spectra_are_left_out_and_counted(raster_file, images):
    result, clear, _, _ = (values.copy() for values in images)
    result[:, :10] = 0
    clear[:, 20, :] = 65535
    files = [
        describe(raster_file("p.tif", result, names=S2)),
        describe(raster_file("r.tif", clear, names=S2, nodata=65535)),
    ]
    found = evaluate(*files, None, None, FULL, Feedback())
    assert found.left_out == 11 * WIDTH
    assert found.result["all"].pixels == (HEIGHT - 11) * WIDTH
    rows = np.r_[10:20, 21:HEIGHT]
    expected = np.abs(reflectance(result[:, rows]) - reflectance(clear[:, rows])).mean()
    assert found.result["all"].mae == pytest.approx(expected, rel=1e-12)
    below = result.astype(np.int16)
    below[:, 30, :7] = -5
    found = evaluate(describe(raster_file("n.tif", below, names=S2)), files[1], None, None, FULL, Feedback())
    assert found.result["all"].zero_spectra == 7


def test_all_nodata_is_refused_by_name(raster_file, images):
    empty = describe(raster_file("e.tif", np.zeros_like(images[0]), names=S2))
    clear = describe(raster_file("r.tif", images[1], names=S2))
    with pytest.raises(UnveilError, match=r"e\.tif has no valid pixel"):
        evaluate(empty, clear, None, None, FULL, Feedback())
    with pytest.raises(UnveilError, match=r"e\.tif has no valid pixel"):
        evaluate(clear, empty, None, None, FULL, Feedback())


def test_without_a_mask_the_default_detector_makes_one(real_data):
    folder = real_data / "validation" / "ROIs1970_fall_139_p839"
    cloudy, clear = (describe(str(folder / f"{name}.tif")) for name in ("s2_cloudy", "s2_clear"))
    found = evaluate(cloudy, clear, cloudy, None, FULL, Feedback())
    assert found.mask == "unveil" and 25 < found.cover < 95
    assert found.result == found.nothing


@pytest.mark.parametrize(
    ("patch", "psnr", "ssim", "mae", "sam"),
    [
        ("ROIs1970_fall_139_p839", 12.98, 0.55081, 0.1605, 16.07),
        ("ROIs2017_winter_112_p797", 19.44, 0.71000, 0.0806, 21.72),
    ],
)
def test_doing_nothing_scores_as_with_the_code_of_glf_cr(real_data, patch, psnr, ssim, mae, sam):
    folder = real_data / "validation" / patch
    cloudy, clear = (describe(str(folder / f"{name}.tif")) for name in ("s2_cloudy", "s2_clear"))
    whole = evaluate(cloudy, clear, None, None, PROTOCOLS["glf-cr"], Feedback()).result["all"]
    assert whole.psnr == pytest.approx(psnr, abs=0.005)
    assert whole.ssim == pytest.approx(ssim, abs=5e-6)
    assert whole.mae == pytest.approx(mae, abs=5e-5)
    assert whole.sam == pytest.approx(sam, abs=0.005)


def test_it_can_be_stopped(rasters):
    class Stop(Feedback):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        evaluate(*rasters, FULL, Stop())


def as_scene_classes(codes):
    return np.array([4, 9, 10, 3], np.uint8)[codes]


@pytest.mark.parametrize(
    ("made", "threshold", "words"),
    [
        (as_scene_classes, 0.5, "scene classification"),
        (lambda codes: (codes == 1).astype(np.uint8), 0.5, "0 and 1"),
        (lambda codes: np.where(codes == 1, 0.75, 0.25).astype(np.float32), 0.5, "probability 0 to 1"),
        (lambda codes: np.where(codes == 1, 75.5, 60).astype(np.float32), 0.7, "probability 0 to 100"),
    ],
)
def test_a_mask_of_any_kind_is_recognised_and_said(rasters, raster_file, images, made, threshold, words):
    codes, log = images[3], Log()
    mask = describe(raster_file("kind.tif", made(codes)[None]))
    found = evaluate(*rasters[:3], mask, FULL, log, masking=MaskReading(threshold=threshold, use="covered"))
    assert found.coding == words and any("is taken for" in line and "covered" in line for line in log.lines)
    is_cloud = np.isin(codes, (1, 2)) if made is as_scene_classes else codes == 1
    assert found.result["cloud"].pixels == np.count_nonzero(is_cloud)
    assert ("shadow" in found.result) == (made is as_scene_classes)
    np.testing.assert_array_equal(np.isin(found.overview.codes, (1, 2)), is_cloud)


def test_codes_that_are_no_classes_are_refused(rasters, raster_file, images):
    odd = describe(raster_file("odd.tif", np.full((1, HEIGHT, WIDTH), 177, np.uint8)))
    with pytest.raises(UnveilError, match="no class codes"):
        evaluate(*rasters[:3], odd, FULL, Feedback())


def test_bands_that_not_all_images_have_are_left_out_and_named(rasters, raster_file, images):
    kept = [index for index, name in enumerate(S2) if name != "B10"]
    few = describe(raster_file("few.tif", images[0][kept], names=[S2[index] for index in kept]))
    log = Log()
    found = evaluate(few, *rasters[1:], FULL, log)
    assert found.bands == tuple(S2[index] for index in kept) and found.bands_left_out == ("B10",)
    assert found.result["all"].band_mae == pytest.approx(
        np.abs(reflectance(images[0]) - reflectance(images[1])).mean(axis=(1, 2))[kept], rel=1e-9
    )
    assert log.warnings == ["The images are compared by the 12 bands that all of them have; left out: B10."]
    page, document = evaluation_page(found), json.loads(evaluation_json(found))
    assert "12 bands (left out: B10)" in page and document["bands_left_out"] == ["B10"]


@pytest.mark.parametrize(("levels", "said"), [(("L2A", "L1C"), True), (("L2A", "L2A"), False), (("", "L1C"), False)])
def test_another_level_is_said(raster_file, images, levels, said):
    made = []
    for name, data, level in zip("pr", images, levels):
        made.append(describe(raster_file(f"{name}_{level}_.tif", data[:9], names=S2[:9])))
    log = Log()
    evaluate(*made, None, None, FULL, log)
    assert ("The result is L2A and the reference L1C" in log.text) == said
