"""One face over what runs a network: arrays in, cloud-free arrays out, and the device that really did it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from unveil.models.any_predictor import AnyPredictor
from unveil.models.card import CLEAR_SKY, CLOUD_FREE, ModelCard
from unveil.models.errors import Cancelled, ModelError
from unveil.models.measured import MeasuredPredictor
from unveil.models.onnx_file import MOST_BYTES, check_model
from unveil.models.onnx_runtime import (
    import_onnxruntime,
    is_out_of_memory,
    limit_memory,
    open_session,
    reason_of,
    run_options,
    why_not_started,
)
from unveil.models.openvino import OPENVINO, PRECISIONS, provider_in
from unveil.models.outputs import check_outputs, join_outputs
from unveil.models.plain import NO_NETWORK, PlainPredictor
from unveil.models.registry import ZOO
from unveil.models.runtimes import INSTALL_HINT, PACKAGES, PROVIDERS, has_onnxruntime
from unveil.models.threads import thread_count
from unveil.models.torch_predictor import DEVICES, can_run_torch, is_heavy, load_torch_predictor

GPU_BATCH = 8

MOST_AT_ONCE = 2
"""Tiles that a processor predicts at a time."""

CUDA_OPTIONS = {"cudnn_conv_algo_search": "HEURISTIC"}
"""Of the provider: the exhaustive search of convolution algorithms makes the first tile take minutes."""


class Predictor:
    """A model loaded in ONNX Runtime.

    Attributes: card; runtime, the library and its version; device, the one that really runs ("cpu", "cuda", ...);
    batch, how many tiles to give at once; at_once, how many threads may have it predict at a time; note, what the user
    should know of the choice of device, or ""; is_cancelled, what tells in the midst of a tile that the user wants to
    stop, or None.
    """

    is_cancelled: Callable[[], bool] | None = None

    def __init__(self, card: ModelCard, session: Any, runtime: str, device: str, at_once: int = 1):
        self.card = card
        self.runtime = runtime
        self.device = device
        self.note = ""
        self.batch = 1 if device in ("cpu", OPENVINO) else GPU_BATCH
        self.at_once = at_once
        self._session = session

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return the cloud-free tiles [n, bands, tile, tile], scaled as the card says, float32.

        `inputs` holds at least the card's inputs, float32 and scaled: optical [n, bands, tile, tile],
        radar [n, 2, tile, tile], mask [n, 1, tile, tile], background [n, bands, tile, tile].
        Errors as for `predict_outputs`.
        """
        return self.predict_outputs(inputs, (CLOUD_FREE,))[CLOUD_FREE]

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return those of the card's outputs by name, for tiles as in `predict`: the image, the map of clear sky.

        On a GPU that runs out of memory the batch is halved, down to single tiles.

        Raises:
            ModelError: the model does not give such an output, the runtime fails, or an output has another size than
                the card says or is not finite.
            Cancelled: `is_cancelled` told so.
        """
        check_outputs(self.card, names)
        count = len(inputs["optical"])
        tiles, start = [], 0
        while start < count:
            step = min(self.batch, count - start)
            feed = {name: np.ascontiguousarray(inputs[name][start : start + step]) for name in self.card.inputs}
            try:
                with run_options(self.is_cancelled) as options:
                    tiles.append(self._session.run(list(names), feed, options))
            except Cancelled:
                raise
            except Exception as error:  # the runtime raises its own classes, which cannot be imported here
                if step > 1 and is_out_of_memory(error):
                    self.batch = step // 2
                    continue
                raise ModelError(f"The model '{self.card.id}' failed on {self.device}: {reason_of(error)}.") from error
            start += step
        return join_outputs(self.card, self.device, names, tiles)


def load_predictor(
    card: ModelCard, device: str = "auto", is_cancelled: Callable[[], bool] | None = None
) -> AnyPredictor:
    """Load a model for a device: "auto" (the best that works) or one of PROVIDERS.

    is_cancelled: asked while a tile is predicted, from another thread; see `Predictor.is_cancelled`.
    ONNX Runtime runs it; PyTorch does where that is missing, and on "auto" heavy networks that no GPU would run. Where
    a device has several ways to run it, as OpenVINO has, the first tile chooses, see `MeasuredPredictor`.

    Raises:
        ModelError: ONNX Runtime is missing; the file is missing, changed or corrupt, or refers to other files; its
            graph does not fit the card, or the device that was asked for by name does not run.
    """
    if device != "auto" and device not in PROVIDERS:
        raise ModelError(f"The device '{device}' is not known; choose auto, {', '.join(PROVIDERS)}.")
    if card.architecture == NO_NETWORK:
        return PlainPredictor()
    if not has_onnxruntime():
        if device in ("auto", *DEVICES) and can_run_torch(card):
            return load_torch_predictor(card, device)
        raise ModelError(INSTALL_HINT.format(_python()))
    model = _read_model(card)
    onnxruntime = import_onnxruntime()
    if device in ("auto", "cuda") and hasattr(onnxruntime, "preload_dlls") and _offers(onnxruntime, "cuda"):
        onnxruntime.preload_dlls()
    if device != "auto" and not _offers(onnxruntime, device):
        raise ModelError(
            f"ONNX Runtime {onnxruntime.__version__} as installed cannot use the device '{device}'; "
            f"choose DEVICE auto or cpu, or install the package that has it ({PACKAGES[device]})."
        )
    wanted = [name for name in PROVIDERS if _offers(onnxruntime, name)] if device == "auto" else [device]
    notes: list[str] = []
    for name in wanted:
        if name in ("cpu", OPENVINO) and device == "auto" and is_heavy(card) and can_run_torch(card):
            return load_torch_predictor(card, note=" ".join(notes))
        if ways := _ways(card, model, name, with_cpu=device == "auto"):
            return _of_ways(ways, " ".join(notes), is_cancelled)
        notes.append(f"ONNX Runtime offers {name} but could not start it ({why_not_started(name)}).")
    raise ModelError(" ".join(notes) + " Choose DEVICE auto or cpu.")


def _of_ways(ways: dict[str, Predictor], note: str, is_cancelled: Callable[[], bool] | None) -> AnyPredictor:
    for way in ways.values():
        way.is_cancelled = is_cancelled
    if len(ways) > 1:
        return MeasuredPredictor(dict(ways), note)
    (way,) = ways.values()
    way.note = note
    return way


def _ways(card: ModelCard, model: bytes, device: str, with_cpu: bool) -> dict[str, Predictor]:
    """Return the ways to run a model on a device by their names, the exact one first; {} where none starts.

    with_cpu: whether the runtime's own way on a processor stands beside OpenVINO's.
    """
    if device != OPENVINO:
        started = _started(card, model, device, at_once=_at_once(card) if device == "cpu" else 1)
        return {} if started is None else {device: started}
    found = {f"OpenVINO in {precision}": _started(card, model, device, precision) for precision in PRECISIONS}
    ways = {name: way for name, way in found.items() if way is not None}
    own = _started(card, model, "cpu") if ways and with_cpu else None
    return ways if own is None else {"cpu": own, **ways}


def _at_once(card: ModelCard) -> int:
    """Return how many tiles a model predicts at a time on a processor, with a part of the threads each.

    Two tiles keep two cores at work, which steps of one tile that are not shared leave idle; each takes its own memory.
    """
    return min(thread_count(), MOST_AT_ONCE) if card.parameters > 0 and not is_heavy(card) else 1


def _started(card: ModelCard, model: bytes, device: str, precision: str = "", at_once: int = 1) -> Predictor | None:
    """Return a predictor on a device; None where ONNX Runtime could not start it there."""
    session = _open(card, model, (device, precision), -(-thread_count() // at_once))
    # A provider whose libraries are missing is dropped without an error: ask what is left.
    if session.get_providers()[0] != PROVIDERS[device]:
        return None
    _check_graph(card, session)
    runtime = f"ONNX Runtime {import_onnxruntime().__version__}"
    return Predictor(card, session, f"{runtime}, OpenVINO in {precision}" if precision else runtime, device, at_once)


def _open(card: ModelCard, model: bytes, way: tuple[str, str], threads: int) -> Any:
    device, precision = way
    provider: Any = provider_in(precision) if device == OPENVINO else PROVIDERS[device]
    if device == "cuda":
        provider = (provider, CUDA_OPTIONS)
    # What ships is known to be modest; a pool of its own would stay with the process.
    options = {} if card.folder.parent == ZOO else limit_memory()
    try:
        return open_session(model, [provider], threads, options)
    except Exception as error:
        raise ModelError(f"The model file {card.model_path} cannot be loaded: {reason_of(error)}.") from error


def _read_model(card: ModelCard) -> bytes:
    """Return the bytes of the model file, which are those that run: its digest is the card's and they are complete."""
    path = card.model_path
    try:
        if path.exists() and not path.is_file():
            raise ModelError(f"The model {path} is not a file.")
        if path.stat().st_size > MOST_BYTES:
            raise ModelError(f"The model file {path} is larger than an ONNX file can be.")
        model = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(model).hexdigest() != card.sha256:
        raise ModelError(
            f"The model file {path} is not the one its card describes (SHA-256 differs): "
            "it is corrupt or was replaced; install the model again."
        )
    check_model(model, f"The model file {path}")
    return model


