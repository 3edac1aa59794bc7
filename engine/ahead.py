"""Work that is done ahead of whoever needs it, in threads of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TypeVar

from unveil.models.threads import thread_count

S = TypeVar("S")
T = TypeVar("T")
_END = object()

_MOST_THREADS = 4
"""That share one piece of work: what is not shared takes the longer part with more."""


def made_ahead(items: Iterator[T], number: int) -> AbstractContextManager[Iterator[T]]:
    """Give, as a context, an iterator over `items`, of which up to `number` are made before they are asked for.

    All are made in one thread, one after the other. What making one raises is raised where it is asked for. At the end
    of the `with` no more are made, and the one that is being made is waited for.
    """

    def makers() -> Iterator[Callable[[], object]]:
        while True:
            yield lambda: next(items, _END)

    return _worked(makers(), 1, number)


def done_in_threads(
    work: Callable[[S], T], items: Iterable[S], threads: int, begun: int = 0
) -> AbstractContextManager[Iterator[T]]:
    """Give, as a context, the results of `work` on each item, in the order of the items; as `made_ahead`.

    No more items than `begun` are at work or wait to be taken, by default two a thread.
    """
    return _worked((partial(work, item) for item in items), threads, begun or 2 * threads)


class Crew:
    """Threads that share the parts of one piece of work while the caller waits for all of them. A context manager.

    Parts share nothing that any of them changes, so that the result is the same with any number of threads.
    """

    def __init__(self, threads: int):
        self._pool = ThreadPoolExecutor(threads, "unveil-crew") if threads > 1 else None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, work: Callable[[S], T], items: Iterable[S]) -> list[T]:
        """Return the results of `work` on each item, in their order; `work` asks for no more of the same crew."""
        return list(map(work, items) if self._pool is None else self._pool.map(work, items))


ALONE = Crew(1)
"""The caller's own thread."""


def full_crew() -> Crew:
    """Return as many threads as one piece of work may take."""
    return Crew(min(thread_count(), _MOST_THREADS))


def shared(work: Callable[[S], T], items: Iterable[S]) -> list[T]:
    """Return the results of `work` on each item, in their order, by as many threads as work may take; see `Crew`."""
    with full_crew() as crew:
        return crew.each(work, items)


class Beside:
    """A thread of its own that does what it is given, one after the other. Use as a context manager.

    apart: False has the caller do it, when it asks for the result.
    """

    def __init__(self, apart: bool):
        self._pool = ThreadPoolExecutor(1, "unveil-beside") if apart else None

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def begin(self, work: Callable[[], T]) -> Callable[[], T]:
        """Begin the work; what is returned waits for it and returns its result, or raises what it raised."""
        return work if self._pool is None else self._pool.submit(work).result


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
