"""Work that is done ahead of whoever needs it, in threads of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")
_END = object()


def made_ahead(items: Iterator[T], number: int) -> AbstractContextManager[Iterator[T]]:
    """Give, as a context, an iterator over `items`, of which up to `number` are made before they are asked for.

    All are made in one thread, one after the other. What making one raises is raised where it is asked for. At the end
    of the `with` no more are made, and the one that is being made is waited for.
    """

    def makers() -> Iterator[Callable[[], object]]:
        while True:
            yield lambda: next(items, _END)

    return _worked(makers(), 1, number)


def done_in_threads(work: Callable[[S], T], items: Iterable[S], threads: int) -> AbstractContextManager[Iterator[T]]:
    """Give, as a context, the results of `work` on each item, in the order of the items; as `made_ahead`.

    No more than two results a thread are waiting to be taken.
    """
    return _worked((partial(work, item) for item in items), threads, 2 * threads)


@contextmanager
def _worked(calls: Iterator[Callable[[], object]], threads: int, number: int) -> Iterator[Iterator]:
    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="unveil-ahead") as pool:
        waiting: deque[Future] = deque()

        def submit() -> None:
            call = next(calls, None)
            if call is not None:
                waiting.append(pool.submit(call))

        def results() -> Iterator:
            for _ in range(number):
                submit()
            while waiting and (result := waiting.popleft().result()) is not _END:
                submit()
                yield result

        try:
            yield results()
        finally:
            for future in waiting:
                future.cancel()
