from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.training.detector.scenes import UNKNOWN, CellScene, clear_scenes
from unveil.engine.training.detector.scores import planted_scores, rows, score_of, summary
from unveil.models.cloud_detector import BANDS


def test_shares_are_those_of_the_cells_that_count():
    scene = CellScene("a", "a", "L1C", np.zeros((len(BANDS), 1, 8), np.float32), np.zeros((1, 8), np.uint8), True)
    labels = np.array([[0, 0, 0, 0, 1, 2, 3, UNKNOWN]], np.uint8)
    found = np.array([[0, 1, 3, 0, 2, 0, 3, 1]], np.uint8)
    score = score_of(scene, labels, found)
    assert (score.cloud, score.shadow, score.false_cloud, score.false_shadow, score.thick) == (0.5, 1, 0.25, 0.25, 0)
    assert summary([score, score]) == {
        "cloud": 50.0, "thick": 0.0, "shadow": 100.0, "false_cloud": 25.0, "false_shadow": 25.0
    }  # fmt: skip


def test_a_detector_that_sees_nothing_scores_nothing(folder):
    scenes = clear_scenes(folder)

    def nothing(image):
        return np.zeros(image.shape[1:], np.uint8)

    table = rows(scenes, nothing, {"coasts": ("coast",)})
    assert [row["name"] for row in table] == [
        "clear", "clear, coasts", "below planted clouds, L1C", "below planted clouds, L2A"
    ]  # fmt: skip
    assert table[0] == {"name": "clear", "images": 3, "places": 3, "false_cloud": 0, "false_shadow": 0}
    assert table[2]["cloud"] == 0 and table[2]["false_cloud"] == 0


def test_planted_clouds_are_the_same_each_time(folder):
    scenes = clear_scenes(folder)[:1]
    seen = []
    for _ in range(2):
        planted_scores(scenes, lambda image: seen.append(image) or np.ones(image.shape[1:], np.uint8), seed=4)
    np.testing.assert_array_equal(seen[0], seen[1])
    assert not np.array_equal(seen[0], scenes[0].reflectance)
    assert planted_scores(scenes, lambda image: np.ones(image.shape[1:], np.uint8))[0].cloud == pytest.approx(1)
