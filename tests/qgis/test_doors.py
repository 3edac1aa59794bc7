"""One input, three doors: the command line, the dialog of the toolbox and a row of the batch table answer alike."""

from __future__ import annotations

import re

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn, radar_db
from qgis.core import QgsProcessingContext, QgsProject

from unveil.engine.commands.cli import main

WORDS = {
    "removeclouds": lambda p: [
        "remove",
        p["OPTICAL"],
        p["RADAR"],
        p["OUTPUT"],
        "--mask",
        p["MASK"],
        "--model",
        "ground",
    ],
    "maskclouds": lambda p: ["mask", p["INPUT"], p["OUTPUT"], "--method", "spectral"],
    "preparesentinel2": lambda p: ["prepare-s2", p["INPUT"], p["OUTPUT"]],
    "preparesentinel1": lambda p: ["prepare-s1", p["INPUT"], p["REFERENCE"], p["OUTPUT"]],
    "evaluate": lambda p: ["evaluate", p["PREDICTION"], p["REFERENCE"], "--json", p["JSON"]],
}
"""The command line of each algorithm's parameters."""


@pytest.fixture
def inputs(raster_file, tmp_path):
    """A function that returns the parameters of a row by its name."""
    dn, decibels = optical_dn(40, 50), radar_db(40, 50)
    mask = np.zeros((1, 40, 50), np.uint8)
    mask[0, 10:25, 10:30] = 1
    named = {"names": S2}
    files = {
        "s2": raster_file("s2.tif", dn, **named),
        "clear": raster_file("clear.tif", optical_dn(40, 50, 1), **named),
        "reflectance": raster_file("reflectance.tif", dn.astype(np.float32) / 10000, **named),
        "wrapped": raster_file("wrapped.tif", dn - np.uint16(1000), **named),
        "dark": raster_file("dark.tif", np.delete(dn // 10, 10, axis=0), names=[name for name in S2 if name != "B10"]),
        "s1": raster_file("s1.tif", decibels, names=["VV", "VH"]),
        "power": raster_file("power.tif", (10 ** (decibels / 10)).astype(np.float32), names=["VV", "VH"]),
        "hh": raster_file("hh.tif", decibels, names=["HH", "HV"]),
        "mask": raster_file("mask.tif", mask),
        "byte": raster_file("byte.tif", mask * 255),
        "fmask": raster_file("fmask.tif", mask * 3 + 1),
    }
    optical, radar, output = files["s2"], files["s1"], str(tmp_path / "out.tif")
    scene = {"OPTICAL": optical, "RADAR": radar, "MASK": files["mask"], "MODEL": "ground", "OUTPUT": output}
    rows = {
        ("removeclouds", name): {**scene, key: files[file]}
        for name, key, file in (
            ("right", "OPTICAL", "s2"),
            ("reflectance", "OPTICAL", "reflectance"),
            ("power", "RADAR", "power"),
            ("byte", "MASK", "byte"),
            ("wrapped", "OPTICAL", "wrapped"),
            ("dark", "OPTICAL", "dark"),
            ("hh", "RADAR", "hh"),
            ("fmask", "MASK", "fmask"),
        )
    }
    for name in ("s2", "wrapped", "dark"):
        rows["maskclouds", name] = {"INPUT": files[name], "METHOD": "spectral", "OUTPUT": output}
        rows["preparesentinel2", name] = {"INPUT": files[name], "OUTPUT": output}
        score = {"PREDICTION": files["clear"], "REFERENCE": files[name], "JSON": str(tmp_path / "scores.json")}
        rows["evaluate", name] = score
    for name in ("s1", "power", "hh"):
        rows["preparesentinel1", name] = {"INPUT": files[name], "REFERENCE": optical, "OUTPUT": output}
    return rows.__getitem__


@pytest.fixture
def answer(tmp_path, read_raster):
    """A function that returns what a run wrote, or the one sentence with which it was refused."""

    def read(succeeded, said):
        if not succeeded:
            sentence = re.sub(r"^unveil: ", "", " ".join(said.split()))
            assert sentence.endswith(".") and "Traceback" not in sentence
            return sentence
        if (tmp_path / "scores.json").exists():
            return (tmp_path / "scores.json").read_text()
        return read_raster(tmp_path / "out.tif")

    return read


@pytest.fixture
def panels(qgis_app, qgis_processing, qgis_iface, qgis_new_project, monkeypatch):
    """Functions that return an algorithm's values as its dialog and as its batch table give them."""
    from processing.gui import AlgorithmDialog, BatchAlgorithmDialog, BatchPanel, ParametersPanel

    for module in (AlgorithmDialog, BatchAlgorithmDialog, BatchPanel, ParametersPanel):
        monkeypatch.setattr(module, "iface", None)
    opened = []

    def dialog(algorithm, values):
        made = algorithm.createCustomParametersWidget(None) or AlgorithmDialog.AlgorithmDialog(algorithm, False, None)
        opened.append(made)
        made.mainWidget().setParameters(values)
        return {**made.mainWidget().createProcessingParameters(), **written(values)}

    def batch(algorithm, values):
        made = BatchAlgorithmDialog.BatchAlgorithmDialog(algorithm)
        opened.append(made)
        panel, context = made.mainWidget(), QgsProcessingContext()
        for name, value in values.items():
            if name not in written(values):
                panel.wrappers[0][panel.parameter_to_column[name]].setParameterValue(value, context)
        found, _ = panel.parametersForRow(0, context, QgsProject.instance(), False)
        return {**found, **written(values)}

    def written(values):
        return {name: values[name] for name in ("OUTPUT", "JSON") if name in values}

    yield dialog, batch
    for made in opened:
        made.close()


ROWS = [
    *(("removeclouds", name) for name in ("right", "reflectance", "power", "byte", "wrapped", "dark", "hh", "fmask")),
    *((name, case) for name in ("maskclouds", "preparesentinel2", "evaluate") for case in ("s2", "wrapped", "dark")),
    *(("preparesentinel1", name) for name in ("s1", "power", "hh")),
]


@pytest.mark.parametrize(("name", "case"), ROWS)
def test_every_door_gives_the_same_answer(name, case, inputs, answer, panels, log, tmp_path, capsys):
    from unveil.plugin.provider import UnveilProvider

    values = inputs((name, case))
    code = main([*WORDS[name](values), "--quiet"])
    said = [line for line in capsys.readouterr().err.splitlines() if not line.startswith("Warning: ")]
    assert len(said) == code
    expected = answer(code == 0, "".join(said))
    provider = UnveilProvider()
    provider.refreshAlgorithms()
    for panel in panels:
        for written in ("out.tif", "scores.json"):
            (tmp_path / written).unlink(missing_ok=True)
        algorithm, context = provider.algorithm(name).create(), QgsProcessingContext()
        given = panel(algorithm, values)
        succeeded, reason = algorithm.checkParameterValues(given, context)
        if succeeded:
            log.lines.clear()
            _, succeeded = algorithm.run(given, context, log)
            reason = next((line[len("ERROR ") :] for line in log.lines if line.startswith("ERROR ")), "")
        found = answer(succeeded, reason)
        if isinstance(expected, str):
            assert found == expected
        else:
            np.testing.assert_array_equal(found, expected)
