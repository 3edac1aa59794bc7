"""Giving memory back between the steps of a long job."""

from __future__ import annotations

import ctypes
import sys


def release_freed_memory() -> None:
    """Hand freed memory back to the system where the C library keeps it for itself (glibc's heaps on Linux)."""
    # No gc.collect(): arrays lie in no cycles, and in QGIS it would hold up the window for 100 ms and more.
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
