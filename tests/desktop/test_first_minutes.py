"""The first minutes of a new user: a fresh profile, the dock, and few clicks to a compared result."""

from __future__ import annotations

import shutil

import pytest
from desktop.test_run import drawn, stalls
from osgeo import gdal, osr

DOCK = "UnveilDock"
MOST_CLICKS = {"sample": 8, "files": 12}


def remove_and_compare(window, name):
    """Press Run in the dock, watch, and press Compare; return the layers (scene, result) as the reporter tells them."""
    window.until(lambda: window.find_now(name="UnveilEstimate", text="Estimate: ..."), 120, "an estimate")
    window.picture(f"{name}_steps")
    window.ask("stalls", reset=True)
    window.click(window.find(name="UnveilRun"))
    window.until(lambda: window.ask("dock")["running"], 30, "the run to begin")
    seen = []

    def ended():
        state = window.ask("dock")
        if state["running"] and state["preview"] and not seen:
            seen.append(window.picture(f"{name}_running"))
        return not state["running"]

    window.until(ended, 300, "the run to end")
    window.until(lambda: window.ask("dock")["pair"], 30, "the result")
    too_long = stalls(window, f"the dock on {name}, with its preview")
    window.picture(f"{name}_result")
    window.click(window.find(kind="QPushButton", text="Compare", within=DOCK))
    window.until(lambda: drawn(window), 30, "the comparison")
    window.picture(f"{name}_compared")
    before, after = window.ask("dock")["pair"]
    assert too_long == []
    layers = {layer["name"]: layer for layer in window.ask("layers")}
    state = window.ask("comparison")
    assert (state["before"], state["after"]) == (before, after)
    return layers[before], layers[after]


def assert_true_colour(window, *layers):
    assert all(layer["used"] == [4, 3, 2] for layer in layers), layers
    assert layers[0]["stretch"] == layers[-1]["stretch"]
    said = window.said()
    assert "Traceback" not in said and "Fatal" not in said, said


def set_crs(path):
    """Put a raster that has lost its place somewhere; nothing is cleaned without a place."""
    raster = gdal.Open(str(path), gdal.GA_Update)
    if not raster.GetProjection():
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(32631)
        raster.SetProjection(reference.ExportToWkt())
        raster.SetGeoTransform((500000, 10, 0, 5000000, 0, -10))
    raster = None


def test_from_the_first_start_to_a_compared_result_on_the_sample(qgis):
    window = qgis([])
    window.picture("sample_start")
    window.clicks = 0
    window.click(window.find(kind="QPushButton", text="Open the sample scene"))
    window.until(lambda: window.find_now(name="UnveilRun"), 60, "the steps")
    scene, result = remove_and_compare(window, "sample")
    assert window.clicks <= MOST_CLICKS["sample"], window.clicks
    assert result["name"].startswith("Cloudy, ") and result["bands"] == 13
    assert_true_colour(window, scene, result)


@pytest.mark.parametrize("place", ["sample", "0581", "5278"])
def test_from_the_first_start_to_a_compared_result_on_two_files(qgis, place, sample_project, tmp_path, request):
    folder = sample_project.parent
    if place != "sample":
        folder = request.getfixturevalue("real_data") / "validation" / place
        if not folder.is_dir():
            pytest.skip(f"no scene {place}")
    files = []
    for name in ("s2_cloudy.tif", "s1.tif"):
        files.append(tmp_path / name)
        shutil.copy(folder / name, files[-1])
        set_crs(files[-1])
    window = qgis([])
    window.clicks = 0
    window.click(window.find(kind="QPushButton", text="Open a scene and its radar ..."))
    window.find(kind="QFileDialog")
    window.type(" ".join(f'"{path}"' for path in files))
    window.key("Return")
    window.until(lambda: window.find_now(name="UnveilRun"), 60, "the steps")
    scene, result = remove_and_compare(window, f"files_{place}")
    assert window.clicks <= MOST_CLICKS["files"], window.clicks
    assert scene["name"] == "s2_cloudy"
    assert_true_colour(window, scene, result)
