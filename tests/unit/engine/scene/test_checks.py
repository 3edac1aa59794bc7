from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.scene.door import SceneRequest, open_scene
from unveil.engine.scene.mask import Masking, MaskReading, describe_mask
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.workplace import Workplace


@pytest.fixture
def faults(scene_files, raster_file, read_raster, tmp_path):
    """A function that returns what is said of a mask over a scene whose upper left quarter is cloud."""
    optical, radar, _ = scene_files(60, 80)
    dn = read_raster(optical)
    dn[:, :30, :40] += 4000
    optical = raster_file("cloudy.tif", dn)

    def said(mask, **reading):
        path = raster_file("m.tif", np.asarray(mask, np.uint8)[None])
        masking = Masking(describe_mask(path), reading=MaskReading(**reading))
        request = SceneRequest(describe(optical), describe(radar), masking)
        return open_scene(request, SENTINEL2, Workplace(str(tmp_path), Feedback())).faults

    return said


def cloud():
    mask = np.zeros((60, 80))
    mask[:30, :40] = 1
    return mask


def test_a_mask_that_fits_is_not_talked_about(faults):
    assert faults(cloud()) == ()


def test_an_inverted_mask_is_told_by_what_is_darker(faults):
    (darker,) = [each for each in faults(1 - cloud()) if "darker" in each]
    assert "inverted" in darker
    assert faults(1 - cloud(), coding="clear") == ()


def test_a_mask_of_nothing_and_of_everything_is_told(faults):
    (nothing,) = faults(np.zeros((60, 80)))
    assert "marks nothing" in nothing
    assert "nothing of it is clear" in faults(np.ones((60, 80)))[0]


def test_a_clear_scene_is_no_fault_of_the_detector(scene_files, tmp_path):
    optical, radar, _ = scene_files(60, 80)
    said, warned = [], []
    feedback = Feedback()
    feedback.info, feedback.warn = said.append, warned.append
    request = SceneRequest(describe(optical), describe(radar), Masking(method="spectral"))
    scene = open_scene(request, SENTINEL2, Workplace(str(tmp_path), feedback))
    assert scene.faults == () and warned == []
    assert said[-1].startswith("No cloud was found: the scene is clear") and scene.mask_origin.startswith("detector")


def test_a_mask_of_most_of_the_scene_is_told(faults):
    mask = np.ones((60, 80))
    mask[:, :20] = 0
    assert "75 % of the scene" in faults(mask)[0]


def test_shadow_alone_is_no_inverted_mask(faults):
    mask = np.zeros((60, 80))
    mask[40:, 40:] = 3
    assert faults(mask) == ()
