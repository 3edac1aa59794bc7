"""The ways to run a model that are installed here, for `bench_gpu`: copying there, running, copying back."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import util
from typing import Any

import numpy as np

from unveil.models.card import CLOUD_FREE, ModelCard
from unveil.models.onnx_runtime import import_onnxruntime, open_session
from unveil.models.openvino import OPENVINO, PRECISIONS, provider_in
from unveil.models.predictor import CUDA_OPTIONS
from unveil.models.runtimes import PROVIDERS, has_onnxruntime

TENSORRT = ("TensorrtExecutionProvider", {"trt_fp16_enable": True})
TORCH_PRECISIONS = ("float32", "bfloat16", "float16")

Inputs = dict[str, np.ndarray]


@dataclass(frozen=True)
class Way:
    """One way to run a model. prepared: puts inputs where the network wants them; run: from there to there; fetched:
    the image as an array in main memory. parted: whether copying is apart from running.
    """

    name: str
    prepared: Callable[[Inputs], Any]
    run: Callable[[Any], Any]
    fetched: Callable[[Any], np.ndarray]
    parted: bool = True


def ways(card: ModelCard, device: str) -> Iterator[Way]:
    """Give the ways to run a model on a device, "cuda" or "cpu", that are installed, one at a time in memory.

    A provider that is offered and does not start gives none.
    """
    offered = import_onnxruntime().get_available_providers() if has_onnxruntime() else []
    if PROVIDERS[device] in offered:
        provider = (PROVIDERS[device], CUDA_OPTIONS) if device == "cuda" else (PROVIDERS[device], {})
        yield from _onnx_ways(card, device, [provider], "ONNX Runtime float32")
    if device == "cuda" and TENSORRT[0] in offered:
        # What TensorRT cannot do stays on the card.
        yield from _onnx_ways(card, device, [TENSORRT, (PROVIDERS["cuda"], CUDA_OPTIONS)], "TensorRT float16")
    if device == "cpu" and PROVIDERS[OPENVINO] in offered:
        for precision in PRECISIONS:
            yield from _onnx_ways(card, device, [provider_in(precision)], f"OpenVINO {precision}")
    if torch_runs(device):
        for precision in TORCH_PRECISIONS:
            yield _torch_way(card, device, precision)


def torch_runs(device: str) -> bool:
    """Tell whether PyTorch is installed and runs on a device, "cuda" or "cpu"."""
    if util.find_spec("torch") is None:
        return False
    import torch

    return device == "cpu" or torch.cuda.is_available()


def release(device: str) -> None:
    """Give back what ways that are no longer used hold of the card's memory."""
    gc.collect()
    if device == "cuda" and torch_runs(device):
        import torch

        torch.cuda.empty_cache()


def asked_of_card(field: str) -> str:
    """Return what nvidia-smi tells of the first GPU that this process sees, such as "memory.used"; "" for nothing."""
    first = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")[0].strip() or "0"
    command = ["nvidia-smi", f"--query-gpu={field}", "--format=csv,noheader,nounits", f"--id={first}"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def memory_of(device: str, field: str = "memory.used") -> float:
    """Return bytes that are in use on the first NVIDIA GPU, or "memory.free"; NaN where nvidia-smi does not tell."""
    try:
        return float(asked_of_card(field)) * 2**20 if device == "cuda" else float("nan")
    except ValueError:
        return float("nan")


def _onnx_ways(card: ModelCard, device: str, providers: list[tuple[str, dict]], name: str) -> Iterator[Way]:
    onnxruntime = import_onnxruntime()
    if device == "cuda" and hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()
    session = open_session(card.model_path.read_bytes(), providers)
    if session.get_providers()[0] != providers[0][0]:
        return

    def bound(inputs: Inputs) -> Any:
        binding = session.io_binding()
        for each, array in inputs.items():
            value = onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array), device, 0)
            binding.bind_ortvalue_input(each, value)
        binding.bind_output(CLOUD_FREE, device)
        return binding

    def run_bound(binding: Any) -> Any:
        session.run_with_iobinding(binding)
        binding.synchronize_outputs()
        return binding

    # Given plain arrays the runtime copies within the call.
    yield Way(
        name, lambda inputs: inputs, lambda inputs: session.run([CLOUD_FREE], inputs)[0], np.asarray, parted=False
    )
    yield Way(f"{name}, bound", bound, run_bound, lambda binding: binding.copy_outputs_to_cpu()[0])


def _torch_way(card: ModelCard, device: str, precision: str) -> Way:
    import torch

    from unveil.models.networks.blocks import outputs_of
    from unveil.models.onnx_weights import network_of

    kind = {"device": device, "dtype": getattr(torch, precision), "memory_format": torch.channels_last}
    network = network_of(card).to(**kind)

    def prepared(inputs: Inputs) -> Any:
        return [torch.from_numpy(np.ascontiguousarray(inputs[name])).to(**kind) for name in card.inputs]

    def run(tensors: Any) -> Any:
        with torch.inference_mode():
            image = outputs_of(network(*tensors), (CLOUD_FREE,))[0]
        if device == "cuda":
            torch.cuda.synchronize()
        return image

    return Way(f"PyTorch {precision}", prepared, run, lambda image: image.float().cpu().contiguous().numpy())
