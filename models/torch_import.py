"""Importing PyTorch where older packages of the system stand before those that came with it."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib import import_module, invalidate_caches, util
from pathlib import Path
from types import ModuleType

from unveil.models.errors import ModelError
from unveil.models.threads import thread_count

TORCH_HINT = (
    "This needs PyTorch and ONNX, which this Python does not have; install the packages torch, onnx and onnxruntime "
    "for it (Settings > Options > Unveil, or pip) and start again."
)

COMPANIONS = ("typing_extensions", "mpmath", "sympy", "google.protobuf", "ml_dtypes")
"""What PyTorch and ONNX need in a recent version, and systems bring in an old one."""


def import_torch() -> ModuleType:
    """Return `torch`; a ModelError with TORCH_HINT where it is not installed.

    Inside QGIS the folder with extra packages stands last on Python's path, so that NumPy and GDAL stay QGIS's own. The
    few packages that PyTorch needs newer than a system has them are therefore imported first, from beside PyTorch.
    """
    fresh = "torch" not in sys.modules
    if fresh:
        spec = util.find_spec("torch")
        if spec is None or spec.origin is None:
            raise ModelError(TORCH_HINT)
        _import_from(Path(spec.origin).parents[1])
        _open_library(Path(spec.origin).parent / "lib")
    try:
        torch = import_module("torch")
    except ImportError as error:
        raise ModelError(f"PyTorch is installed but cannot be loaded: {error}") from error
    if fresh and hasattr(torch, "set_num_threads"):
        torch.set_num_threads(min(torch.get_num_threads(), thread_count()))
    return torch


def _import_from(folder: Path) -> None:
    """Import the companions that are in the folder, unless they are loaded already."""
    wanted = [
        name
        for name in COMPANIONS
        if name not in sys.modules and ((folder / name.replace(".", "/")).is_dir() or (folder / f"{name}.py").is_file())
    ]
    sys.path.insert(0, str(folder))
    try:
        for name in wanted:
            import_module(name)
    finally:
        sys.path.remove(str(folder))
        invalidate_caches()


def _open_library(folder: Path) -> None:
    """Open PyTorch's big library, if the processor's is the only one, so that importing it finds it there.

    A call through ctypes lets other threads of Python go on; an import does not, and for a second or two QGIS's window
    would stand still. The libraries of CUDA need an order that PyTorch itself knows best.
    """
    library = folder / "libtorch_cpu.so"
    if sys.platform != "linux" or not library.is_file() or (folder / "libtorch_cuda.so").exists():
        return
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    # Where it fails, the import that follows says why.
    dlopen(os.fsencode(library), os.RTLD_LAZY)
