"""What the toolbox offers for the model that ships, and the mask over the map, by mouse."""

from __future__ import annotations

from desktop.window import point

MODEL = "Remove clouds and evaluate"
DESIGNER = "ModelerDialog"


def test_the_model_that_ships_opens_as_a_copy_in_the_designer(qgis, sample_project):
    window = qgis([sample_project])
    window.click(window.find(kind="QToolButton", text="Toolbox"))
    window.click(window.find(kind="QLineEdit", within="ProcessingToolbox"))
    window.type("remove clouds and")
    place = window.item(MODEL, within="ProcessingToolbox")
    window.mouse("mousemove", *point(place, 0.4), "click", 3)
    window.menu("Edit Model...")
    window.find(60, kind=DESIGNER)
    window.until(lambda: window.find_now(kind="QLineEdit", text=MODEL, within=DESIGNER), 20, "the model's name")
    window.picture("designer")
    assert "Traceback" not in window.said(), window.said()


def test_the_mask_is_seen_on_the_map_although_a_comparison_was_on(qgis):
    window = qgis([])
    window.click(window.find(kind="QPushButton", text="Open the sample scene"))
    window.until(lambda: window.find_now(name="UnveilRun"), 60, "the steps")
    window.until(lambda: window.ask("comparison")["drawn"], 60, "the comparison")
    window.until(lambda: window.find_now(name="UnveilEstimate", text="Estimate: ..."), 120, "an estimate")
    window.click(fold := window.find(name="UnveilStep_mask"), across=0.12, down=9 / fold["height"])
    window.click(window.find(kind="QPushButton", text="Show the mask on the map"))
    window.until(lambda: window.ask("dock")["running"], 30, "the detector to begin")
    window.until(lambda: not window.ask("dock")["running"], 120, "the mask")
    window.until(lambda: not window.ask("comparison")["active"], 20, "the comparison to end")
    window.until(lambda: not window.ask("canvas")["drawing"], 20, "the map")
    assert window.item("thin cloud", within="QgsLayerTreeView"), "the legend says what the colours mean"
    window.picture("mask")
