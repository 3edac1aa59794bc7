"""Pages and charts hold what was measured, escaped, in one file."""

from __future__ import annotations

import base64
import json
import math
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.compare import evaluate
from unveil.engine.evaluation.protocols import PROTOCOLS
from unveil.engine.evaluation.report import page
from unveil.engine.evaluation.report.charts import bars, boxes, colour_of, intervals, lines
from unveil.engine.evaluation.report.scene_json import evaluation_json
from unveil.engine.evaluation.report.scene_page import (
    chosen_pixels,
    evaluation_page,
    mean_error,
    ramp_colours,
    score_lines,
)
from unveil.engine.evaluation.statistics import bootstrap_mean, box
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe


@pytest.fixture
def evaluation(raster_file):
    clear = optical_dn(60, 700)
    codes = np.zeros((60, 700), np.uint8)
    codes[10:40, 100:400] = 1
    codes[45:55, 100:300] = 3
    cloudy = np.where(codes == 1, 7000, clear).astype(np.uint16)
    result = np.where(codes == 1, clear + 100, clear).astype(np.uint16)
    result[:, 0, :10] = 0
    files = [raster_file(f"{n}.tif", data, names=S2) for n, data in (("p", result), ("r", clear), ("c", cloudy))]
    mask = describe(raster_file("m.tif", codes[None], nodata=255))
    return evaluate(*map(describe, files), mask, PROTOCOLS["full"], Feedback())


def test_the_page_of_a_result_needs_nothing_else(evaluation):
    text = evaluation_page(evaluation)
    assert not re.search(r"(?:src|href)=\"(?!data:)", text) and "<script" not in text and "url(" not in text
    assert "default-src 'none'" in text and "@media print" in text
    for heading in ("Scores", "Pictures", "Error by band", "Error by distance", "Spectra"):
        assert f"<h2>{heading}" in text
    assert "do nothing" in text and page.number(evaluation.result["all"].psnr, 2) in text
    assert text.count("data:image/png;base64,") == 4
    body = re.sub(r"^<!DOCTYPE html>|<meta [^>]*>|<style>.*?</style>|<img [^>]*>", "", text, flags=re.DOTALL)
    ElementTree.fromstring(body.strip())


def test_json_holds_all_scores_by_class_and_band(evaluation):
    document = json.loads(evaluation_json(evaluation))
    assert document["left_out"] == 10
    assert set(document["result"]) == {"all", "cloud", "shadow", "clear"}
    assert document["result"]["cloud"]["mae"] == pytest.approx(0.01, abs=1e-6)
    assert document["result"]["clear"]["psnr"] == "inf"
    assert set(document["result"]["all"]["bands"]["psnr"]) == set(S2)
    assert document["cloud_cover"] == pytest.approx(100 * 9000 / (60 * 700 - 10))
    assert sum(document["error_by_distance"]["pixels"]["inside"]) == 9000 + 2000


def test_lines_for_the_console_name_every_class(evaluation):
    text = "\n".join(score_lines(evaluation))
    assert "result, under cloud" in text and "do nothing, clear" in text


def test_large_images_are_thinned_out_to_real_pixels(evaluation, read_raster, tmp_path):
    overview = evaluation.overview
    assert overview.reference.shape == (13, 44, 512)
    row, column = overview.place(20, 200)
    clear = read_raster(tmp_path / "r.tif")
    np.testing.assert_array_equal(overview.reference[:, 20, 200], clear[:, row, column])


def test_pixels_for_spectra_come_from_each_class(evaluation):
    whys = {why: evaluation.overview.codes[row, column] for why, row, column in chosen_pixels(evaluation.overview)}
    assert [int(code) for code in whys.values()] == [1, 1, 3, 0]


def test_errors_are_reflectance_and_nodata_is_grey():
    first, second = np.full((2, 1, 2), 2000.0), np.full((2, 1, 2), 2500.0)
    first[0, 0, 1] = np.nan
    error = mean_error(first, second)
    assert error[0, 0] == pytest.approx(0.05) and math.isnan(error[0, 1])
    np.testing.assert_array_equal(ramp_colours(np.array([[0.0, np.nan]]))[:, 0], [[255, 190]] * 3)


def test_a_png_survives_the_page(tmp_path):
    picture = np.random.default_rng(0).integers(0, 256, (3, 7, 9)).astype(np.uint8)
    data = re.search(r"base64,([^\"]+)", page.figure(picture, "a < b")).group(1)
    (tmp_path / "x.png").write_bytes(base64.b64decode(data))
    np.testing.assert_array_equal(gdal.Open(str(tmp_path / "x.png")).ReadAsArray(), picture)


def test_names_are_escaped_everywhere():
    odd = '<script>&"'
    colours = colour_of([odd])
    texts = [
        page.page(odd, odd, [page.heading(odd), page.paragraph(odd), page.facts([(odd, odd)]), page.table([odd], [])]),
        bars([odd], {odd: [1.0]}, odd, colours),
        lines([odd], {odd: [1.0]}, odd, colours),
        boxes([odd], {odd: [box([1, 2])]}, odd, colours),
        intervals([(odd, bootstrap_mean([1, 2], "ab"), [1, 2], "#000")], odd),
    ]
    assert not any("<script>" in text for text in texts)
    for text in texts[1:]:
        ElementTree.fromstring(f"<div>{text}</div>")


def test_charts_stand_what_has_no_value():
    colours = colour_of(["m", "do nothing"])
    texts = [
        bars(["B1", "B2"], {"m": [math.nan, 0.0]}, "x", colours),
        lines(["1", "2", "3"], {"m": [1.0, math.nan, 2.0]}, "x", colours, mark=1),
        boxes(["0-20 %"], {"m": [None]}, "x", colours),
        boxes(["0-20 %"], {"m": [box([3.0])]}, "x", colours),
        intervals([("m", bootstrap_mean([], ""), [], "#000")], "x", zero=True),
        intervals([], "x"),
    ]
    for text in texts:
        assert "nan" not in text
        ElementTree.fromstring(f"<div>{text}</div>")


def test_bars_are_as_high_as_their_values():
    text = bars(["B1", "B2"], {"m": [1.0, 2.0]}, "x", {"m": "#123456"})
    heights = [float(value) for value in re.findall(r"height=\"([\d.]+)\" fill=\"#123456\"", text)]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)


def test_numbers_in_tables():
    assert [page.number(value, 2) for value in (-1.234, math.nan, math.inf)] == ["−1.23", "–", "∞"]


def test_a_page_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(UnveilError, match="missing does not exist"):
        page.write_page(str(tmp_path / "missing" / "a.html"), "x")
    page.write_page(str(tmp_path / "a.html"), "x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_many_points_are_drawn_as_quantiles():
    values = np.random.default_rng(0).normal(0, 1, 5000)
    text = intervals([("m", bootstrap_mean(values, map(str, range(5000)), draws=50), values, "#123456")], "x")
    places = [float(value) for value in re.findall(r"<circle cx=\"([\d.]+)\"", text)]
    assert len(places) == 300
    everything = intervals([("m", bootstrap_mean(values, ["a"] * 5000), [values.min(), values.max()], "#123456")], "x")
    ends = [float(value) for value in re.findall(r"<circle cx=\"([\d.]+)\"", everything)]
    assert [min(places), max(places)] == pytest.approx(ends, abs=0.2)
