"""How fast the models are on this machine's graphics card: `make bench-gpu`, or `python -m tools.bench_gpu`.

Runs on any machine with an NVIDIA GPU and onnxruntime-gpu or a CUDA build of PyTorch, and measures every way that is
installed: ONNX Runtime's CUDA provider with arrays that are copied over each time, and bound to the card's memory (IO
binding); TensorRT in half precision; PyTorch in float32, bfloat16 and float16. For each model, way and batch: tiles a
second, how much of that is copying, memory of the card, and how near the answers are to the processor's. Then the share
of a whole removal that the network takes. Without a GPU it says so in a sentence; `--device cpu` measures the same on
the processor.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.card import CLOUD_FREE, ModelCard
from unveil.models.errors import ModelError
from unveil.models.exactness import decibels, in_reflectance
from unveil.models.onnx_runtime import import_onnxruntime, is_out_of_memory, open_session
from unveil.models.plain import NO_NETWORK
from unveil.models.predictor import load_predictor
from unveil.models.registry import list_models
from unveil.models.runtimes import PROVIDERS, has_onnxruntime
from unveil.models.speed import Stopwatch

SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "sample"
TENSORRT = ("TensorrtExecutionProvider", {"trt_fp16_enable": True})
PRECISIONS = ("float32", "bfloat16", "float16")
NOTHING = (
    "There is no NVIDIA GPU here that ONNX Runtime (onnxruntime-gpu) or PyTorch as installed can use, so nothing was "
    "measured."
)

Inputs = dict[str, np.ndarray]


@dataclass(frozen=True)
class Way:
    """One way to run a model. prepared: puts inputs where the network wants them; run: from there to there; fetched:
    the image as an array in main memory.
    """

    name: str
    prepared: Callable[[Inputs], object]
    run: Callable[[object], object]
    fetched: Callable[[object], np.ndarray]


@dataclass(frozen=True)
class Measured:
    """tiles: a second, copying included; copying: its share of the time, 0..1; memory: bytes of the card that were in
    use, NaN where it does not tell; nearness: dB to the processor's float32.
    """

    model: str
    way: str
    batch: int
    tiles: float
    copying: float
    memory: float
    nearness: float

    def line(self) -> str:
        """Return a row of a table in Markdown."""
        memory = f"{self.memory / 1e9:.2f}" if np.isfinite(self.memory) else ""
        return (
            f"| {self.model} | {self.way} | {self.batch} | {self.tiles:.1f} | {100 * self.copying:.0f} | {memory} | "
            f"{self.nearness:.0f} |"
        )


HEAD = (
    "| model | way | tiles at once | tiles a second | copying, % | card's memory, GB | dB to the processor |\n"
    "|---|---|---|---|---|---|---|"
)


def ways(card: ModelCard, device: str) -> Iterator[Way]:
    """Give the ways to run a model on a device, "cuda" or "cpu", that are installed."""
    if has_onnxruntime():
        offered = import_onnxruntime().get_available_providers()
        if PROVIDERS[device] in offered:
            yield from _onnx_ways(card, device, PROVIDERS[device], "ONNX Runtime")
        if device == "cuda" and TENSORRT[0] in offered:
            yield from _onnx_ways(card, device, TENSORRT, "TensorRT float16")
    if _torch_runs(device):
        for precision in PRECISIONS:
            yield _torch_way(card, device, precision)


def measured(card: ModelCard, way: Way, batch: int, seconds: float, exact: np.ndarray, device: str) -> Measured | None:
    """Return what a way does for some seconds; exact: the processor's image of the inputs; None: no memory for it."""
    inputs = {name: np.repeat(array, batch, axis=0) for name, array in inputs_of(card).items()}
    try:
        image = way.fetched(way.run(way.prepared(inputs)))
        whole = _rate(lambda: way.fetched(way.run(way.prepared(inputs))), seconds)
        ready = way.prepared(inputs)
        alone = _rate(lambda: way.run(ready), seconds)
    except Exception as error:  # each runtime raises classes of its own
        if is_out_of_memory(error):
            return None
        raise
    copying = max(1 - whole / alone, 0.0)
    return Measured(card.id, way.name, batch, batch * whole, copying, memory_of(device), nearness(card, image, exact))


def inputs_of(card: ModelCard) -> Inputs:
    """Return scaled inputs of one tile [1, channels, tile, tile] of such values as scenes have, always the same."""
    generator = np.random.default_rng(0)
    channels = {"optical": len(card.bands), "radar": 2, "mask": 1, "background": len(card.bands)}
    shape = (card.tile, card.tile)
    inputs = {name: generator.random((1, channels[name], *shape), np.float32) / 4 for name in card.inputs}
    if "mask" in inputs:
        inputs["mask"] = (inputs["mask"] > 0.125).astype(np.float32)
    return inputs


def nearness(card: ModelCard, image: np.ndarray, exact: np.ndarray) -> float:
    """Return dB between images [n, bands, tile, tile] in the card's scaling and the processor's, as reflectance."""
    exact = np.broadcast_to(exact, image.shape)
    return decibels(*(in_reflectance(card, CLOUD_FREE, each) for each in (image, exact)))


