"""How fast a model is here: a short measurement before anything is predicted, and a stopwatch for real runs."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from unveil.models.card import ModelCard
from unveil.models.predictor import load_predictor
from unveil.models.runtimes import ONNX_RUNTIMES, installed_packages
from unveil.models.threads import thread_count

SECONDS_A_MEGAVALUE = 0.08
"""A million values of a scene (pixels x bands) read, blended and written on one core of 2020; runs measure it anew."""

SECONDS_WITH_GROUND = 0.5
"""The same where the model starts from the plain ground of the scene and every tile is predicted, shared among two
threads at most.
"""

CLEAR_SHARE, SEEN_SHARE = 0.15, 0.4
"""What of that a scene takes anyway, and what more where something is restored in every tile; the rest is for ground
that a network is asked for.
"""

REFERENCE_SHARE, REFERENCE_SHARE_ALONE = 0.25, 3.0
"""What of that each other date takes, and what of `SECONDS_A_MEGAVALUE`: its mask, what is learnt of it and its ground.
"""

FIRST_MEGAVALUES = 5.0
"""What such a run takes whatever the scene's size, in millions of values: the kind of thin cloud is learnt."""

WINDOW_MEGAVALUES = 3.4
"""Millions of values of a window of ground that is hidden on purpose."""

TRIAL_MEGAVALUES, MOST_TRIED = 5.0, 2
"""What each of the windows takes that a model is tried on first, and how many these are at most."""

REFERENCE_MEGAVALUES, MOST_HELD_OUT = 15.0, 4
"""The same of the windows on which other dates are tried and their errors are told."""

_LEAST_TOLD = 0.01
"""Seconds of a tile of which no less is told."""

_LEAST_TILES = 4
"""Fewer tiles after the first call say little."""

_SAMPLED_SECONDS = 0.01
_BYTES_A_PIXEL = 2300


@dataclass(frozen=True)
class Speed:
    """What was measured of a model on a device.

    tile: seconds that the network takes for a tile. rest: seconds for a million values of the scene (pixels x bands) of
    all other work, see `megavalues`. memory: bytes of main memory that the model takes while it works. device: the one
    that really ran.
    """

    tile: float
    rest: float = SECONDS_A_MEGAVALUE
    memory: float = 0.0
    device: str = ""

    @property
    def tile_told(self) -> str:
        """Return the seconds of a tile as a person says them; what works without a network takes next to none."""
        return f"{self.tile:.2g}" if self.tile >= _LEAST_TOLD else f"< {_LEAST_TOLD:g}"

    def as_text(self) -> str:
        """Return the speed as text for settings."""
        return ";".join(str(value) for value in asdict(self).values())


def speed_of_text(text: str) -> Speed | None:
    """Return the speed that `Speed.as_text` wrote, or None for any other text."""
    parts = text.split(";")
    try:
        tile, rest, memory = map(float, parts[:3])
        speed = Speed(tile, rest, memory, parts[3])
    except (TypeError, ValueError, IndexError):
        return None
    usable = np.isfinite([speed.tile, speed.rest, speed.memory]).all() and speed.tile > 0 and speed.rest > 0
    return speed if usable else None


def speed_key(card: ModelCard, device: str) -> str:
    """Return what a measurement holds for: model, device asked for, versions of the runtimes, threads; no "/" in it."""
    runtimes = [
        f"{package.name}-{package.version}"
        for package in installed_packages()
        if package.version and package.name in (*ONNX_RUNTIMES, "torch")
    ]
    return " ".join([card.sha256[:16], device, *runtimes, f"{thread_count()} threads"])


