from __future__ import annotations

import numpy as np

from unveil.engine.training.detector.labels import Teachers, agreed, labels_of_difference, labels_of_fields
from unveil.engine.training.detector.scenes import UNKNOWN
from unveil.models.cloud_detector import BANDS


def test_planted_clouds_are_labelled_by_what_is_seen_through_them():
    opacity = np.array([0.0, 0.0, 0.07, 0.3, 0.3, 0.9])
    shadow = np.array([0.0, 0.5, 0.0, 0.0, 0.5, 0.5])
    np.testing.assert_array_equal(labels_of_fields(opacity[None], shadow[None])[0], [0, 3, UNKNOWN, 2, 2, 1])


def test_real_clouds_are_labelled_by_what_two_dates_differ_in():
    clear = np.full((len(BANDS), 40, 100), 0.15, np.float32)
    cloudy = clear.copy()
    cloudy[:, :, 20:40] = 0.6
    cloudy[:, :, 40:60] = 0.25
    cloudy[:, :, 60:80] = 0.05
    labels = labels_of_difference(cloudy, clear)
    for columns, code in ((slice(0, 14), 0), (slice(26, 34), 1), (slice(46, 54), 2), (slice(66, 74), 3)):
        assert (labels[:, columns] == code).all()
    assert (labels == UNKNOWN).any()


def test_a_teacher_who_disagrees_makes_a_label_unknown():
    labels = np.array([[0, 0, 1, 2, 2, 3, 3]], np.uint8)
    cloud = np.array([[0, 1, 1, 0, 0, 0, 1]], bool)
    shadow = np.array([[0, 0, 0, 0, 0, 1, 0]], bool)
    hazy = np.array([[0, 0, 0, 1, 0, 0, 0]], bool)
    found = agreed(labels, Teachers(cloud, shadow, hazy))
    np.testing.assert_array_equal(found, [[0, UNKNOWN, 1, 2, UNKNOWN, 3, UNKNOWN]])
