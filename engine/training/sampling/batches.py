"""The batches of a range of steps, made ahead of time by processes or threads."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

_AHEAD = 6

_POLLED_SECONDS = 0.1


class Source(Protocol):
    """What draws batches: `batch(k)` is the k-th one of a run, always the same."""

    def batch(self, step: int) -> dict[str, np.ndarray]:
        """Return arrays [n, channels, h, w] float32 by name."""


def batches(
    source: Source,
    first: int,
    last: int,
    workers: int,
    threads: bool = False,
    pinned: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[dict[str, Tensor]]:
    """Yield batches `first` to `last` - 1 in order.

    workers: how many processes make them ahead of time; 0 makes each when it is asked for. threads: threads take the
    place of processes, for programs that cannot start copies of themselves. pinned: in memory that a GPU reads at once.
    stop: asked while a batch of threads is waited for; once it says so no more come.
    """
    steps = _Steps(source, first, last)
    if workers and threads:
        return _from_threads(steps, workers, stop)
    # With a generator of its own: a loader draws a number when it starts, and a resumed run starts one more.
    own = torch.Generator()
    loader = DataLoader(
        steps,
        batch_size=None,
        num_workers=workers,
        pin_memory=pinned,
        generator=own,
        prefetch_factor=_AHEAD if workers else None,
        worker_init_fn=_leave_signals_to_the_run if workers else None,
    )
    return iter(loader)


class _Steps(Dataset):
    """The batches of a range of steps, by position."""

    def __init__(self, source: Source, first: int, last: int):
        self._source = source
        self._first, self._last = first, last
        self.is_closed_later = hasattr(source, "close")

    def __len__(self) -> int:
        return max(self._last - self._first, 0)

    def __getitem__(self, index: int) -> dict[str, Tensor]:
        return {name: torch.from_numpy(array) for name, array in self._source.batch(self._first + index).items()}


def _leave_signals_to_the_run(_: int) -> None:
    # Ctrl+C reaches the processes as well; the run ends them when it has saved.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _from_threads(steps: _Steps, workers: int, stop: Callable[[], bool]) -> Iterator[dict[str, Tensor]]:
    pool = ThreadPoolExecutor(workers, thread_name_prefix="unveil-samples")
    waiting: deque[Future[dict[str, Tensor]]] = deque()
    try:
        for index in range(len(steps) + _AHEAD):
            if index < len(steps):
                waiting.append(pool.submit(steps.__getitem__, index))
            if index < _AHEAD or not waiting:
                continue
            while not waiting[0].done():
                if stop():
                    return
                wait((waiting[0],), _POLLED_SECONDS)
            yield waiting.popleft().result()
    finally:
        # Draws that are under way end by themselves; only a source that is closed next must not be read any more.
        pool.shutdown(wait=steps.is_closed_later or not stop(), cancel_futures=True)
