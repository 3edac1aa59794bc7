"""Keeping OpenBLAS, which multiplies NumPy's matrices, to the thread that asks it.

Its own threads wait in loops that take the processor from threads that have work: with two cores a third of a run went
there. Products that are worth threads of their own are rare here, and what calls them runs in threads already.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

_LIBRARY_OF = ("numpy._core._multiarray_umath", "numpy.core._multiarray_umath")
"""The part of NumPy, from 2.0 on and before, that is linked with OpenBLAS."""

_NAMES = ("openblas_{}_num_threads", "scipy_openblas_{}_num_threads")
_SUFFIXES = ("", "64_", "_64", "_64_")

_lock = threading.Lock()
_asking = 0
_before = 0


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Have products of matrices take one thread each, in the whole process; at the end of the last `with` as before.

    Where NumPy has another library, or one that cannot be asked, nothing changes.
    """
    global _asking, _before
    number_of, set_number = _functions() or (lambda: 1, lambda number: None)
    with _lock:
        if _asking == 0:
            _before = number_of()
            set_number(1)
        _asking += 1
    try:
        yield
    finally:
        with _lock:
            _asking -= 1
            if _asking == 0:
                set_number(_before)


def blas_threads() -> int | None:
    """Return how many threads OpenBLAS takes at present; None where NumPy has another library."""
    found = _functions()
    return None if found is None else found[0]()


@cache
def _functions() -> tuple[Callable[[], int], Callable[[int], None]] | None:
    """Return what tells and what sets the number of threads, None where there is no such library."""
    for path in _libraries():
        with contextlib.suppress(OSError):
            library = ctypes.CDLL(path)
            for name in (each + suffix for each in _NAMES for suffix in _SUFFIXES):
                with contextlib.suppress(AttributeError):
                    number_of, set_number = (getattr(library, name.format(verb)) for verb in ("get", "set"))
                    set_number.restype = None
                    return number_of, set_number
    return None


def _libraries() -> Iterator[str]:
    """Yield files, loaded already, through which OpenBLAS may be reached."""
    # Linux and macOS look into what a library is linked with as well; Windows does not.
    for name in _LIBRARY_OF:
        module = sys.modules.get(name)
        if module is not None and getattr(module, "__file__", None):
            yield str(module.__file__)
    home = Path(np.__file__).parent
    for folder in (home.parent / "numpy.libs", home / ".libs", home / ".dylibs"):
        if folder.is_dir():
            yield from (str(path) for path in sorted(folder.glob("*openblas*")))
