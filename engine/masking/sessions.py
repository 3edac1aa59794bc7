"""ONNX Runtime on all cores by running several small pieces at once, each on one core.

Small pieces scale better so than one piece on many threads, which wait for one another at every layer.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.masking.graphs import Graph
from unveil.engine.masking.shortcuts import UnknownGraph, shorten

_MOST_WORKERS = 4
"""Pieces at once: each needs the memory of a whole pass through the network."""

_SAME = 2e-3
"""Greatest difference from a network, before softmax, with which what was made of it is taken for the same."""


def cores() -> int:
    """Return the number of cores that this process may use, less one for the desktop where there are many."""
    number = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    return number - 1 if number > 4 else number


class Session:
    """A network with one input and one output, run over many pieces of input in order."""

    def __init__(self, model: bytes | Path, origin: str, side: int | None = None):
        """Load a model from its bytes or its file; `origin` says in an error where it comes from.

        `side`: that of square images of which many will follow. A U-Net for these is made quicker where that can be
        done, which takes a second.

        Raises:
            UnveilError: ONNX Runtime cannot load it.
        """
        workers = min(cores(), _MOST_WORKERS)
        self._threads = max(1, cores() // workers)
        source = model if isinstance(model, bytes) else str(model)
        try:
            self._session: Any = (side and self._shortened(source, side)) or self._loaded(source)
        except Exception as error:
            reason = str(error).strip().splitlines()[0]
            raise UnveilError(
                f"The model of {origin} cannot be loaded ({reason}); install that package again."
            ) from error
        self._input = self._session.get_inputs()[0].name
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="unveil-mask")

    def run(self, pieces: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """Yield the network's output for each piece of input, in order, while those after it are still running."""
        return self._pool.map(self.output, pieces)

    def submit(self, work: Callable[[int], np.ndarray], piece: int) -> Future[np.ndarray]:
        """Run `work` on a piece's number in one of the threads; it makes the input itself and calls `output`."""
        return self._pool.submit(work, piece)

    def output(self, piece: np.ndarray) -> np.ndarray:
        """Return the network's output for a piece of input, in the thread of the caller."""
        return self._session.run(None, {self._input: piece})[0]

    def _loaded(self, source: bytes | str, saved: str = "", ready: bool = False) -> Any:
        """Return ONNX Runtime's session; `saved`: where to write the optimised graph; `ready`: it is one already."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = self._threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        if saved:
            options.optimized_model_filepath = saved
        if ready:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        return onnxruntime.InferenceSession(source, sess_options=options, providers=["CPUExecutionProvider"])

    def _shortened(self, source: bytes | str, side: int) -> Any:
        """Return a quicker session with the same results, None where there is none."""
        with tempfile.TemporaryDirectory(prefix="unveil-") as folder:
            saved, quick = Path(folder) / "saved.onnx", Path(folder) / "quick.onnx"
            try:
                plain = self._loaded(source, str(saved))
                graph = Graph(saved.read_bytes())
                shorten(graph, side)
                with open(quick, "wb") as file:
                    file.writelines(graph.pieces())
                del graph
                result = self._loaded(str(quick), ready=True)
                entry = plain.get_inputs()[0]
                sample = np.random.default_rng(0).normal(size=(1, entry.shape[1], side, side)).astype(np.float32)
                expected, found = (session.run(None, {entry.name: sample})[0] for session in (plain, result))
            except (UnknownGraph, ValueError, OSError, *_runtime_errors()):
                # Another version or processor may build the graph in another way: it is right as it is.
                return None
        same = expected.shape == found.shape and float(np.abs(expected - found).max()) <= _SAME
        return result if same else None

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _runtime_errors() -> tuple[type[Exception], ...]:
    """Return what ONNX Runtime raises for files that it cannot load or run."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names = (
        "Fail",
        "InvalidArgument",
        "InvalidGraph",
        "InvalidProtobuf",
        "NoSuchFile",
        "NotImplemented",
        "RuntimeException",
    )
    return tuple(getattr(state, name) for name in names if hasattr(state, name))
