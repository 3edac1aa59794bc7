"""The commands print scores, write what was asked for, and end with one sentence when they cannot."""

from __future__ import annotations

import json

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn

from unveil.engine.commands.cli import main


def test_evaluate_prints_scores_and_writes_both_files(raster_file, tmp_path, capsys):
    clear = optical_dn(40, 40)
    files = [raster_file("p.tif", clear + np.uint16(50), names=S2), raster_file("r.tif", clear, names=S2)]
    report, numbers = tmp_path / "e.html", tmp_path / "e.json"
    assert main(["evaluate", *files, "--report", str(report), "--json", str(numbers)]) == 0
    assert "46.021" in capsys.readouterr().out
    assert json.loads(numbers.read_text())["result"]["all"]["mae"] == pytest.approx(0.005)
    assert report.read_text().startswith("<!DOCTYPE html>")


def test_evaluate_says_in_one_sentence_what_is_wrong(raster_file, capsys):
    files = [raster_file("p.tif", optical_dn(40, 40), names=S2), raster_file("r.tif", optical_dn(30, 40), names=S2)]
    assert main(["evaluate", *files]) == 1
    assert capsys.readouterr().err.startswith("unveil: The reference ")


def test_benchmark_writes_table_and_page(triplet_folder, identity_card, tmp_path, monkeypatch, capsys):
    pytest.importorskip("onnxruntime")
    monkeypatch.setenv("UNVEIL_MODELS", str(identity_card.folder.parent))
    table, report = tmp_path / "t.csv", tmp_path / "t.html"
    arguments = ["benchmark", str(triplet_folder), str(table), "--model", "identity", "--report", str(report)]
    assert main([*arguments, "--quiet"]) == 0
    captured = capsys.readouterr()
    assert "mean of 2 images" in captured.out and "identity" in captured.out and captured.err == ""
    assert len(table.read_text().splitlines()) == 1 + 2 * 5 and "Cloud removal benchmark" in report.read_text()


def test_a_model_that_is_not_there_is_named(triplet_folder, tmp_path, capsys):
    assert main(["benchmark", str(triplet_folder), str(tmp_path / "t.csv"), "--model", "none"]) == 1
    assert "There is no model 'none'" in capsys.readouterr().err


def test_an_interrupted_benchmark_says_that_it_can_go_on(triplet_folder, tmp_path, monkeypatch, capsys):
    from unveil.engine.evaluation import benchmark

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(benchmark, "read_patch", interrupt)
    assert main(["benchmark", str(triplet_folder), str(tmp_path / "t.csv")]) == 130
    assert "the same command goes on there" in capsys.readouterr().err


@pytest.mark.parametrize("twice", ["result", "cloudy"])
def test_a_reference_that_is_what_is_scored_is_refused(raster_file, tmp_path, monkeypatch, capsys, twice):
    clear, other = (raster_file(name, optical_dn(40, 40), names=S2) for name in ("r.tif", "p.tif"))
    monkeypatch.chdir(tmp_path)
    given = ["r.tif"] if twice == "result" else [other, "--cloudy", "r.tif"]
    assert main(["evaluate", given[0], clear, *given[1:]]) == 1
    assert "The clear reference is the result or the cloudy image itself" in capsys.readouterr().err
