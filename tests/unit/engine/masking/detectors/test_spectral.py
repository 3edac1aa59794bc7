from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import grey_dilation, grey_erosion
from scipy.signal import convolve2d, medfilt2d

from unveil.engine.masking.detectors.spectral import ShadowStatistics, shadow_statistics, spectral_mask


def published(dn):
    """The detector as its paper tells it, on a whole patch, straightforwardly and zero-padded: -1, 0, 1."""
    r = dn.astype(float) / 10000
    b1, b2, b3, b4, b8, b10, b11 = r[[0, 1, 2, 3, 7, 10, 11]]

    def rescale(x, a, b):
        return (x - a) / (b - a)

    ndsi = (b3 - b11) / np.where(b3 + b11 == 0, 0.001, b3 + b11)
    score = np.minimum.reduce(
        [
            np.ones_like(b2),
            rescale(b2, 0.1, 0.5),
            rescale(b1, 0.1, 0.3),
            rescale(b1 + b10, 0.15, 0.2),
            rescale(b4 + b3 + b2, 0.2, 0.8),
            rescale(ndsi, 0.8, 0.6),
        ]
    )
    score = grey_erosion(grey_dilation(score, size=(5, 5)), size=(5, 5))
    score = np.clip(convolve2d(score, np.ones((7, 7)) / 49, mode="same"), 1e-5, 1)
    csi = (b8 + b11) / 2
    t3 = csi.min() + 3 / 4 * (csi.mean() - csi.min())
    t4 = b2.min() + 5 / 6 * (b2.mean() - b2.min())
    shadow = medfilt2d(((csi < t3) & (b2 < t4)).astype(float), 5)
    return np.where(score >= 0.2, 1, np.where(shadow > 0.5, -1, 0))


def cloudy(height, width, seed):
    """Return DN with smooth bright and dark places, [13, height, width]."""
    from scipy.ndimage import gaussian_filter

    generator = np.random.default_rng(seed)
    level = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000.0])[:, None, None]
    matte = gaussian_filter(generator.normal(0, 1, (height, width)), 9)
    matte = np.clip(matte / matte.std(), 0, 2) / 2
    shade = gaussian_filter(generator.normal(0, 1, (height, width)), 9)
    shade = 1 - 0.7 * np.clip(shade / shade.std() - 0.5, 0, 1)
    ground = level * generator.uniform(0.8, 1.2, (13, height, width)) * shade
    return (ground * (1 - matte) + 6000 * matte).astype(np.uint16)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_mask_is_the_published_one_away_from_the_border(seed):
    dn = cloudy(150, 170, seed)
    codes = {0: 0, 1: 1, 3: -1}
    ours = np.vectorize(codes.get)(spectral_mask(dn))
    theirs = published(dn)
    assert 0.05 < (theirs == 1).mean() < 0.9 and (theirs == -1).mean() > 0.01
    inner = (slice(7, -7), slice(7, -7))
    # Float32 against float64 may decide a pixel that lies on a threshold.
    assert (ours[inner] != theirs[inner]).sum() <= 2


def test_the_mask_is_the_published_one_on_real_patches(real_data, read_raster):
    for patch in sorted((real_data / "validation").iterdir()):
        dn = read_raster(patch / "s2_cloudy.tif")
        ours = np.vectorize({0: 0, 1: 1, 3: -1}.get)(spectral_mask(dn))
        same = (ours == published(dn))[7:-7, 7:-7]
        assert same.mean() > 0.9999, patch.name


def test_shadow_statistics_add_up_over_pieces():
    dn = cloudy(64, 64, 3).astype(np.float32) / 10000
    valid = np.random.default_rng(0).random((64, 64)) > 0.3
    bands = dn[1], dn[7], dn[11]
    whole = shadow_statistics(*bands, valid)
    pieces = sum(
        (
            shadow_statistics(*(band[row : row + 10] for band in bands), valid[row : row + 10])
            for row in range(0, 64, 10)
        ),
        ShadowStatistics(),
    )
    assert pieces.count == whole.count == valid.sum()
    assert pieces.csi_min == whole.csi_min and pieces.blue_min == whole.blue_min
    assert pieces.csi_mean == pytest.approx(whole.csi_mean, rel=1e-12)
    assert pieces.blue_mean == pytest.approx(dn[1][valid].astype(float).mean(), rel=1e-12)


def test_invalid_pixels_are_class_255_and_do_not_move_the_shadow_thresholds():
    dn = cloudy(80, 80, 1)
    valid = np.ones((80, 80), bool)
    valid[:, 60:] = False
    hidden = dn.copy()
    hidden[:, ~valid] = 0
    with_zeros = spectral_mask(hidden, valid)
    assert (with_zeros[~valid] == 255).all()
    np.testing.assert_array_equal(with_zeros[:, :50], spectral_mask(dn[:, :, :60])[:, :50])


def test_snow_is_no_cloud():
    dn = np.zeros((13, 30, 30), np.uint16)
    dn[:9] = 8000
    dn[[10, 11, 12]] = [[[20]], [[500]], [[400]]]
    assert not (spectral_mask(dn) == 1).any()
    dn[11] = 6000
    assert (spectral_mask(dn) == 1).all()
