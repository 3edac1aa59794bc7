"""Which instructions OpenBLAS multiplies with, named before NumPy loads it.

It picks its kernels by a list of processors. One that came out after it, as every year's new ones are to the OpenBLAS
of a Linux of long support, it takes for one of 2004: products of matrices then take six times as long (100 billion
operations a second and 16, on a Xeon with AMX and OpenBLAS 0.3.21). The variable `OPENBLAS_CORETYPE` is its own way
out. This module must not import NumPy.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Set
from pathlib import Path

VARIABLE = "OPENBLAS_CORETYPE"

_KERNELS = {
    "SKYLAKEX": frozenset({"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "fma"}),
    "HASWELL": frozenset({"avx2", "fma"}),
}
"""Names of OpenBLAS, the fastest first, and the instructions that they need."""

_PROCESSOR = Path("/proc/cpuinfo")


def name_kernels(processor: Path = _PROCESSOR) -> None:
    """Name the kernels that this processor can run, on Linux, unless NumPy is loaded or somebody has named some.

    processor: the file in which the system describes it.
    """
    if VARIABLE in os.environ or "numpy" in sys.modules or not sys.platform.startswith("linux"):
        return
    if platform.machine() == "x86_64" and (name := kernels_for(_flags(processor))):
        os.environ[VARIABLE] = name


def kernels_for(flags: Set[str]) -> str | None:
    """Return OpenBLAS's name of the fastest kernels for a processor with these flags, None where it needs no help."""
    return next((name for name, needed in _KERNELS.items() if needed <= flags), None)


def _flags(processor: Path) -> Set[str]:
    try:
        lines = processor.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return next((frozenset(line.partition(":")[2].split()) for line in lines if line.startswith("flags")), frozenset())
