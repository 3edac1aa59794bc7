from __future__ import annotations

import json

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn
from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QThread


@pytest.fixture
def evaluate(qgis_processing):
    from unveil.plugin.algorithms.evaluate import Evaluate

    return Evaluate().create()


@pytest.fixture
def images(raster_file):
    clear = optical_dn(70, 80)
    cloudy = clear.copy()
    cloudy[:, 10:40, 10:50] = 7000
    result = clear.copy()
    result[:, 10:40, 10:50] += 200
    mask = np.zeros((1, 70, 80), np.uint8)
    mask[:, 10:40, 10:50] = 1
    named = (("result", result), ("clear", clear), ("cloudy", cloudy))
    files = {name: raster_file(f"{name}.tif", data, names=S2) for name, data in named}
    return {**files, "mask": raster_file("mask.tif", mask, nodata=255)}


def test_the_contract(evaluate):
    names = [definition.name() for definition in evaluate.parameterDefinitions()]
    assert names[:5] == ["PREDICTION", "REFERENCE", "CLOUDY", "MASK", "PROTOCOL"] and {"REPORT", "JSON"} <= set(names)
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for name in ("CLOUDY", "MASK", "REPORT", "JSON"):
        assert evaluate.parameterDefinition(name).flags() & optional
    protocol = evaluate.parameterDefinition("PROTOCOL")
    assert protocol.usesStaticStrings() and protocol.options() == ["full", "glf-cr", "uncrtaints"]
    assert {"PSNR", "SSIM", "SAM", "MAE"} <= {output.name() for output in evaluate.outputDefinitions()}


def test_the_protocols_are_those_of_the_engine():
    from unveil.engine.evaluation import protocols
    from unveil.plugin.algorithms import base

    assert tuple(protocols.PROTOCOLS) == base.PROTOCOLS


def test_numbers_come_as_outputs_and_files_when_asked_for(tmp_path, evaluate, run_in_background, images, log):
    values = {
        "PREDICTION": images["result"],
        "REFERENCE": images["clear"],
        "CLOUDY": images["cloudy"],
        "MASK": images["mask"],
        "REPORT": str(tmp_path / "r.html"),
        "JSON": str(tmp_path / "r.json"),
    }
    succeeded, results, _ = run_in_background(evaluate, values)
    assert succeeded, log.text
    share = 30 * 40 / (70 * 80)
    assert results["MAE"] == pytest.approx(0.02 * share, abs=1e-7)
    assert results["PSNR"] == pytest.approx(-10 * np.log10(0.02**2 * share), rel=1e-6)
    assert results["PIXELS"] == 70 * 80 and 0 < results["SSIM"] < 1 and results["SAM"] > 0
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["result"]["cloud"]["mae"] == pytest.approx(0.02, rel=1e-6)
    assert "do nothing" in (tmp_path / "r.html").read_text() and results["REPORT"] == str(tmp_path / "r.html")
    assert QThread.currentThread() not in log.threads


def test_the_mask_may_hold_probabilities_and_the_log_says_so(
    tmp_path, evaluate, run_in_background, images, raster_file, log
):
    probability = np.full((1, 70, 80), 0.25, np.float32)
    probability[:, 10:40, 10:50] = 0.625
    values = {"PREDICTION": images["result"], "REFERENCE": images["clear"], "MASK": raster_file("p.tif", probability)}
    succeeded, _, _ = run_in_background(evaluate, {**values, "MASK_THRESHOLD": 0.6, "JSON": str(tmp_path / "r.json")})
    assert succeeded, log.text
    assert "taken for cloud probability 0 to 1 (from 0.6 on is covered)" in log.text
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["mask_taken_for"] == "probability 0 to 1" and document["result"]["cloud"]["pixels"] == 30 * 40


def test_what_the_run_said_of_its_pixels_is_put_to_the_test(
    tmp_path, evaluate, run_in_background, images, raster_file, log
):
    inside = np.zeros((70, 80), bool)
    inside[10:40, 10:50] = True
    bits = np.where(inside, 4 | 16 | 256, 2).astype(np.uint16)[None]
    sigma = np.where(inside, np.uint16(150), np.uint16(0))[None].repeat(13, 0)
    names = [f"{name} standard error" for name in S2]
    values = {
        "PREDICTION": images["result"],
        "REFERENCE": images["clear"],
        "QUALITY": raster_file("quality.tif", bits, names=["quality"]),
        "SIGMA": raster_file("sigma.tif", sigma, names=names),
        "JSON": str(tmp_path / "r.json"),
    }
    succeeded, _, _ = run_in_background(evaluate, values)
    assert succeeded, log.text
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["result"]["another date"]["pixels"] == 30 * 40
    # All errors are 200 DN: within 1.645 times 150.
    assert document["standard_errors"]["another date"]["coverage_90"] == 1.0
    succeeded, _, _ = run_in_background(evaluate, {**values, "QUALITY": images["mask"]})
    assert not succeeded and "holds no quality bits" in log.text


