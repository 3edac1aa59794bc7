"""Running a model with PyTorch, behind the face of `predictor.Predictor`: faster where a processor has bfloat16."""

from __future__ import annotations

import copy
import hashlib
import time
from collections.abc import Sequence
from importlib import util
from typing import TYPE_CHECKING, Any

import numpy as np

from unveil.models.card import CLOUD_FREE, ModelCard
from unveil.models.errors import ModelError
from unveil.models.exactness import LEAST_EXACT, WORTH, decibels, in_reflectance, too_rough
from unveil.models.network_shapes import shapes_of
from unveil.models.outputs import check_outputs, join_outputs
from unveil.models.tensorfile import read_weights, tensors_of
from unveil.models.torch_import import import_torch

if TYPE_CHECKING:
    from torch import nn

WEIGHTS = "weights.safetensors"
GPU_BATCH = 8
DEVICES = ("cuda", "cpu")

HEAVY = 5_000_000
"""Parameters from which on a network on a processor is worth the seconds that PyTorch takes to load."""


class TorchPredictor:
    """A model loaded in PyTorch. Not to be shared between threads.

    Attributes: card; runtime, the library and its version; device, the one that really runs ("cpu", "cuda");
    batch, how many tiles to give at once; precision, "float32" or "bfloat16", chosen with the first tile by time and
    exactness, "" before; note, what the user should know of the choice, or "".
    """

    def __init__(self, card: ModelCard, network: nn.Module, device: str, precision: str = ""):
        import torch

        self.card = card
        self.runtime = f"PyTorch {torch.__version__}"
        self.device = device
        self.batch = 1 if device == "cpu" else GPU_BATCH
        self.at_once = 1
        self.precision = precision
        self.note = ""
        network = network.eval().to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        # Converted once: autocast would convert the weights again with every tile.
        self._networks = {
            "float32": network,
            "bfloat16": copy.deepcopy(network).bfloat16() if precision != "float32" else network,
        }

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return the cloud-free tiles [n, bands, tile, tile], scaled as the card says; as `Predictor.predict`."""
        return self.predict_outputs(inputs, (CLOUD_FREE,))[CLOUD_FREE]

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return outputs by name, for tiles as in `predict`; as `Predictor.predict_outputs`."""
        check_outputs(self.card, names)
        count = len(inputs["optical"])
        tiles, start = [], 0
        while start < count:
            step = min(self.batch, count - start)
            feed = [np.ascontiguousarray(inputs[name][start : start + step]) for name in self.card.inputs]
            if not self.precision:
                step = 1
                tiles.append(self._choose([each[:1] for each in feed], names))
                start += 1
                continue
            try:
                tiles.append(self._run(feed, self.precision, names))
            except (RuntimeError, MemoryError) as error:
                if step > 1 and "memory" in str(error).lower():
                    self.batch = step // 2
                    continue
                raise self._failure(error) from error
            start += step
        return join_outputs(self.card, self.device, names, tiles)

    def _choose(self, feed: list[np.ndarray], names: Sequence[str]) -> list[np.ndarray]:
        """Choose the precision on one real tile and return that tile's answer in float32."""
        try:
            exact, plain_seconds = self._timed(feed, "float32", names)
            rough, fast_seconds = self._timed(feed, "bfloat16", names)
        except (RuntimeError, MemoryError) as error:
            raise self._failure(error) from error
        nearness = min(
            decibels(*(in_reflectance(self.card, name, each) for each in both))
            for name, *both in zip(names, rough, exact)
        )
        exact_enough, faster = nearness >= LEAST_EXACT, fast_seconds < WORTH * plain_seconds
        self.precision = "bfloat16" if exact_enough and faster else "float32"
        self.runtime = f"{self.runtime} {self.precision}"
        self._networks = {self.precision: self._networks[self.precision]}
        if faster and not exact_enough:
            self.note = " ".join(text for text in (self.note, too_rough("bfloat16", nearness)) if text)
        return exact

    def _timed(self, feed: list[np.ndarray], precision: str, names: Sequence[str]) -> tuple[list[np.ndarray], float]:
        # The first run of a kind chooses and compiles kernels.
        side = min(self.card.tile, 2 * max(self.card.multiple, 16))
        self._run([each[..., :side, :side] for each in feed], precision, names)
        start = time.perf_counter()
        result = self._run(feed, precision, names)
        return result, time.perf_counter() - start

    def _run(self, feed: list[np.ndarray], precision: str, names: Sequence[str]) -> list[np.ndarray]:
        import torch

        from unveil.models.networks.blocks import outputs_of

        kind = {"device": self.device, "dtype": getattr(torch, precision), "memory_format": torch.channels_last}
        tensors = [torch.from_numpy(np.ascontiguousarray(each)).to(**kind) for each in feed]
        with torch.inference_mode():
            given = outputs_of(self._networks[precision](*tensors), names)
            return [each.float().cpu().contiguous().numpy() for each in given]

    def _failure(self, error: BaseException) -> ModelError:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return ModelError(f"The model '{self.card.id}' failed on {self.device}: {reason}")


def can_run_torch(card: ModelCard) -> bool:
    """Tell whether PyTorch is installed and the model brings weights for it, without importing it."""
    try:
        return bool(card.weights_sha256) and util.find_spec("torch") is not None
    except (ImportError, ValueError):
        return False


def is_heavy(card: ModelCard) -> bool:
    """Tell whether a network is so large that PyTorch in bfloat16 saves more time than it takes to load."""
    return card.parameters >= HEAVY


def load_torch_predictor(card: ModelCard, device: str = "auto", precision: str = "", note: str = "") -> TorchPredictor:
    """Load a model for a device: "auto" (a GPU where there is one), "cuda" or "cpu".

    precision: "float32" or "bfloat16"; left empty, it is chosen with the first tile. note: what is to be told of the
    choice of device.

    Raises:
        ModelError: PyTorch is missing, the weights are missing, changed or do not fit the card, or the device that was
            asked for by name does not run.
    """
    torch = import_torch()
    if device not in ("auto", *DEVICES):
        raise ModelError(f"The device '{device}' is not one of PyTorch's here; choose auto, cuda or cpu.")
    if device == "cuda" and not torch.cuda.is_available():
        raise ModelError("PyTorch as installed cannot use the device 'cuda'; choose auto or cpu.")
    network = _network(card)
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    predictor = TorchPredictor(card, network, device, precision)
    predictor.note = note
    return predictor


def _network(card: ModelCard) -> Any:
    import torch

    from unveil.models.networks import build

    path = card.folder / WEIGHTS
    if not card.weights_sha256 or not path.exists():
        raise ModelError(f"The model '{card.id}' brings no weights for PyTorch; it runs on ONNX Runtime.")
    data = read_weights(path)
    if hashlib.sha256(data).hexdigest() != card.weights_sha256:
        raise ModelError(
            f"The weights {path} are not those their card describes (SHA-256 differs); install the model again."
        )
    tensors, _ = tensors_of(data, path)
    shapes_of(card.architecture, card.settings, f"The card of '{card.id}'")
    network = build(card.architecture, "paper", **card.settings)
    try:
        network.load_state_dict({name: torch.from_numpy(array) for name, array in tensors.items()}, strict=True)
    except RuntimeError as error:
        raise ModelError(
            f"The weights {path} do not fit the network {card.architecture} that their card describes."
        ) from error
    return network
