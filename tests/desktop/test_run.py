"""Remove clouds by mouse, from the toolbox to the comparison."""

from __future__ import annotations

import re
import warnings

import numpy as np
import pytest
from desktop.toolbox import DIALOG, fill_in, open_remove_clouds, progress, start, wait_for_end
from desktop.window import point
from osgeo import gdal

CLOUDY, TRUTH = "Cloudy", "Without clouds (the truth)"
"""Names of layers in the sample project."""

EARLIER = ("Five weeks earlier", "Radar five weeks earlier")

LONGEST_STALL = 0.2
"""Seconds for which the window may not answer while a run goes on."""


def stalls(window, doing):
    """Return the stalls that are too long, and say the longest.

    What the machine kept the main thread from running is left out: what counts is how long it was busy, or waited for
    Python in another thread. That thread may have been kept from running as well, so a machine that is so busy with
    other things proves nothing; then there is a warning instead.
    """
    found = window.ask("stalls")
    assert found["beats"] > 2 * found["seconds"], "the pulse was not measured"
    print(f"\n{doing}: longest stalls in {found['seconds']:.0f} s [own, whole, when, busy]: {found['gaps'][:3]}")
    long = [gap for gap in found["gaps"] if gap[0] > LONGEST_STALL]
    if long and max(whole - own for own, whole, *_ in found["gaps"]) > LONGEST_STALL:
        warnings.warn(f"{doing}: this machine is too busy to tell whether the window stalled: {long}", stacklevel=2)
        return []
    return long


def left_behind(*folders):
    """Return what a run of Unveil has written there and not taken away."""
    return [
        path.name for folder in folders for path in folder.iterdir() if "unveil" in path.name or ".part" in path.name
    ]


def test_a_run_goes_on_in_the_background_and_is_cancelled_by_mouse(qgis, long_scene, temporary, tmp_path):
    radar, optical = long_scene
    window = qgis(long_scene)
    output = tmp_path / "cancelled.tif"
    open_remove_clouds(window)
    fill_in(window, optical.stem, radar.stem, output)
    window.ask("stalls", reset=True)
    start(window)
    shown = progress(window, 20)
    assert len(shown) > 2 and shown == sorted(shown)
    assert left_behind(temporary, tmp_path), "the run writes beside its output"
    before = window.ask("canvas")
    x, y = point(before, 0.1, 0.95)
    window.drag((x, y), (x + 80, y - 40))
    panned = window.until(lambda: changed(window, before["extent"]), 10, "the map to move")
    window.mouse("mousemove", x, y, "click", 4)
    zoomed = window.until(lambda: changed(window, panned), 10, "the map to zoom")
    assert zoomed[2] - zoomed[0] < 0.9 * (panned[2] - panned[0])
    assert window.ask("run")["tasks"], "the run went on"
    window.picture("running")
    too_long = stalls(window, "the long scene, panned and zoomed")
    window.click(window.find(kind="QPushButton", text="Cancel", within=DIALOG))
    wait_for_end(window, 30)
    window.picture("cancelled")
    assert not output.exists() and left_behind(temporary, tmp_path) == []
    assert sorted(layer["name"] for layer in window.ask("layers")) == [radar.stem, optical.stem]
    assert too_long == []


def changed(window, extent):
    now = window.ask("canvas")["extent"]
    return now if now != pytest.approx(extent) else None


def test_a_run_ends_with_a_result_that_is_compared_with_its_input(qgis, sample_project, temporary, tmp_path):
    optical, reference = (sample_project.with_name(name) for name in ("s2_cloudy.tif", "s2_clear.tif"))
    window = qgis([sample_project])
    output = tmp_path / "result.tif"
    open_remove_clouds(window)
    fill_in(window, CLOUDY, "Radar (VV, VH)", output)
    window.picture("dialog")
    window.ask("stalls", reset=True)
    start(window)
    log = wait_for_end(window)
    assert re.search(r"[1-9] tiles? predicted", log) and "finished" in log
    result = window.until(lambda: layer_of(window, output), 20, "the result")
    too_long = stalls(window, "the sample scene, with its result loaded")
    given = layer_of(window, optical)
    for key in ("renderer", "used", "stretch", "bands"):
        assert result[key] == given[key], key
    assert gdal.Open(str(output)).RasterXSize == 512 and left_behind(temporary, tmp_path) == []
    window.click(window.find(kind="QPushButton", text="Close", within=DIALOG))
    use_comparison(window, result["name"], {CLOUDY: optical, result["name"]: output, TRUTH: reference})
    assert too_long == []


