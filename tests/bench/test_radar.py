"""What the radar is worth on real ground: below thick cloud, and where half of a scene is hidden.

Scores are those of skimage on values / 10000 clipped to 0..1, over the pixels that are hidden.
"""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.patches import CLOUDY, NEARLY_CLEAR
from scipy.ndimage import gaussian_filter
from skimage.metrics import structural_similarity
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from unveil.engine.ground.plain import plain_scene
from unveil.engine.ground.radar_features import radar_features
from unveil.engine.training.jobs.publish import network_on_whole
from unveil.engine.training.loop.triplet_scores import read_triplets, restore_with, thick_cloud, triplet_inputs
from unveil.models.predictor import load_predictor
from unveil.models.registry import list_models


def similarity(image, truth, where):
    image, truth = (np.clip(dn / 10000, 0, 1) for dn in (image, truth))
    settings = {"data_range": 1.0, "gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
    pixels = structural_similarity(truth, image, channel_axis=0, full=True, **settings)[1]
    return pixels[:, where].mean()


def decibels(image, truth, where):
    return -10 * np.log10(((np.clip(image, 0, 10000) - truth)[:, where] ** 2).mean() / 1e8)


def taught_by_the_truth(triplet, without):
    """Return `without` and what a regression from radar adds that knows the truth of three quarters of the image.

    Blocks of 32 pixels are predicted from the other folds; a flat offset of colour is no part of it. An upper mark for
    what the radar of such an image can tell (ridge regression, scikit-learn).
    """
    features = radar_features(triplet.radar)
    design = features.reshape(len(features), -1).T
    rest = (triplet.clear - without).reshape(13, -1).T
    rest = rest - rest.mean(axis=0)
    rows, columns = np.indices(triplet.codes.shape) // 32
    fold = np.random.default_rng(0).permutation(rows.max() * 8 + 8)[rows * 8 + columns].ravel() % 4
    added = np.zeros_like(rest)
    for index in range(4):
        model = make_pipeline(StandardScaler(), Ridge(30)).fit(design[fold != index], rest[fold != index])
        added[fold == index] = model.predict(design[fold == index])
    return without + added.T.reshape(without.shape)


@pytest.mark.parametrize("card", list_models(), ids=lambda card: card.id)
def test_a_shipped_model_uses_the_radar_below_thick_cloud(card, real_data, capsys) -> None:
    network, prior = network_on_whole(load_predictor(card, "cpu")), np.array(card.prior)
    gains = {}
    for triplet in read_triplets(real_data / "validation", CLOUDY):
        thick = thick_cloud(triplet)
        if thick.mean() >= 0.05:
            made, without = (
                restore_with(network, triplet_inputs(triplet, prior, with_radar=given)) for given in (True, False)
            )
            images = (made, taught_by_the_truth(triplet, without), without)
            scores = [similarity(image, triplet.clear, thick) for image in images]
            gains[triplet.name] = np.array(scores[:2]) - scores[2]
    gain, known = np.mean(list(gains.values()), axis=0)
    with capsys.disabled():
        each = ", ".join(f"{name} {ours:+.3f} of {most:+.3f}" for name, (ours, most) in gains.items())
        print(f"\n{card.id}: radar adds {gain:+.4f} SSIM below thick cloud, knowing the truth {known:+.4f} ({each})")
    assert gain > 0.014
    assert gain > 0.7 * known


def test_the_clear_half_of_a_scene_tells_how_the_radar_of_the_hidden_half_is_read(real_data, capsys) -> None:
    rows = []
    for triplet in read_triplets(real_data / "validation", (*CLOUDY, *NEARLY_CLEAR)):
        fractal = gaussian_filter(np.random.default_rng(7).standard_normal(triplet.codes.shape), 24)
        hidden = fractal > np.median(fractal)
        valid = np.ones_like(hidden)
        prior = np.full(13, 1500.0)
        colour, drawn = (
            plain_scene(triplet.clear, hidden.astype(np.uint8), valid, radar, prior)
            for radar in (np.full_like(triplet.radar, np.nan), triplet.radar)
        )
        rows.append(
            [score(image, triplet.clear, hidden) for score in (decibels, similarity) for image in (colour, drawn)]
        )
        with capsys.disabled():
            before, after = (f"{psnr:5.2f} dB / {ssim:.3f}" for psnr, ssim in zip(rows[-1][:2], rows[-1][2:]))
            print(f"\n{triplet.name:26s} colour {before}, with radar {after}", end="")
    colour_db, drawn_db, colour_ssim, drawn_ssim = np.mean(rows, axis=0)
    assert drawn_db > colour_db + 0.7
    assert drawn_ssim > colour_ssim + 0.008
