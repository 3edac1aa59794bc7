"""A benchmark scores every method on every image, goes on where it stopped, and says what failed."""

from __future__ import annotations

import csv
import math
import re

import numpy as np
import pytest
from fixtures.rasters import save_model

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.evaluation import benchmark
from unveil.engine.evaluation.baselines import BASELINES, do_nothing
from unveil.engine.evaluation.benchmark import BenchmarkSettings, run_benchmark
from unveil.engine.evaluation.protocols import PROTOCOLS
from unveil.engine.evaluation.report.benchmark_page import benchmark_page, summary_lines
from unveil.engine.evaluation.rows import COLUMNS, read_rows
from unveil.engine.feedback import Feedback

pytest.importorskip("onnxruntime")


class Notes(Feedback):
    def __init__(self, stop_after=math.inf):
        self.lines, self.fractions, self._left = [], [], stop_after

    def info(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.lines.append("WARNING " + text)

    def progress(self, fraction):
        self.fractions.append(fraction)

    def is_cancelled(self):
        self._left -= 1
        return self._left < 0


def run(folder, cards, table, feedback=None, **settings):
    return run_benchmark(folder, cards, table, BenchmarkSettings(**settings), feedback or Notes())


def test_every_method_has_a_row_for_every_image(triplet_folder, identity_card, fill_card, tmp_path, read_raster):
    notes = Notes()
    found = run(triplet_folder, [identity_card, fill_card], tmp_path / "t.csv", notes)
    assert found.methods == (*BASELINES, "identity", "fill")
    assert [(row.image, row.method) for row in found.rows] == [(i, m) for i in "ab" for m in found.methods]
    assert all(not row.error and row.number("pixels") == 48 * 48 for row in found.rows)
    rows = {(row.image, row.method): row for row in found.rows}
    for image in "ab":
        cloudy, clear = (read_raster(triplet_folder / image / f"{part}.tif") for part in ("s2_cloudy", "s2_clear"))
        nothing = rows[(image, "do nothing")]
        assert nothing.number("psnr") == pytest.approx(PROTOCOLS["full"].score(cloudy, clear).psnr, rel=1e-12)
        # A model that returns its input does as well as doing nothing.
        assert rows[(image, "identity")].number("psnr") == pytest.approx(nothing.number("psnr"), rel=1e-12)
        assert rows[(image, "fill")].number("psnr") > nothing.number("psnr") + 3
        assert 60 < nothing.number("cloud_cover") <= 100
    assert rows[("a", "fill")].runtime.endswith("cpu") and rows[("a", "do nothing")].runtime == ""
    assert notes.fractions[-1] == 1 and notes.fractions == sorted(notes.fractions)


def test_the_table_is_plain_csv(triplet_folder, identity_card, tmp_path):
    run(triplet_folder, [identity_card], tmp_path / "t.csv")
    with open(tmp_path / "t.csv", newline="") as file:
        lines = list(csv.DictReader(file))
    assert tuple(lines[0]) == COLUMNS and len(lines) == 2 * 5
    assert float(lines[0]["psnr"]) > 0 and lines[0]["image"] == "a"


def test_a_stopped_run_goes_on_and_gives_the_same_scores(triplet_folder, identity_card, tmp_path):
    whole = run(triplet_folder, [identity_card], tmp_path / "whole.csv")
    table = tmp_path / "t.csv"
    with pytest.raises(Cancelled):
        run(triplet_folder, [identity_card], table, Notes(stop_after=7))
    assert len(read_rows(table)) == 7
    with open(table, "a") as file:
        file.write("b,b,identity,mo")  # a run that was killed while it wrote
    again = run(triplet_folder, [identity_card], table)
    assert again.computed == 3

    def scores(benchmark):
        return [(row.image, row.method, row.number("psnr"), row.number("sam")) for row in benchmark.rows]

    for one, two in zip(scores(whole), scores(again)):
        assert one[:2] == two[:2] and one[2:] == pytest.approx(two[2:], rel=1e-9)
    assert run(triplet_folder, [identity_card], table).computed == 0


def test_a_model_whose_weights_changed_is_run_anew_and_others_stay(triplet_folder, identity_card, fill_card, tmp_path):
    table = tmp_path / "t.csv"
    run(triplet_folder, [identity_card, fill_card], table)

    def build(helper):
        return [helper.make_node("Relu", ["optical"], ["cloud_free"])]

    changed = save_model(tmp_path / "new" / "identity", build)
    found = run(triplet_folder, [changed], table, baselines=False)
    assert found.computed == 2 and found.methods == ("identity",)
    rows = read_rows(table)
    assert len(rows) == 2 * 6
    assert {row.version[:12] for row in rows if row.method == "identity"} == {changed.sha256[:12]}


def test_an_image_that_cannot_be_read_gets_a_row_that_says_why(triplet_folder, identity_card, tmp_path):
    (triplet_folder / "b" / "s2_clear.tif").write_bytes(b"no raster")
    notes = Notes()
    found = run(triplet_folder, [identity_card], tmp_path / "t.csv", notes)
    failed = [row for row in found.rows if row.error]
    assert {row.image for row in failed} == {"b"} and "s2_clear.tif cannot be read" in failed[0].error
    assert any("5 rows hold no scores" in line for line in notes.lines)
    page = benchmark_page(found)
    assert "Failures" in page and "1, from 1 scenes" in page


def test_a_protocol_that_does_not_fit_is_said_for_each_image(triplet_folder, tmp_path):
    found = run(triplet_folder, [], tmp_path / "t.csv", protocol="glf-cr")
    assert all("middle 128 pixels, and the image has 48" in row.error for row in found.rows)
    assert "<h2>Failures</h2>" in benchmark_page(found)


def test_nothing_to_compare_is_refused(triplet_folder, tmp_path):
    with pytest.raises(UnveilError, match="choose a model"):
        run(triplet_folder, [], tmp_path / "t.csv", baselines=False)


def test_another_table_is_not_overwritten(triplet_folder, tmp_path):
    (tmp_path / "t.csv").write_text("id,height\n1,2\n")
    with pytest.raises(UnveilError, match="not the table of a benchmark"):
        run(triplet_folder, [], tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == "id,height\n1,2\n"
    with pytest.raises(UnveilError, match="cannot be written"):
        run(triplet_folder, [], tmp_path / "missing" / "t.csv")


def test_a_limit_is_spread_over_the_folder(sen12mscr_folder, tmp_path):
    found = run(sen12mscr_folder, [], tmp_path / "t.csv", limit=2)
    assert [row.image for row in found.rows[::4]] == ["ROIs1158_spring_106_p30", "ROIs1970_fall_1_p2"]


def test_the_page_needs_nothing_else_and_says_what_was_measured(sen12mscr_folder, identity_card, fill_card, tmp_path):
    found = run(sen12mscr_folder, [identity_card, fill_card], tmp_path / "t.csv")
    page = benchmark_page(found)
    assert not re.search(r"(?:src|href)=\"(?!data:)", page) and "<script" not in page
    assert "3, from 2 scenes" in page and "fill − do nothing" in page and "fill − identity" in page
    for heading in ("Means over the images", "Paired differences", "By cloud cover", "Speed", "Every image"):
        assert f"<h2>{heading}</h2>" in page
    mean = np.mean([row.number("psnr") for row in found.rows if row.method == "fill"])
    assert f">{mean:.2f}<small>" in page
    assert "nan" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert any(line.startswith("fill") and f"{mean:.3f}" in line for line in summary_lines(found))


def test_doing_nothing_on_real_triplets_scores_as_measured_elsewhere(real_data, tmp_path, monkeypatch):
    monkeypatch.setattr(benchmark, "BASELINES", {"do nothing": do_nothing})
    found = run(real_data / "validation", [], tmp_path / "t.csv")
    cloudy = {"0581", "0746", "6317", "ROIs1970_fall_139_p839", "7264", "7657"}
    rows = [row for row in found.rows if row.method == "do nothing" and row.image in cloudy]
    assert len(found.rows) == 11 and not any(row.error for row in found.rows)
    assert np.mean([row.number("psnr") for row in rows]) == pytest.approx(15.79, abs=0.05)
    assert np.mean([row.number("ssim") for row in rows]) == pytest.approx(0.591, abs=0.005)
