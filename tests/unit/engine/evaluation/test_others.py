from __future__ import annotations

import re

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn

from unveil.engine.commands.cli import main
from unveil.engine.evaluation.compare import evaluate
from unveil.engine.evaluation.others import score_beside
from unveil.engine.evaluation.protocols import find_protocol
from unveil.engine.evaluation.report.scene_page import evaluation_page, score_lines
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe


@pytest.fixture
def files(raster_file):
    clear = optical_dn(70, 80)
    paths = {"clear": raster_file("clear.tif", clear, names=S2)}
    for name, error in (("near", 100), ("far", 300)):
        image = clear.copy()
        image[:, 10:40] += error
        paths[name] = raster_file(f"{name}.tif", image, names=S2)
    return paths


@pytest.fixture
def found(files):
    def score(image, feedback):
        return evaluate(image, describe(files["clear"]), None, None, find_protocol("full"), feedback)

    return score_beside(describe(files["near"]), [describe(files["far"])], score, Feedback())


def test_each_result_has_the_scores_that_it_has_alone(files, found):
    assert list(found.others) == ["far.tif"]
    share = 30 / 70
    assert found.result["all"].mae == pytest.approx(0.01 * share, rel=1e-6)
    assert found.others["far.tif"]["all"].mae == pytest.approx(0.03 * share, rel=1e-6)


def test_the_table_names_each_and_marks_the_best(found):
    lines = score_lines(found)
    assert lines[1].startswith("near.tif, all pixels ") and lines[2].startswith("far.tif, all pixels ")
    assert float(lines[1].split()[3]) > float(lines[2].split()[3])
    table = re.search(r"<table.*?</table>", evaluation_page(found).partition("Scores")[2], re.DOTALL)[0]
    rows = [row for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL) if ".tif" in row]
    assert len(rows) == 2 and rows[0].count("best") > 3 and "best" not in rows[1]


def test_results_of_one_name_are_told_apart_by_their_folders(files, tmp_path):
    (tmp_path / "b").mkdir()
    twin = tmp_path / "b" / "near.tif"
    twin.write_bytes(open(files["far"], "rb").read())  # noqa: SIM115

    def score(image, feedback):
        return evaluate(image, describe(files["clear"]), None, None, find_protocol("full"), feedback)

    found = score_beside(describe(files["near"]), [describe(str(twin))], score, Feedback())
    assert list(found.others) == [str(twin)]


def test_the_command_takes_other_results(files, capsys):
    assert main(["evaluate", files["near"], files["clear"], "--other", files["far"]]) == 0
    said = capsys.readouterr().out
    assert "near.tif, all pixels" in said and "far.tif, all pixels" in said
    assert not np.isnan(float(re.search(r"far\.tif, all pixels +([\d.]+)", said)[1]))


def test_scores_on_other_bands_do_not_stand_in_one_table(files, raster_file, capsys):
    few = raster_file("few.tif", optical_dn(70, 80)[:9], names=S2[:9])
    assert main(["evaluate", files["near"], files["clear"], "--other", few]) != 0
    said = capsys.readouterr().err
    assert "few.tif is scored on 9 bands" in said and "near.tif on 13, which are no scores for one table" in said