def _check_graph(card: ModelCard, session: Any) -> None:
    names = {item.name: item.shape for item in session.get_inputs()}
    channels = {"optical": len(card.bands), "radar": 2, "mask": 1, "background": len(card.bands)}
    expected = {name: [channels[name], card.tile, card.tile] for name in card.inputs}
    if {name: shape[1:] for name, shape in names.items()} != expected:
        raise ModelError(f"The model file {card.model_path} takes {names}, and its card says {expected}.")
    given = {item.name: item.shape for item in session.get_outputs()}
    wanted = {CLOUD_FREE: [len(card.bands), card.tile, card.tile], CLEAR_SKY: [1, card.tile, card.tile]}
    for name in set(card.outputs) & set(given):
        shape = given[name] if isinstance(given[name], list) else []
        # A size that the file leaves open is seen with the first tile.
        if shape and (len(shape) != 4 or any(isinstance(n, int) and n != m for n, m in zip(shape[1:], wanted[name]))):
            raise ModelError(
                f"The model file {card.model_path} gives {shape[1:]} as {name} of a tile, and its card says "
                f"{wanted[name]}."
            )
    missing = set(card.outputs) - set(given)
    if missing:
        raise ModelError(f"The model file {card.model_path} has no output named {' and '.join(sorted(missing))}.")


def _offers(onnxruntime: Any, device: str) -> bool:
    return PROVIDERS[device] in onnxruntime.get_available_providers()


def _python() -> str:
    # Inside QGIS on Windows and macOS sys.executable is QGIS itself.
    executable = Path(sys.executable)
    if executable.name.lower().startswith("python"):
        return str(executable)
    names: Iterable[Path] = (Path(sys.prefix) / name for name in ("python.exe", "python3.exe", "bin/python3"))
    return str(next((path for path in names if path.exists()), "python3"))