def test_results_of_two_models_stand_side_by_side(tmp_path, evaluate, run_in_background, images, raster_file, log):
    better = optical_dn(70, 80)
    better[:, 10:40, 10:50] += 100
    better = raster_file("better.tif", better, names=S2)
    values = {"PREDICTION": images["result"], "REFERENCE": images["clear"], "CLOUDY": images["cloudy"]}
    values |= {"MASK": images["mask"], "OTHERS": [better], "REPORT": str(tmp_path / "r.html")}
    succeeded, results, _ = run_in_background(evaluate, {**values, "JSON": str(tmp_path / "r.json")})
    assert succeeded, log.text
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["result"]["cloud"]["mae"] == pytest.approx(0.02, rel=1e-6)
    assert document["others"]["better.tif"]["cloud"]["mae"] == pytest.approx(0.01, rel=1e-6)
    assert results["MAE"] == pytest.approx(document["result"]["all"]["mae"], abs=1e-7), (
        "the outputs are the first result's"
    )
    page = (tmp_path / "r.html").read_text()
    assert page.index("result.tif") < page.index("better.tif") < page.rindex("do nothing")


def test_without_files_asked_for_none_is_written(tmp_path, evaluate, run_in_background, images, log):
    before = sorted(tmp_path.iterdir())
    values = {"PREDICTION": images["result"], "REFERENCE": images["clear"], "PROTOCOL": "uncrtaints"}
    succeeded, results, _ = run_in_background(evaluate, values)
    assert succeeded, log.text
    assert "REPORT" not in results and sorted(tmp_path.iterdir()) == before


def test_layers_of_the_project_may_go_while_it_runs(evaluate, run_in_background, images, log, qgis_new_project):
    layers = [QgsRasterLayer(images[name], name) for name in ("result", "clear")]
    for layer in layers:
        QgsProject.instance().addMapLayer(layer)

    def remove(task, log):
        log.progressChanged.connect(lambda _: QgsProject.instance().removeAllMapLayers())

    values = {"PREDICTION": layers[0].id(), "REFERENCE": layers[1].id()}
    succeeded, results, _ = run_in_background(evaluate, values, during=remove)
    assert succeeded and results["PIXELS"] == 70 * 80, log.text


def test_other_grids_are_refused_unless_resampling_is_asked_for(evaluate, run_in_background, images, raster_file, log):
    coarse = raster_file("coarse.tif", optical_dn(35, 40), names=S2, transform=(600000, 20, 0, 5000000, 0, -20))
    values = {"PREDICTION": images["result"], "REFERENCE": coarse}
    succeeded, _, _ = run_in_background(evaluate, values)
    assert not succeeded and "does not lie on the prediction's grid" in log.text
    succeeded, results, _ = run_in_background(evaluate.create(), {**values, "RESAMPLE": True})
    assert succeeded and results["PIXELS"] > 0, log.text


def test_bands_are_checked_before_the_run(evaluate, images, raster_file):

    picture = raster_file("rgb.tif", np.ones((3, 9, 9), np.uint16))
    right, reason = evaluate.checkParameterValues(
        {"PREDICTION": picture, "REFERENCE": images["clear"]}, QgsProcessingContext()
    )
    assert not right and "3 bands without Sentinel-2 names" in reason


@pytest.mark.parametrize("itself", ["result", "cloudy"])
def test_an_image_is_not_scored_against_itself(evaluate, images, itself):
    values = {"PREDICTION": images["result"], "CLOUDY": images["cloudy"], "REFERENCE": images[itself]}
    right, reason = evaluate.checkParameterValues(values, QgsProcessingContext())
    assert not right and "choose a clear image of the same place" in reason
    assert evaluate.checkParameterValues({**values, "REFERENCE": images["clear"]}, QgsProcessingContext())[0]
