"""Algorithms out of QGIS's menu, not the toolbox."""

from __future__ import annotations

from desktop.test_run import layer_of
from desktop.toolbox import DIALOG, start, wait_for_end


def test_the_menu_opens_a_dialog_that_estimates_and_runs(qgis, sample_project):
    window = qgis([sample_project])
    window.menu("Raster", "Unveil", "Remove clouds ...")
    window.find(60, kind=DIALOG)
    window.until(
        lambda: window.find_now(kind="QLabel", name="UnveilEstimate", text="Estimate: ...", within=DIALOG),
        120,
        "an estimate",
    )
    window.picture("menu_dialog")
    window.click(window.find(kind="QPushButton", text="Close", within=DIALOG))
    window.menu("Raster", "Unveil", "Mask clouds ...")
    window.find(60, kind=DIALOG)
    start(window)
    assert "finished" in wait_for_end(window)
    window.picture("menu_mask")
    masks = [layer for layer in window.ask("layers") if layer["name"].startswith("Cloud mask of ")]
    assert len(masks) == 1 and layer_of(window, masks[0]["source"])["renderer"] == "paletted"
    assert "Traceback" not in window.said(), window.said()
