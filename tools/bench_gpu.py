"""How fast the models are on this machine's graphics card: `make bench-gpu`, or `python -m tools.bench_gpu`.

Runs on any machine with an NVIDIA GPU and onnxruntime-gpu or a CUDA build of PyTorch, and measures every way that is
installed: ONNX Runtime's CUDA provider with arrays that are copied over each time, and bound to the card's memory (IO
binding); TensorRT in half precision; PyTorch in float32, bfloat16 and float16. Batches are doubled as far as the card's
free memory and the gain go. For each model, way and batch: tiles a second, how much of that is copying, memory of the
card, and how near the answers are to the processor's (both runtimes' float32 is TF32 in convolutions there). Then the
share of a whole removal that the network takes. Without a GPU it says so, and why a runtime that has the part for it
does not start; `--device cpu` measures the same on the processor, OpenVINO where it is installed.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.gpu_ways import Inputs, Way, asked_of_card, memory_of, release, torch_runs, ways
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.card import CLOUD_FREE, ModelCard
from unveil.models.errors import ModelError
from unveil.models.exactness import decibels, in_reflectance
from unveil.models.onnx_runtime import is_out_of_memory, reason_of
from unveil.models.plain import NO_NETWORK
from unveil.models.predictor import load_predictor
from unveil.models.registry import list_models
from unveil.models.runtimes import has_onnxruntime, installed_packages
from unveil.models.speed import Stopwatch

SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "sample"
NOTHING = "There is no NVIDIA GPU here that a runtime as installed can use, so nothing was measured."
LARGEST = 256
"""Tiles at once beyond which batches are not doubled."""

GAIN = 1.05
"""Times as many tiles a second that doubling a batch must bring for it to be doubled again."""

HEAD = (
    "| model | way | tiles at once | tiles a second | copying, % | card's memory, GB | dB to the processor |\n"
    "|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Measured:
    """tiles: a second, copying included; copying: its share of the time, 0..1, NaN where it is not apart from running;
    memory: bytes that were in use on the card, NaN where it does not tell; nearness: dB to the processor's float32.
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
        copying = f"{100 * self.copying:.0f}" if np.isfinite(self.copying) else ""
        return (
            f"| {self.model} | {self.way} | {self.batch} | {self.tiles:.1f} | {copying} | {memory} | "
            f"{self.nearness:.0f} |"
        )


@dataclass(frozen=True)
class Bench:
    """What is measured: device, "cuda" or "cpu"; batches, () to double them; seconds of each measurement."""

    device: str
    batches: tuple[int, ...]
    seconds: float

    def of_way(self, card: ModelCard, way: Way, exact: np.ndarray) -> Iterator[str]:
        """Give rows for a way to run a model; exact: the processor's image of `inputs_of`."""
        found: list[Measured] = []
        for batch in self.batches or self._doubled(found):
            try:
                found.append(measured(card, way, batch, self, exact))
            except Exception as error:  # each runtime raises classes of its own, and other ways may still run
                reason = "too large" if is_out_of_memory(error) else f"failed: {reason_of(error)}"
                yield f"| {card.id} | {way.name} | {batch} | {reason} | | | |"
                return
            yield found[-1].line()

    def _doubled(self, found: list[Measured]) -> Iterator[int]:
        """Give batches, each once the one before stands in `found`, as long as memory and gain allow it."""
        yield 1
        while found[-1].batch < LARGEST:
            last, before = found[-1], found[-2] if len(found) > 1 else None
            if before is not None:
                growth = last.memory - before.memory
                # Twice the batch takes twice the growth; with NaN nothing is known, and the runtime will tell.
                if last.tiles < GAIN * before.tiles or 2 * growth > memory_of(self.device, "memory.free"):
                    return
            yield 2 * last.batch


def measured(card: ModelCard, way: Way, batch: int, bench: Bench, exact: np.ndarray) -> Measured:
    """Return what a way does for some seconds; what the runtime raises is left as it is."""
    inputs = {name: np.repeat(array, batch, axis=0) for name, array in inputs_of(card).items()}
    image = way.fetched(way.run(way.prepared(inputs)))
    whole = _rate(lambda: way.fetched(way.run(way.prepared(inputs))), bench.seconds)
    copying = float("nan")
    if way.parted:
        ready = way.prepared(inputs)
        copying = max(1 - whole / _rate(lambda: way.run(ready), bench.seconds), 0.0)
    memory = memory_of(bench.device)
    return Measured(card.id, way.name, batch, batch * whole, copying, memory, nearness(card, image, exact))


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


def why_no_gpu(cards: Sequence[ModelCard]) -> str:
    """Return "" where a runtime that is installed can use an NVIDIA GPU, else a sentence that says why none can."""
    if torch_runs("cuda"):
        return ""
    if not has_onnxruntime() or not cards:
        return NOTHING
    try:
        load_predictor(cards[0], "cuda")
    except ModelError as error:
        return f"{NOTHING} {error}"
    return ""


def machine(device: str) -> str:
    """Return in a line what is measured: card and driver or processor, and the versions of the runtimes."""
    names = ("onnxruntime", "torch", "tensorrt")
    packages = [
        f"{each.name} {each.version}" for each in installed_packages() if each.version and each.name.startswith(names)
    ]
    hardware = asked_of_card("name,driver_version,memory.total") if device == "cuda" else platform.processor()
    return ", ".join([hardware or platform.machine(), *packages])


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
    parser.add_argument("--batches", default="", help="tiles at once, separated by commas; doubled from 1 without it")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    options = parser.parse_args(arguments)
    chosen = [name for name in options.models.split(",") if name]
    cards = [card for card in list_models(folders) if card.architecture != NO_NETWORK]
    cards = [card for card in cards if not chosen or card.id in chosen]
    if options.device == "cuda" and (reason := why_no_gpu(cards)):
        print(reason)
        return 0
    bench = Bench(options.device, tuple(int(each) for each in options.batches.split(",") if each), options.seconds)
    print(f"{machine(options.device)}\n\n{HEAD}")
    for card in cards:
        exact = load_predictor(card, "cpu").predict(inputs_of(card))
        for way in ways(card, options.device):
            for row in bench.of_way(card, way, exact):
                print(row, flush=True)
            # Else the network of this way would stay on the card while the next one is made.
            del way
            release(options.device)
    print("\n| model | share of the network in a removal of the sample scene, % |\n|---|---|")
    for card in cards:
        try:
            print(f"| {card.id} | {100 * share_of_network(card, options.device):.0f} |", flush=True)
        except ModelError as error:
            print(f"| {card.id} | {error} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
