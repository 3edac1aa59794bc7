"""Scores agree with scikit-image and torchmetrics, and sums over tiles with those of the scene."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.metrics import (
    ErrorSums,
    class_sums,
    error_sums,
    reflectance,
    spectral_angle,
)
from unveil.engine.evaluation.similarity import HALO, Window, ssim_map


@pytest.fixture
def pair():
    generator = np.random.default_rng(5)
    reference = generator.uniform(0, 1, (5, 40, 52))
    for axis in (1, 2):
        reference = (reference + np.roll(reference, 1, axis) + np.roll(reference, 2, axis)) / 3
    prediction = np.clip(0.9 * reference + 0.02 + generator.normal(0, 0.03, reference.shape), 0, 1)
    return prediction, reference


def test_scores_agree_with_scikit_image(pair):
    metrics = pytest.importorskip("skimage.metrics")
    prediction, reference = pair
    sums = error_sums(prediction, reference)
    similarity = metrics.structural_similarity(
        prediction,
        reference,
        data_range=1,
        channel_axis=0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
    )
    assert sums.ssim == pytest.approx(similarity, abs=1e-6)
    assert sums.psnr == pytest.approx(metrics.peak_signal_noise_ratio(reference, prediction, data_range=1), abs=1e-6)
    assert sums.rmse == pytest.approx(math.sqrt(metrics.mean_squared_error(reference, prediction)), abs=1e-9)


def test_scores_agree_with_torchmetrics(pair):
    image = pytest.importorskip("torchmetrics.functional.image")
    torch = pytest.importorskip("torch")
    prediction, reference = (torch.from_numpy(values)[None] for values in pair)
    sums = error_sums(*pair)
    similarity = image.structural_similarity_index_measure(prediction, reference, data_range=1.0)
    mirrored = error_sums(*pair, window=Window(border="mirror"))
    assert mirrored.ssim == pytest.approx(float(similarity), abs=1e-6)
    angle = math.degrees(float(image.spectral_angle_mapper(prediction, reference)))
    assert sums.sam == pytest.approx(angle, abs=1e-6)
    # torchmetrics takes the logarithm in single precision.
    ratio = float(image.peak_signal_noise_ratio(prediction, reference, data_range=1.0))
    assert sums.psnr == pytest.approx(ratio, rel=1e-6)
    assert sums.mae == pytest.approx(float((prediction - reference).abs().mean()), abs=1e-12)


@pytest.mark.parametrize("offset", [0.0, 0.5])
@pytest.mark.parametrize("border", ["inside", "zeros", "mirror"])
def test_tiles_add_to_the_scene(pair, border, offset):
    window = Window(border=border, offset=offset)
    prediction, reference = pair
    valid = np.random.default_rng(1).random(reference.shape[1:]) < 0.7
    whole = error_sums(prediction, reference, valid, window=window)
    total = ErrorSums()
    for top in range(0, 40, 16):
        for left in range(0, 52, 16):
            first_row, first_column = max(top - HALO, 0), max(left - HALO, 0)
            part = np.s_[:, first_row : top + 16 + HALO, first_column : left + 16 + HALO]
            inner = np.s_[top - first_row : top - first_row + 16, left - first_column : left - first_column + 16]
            total += error_sums(prediction[part], reference[part], valid[part[1:]], inner, window)
    assert total.pixels == whole.pixels == np.count_nonzero(valid)
    assert total.similarities == whole.similarities
    for score in ("psnr", "ssim", "sam", "mae", "rmse"):
        assert getattr(total, score) == pytest.approx(getattr(whole, score), rel=1e-12)


@pytest.mark.parametrize("offset", [0.0, 0.5])
def test_zero_padded_ssim_is_a_padded_convolution(pair, offset):
    torch = pytest.importorskip("torch")
    weights = torch.tensor([math.exp(-((k - 5 - offset) ** 2) / 4.5) for k in range(11)], dtype=torch.float64)
    weights = weights / weights.sum()
    kernel = torch.outer(weights, weights)[None, None]

    def smooth(values):
        return torch.nn.functional.conv2d(values[:, None], kernel, padding=5)[:, 0]

    x, y = (torch.from_numpy(values) for values in pair)
    mx, my = smooth(x), smooth(y)
    sx, sy, sxy = smooth(x * x) - mx**2, smooth(y * y) - my**2, smooth(x * y) - mx * my
    expected = (2 * mx * my + 1e-4) * (2 * sxy + 9e-4) / ((mx**2 + my**2 + 1e-4) * (sx + sy + 9e-4))
    result = ssim_map(*pair, window=Window(offset=offset, border="zeros"))
    np.testing.assert_allclose(result, expected.numpy(), atol=1e-12)


def test_masked_pixels_do_not_count(pair):
    prediction, reference = pair
    prediction = prediction.copy()
    valid = np.ones(reference.shape[1:], dtype=bool)
    valid[:, :20] = False
    prediction[:, :, :20] = 0.9
    expected = error_sums(prediction[:, :, 20:], reference[:, :, 20:])
    sums = error_sums(prediction, reference, valid)
    assert sums.mae == pytest.approx(expected.mae, rel=1e-12)
    assert sums.sam == pytest.approx(expected.sam, rel=1e-12)
    assert sums.pixels == 40 * 32


def test_nodata_neither_counts_nor_spreads(pair):
    prediction, reference = (values.copy() for values in pair)
    prediction[2, 10, 10] = np.nan
    sums = error_sums(prediction, reference)
    assert sums.pixels == 40 * 52 - 1
    assert all(math.isfinite(value) for value in (sums.psnr, sums.ssim, sums.sam, sums.mae))


def test_a_zero_spectrum_has_no_angle():
    angles = spectral_angle(np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert math.isnan(angles[0])
    assert angles[1] == pytest.approx(90)


def test_equal_images_are_perfect(pair):
    sums = error_sums(pair[1], pair[1])
    assert (sums.psnr, sums.mae, sums.rmse) == (math.inf, 0, 0)
    assert sums.ssim == pytest.approx(1)


def test_nothing_counted_scores_nan(pair):
    sums = error_sums(*pair, valid=np.zeros((40, 52), dtype=bool))
    assert all(math.isnan(value) for value in (sums.psnr, sums.ssim, sums.sam, sums.mae, sums.rmse))


def test_dn_become_clipped_reflectance():
    np.testing.assert_array_equal(reflectance(np.array([0, 5000, 20000], np.uint16)), [0, 0.5, 1])


def test_shapes_that_do_not_fit_are_refused(pair):
    with pytest.raises(UnveilError, match="cannot be compared"):
        error_sums(pair[0], pair[1][:, :-1])
    with pytest.raises(UnveilError, match="mask of shape"):
        error_sums(*pair, valid=np.ones((3, 3), bool))


def test_ergas_agrees_with_torchmetrics_and_leaves_b10_out(pair):
    image = pytest.importorskip("torchmetrics.functional.image")
    torch = pytest.importorskip("torch")
    prediction, reference = pair
    expected = image.error_relative_global_dimensionless_synthesis(
        *(torch.from_numpy(values[[0, 1, 3, 4]])[None] for values in pair), ratio=1
    )
    found = error_sums(prediction, reference).ergas(("B1", "B2", "B10", "B11", "B12"))
    assert found == pytest.approx(float(expected), rel=1e-6)
    assert error_sums(prediction, reference).ergas(("B1", "B2", "B3", "B4", "B5")) != pytest.approx(found, rel=1e-3)


def test_correlation_is_pearsons_mean_over_bands_that_vary(pair):
    prediction, reference = (values.copy() for values in pair)
    prediction[1] = 0.3
    sums = error_sums(prediction, reference)
    expected = [np.corrcoef(prediction[band].ravel(), reference[band].ravel())[0, 1] for band in (0, 2, 3, 4)]
    assert math.isnan(sums.band_correlation[1])
    assert sums.correlation == pytest.approx(np.mean(expected), rel=1e-9)


def test_bands_score_as_images_of_one_band(pair):
    prediction, reference = pair
    sums = error_sums(prediction, reference)
    for band in range(5):
        alone = error_sums(prediction[[band]], reference[[band]])
        assert sums.band_psnr[band] == pytest.approx(alone.psnr, rel=1e-12)
        assert sums.band_ssim[band] == pytest.approx(alone.ssim, rel=1e-12)
        assert sums.band_mae[band] == pytest.approx(alone.mae, rel=1e-12)
        assert sums.band_rmse[band] == pytest.approx(alone.rmse, rel=1e-12)


def test_classes_of_pixels_score_as_if_each_were_asked_for_alone(pair):
    cloud = np.zeros(pair[0].shape[1:], bool)
    cloud[10:30, 5:40] = True
    found = class_sums(*pair, {"all": None, "cloud": cloud, "clear": ~cloud})
    assert found["cloud"] == error_sums(*pair, valid=cloud)
    assert found["all"] == error_sums(*pair)
    joined = found["cloud"] + found["clear"]
    assert joined.pixels == found["all"].pixels
    assert joined.psnr == pytest.approx(found["all"].psnr, rel=1e-12)


def test_zero_spectra_are_counted():
    image = np.full((2, 4, 4), 0.2)
    image[:, 0, :3] = 0
    assert error_sums(image, np.full((2, 4, 4), 0.3)).zero_spectra == 3