def share_of_network(card: ModelCard, device: str) -> float:
    """Return which share of the time of a removal over the sample scene the network took, 0..1."""
    predictor = Stopwatch(load_predictor(card, device))
    files = SceneFiles(*(describe(str(SAMPLE / name)) for name in ("s2_cloudy.tif", "s1.tif", "mask.tif")))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        restorer = Restorer(predictor, RemovalSettings(trial=False))
        remove_clouds(files, restorer, str(Path(folder) / "clear.tif"), Feedback())
    return predictor.seconds / (time.perf_counter() - start)


def memory_of(device: str) -> float:
    """Return the bytes that are in use on the first NVIDIA GPU, NaN where nvidia-smi does not tell."""
    if device != "cuda":
        return float("nan")
    command = ["nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader,nounits", "--id=0"]
    try:
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) * 2**20
    except (OSError, ValueError, subprocess.CalledProcessError):
        return float("nan")


def has_gpu() -> bool:
    """Tell whether a runtime that is installed can use an NVIDIA GPU."""
    if _torch_runs("cuda"):
        return True
    if not has_onnxruntime() or PROVIDERS["cuda"] not in import_onnxruntime().get_available_providers():
        return False
    # A provider whose driver is missing is offered all the same.
    return np.isfinite(memory_of("cuda"))


def _onnx_ways(card: ModelCard, device: str, provider: object, name: str) -> Iterator[Way]:
    onnxruntime = import_onnxruntime()
    if device == "cuda" and hasattr(onnxruntime, "preload_dlls"):
        onnxruntime.preload_dlls()
    session = open_session(card.model_path.read_bytes(), [provider])
    wanted = provider if isinstance(provider, str) else provider[0]
    if session.get_providers()[0] != wanted:
        return

    def bound(inputs: Inputs) -> object:
        binding = session.io_binding()
        for each, array in inputs.items():
            value = onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array), device, 0)
            binding.bind_ortvalue_input(each, value)
        binding.bind_output(CLOUD_FREE, device)
        return binding

    def run_bound(binding: object) -> object:
        session.run_with_iobinding(binding)
        binding.synchronize_outputs()
        return binding

    yield Way(name, lambda inputs: inputs, lambda inputs: session.run([CLOUD_FREE], inputs)[0], np.asarray)
    yield Way(f"{name}, bound", bound, run_bound, lambda binding: binding.copy_outputs_to_cpu()[0])


def _torch_way(card: ModelCard, device: str, precision: str) -> Way:
    import torch

    from unveil.models.networks.blocks import outputs_of
    from unveil.models.onnx_weights import network_of

    kind = {"device": device, "dtype": getattr(torch, precision), "memory_format": torch.channels_last}
    network = network_of(card).to(**kind)

    def prepared(inputs: Inputs) -> object:
        return [torch.from_numpy(np.ascontiguousarray(inputs[name])).to(**kind) for name in card.inputs]

    def run(tensors: object) -> object:
        with torch.inference_mode():
            image = outputs_of(network(*tensors), (CLOUD_FREE,))[0]
        if device == "cuda":
            torch.cuda.synchronize()
        return image

    return Way(f"PyTorch {precision}", prepared, run, lambda image: image.float().cpu().contiguous().numpy())


def _torch_runs(device: str) -> bool:
    if util.find_spec("torch") is None:
        return False
    import torch

    return device == "cpu" or torch.cuda.is_available()


def _rate(call: Callable[[], object], seconds: float) -> float:
    """Return calls a second, over at least `seconds` and two calls after one that warms up."""
    call()
    number, start = 0, time.perf_counter()
    while number < 2 or time.perf_counter() - start < seconds:
        call()
        number += 1
    return number / (time.perf_counter() - start)


def main(arguments: Sequence[str] | None = None, folders: Sequence[Path] = ()) -> int:
    """Print the tables; `folders`: of further models."""
    parser = argparse.ArgumentParser(prog="bench_gpu", description=__doc__.split("\n\n")[0])
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--models", default="", help="ids, separated by commas; all that are installed without it")
    parser.add_argument("--batches", default="1,4,16", help="tiles at once, separated by commas")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    options = parser.parse_args(arguments)
    if options.device == "cuda" and not has_gpu():
        print(NOTHING)
        return 0
    chosen = [name for name in options.models.split(",") if name]
    cards = [card for card in list_models(folders) if card.architecture != NO_NETWORK]
    cards = [card for card in cards if not chosen or card.id in chosen]
    print(HEAD)
    for card in cards:
        exact = load_predictor(card, "cpu").predict(inputs_of(card))
        for way in ways(card, options.device):
            for batch in map(int, options.batches.split(",")):
                found = measured(card, way, batch, options.seconds, exact, options.device)
                print(found.line() if found else f"| {card.id} | {way.name} | {batch} | too large | | | |", flush=True)
    print("\n| model | share of the network in a removal of the sample scene, % |\n|---|---|")
    for card in cards:
        try:
            print(f"| {card.id} | {100 * share_of_network(card, options.device):.0f} |", flush=True)
        except ModelError as error:
            print(f"| {card.id} | {error} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
