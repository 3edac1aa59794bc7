"""The measurement of graphics cards runs without one: on the processor, and with a sentence where it finds none."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import identity, save_model

from tools import bench_gpu
from unveil.models.predictor import load_predictor


def test_without_a_gpu_it_says_so_and_ends_well(monkeypatch, capsys):
    monkeypatch.setattr(bench_gpu, "has_gpu", lambda: False)
    assert bench_gpu.main([]) == 0
    assert capsys.readouterr().out.strip() == bench_gpu.NOTHING


def test_a_machine_without_drivers_has_no_gpu(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert np.isnan(bench_gpu.memory_of("cuda"))


@pytest.fixture
def card(tmp_path):
    return save_model(tmp_path / "zoo" / "mirror", identity)


def test_onnx_runtime_is_measured_with_and_without_bound_memory(card, monkeypatch):
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(bench_gpu, "_torch_runs", lambda device: False)
    exact = load_predictor(card, "cpu").predict(bench_gpu.inputs_of(card))
    found = [bench_gpu.measured(card, way, 2, 0.01, exact, "cpu") for way in bench_gpu.ways(card, "cpu")]
    assert [each.way for each in found] == ["ONNX Runtime", "ONNX Runtime, bound"]
    for each in found:
        assert each.batch == 2
        assert each.tiles > 0
        assert 0 <= each.copying < 1
        assert each.nearness == 100
        assert each.line().count("|") == bench_gpu.HEAD.split("\n")[0].count("|")


def test_a_batch_that_does_not_fit_is_no_measurement(card):
    def run(ready):
        raise RuntimeError("CUDA out of memory")

    way = bench_gpu.Way("full", lambda inputs: inputs, run, np.asarray)
    assert bench_gpu.measured(card, way, 1, 0.01, np.zeros(1), "cpu") is None


def test_nearness_is_that_of_reflectance_whatever_the_scaling(card):
    from dataclasses import replace

    from unveil.models.scaling import Scaling

    exact = np.zeros((1, 13, 32, 32), np.float32)
    assert bench_gpu.nearness(card, exact + np.float32(0.01), exact) == pytest.approx(40, abs=0.01)
    relative = replace(card, scaling=Scaling(kind="relative", deviations=(100.0,) * 13))
    assert bench_gpu.nearness(relative, exact + np.float32(1), exact) == pytest.approx(40, abs=0.01)


def test_the_share_of_the_network_in_a_removal_is_between_nothing_and_all(card):
    assert 0 < bench_gpu.share_of_network(card, "cpu") < 1
