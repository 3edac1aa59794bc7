"""What training needs beside QGIS, looked for before anything is read."""

from __future__ import annotations

from importlib import import_module

from unveil.models.errors import ModelError
from unveil.models.onnx_runtime import import_onnxruntime
from unveil.models.runtimes import has_onnxruntime
from unveil.models.torch_import import TORCH_HINT, import_torch


def require_packages() -> None:
    """Import PyTorch, ONNX and ONNX Runtime; a ModelError says in one sentence where to install them."""
    import_torch()
    try:
        import_module("onnx")
    except ImportError as error:
        raise ModelError(TORCH_HINT) from error
    if not has_onnxruntime():
        raise ModelError(TORCH_HINT)
    import_onnxruntime()
