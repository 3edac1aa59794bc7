"""Rates and weights as functions of progress."""

from __future__ import annotations

import pytest

from unveil.engine.training.loop.schedules import cosine_rate, joint_weights, stepped_rate


def test_cosine_rises_in_a_line_and_falls_in_a_wave() -> None:
    assert [cosine_rate(step, 4, 0, 1.0, 0.0) for step in range(4)] == [0.25, 0.5, 0.75, 1.0]
    assert cosine_rate(10, 4, 0.5, 1.0, 0.2) == pytest.approx(0.6)
    assert cosine_rate(10, 4, 1.5, 1.0, 0.2) == pytest.approx(0.2)


def test_steps_are_those_of_thirty_epochs_halved_every_five() -> None:
    epochs = [stepped_rate(epoch / 30, 1e-4, falls=5, factor=0.5) for epoch in (0, 4, 5, 9, 10, 25, 29, 30)]
    assert epochs == pytest.approx([1e-4, 1e-4, 5e-5, 5e-5, 2.5e-5, 3.125e-6, 3.125e-6, 3.125e-6])


def test_joint_objective_begins_with_the_image_and_adds_the_rest() -> None:
    early, half, late = joint_weights(0.1), joint_weights(0.25), joint_weights(0.4)
    assert early == {"absolute": 1.0, "dissimilarity": 0.2, "divergence": 0.0, "angle": 0.0, "sharpness": 0.0}
    assert half["divergence"] == pytest.approx(5e-4) and half["angle"] == pytest.approx(0.05)
    assert late == {"absolute": 1.0, "dissimilarity": 0.2, "divergence": 1e-3, "angle": 0.1, "sharpness": 0.05}
    assert joint_weights(1.0) == late and joint_weights(0.0) == early
