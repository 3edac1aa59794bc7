"""A scene of which there is no radar at all."""

from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.sentinel.no_radar import NO_RADAR
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model

HEIGHT, WIDTH = 150, 190


class Heard(Feedback):
    def __init__(self):
        self.infos, self.warnings = [], []

    def info(self, text):
        self.infos.append(text)

    def warn(self, text):
        self.warnings.append(text)


@pytest.fixture
def restored(tmp_path, scene_files, read_raster):
    """A function that restores one scene with a radar, or none, and returns values, report and what was said."""
    mask = np.zeros((HEIGHT, WIDTH))
    mask[40:110, 60:140] = 1
    optical, _, mask = scene_files(HEIGHT, WIDTH, mask=mask)
    card = find_model("ground", [])

    def of(radar, name):
        heard, output = Heard(), str(tmp_path / name)
        files = SceneFiles(describe(optical), radar, describe(mask))
        report = remove_clouds(files, Restorer(load_predictor(card, "cpu"), RemovalSettings()), output, heard)
        return read_raster(output), report, heard

    return of


def test_it_is_restored_as_where_radar_holds_nothing_and_the_log_says_what_radar_would_add(restored, raster_file):
    holds_nothing = raster_file("nan.tif", np.full((2, HEIGHT, WIDTH), np.nan, np.float32))
    expected, _, of_nothing = restored(describe(holds_nothing), "a.tif")
    values, report, heard = restored(None, "b.tif")
    np.testing.assert_array_equal(values, expected)
    assert heard.warnings.count(NO_RADAR) == 1 and NO_RADAR in report.faults
    assert not [said for said in heard.infos + heard.warnings if "has no radar" in said or "radar is not used" in said]
    assert any("100 % of what was restored has no radar" in said for said in of_nothing.warnings)


def test_a_part_of_it_is_restored(tmp_path, scene_files, read_raster):
    from unveil.engine.scene.part import Part, rectangle

    mask = np.zeros((HEIGHT, WIDTH))
    mask[40:110, 60:140] = 1
    optical, _, mask = scene_files(HEIGHT, WIDTH, mask=mask)
    raster = describe(optical)
    west, north = raster.grid.place(50, 30)
    east, south = raster.grid.place(150, 120)
    part = Part((rectangle(west, south, east, north),), cut=True)
    files = SceneFiles(raster, None, describe(mask))
    predictor = load_predictor(find_model("ground", []), "cpu")
    remove_clouds(files, Restorer(predictor, RemovalSettings(part=part)), str(tmp_path / "part.tif"), Heard())
    assert read_raster(tmp_path / "part.tif").shape[1:] == (90, 100)
