"""Each protocol counts the pixels that its paper's code counts."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.metrics import error_sums
from unveil.engine.evaluation.protocols import COVER_CLASSES, PROTOCOLS, cover_class, find_protocol


@pytest.fixture
def images():
    generator = np.random.default_rng(3)
    reference = generator.integers(0, 12000, (3, 160, 144)).astype(np.uint16)
    return np.clip(reference + generator.normal(0, 300, reference.shape), 0, None).astype(np.uint16), reference


def test_full_scores_everything_on_clipped_reflectance(images):
    sums = PROTOCOLS["full"].score(*images)
    prediction, reference = (np.clip(values / 10000, 0, 1) for values in images)
    assert sums.mae == pytest.approx(np.abs(prediction - reference).mean(), rel=1e-12)
    assert sums.ssim == pytest.approx(error_sums(prediction, reference).ssim, rel=1e-12)


def test_glf_cr_scores_the_middle_128_pixels(images):
    sums = PROTOCOLS["glf-cr"].score(*images)
    part = np.s_[:, 16:144, 8:136]
    expected = error_sums(images[0][part] / 10000, np.clip(images[1][part] / 10000, 0, 1))
    assert sums.pixels == 128 * 128
    assert sums.psnr == pytest.approx(expected.psnr, rel=1e-12)
    assert sums.similarities == 3 * 128 * 128


def test_uncrtaints_counts_ssim_to_the_border(images):
    assert PROTOCOLS["uncrtaints"].score(*images).similarities == images[0].size


def test_an_image_smaller_than_the_crop_is_refused(images):
    with pytest.raises(UnveilError, match="middle 128"):
        PROTOCOLS["glf-cr"].score(images[0][:, :100], images[1][:, :100])


def test_every_protocol_says_what_it_does():
    assert all(protocol.sentence.endswith(".") for protocol in PROTOCOLS.values())
    with pytest.raises(UnveilError, match="no protocol 'mean'; choose full"):
        find_protocol("mean")


@pytest.mark.parametrize(("percent", "name"), [(0, 0), (19.99, 0), (20, 1), (59.9, 2), (60, 3), (80, 4), (100, 4)])
def test_cloud_cover_falls_into_fifths(percent, name):
    assert cover_class(percent) == COVER_CLASSES[name]
