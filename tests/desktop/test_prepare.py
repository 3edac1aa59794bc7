"""Preparing radar and optical from their dialogs, as the start page and the menu open them, by mouse."""

from __future__ import annotations

import pytest
from desktop.toolbox import DIALOG, wait_for_end


@pytest.mark.parametrize(
    "title, label, file, bands, name",
    [
        ("Prepare Sentinel-1 ...", "Sentinel-1 radar", "s1.tif", [1, 2, 3], "s1.tif prepared"),
        (
            "Prepare Sentinel-2 ...",
            "Sentinel-2 product or raster",
            "s2_cloudy.tif",
            [4, 3, 2],
            "s2_cloudy.tif prepared",
        ),
    ],
)
def test_a_raster_is_prepared_with_what_the_dialog_begins_with(qgis, sample_project, title, label, file, bands, name):
    window = qgis([sample_project])
    window.menu("Raster", "Unveil", title)
    window.find(60, kind=DIALOG)
    window.click(window.parameter(label))
    window.type(str(sample_project.with_name(file)))
    window.click(window.find(kind="QPushButton", text="Run", within=DIALOG))
    window.until(lambda: "finished" in wait_for_end(window), 60, "the end of the run")
    made = window.until(lambda: [each for each in window.ask("layers") if each["name"] == name], 20, "the layer")
    assert len(made) == 1 and made[0]["used"] == bands and made[0]["valid"]
    window.click(window.find(kind="QPushButton", text="Close", within=DIALOG))
    window.until(lambda: not window.ask("canvas")["drawing"], 20, "the map")
    window.picture(f"prepared_{file}")
    assert "Traceback" not in window.said(), window.said()
