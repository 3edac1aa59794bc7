from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingModelAlgorithm,
    QgsProcessingParameterDefinition,
)


@pytest.fixture(scope="module")
def provider(qgis_app, qgis_processing):
    from unveil.plugin.provider import UnveilProvider

    provider = UnveilProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


def names(definitions):
    return [definition.name() for definition in definitions]


def test_the_contract_of_maskclouds(provider):
    algorithm = provider.algorithm("maskclouds")
    assert names(algorithm.parameterDefinitions())[:3] == ["INPUT", "METHOD", "DILATION"]
    assert set(names(algorithm.outputDefinitions())) >= {"OUTPUT", "PROBABILITY", "CLOUD_COVER"}
    method = algorithm.parameterDefinition("METHOD")
    assert method.usesStaticStrings() and "spectral" in method.options()


def test_the_contract_of_removeclouds(provider):
    algorithm = provider.algorithm("removeclouds")
    expected = ["OPTICAL", "RADAR", "MASK", "MODEL", "KEEP_CLEAR", "DEVICE"]
    assert names(algorithm.parameterDefinitions())[:6] == expected
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    assert algorithm.parameterDefinition("MASK").flags() & optional
    assert algorithm.parameterDefinition("MODEL").defaultValue() == "mmcanet"
    assert algorithm.parameterDefinition("KEEP_CLEAR").defaultValue() is True
    assert {"auto", "cpu", "cuda"} <= set(algorithm.parameterDefinition("DEVICE").options())
    assert "OUTPUT" in names(algorithm.outputDefinitions())


def test_every_algorithm_runs_in_the_background_can_be_cancelled_and_batched(provider):
    for algorithm in provider.algorithms():
        flags = algorithm.flags()
        assert not flags & QgsProcessingAlgorithm.Flag.FlagNoThreading
        assert flags & QgsProcessingAlgorithm.Flag.FlagCanCancel
        assert flags & QgsProcessingAlgorithm.Flag.FlagSupportsBatch


def test_every_algorithm_and_parameter_is_explained(provider):
    for algorithm in provider.algorithms():
        assert len(algorithm.shortHelpString()) > 400 and algorithm.shortDescription()
        assert algorithm.tags() or isinstance(algorithm, QgsProcessingModelAlgorithm), "models of QGIS have no tags"
        for parameter in algorithm.parameterDefinitions():
            assert parameter.help(), f"{algorithm.name()}: {parameter.name()}"


def test_the_icon_is_there(provider):
    assert Path(provider.svgIconPath()).is_file() and not provider.icon().isNull()


LOAD = """
import sys, time
sys.path.insert(0, sys.argv[1])
import conftest
from qgis.core import QgsApplication
application = QgsApplication([], False)
application.initQgis()
import numpy
from osgeo import gdal
start = time.perf_counter()
from unveil.plugin import classFactory
plugin = classFactory(None)
plugin.initProcessing()
seconds = time.perf_counter() - start
heavy = sorted({name.split(".")[0] for name in sys.modules} & {"torch", "onnxruntime", "lightgbm", "onnx"})
print(heavy, [algorithm.id() for algorithm in plugin.provider.algorithms()], round(seconds, 3))
plugin.unload()
"""


def test_loading_the_plugin_imports_no_network_runtime(root):
    result = subprocess.run(
        [sys.executable, "-c", LOAD, str(root / "tests")], capture_output=True, text=True, timeout=120, check=False
    )
    assert result.stdout.startswith("[] ["), result.stdout + result.stderr
    assert "'unveil:maskclouds'" in result.stdout and "'unveil:removeclouds'" in result.stdout


def test_a_bad_card_takes_neither_the_provider_nor_an_algorithm_along(provider, tmp_path, monkeypatch):
    from unveil.plugin import installed_models
    from unveil.plugin.algorithms.benchmark import Benchmark
    from unveil.plugin.algorithms.remove_clouds import RemoveClouds

    for name, text in (("five", "schema = 1\nid = 5\n"), ("deep", "schema = " + "[" * 9000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "card.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(installed_models, "model_folders", lambda: (tmp_path,))
    logged = []
    QgsApplication.messageLog().messageReceived.connect(lambda text, tag, level: logged.append((tag, text)))
    for algorithm in (RemoveClouds(), Benchmark()):
        algorithm.initAlgorithm({})
        assert algorithm.parameterDefinition("MODEL") is not None
    sentences = [text for tag, text in logged if tag == "Unveil"]
    assert len(sentences) == 2 and all(text.startswith("A model is left out.") for text in sentences)
