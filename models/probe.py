"""Whether networks really run here, and how fast: measured with a model, not guessed from a list."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from unveil.models.card import ModelCard
from unveil.models.errors import ModelError
from unveil.models.onnx_runtime import import_onnxruntime
from unveil.models.predictor import load_predictor
from unveil.models.runtimes import PROVIDERS, has_onnxruntime


@dataclass(frozen=True)
class Measurement:
    """A device, seconds that a tile of the model took on it (None where it did not run) and why it did not."""

    device: str
    seconds: float | None
    reason: str = ""


def offered_devices() -> tuple[str, ...]:
    """Return the devices that ONNX Runtime as installed claims to know; () without it."""
    if not has_onnxruntime():
        return ()
    providers = import_onnxruntime().get_available_providers()
    return tuple(device for device, provider in PROVIDERS.items() if provider in providers)


def measure_device(card: ModelCard, device: str, is_cancelled: Callable[[], bool] | None = None) -> Measurement:
    """Run one tile of a model on a device twice and time the second; `is_cancelled` as in `load_predictor`."""
    channels = {"optical": len(card.bands), "radar": 2, "mask": 1, "background": len(card.bands)}
    inputs = {name: np.full((1, channels[name], card.tile, card.tile), 0.1, np.float32) for name in card.inputs}
    try:
        predictor = load_predictor(card, device, is_cancelled)
        predictor.predict(inputs)
        start = time.perf_counter()
        predictor.predict(inputs)
    except ModelError as error:
        return Measurement(device, None, str(error))
    return Measurement(device, time.perf_counter() - start)
