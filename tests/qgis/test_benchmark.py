from __future__ import annotations

import csv

import pytest
from fixtures.rasters import S2, optical_dn, radar_db, write_raster
from qgis.core import QgsProcessingContext

pytest.importorskip("onnxruntime")


@pytest.fixture
def benchmark(qgis_processing, monkeypatch, identity_card, fill_card):
    from unveil.plugin import installed_models
    from unveil.plugin.algorithms import benchmark as module

    for each in (installed_models, module):
        monkeypatch.setattr(each, "model_folders", lambda: (identity_card.folder.parent,))
    return module.Benchmark().create()


@pytest.fixture
def folder(tmp_path):
    for seed, name in enumerate("abc"):
        place = tmp_path / "patches" / name
        place.mkdir(parents=True)
        clear = optical_dn(40, 40, seed)
        cloudy = clear.copy()
        cloudy[:10, :, :25] = 6000
        write_raster(place / "s2_clear.tif", clear, names=S2)
        write_raster(place / "s2_cloudy.tif", cloudy, names=S2)
        write_raster(place / "s1.tif", radar_db(40, 40, seed), names=["VV", "VH"])
    return tmp_path / "patches"


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_the_contract(benchmark):
    names = [definition.name() for definition in benchmark.parameterDefinitions()]
    assert names[:2] == ["FOLDER", "MODEL"] and {"CSV", "REPORT", "PROTOCOL"} <= set(names)
    model = benchmark.parameterDefinition("MODEL")
    assert model.allowMultiple() and model.usesStaticStrings() and {"identity", "fill"} <= set(model.options())
    assert {"CSV", "REPORT"} <= {output.name() for output in benchmark.outputDefinitions()}


def test_models_and_simple_methods_are_compared(tmp_path, benchmark, run_in_background, folder, log):
    values = {
        "FOLDER": str(folder),
        "MODEL": ["identity", "fill"],
        "CSV": str(tmp_path / "t.csv"),
        "REPORT": str(tmp_path / "t.html"),
    }
    succeeded, results, _ = run_in_background(benchmark, values)
    assert succeeded, log.text
    assert results["IMAGES"] == 3 and results["COMPUTED"] == 3 * 6
    assert len(rows_of(tmp_path / "t.csv")) == 18
    assert "fill − identity" in (tmp_path / "t.html").read_text()
    assert max(log.fractions, default=100) <= 100


def test_a_cancelled_run_keeps_its_rows_and_goes_on(tmp_path, benchmark, run_in_background, folder, log):
    values = {
        "FOLDER": str(folder),
        "MODEL": ["fill"],
        "CSV": str(tmp_path / "t.csv"),
        "REPORT": str(tmp_path / "t.html"),
    }

    def cancel(task, log):
        log.progressChanged.connect(lambda _: log.cancel())

    run_in_background(benchmark, values, during=cancel)
    done = len(rows_of(tmp_path / "t.csv"))
    assert 5 <= done < 15 and not (tmp_path / "t.html").exists()
    assert "the next run goes on there" in log.text


def test_a_folder_without_triplets_is_one_sentence(tmp_path, benchmark, run_in_background, log):
    (tmp_path / "empty").mkdir()
    values = {"FOLDER": str(tmp_path / "empty"), "CSV": str(tmp_path / "t.csv"), "REPORT": str(tmp_path / "t.html")}
    succeeded, _, _ = run_in_background(benchmark, values)
    assert not succeeded and "holds no whole triplet" in log.text and not (tmp_path / "t.csv").exists()


def test_a_model_that_is_not_installed_is_refused(tmp_path, benchmark, folder):
    values = {"FOLDER": str(folder), "MODEL": ["none"], "CSV": str(tmp_path / "t.csv")}
    right, reason = benchmark.checkParameterValues(values, QgsProcessingContext())
    assert not right and "There is no model 'none'; installed models: attention, fill, glf-cr, " in reason
    right, reason = benchmark.checkParameterValues({**values, "MODEL": "fill,identity"}, QgsProcessingContext())
    assert right, reason
