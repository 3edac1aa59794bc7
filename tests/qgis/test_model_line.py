"""The line below the choice of a model tells what it scores on each level, beside a plain fill."""

from __future__ import annotations

from dataclasses import replace

from unveil.models.registry import list_models
from unveil.plugin.gui.model_line import compared_scores, model_line


def row(name, psnr, level):
    return {"name": name, "set": level, "protocol": f"{level}: as all", "psnr": psnr}


def test_both_levels_are_told() -> None:
    rows = [row("gdal.FillNodata", 30.5, "l1c"), row("model", 32.4, "l1c")]
    rows += [row("gdal.FillNodata", 24.2, "l2a-radar"), row("model", 25.3, "l2a-radar"), row("model", 9.0, "other")]
    card = replace(list_models()[0], scores=tuple(rows))
    assert compared_scores(card) == [("L1C", 32.4, 30.5), ("L2A", 25.3, 24.2)]
    assert "L1C 32.4 dB (30.5 dB), L2A 25.3 dB (24.2 dB)" in model_line(card, "cpu")


def test_a_card_with_one_protocol_tells_that() -> None:
    scores = [{"name": "gdal.FillNodata under the mask", "protocol": "a", "psnr": 24.0}]
    scores.append({"name": "model", "protocol": "a", "psnr": 26.0})
    card = replace(list_models()[0], scores=tuple(scores))
    assert compared_scores(card) == [("", 26.0, 24.0)]
    assert compared_scores(replace(card, scores=())) == []


def test_what_ships_tells_both() -> None:
    assert all([level for level, *_ in compared_scores(card)] == ["L1C", "L2A"] for card in list_models())
