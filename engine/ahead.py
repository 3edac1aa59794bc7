"""Work that is done ahead of whoever needs it, in a thread of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
_END = object()


@contextmanager
def made_ahead(items: Iterator[T], number: int) -> Iterator[Iterator[T]]:
    """Give an iterator over `items`, of which up to `number` are made before they are asked for.

    All are made in one thread, one after the other. What making one raises is raised where it is asked for. At the end
    of the `with` no more are made, and the one that is being made is waited for.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="unveil-ahead") as pool:
        waiting: deque[Future] = deque()

        def made() -> Iterator[T]:
            waiting.extend(pool.submit(next, items, _END) for _ in range(number))
            while (item := waiting.popleft().result()) is not _END:
                waiting.append(pool.submit(next, items, _END))
                yield item

        try:
            yield made()
        finally:
            for future in waiting:
                future.cancel()
