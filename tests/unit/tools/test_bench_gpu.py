"""Graphics cards are measured without one: on the processor, on cards that are made up, and with a sentence."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from fixtures.rasters import identity, save_model

from tools import bench_gpu, gpu_ways
from unveil.models.errors import ModelError
from unveil.models.predictor import load_predictor


@pytest.fixture
def card(tmp_path):
    return save_model(tmp_path / "zoo" / "mirror", identity)


def bench(*batches, device="cpu"):
    return bench_gpu.Bench(device, batches, 0.01)


def test_without_a_gpu_it_says_so_and_why_and_ends_well(monkeypatch, capsys):
    def refuse(card, device):
        assert device == "cuda"
        raise ModelError("ONNX Runtime offers cuda but could not start it (libcudart.so.13 is missing).")

    monkeypatch.setattr(bench_gpu, "torch_runs", lambda device: False)
    monkeypatch.setattr(bench_gpu, "has_onnxruntime", lambda: True)
    monkeypatch.setattr(bench_gpu, "load_predictor", refuse)
    assert bench_gpu.main([]) == 0
    said = capsys.readouterr().out.strip()
    assert said.startswith(bench_gpu.NOTHING) and "libcudart.so.13 is missing" in said
    monkeypatch.setattr(bench_gpu, "has_onnxruntime", lambda: False)
    assert bench_gpu.main([]) == 0
    assert capsys.readouterr().out.strip() == bench_gpu.NOTHING


def test_a_runtime_that_starts_there_is_a_gpu(card, monkeypatch):
    monkeypatch.setattr(bench_gpu, "torch_runs", lambda device: False)
    monkeypatch.setattr(bench_gpu, "load_predictor", lambda card, device: None)
    assert bench_gpu.why_no_gpu([card]) == ""
    monkeypatch.setattr(bench_gpu, "torch_runs", lambda device: device == "cuda")
    assert bench_gpu.why_no_gpu([]) == ""


def test_memory_is_that_of_the_first_card_that_the_process_sees(monkeypatch):
    asked = []

    def run(command, **_):
        asked.append(command)
        return SimpleNamespace(stdout="2048\n")

    monkeypatch.setattr(gpu_ways.subprocess, "run", run)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3,1")
    assert gpu_ways.memory_of("cuda", "memory.free") == 2**31
    assert "--id=3" in asked[0] and "--query-gpu=memory.free" in asked[0]
    assert np.isnan(gpu_ways.memory_of("cpu")) and len(asked) == 1
    monkeypatch.setattr(gpu_ways.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout="[N/A]"))
    assert np.isnan(gpu_ways.memory_of("cuda"))


def test_a_machine_without_drivers_tells_no_memory(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert np.isnan(gpu_ways.memory_of("cuda"))


def test_onnx_runtime_is_measured_with_and_without_bound_memory(card, monkeypatch):
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(gpu_ways, "torch_runs", lambda device: False)
    exact = load_predictor(card, "cpu").predict(bench_gpu.inputs_of(card))
    found = [bench_gpu.measured(card, way, 2, bench(2), exact) for way in gpu_ways.ways(card, "cpu")]
    assert [each.way for each in found] == ["ONNX Runtime float32", "ONNX Runtime float32, bound"]
    assert np.isnan(found[0].copying) and 0 <= found[1].copying < 1
    for each in found:
        assert each.batch == 2 and each.tiles > 0 and each.nearness == 100
        assert each.line().count("|") == bench_gpu.HEAD.split("\n")[0].count("|")


def test_on_a_card_its_providers_are_asked_as_removal_asks_them_and_tensorrt_with_the_card_behind_it(card, monkeypatch):
    offered = ["TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"]
    opened = []

    def open_session(model, providers):
        opened.append(providers)
        started = "CPUExecutionProvider" if providers[0][0].startswith("Tensorrt") else providers[0][0]
        return SimpleNamespace(get_providers=lambda: [started])

    monkeypatch.setattr(
        gpu_ways, "import_onnxruntime", lambda: SimpleNamespace(get_available_providers=lambda: offered)
    )
    monkeypatch.setattr(gpu_ways, "has_onnxruntime", lambda: True)
    monkeypatch.setattr(gpu_ways, "open_session", open_session)
    monkeypatch.setattr(gpu_ways, "torch_runs", lambda device: False)
    names = [way.name for way in gpu_ways.ways(card, "cuda")]
    cuda = ("CUDAExecutionProvider", {"cudnn_conv_algo_search": "HEURISTIC"})
    assert opened == [[cuda], [("TensorrtExecutionProvider", {"trt_fp16_enable": True}), cuda]]
    assert names == ["ONNX Runtime float32", "ONNX Runtime float32, bound"], "TensorRT did not start"


def test_pytorch_is_measured_in_each_precision(monkeypatch):
    torch = pytest.importorskip("torch")
    from unveil.models.registry import list_models

    (card,) = (each for each in list_models(()) if each.id == "mmcanet")
    monkeypatch.setattr(gpu_ways, "has_onnxruntime", lambda: False)
    names = []
    for way in gpu_ways.ways(card, "cpu"):
        names.append(way.name)
        tensors = way.prepared(bench_gpu.inputs_of(card))
        assert {each.dtype for each in tensors} == {getattr(torch, way.name.split()[1])}
        if way.name == "PyTorch float32":
            image = way.fetched(way.run(tensors))
            exact = load_predictor(card, "cpu").predict(bench_gpu.inputs_of(card))
            assert bench_gpu.nearness(card, image, exact) > 90
    assert names == ["PyTorch float32", "PyTorch bfloat16", "PyTorch float16"]


class Pretended:
    """A way of which the time a tile takes, the memory and what it fails with are made up."""

    def __init__(self, monkeypatch, seconds, free=np.nan, fails_at=10**6, failure="CUDA out of memory"):
        self.batch, self.clock = 0, 0.0
        self.seconds, self.fails_at, self.failure = seconds, fails_at, failure
        monkeypatch.setattr(bench_gpu, "time", SimpleNamespace(perf_counter=lambda: self.clock))
        memory = {"memory.used": lambda: 1e9 * (1 + self.batch), "memory.free": lambda: free}
        monkeypatch.setattr(bench_gpu, "memory_of", lambda device, field="memory.used": memory[field]())
        self.way = bench_gpu.Way("pretended", lambda inputs: inputs, self.run, np.asarray)

    def run(self, inputs):
        self.batch = len(inputs["optical"])
        if self.batch >= self.fails_at:
            raise RuntimeError(self.failure)
        self.clock += self.seconds(self.batch)
        return inputs["optical"]

    def batches(self, card):
        rows = list(bench(device="cuda").of_way(card, self.way, np.zeros((1, 13, 32, 32), np.float32)))
        return [int(row.split("|")[3]) for row in rows], rows


def test_batches_are_doubled_as_long_as_that_gains(card, monkeypatch):
    # From eight tiles on each costs the same.
    assert Pretended(monkeypatch, lambda n: max(n, 8) / 100).batches(card)[0] == [1, 2, 4, 8, 16]
    assert Pretended(monkeypatch, lambda n: 0.01).batches(card)[0][-1] == bench_gpu.LARGEST


def test_batches_are_doubled_as_far_as_free_memory_goes(card, monkeypatch):
    # A gigabyte a tile: from 8 to 16 tiles it is 8e9 more.
    assert Pretended(monkeypatch, lambda n: 0.01, free=7e9).batches(card)[0] == [1, 2, 4, 8]


@pytest.mark.parametrize(
    ("failure", "told"), [("CUDA out of memory", "too large"), ("No kernel for it\nstack", "failed: No kernel for it")]
)
def test_a_batch_that_fails_ends_its_way_and_not_the_bench(card, monkeypatch, failure, told):
    batches, rows = Pretended(monkeypatch, lambda n: 0.01, fails_at=4, failure=failure).batches(card)
    assert batches == [1, 2, 4] and f"| 4 | {told} |" in rows[-1]
    assert rows[-1].count("|") == bench_gpu.HEAD.split("\n")[0].count("|")


def test_the_whole_bench_runs_on_the_processor(card, monkeypatch, capsys):
    pytest.importorskip("onnxruntime")
    monkeypatch.setattr(gpu_ways, "torch_runs", lambda device: False)
    arguments = ["--device", "cpu", "--models", "mirror", "--batches", "1,2", "--seconds", "0.01"]
    assert bench_gpu.main(arguments, [card.folder.parent]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"onnxruntime {sys.modules['onnxruntime'].__version__}" in lines[0]
    assert [line.split("|")[3].strip() for line in lines if line.startswith("| mirror | ONNX")] == ["1", "2", "1", "2"]
    share = next(line for line in lines[-1:] if line.startswith("| mirror |"))
    assert 0 < int(share.split("|")[2]) < 100


def test_nearness_is_that_of_reflectance_whatever_the_scaling(card):
    from unveil.models.scaling import Scaling

    exact = np.zeros((1, 13, 32, 32), np.float32)
    assert bench_gpu.nearness(card, exact + np.float32(0.01), exact) == pytest.approx(40, abs=0.01)
    relative = replace(card, scaling=Scaling(kind="relative", deviations=(100.0,) * 13))
    assert bench_gpu.nearness(relative, exact + np.float32(1), exact) == pytest.approx(40, abs=0.01)
