"""Sentences of the engine in the user's language."""

from __future__ import annotations

import ast
import re

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from unveil.engine.removal.progress import counted
from unveil.plugin.engine_texts import TEMPLATES
from unveil.plugin.translation import tr_engine
from unveil.tools.package import translations


@pytest.fixture(params=["es", "zh_CN"])
def speaking(request, root, tmp_path, qgis_app):
    """Have Qt translate into a language, whose code it gives."""
    from unveil.plugin.languages import install_translator

    for name, data in translations(root).items():
        (tmp_path / name.rpartition("/")[2]).write_bytes(data)
    translator = install_translator(QLocale(request.param).name(), tmp_path)
    yield request.param
    QCoreApplication.removeTranslator(translator)


def written(node, places):
    """Return the text of an expression with its values as {0}, {1} ...; ValueError where it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.FormattedValue):
        places.append(node)
        return f"{{{len(places) - 1}}}"
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part, places) for part in node.values)
    raise ValueError


@pytest.fixture(scope="module")
def sentences(root):
    """Every text in the engine and in models, by the rules of `TEMPLATES`."""
    found = {counted(1, "tile").replace("1", "{0}"), counted(2, "tile").replace("2", "{0}")}
    for folder in ("engine", "models"):
        for path in (root / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                try:
                    found.add(written(node, []).replace("{}", "{0}"))
                except ValueError:
                    continue
    return found


def test_texts_stand_in_the_engine_as_they_are_given_to_translators(sentences):
    assert [template for template in TEMPLATES if template not in sentences] == []
    assert len(set(TEMPLATES)) == len(TEMPLATES) >= 100


def test_values_are_kept_and_stand_where_the_language_wants_them(speaking):
    said = tr_engine(
        "The reference /data/a (1).tif does not overlap the optical raster; give another date of the same place."
    )
    assert "/data/a (1).tif" in said and "overlap" not in said
    said = tr_engine("A tile takes 3.2 s here: about 17 minutes to go.")
    assert "3.2" in said and "17" in said and "minutes to go" not in said


def test_a_sentence_is_found_by_the_text_that_says_most(speaking):
    """Both "{0} does not exist; give a SAFE folder ..." and "The folder {0} does not exist; ..." begin alike."""
    said = tr_engine("The folder /x does not exist; create it or choose another one for the output.")
    assert said.startswith({"es": "La carpeta /x no existe", "zh_CN": "文件夹 /x 不存在"}[speaking])


def test_parts_of_a_sentence_are_translated_as_well(speaking):
    said = tr_engine("12 tiles of 256 pixels, overlap 64: 5 to predict, 7 to copy (3 of them from other dates).")
    assert not re.search(r"tiles|predict|dates", said), said
    assert re.findall(r"\d+", said) == ["12", "256", "64", "5", "7", "3"]
    said = tr_engine(
        "12 tiles of 256 pixels, overlap 64: 5 to predict, 7 to copy (3 of them from other dates, 2 "
        "seen through thin cloud)."
    )
    assert not re.search(r"tiles|predict|dates|cloud", said), said
    assert re.findall(r"\d+", said) == ["12", "256", "64", "5", "7", "3", "2"]


def test_detectors_and_days_are_told_in_the_language(speaking):
    from unveil.engine.ground.veil_model import KINDS
    from unveil.engine.masking.detectors.registry import DETECTORS

    assert [each.name for each in DETECTORS if tr_engine(each.title) == each.title] == []
    assert [kind.name for kind in KINDS if tr_engine(kind.name) == kind.name] == []
    said = tr_engine("Reference may.tif of 2021-05-14: 79 % of it is clear.")
    assert " of " not in said and re.findall(r"\d+", said.replace("may.tif", "")) in (
        ["2021", "05", "14", "79"],
        ["79", "2021", "05", "14"],
    )


def test_what_nobody_has_translated_stays_as_it_is(speaking):
    assert tr_engine("Something else happened to /x.") == "Something else happened to /x."


def test_english_stays_english(qgis_app):
    for text in (
        "The shift was corrected.",
        "The folder /x does not exist; create it or choose another one for the output.",
    ):
        assert tr_engine(text) == text


def test_a_run_is_told_and_refused_in_the_users_language(
    speaking, algorithm, run_in_background, scene_files, identity_card, models, log, tmp_path
):
    optical, radar, _ = scene_files(40, 40)
    values = {"OPTICAL": optical, "RADAR": radar, "MODEL": "identity", "DEVICE": "cpu"}
    values["MASK_METHOD"] = "spectral"
    worked, _, _ = run_in_background(algorithm("removeclouds"), {**values, "OUTPUT": str(tmp_path / "r.tif")})
    assert worked, log.text
    assert {"es": "No se encontró ninguna nube", "zh_CN": "未发现云"}[speaking] in log.text
    assert not re.search(r"No cloud|Mask|Estimate|tiles", log.text), log.text
    log.lines.clear()
    worked, _, _ = run_in_background(algorithm("removeclouds"), {**values, "OUTPUT": str(tmp_path / "r.png")})
    assert not worked and {"es": "debe ser un GeoTIFF", "zh_CN": "必须是 GeoTIFF"}[speaking] in log.text