def measure_speed(
    card: ModelCard,
    device: str,
    check: Callable[[], None] = lambda: None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Speed:
    """Load a model, run it once to warm it up and once against the clock. Takes seconds; not for the main thread.

    check: called between the steps; what it raises ends the measurement. is_cancelled: as in `load_predictor`.

    Raises:
        ModelError: as `load_predictor` and `Predictor.predict`.
    """
    with _Memory() as memory:
        check()
        predictor = load_predictor(card, device, is_cancelled)
        check()
        channels = {"optical": len(card.bands), "radar": 2, "mask": 1, "background": len(card.bands)}
        generator = np.random.default_rng(0)
        shape = (card.tile, card.tile)
        inputs = {
            name: generator.random((predictor.batch, channels[name], *shape), np.float32) / 4 for name in card.inputs
        }
        _predicted(predictor, inputs)
        check()
        start = time.perf_counter()
        number = sum(_predicted(predictor, inputs))
        seconds = (time.perf_counter() - start) / number
    return Speed(seconds, expected_rest(card), memory.taken or expected_memory(card), predictor.device)


def _predicted(predictor: Any, inputs: dict[str, np.ndarray]) -> list[int]:
    """Return how many tiles each of as many threads has had predicted as may at a time."""
    with ThreadPoolExecutor(predictor.at_once, "unveil-speed") as pool:
        return list(pool.map(lambda part: len(predictor.predict(part)), [inputs] * predictor.at_once))


def expected_rest(card: ModelCard) -> float:
    """Return seconds for a million values that all but the network takes, as long as no run has told."""
    return SECONDS_WITH_GROUND / min(thread_count(), 2) if _wants_ground(card) else SECONDS_A_MEGAVALUE


@dataclass(frozen=True)
class Cover:
    """Shares 0..1 of a scene's tiles. active: in which something is restored; predicted: for which a network is asked.

    references: number of other dates.
    """

    active: float = 1.0
    predicted: float = 1.0
    references: int = 0


def megavalues(card: ModelCard | None, values: int, cover: Cover) -> float:
    """Return the millions of values, each as in a scene whose tiles are all predicted, that the rest of a run is.

    card: None for a model of which nothing is known. values: pixels x bands of the scene. What hardly grows with the
    scene counts as well: the kind of thin cloud is learnt, a model on relative values is tried first if any cloud hides
    the ground, and so are other dates.
    """
    number = values / 1e6
    if card is None or not _wants_ground(card):
        return number * (1 + REFERENCE_SHARE_ALONE * cover.references)
    share = CLEAR_SHARE + SEEN_SHARE * cover.active + (1 - CLEAR_SHARE - SEEN_SHARE) * cover.predicted
    first, windows = FIRST_MEGAVALUES, max(number / WINDOW_MEGAVALUES, 1.0)
    if cover.predicted and card.scaling.relative:
        first += TRIAL_MEGAVALUES * min(windows, MOST_TRIED)
    if cover.references:
        first += REFERENCE_MEGAVALUES * min(windows, MOST_HELD_OUT)
    return number * (share + REFERENCE_SHARE * cover.references) + first


def _wants_ground(card: ModelCard) -> bool:
    return "background" in card.inputs


def expected_memory(card: ModelCard) -> float:
    """Return bytes that a model may take where that cannot be measured, by the ratio of the compact GLF-CR."""
    weights = card.model_path.stat().st_size if card.model_path.exists() else 0
    return 2.0 * weights + _BYTES_A_PIXEL * card.tile**2


class Stopwatch:
    """A predictor that is timed; all that it tells is the predictor's own."""

    def __init__(self, predictor: Any):
        self._predictor = predictor
        self._started = time.perf_counter()
        self._calls: list[tuple[int, float]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._predictor, name)

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return what the predictor's `predict` returns, and remember how long it took."""
        return self._timed(self._predictor.predict, inputs)

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return what the predictor's `predict_outputs` returns, and remember how long it took."""
        return self._timed(self._predictor.predict_outputs, inputs, names)

    def _timed(self, predict: Callable, inputs: dict[str, np.ndarray], *more: Any) -> Any:
        start = time.perf_counter()
        result = predict(inputs, *more)
        self._calls.append((len(inputs["optical"]), time.perf_counter() - start))
        return result

    @property
    def seconds(self) -> float:
        """Return how long the predictor has worked with all that it may take of the machine."""
        return sum(seconds for _, seconds in self._calls) / self._predictor.at_once

    def speed(self, values: int, cover: Cover, before: Speed | None = None) -> Speed | None:
        """Return the speed of the run that ends now, over a scene of so many `values` (pixels x bands).

        The first calls, as many as there may be at a time, warm up and do not count. None when there were too few tiles
        to tell. The memory, which is not measured again, is that of `before`.
        """
        at_once = self._predictor.at_once
        counted = self._calls[at_once:]
        tiles = sum(number for number, _ in counted)
        if tiles < _LEAST_TILES:
            return None
        rest = time.perf_counter() - self._started - self.seconds
        return Speed(
            sum(seconds for _, seconds in counted) / at_once / tiles,
            max(rest, 1e-6) / megavalues(self._predictor.card, values, cover),
            before.memory if before else expected_memory(self._predictor.card),
            self._predictor.device,
        )


class _Memory:
    """How far the memory of this process grows inside the `with`; 0 where the system does not tell (not Linux)."""

    def __enter__(self) -> _Memory:
        self.taken = 0.0
        self._before = _resident()
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="unveil-memory", daemon=True)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._watcher.join()

    def _watch(self) -> None:
        while self._before and not self._stop.wait(_SAMPLED_SECONDS):
            self.taken = max(self.taken, _resident() - self._before)


def _resident() -> int:
    if sys.platform != "linux":
        return 0
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()
