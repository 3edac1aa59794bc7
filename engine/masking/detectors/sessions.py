"""ONNX Runtime on all cores by running several small pieces at once, each on one core.

Small pieces scale better so than one piece on many threads, which wait for one another at every layer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.models.onnx_runtime import open_session
from unveil.models.threads import thread_count

_MOST_WORKERS = 4
"""Pieces at once: each needs the memory of a whole pass through the network."""


class Session:
    """A network with one input and one output, run over many pieces of input in order."""

    def __init__(self, model: bytes | Path, origin: str):
        """Load a model from its bytes or its file; `origin` says in an error where it comes from.

        Raises:
            UnveilError: ONNX Runtime cannot load it.
        """
        workers = min(thread_count(), _MOST_WORKERS)
        try:
            self._session: Any = open_session(
                model if isinstance(model, bytes) else Path(model).read_bytes(),
                ["CPUExecutionProvider"],
                max(1, thread_count() // workers),
                {"session.intra_op.allow_spinning": "0"},
            )
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

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)
