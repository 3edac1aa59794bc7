"""Shipped models print no pattern: on flat ground below cloud nothing comes back at a fixed step."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from unveil.models.card import read_card
from unveil.models.predictor import load_predictor

pytest.importorskip("onnxruntime")

ZOO = Path(__file__).resolve().parents[3] / "models" / "zoo"
SHIPPED = sorted(
    path.parent.name for path in ZOO.glob("*/card.toml") if read_card(path).inputs[:2] == ("optical", "radar")
)
EDGE = 32


def pattern(residual, step):
    """Return the amplitude of what repeats every `step` pixels: the deviation of the mean over all repetitions.

    residual [bands, n, n]; what chance alone leaves of its noise is taken off.
    """
    side = residual.shape[-1] // step * step
    cut = residual[:, :side, :side].reshape(len(residual), side // step, step, side // step, step)
    folded = cut.mean(axis=(1, 3))
    chance = cut.var(axis=(1, 3)).mean(axis=(1, 2)) / (side // step) ** 2
    found = folded.reshape(len(residual), -1).var(axis=1)
    # The variance of noise that is correlated over neighbours is a few times that of white noise.
    return float(np.sqrt(np.maximum(found - 12 * chance, 0)).max())


def test_a_dot_matrix_is_found_in_noise():
    generator = np.random.default_rng(0)
    noise = generator.normal(0, 0.3, (2, 192, 192))
    assert pattern(noise, 10) == 0
    noise[:, ::10, ::10] += 1.0
    assert pattern(noise, 10) > 0.05


def flat_inputs(card, speckle):
    """A flat scene, relative values 0 or its typical spectrum, all below thick cloud but for a frame."""
    side, generator = card.tile, np.random.default_rng(3)
    ground = np.zeros((len(card.bands), side, side), np.float32)
    if not card.scaling.relative:
        ground += np.array(card.prior, np.float32)[:, None, None] / 10000
    decibels = np.stack([np.full((side, side), -11.0), np.full((side, side), -17.5)])
    decibels = decibels + speckle * generator.normal(0, 1.5, decibels.shape)
    mask = np.zeros((1, side, side), np.float32)
    mask[:, 4:-4, 4:-4] = 1
    cloud = np.where(mask > 0, np.float32(6), ground) if card.scaling.relative else np.where(mask > 0, 0.6, ground)
    inputs = {"optical": cloud, "radar": card.scaling.radar(decibels), "mask": mask, "background": ground}
    return {name: inputs[name][None].astype(np.float32) for name in card.inputs}, ground


@pytest.mark.parametrize("name", SHIPPED)
def test_flat_ground_has_no_pattern(name):
    card = read_card(ZOO / name / "card.toml")
    predictor = load_predictor(card, "cpu")
    unit = 1.0 if card.scaling.relative else 0.04
    for speckle, least in ((0.0, 0.04), (1.0, 0.06)):
        inputs, ground = flat_inputs(card, speckle)
        residual = (predictor.predict(inputs)[0] - ground)[:, EDGE:-EDGE, EDGE:-EDGE] / unit
        amplitudes = {step: pattern(residual, step) for step in (2, 4, 8, 10, 16, 32)}
        assert max(amplitudes.values()) < least, (speckle, amplitudes)