def layer_of(window, path):
    return next((layer for layer in window.ask("layers") if layer["source"] == str(path)), None)


def use_comparison(window, after, files):
    window.click(window.find(kind="QPushButton", text="Compare before and after", within="QgsMessageBar"))
    state = window.until(lambda: drawn(window), 20, "the comparison")
    assert (state["before"], state["after"], state["fraction"]) == (CLOUDY, after, 0.5)
    window.picture("compared")
    drag_divider(window, 0.5, 0.25)
    assert window.ask("comparison")["fraction"] == pytest.approx(0.25, abs=0.02)
    window.key("Right", "Right", "Right")
    assert window.ask("comparison")["fraction"] == pytest.approx(0.31, abs=0.02)
    click_pixel(window, files)
    follow_the_map(window)
    window.choose(window.find(kind="QComboBox", text="left and right"), "above and below")
    window.until(lambda: not window.ask("comparison")["vertical"], 5, "the divider to lie flat")
    x, y = point(window.ask("canvas"), 0.5, 0.31)
    window.drag((x, y), (x, y + 200))
    assert window.ask("comparison")["fraction"] > 0.5
    window.picture("flat")
    window.click(window.find(kind="QCheckBox", text="Flicker..."), across=0.1)
    seen = set()
    window.until(lambda: seen.add(window.ask("comparison")["only"]) or {"before", "after"} <= seen, 10, "flicker")
    window.click(window.find(kind="QCheckBox", text="Flicker..."), across=0.1)
    window.click(window.item(after, within="QgsLayerTreeView"))
    window.key("ctrl+d")
    confirm = window.until(
        lambda: window.find_now(kind="QPushButton", text="OK", within="QMessageBox"), 10, "a question"
    )
    window.click(confirm[0])
    window.until(lambda: not window.ask("comparison")["active"], 10, "the comparison to end with its layer")
    assert layer_names(window) == {CLOUDY, TRUTH, "Cloud mask", "Radar (VV, VH)", *EARLIER}
    window.picture("ended")


def drawn(window):
    state = window.ask("comparison")
    return state if state["active"] and state["drawn"] and not window.ask("canvas")["drawing"] else None


def drag_divider(window, start_at, end_at):
    place = window.ask("canvas")
    window.drag(point(place, start_at, 0.3), point(place, end_at, 0.3))


def click_pixel(window, files):
    """The plot shows the numbers that are in the files."""
    place = window.ask("canvas")
    x, y = point(place, 0.72, 0.8)
    window.mouse("mousemove", x, y, "sleep", "0.1", "click", 1)
    window.until(lambda: window.ask("comparison")["lines"], 10, "spectra")
    window.choose(window.find(kind="QgsMapLayerComboBox", text="", within="UnveilCompare"), TRUTH)
    lines = window.until(lambda: three_lines(window), 10, "the reference's spectrum")
    assert [name for name, _ in lines] == list(files)
    left, bottom, right, top = place["extent"]
    east = left + (x - place["x"] + 0.5) / place["width"] * (right - left)
    north = top - (y - place["y"] + 0.5) / place["height"] * (top - bottom)
    for name, line in lines:
        data = gdal.Open(str(files[name]))
        origin = data.GetGeoTransform()
        column, row = int((east - origin[0]) / 10), int((north - origin[3]) / -10)
        near = data.ReadAsArray(column - 1, row - 1, 3, 3).reshape(13, 9)
        values = np.array([value for _, value in line])
        assert (near == values[:, None]).all(axis=0).any(), "no pixel near the click has this spectrum"
    window.picture("spectra")


def layer_names(window):
    return {layer["name"] for layer in window.ask("layers")}


def three_lines(window):
    lines = window.ask("comparison")["lines"]
    return lines if len(lines) == 3 else None


def follow_the_map(window):
    """Zooming in with the wheel draws both layers anew."""
    place = window.ask("canvas")
    before = window.ask("comparison")["extents"]
    x, y = point(place, 0.7, 0.5)
    window.mouse("mousemove", x, y, "click", 4)
    window.until(
        lambda: all(now[1] - now[0] < 0.9 * (old[1] - old[0]) for now, old in zip(extents(window), before)), 15, "zoom"
    )
    window.until(lambda: drawn(window), 15, "the new pictures")


def extents(window):
    return window.ask("comparison")["extents"]
