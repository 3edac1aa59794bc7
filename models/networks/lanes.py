"""Pieces of a network's work in several threads, each of which computes alone.

PyTorch's own threads share out each operation and wait for each other at its end, and what is small, or is copied, one
thread does while the others wait. Pieces that are computed from one end to the other by one thread each wait seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import torch

S = TypeVar("S")
T = TypeVar("T")

_TEAM: ContextVar[tuple[Executor, int] | None] = ContextVar("team of lanes", default=None)


@contextmanager
def lanes() -> Iterator[None]:
    """Give, as a context, `at_once` as many threads as PyTorch uses here, in each of which PyTorch uses one."""
    count = torch.get_num_threads()
    if count == 1 or _TEAM.get() is not None:
        yield
        return
    # Threads that meet PyTorch for the first time take this number, and OpenMP's own threads stay asleep.
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(count, thread_name_prefix="unveil-lane") as pool:
            token = _TEAM.set((pool, count))
            try:
                yield
            finally:
                _TEAM.reset(token)
    finally:
        torch.set_num_threads(count)


def lane_count() -> int:
    """Return how many pieces are computed at once where this is called: 1 outside of `lanes`."""
    team = _TEAM.get()
    return 1 if team is None else team[1]


def at_once(work: Callable[[S], T], items: Iterable[S]) -> list[T]:
    """Return the results of `work` on each item, in their order; one after the other outside of `lanes`.

    The items must not need each other. Gradients are not kept. What one raises is raised when no other is at work.
    """
    team = _TEAM.get()
    if team is None:
        return [work(item) for item in items]
    # Both are the calling thread's alone, and so is the context.
    inference = torch.is_inference_mode_enabled()

    def alone(item: S) -> T:
        with torch.inference_mode(inference), torch.no_grad():
            return work(item)

    futures = [team[0].submit(alone, item) for item in items]
    try:
        return [future.result() for future in futures]
    finally:
        for future in futures:
            future.cancel()
        wait(futures)
