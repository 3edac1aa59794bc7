"""What training needs beside QGIS, looked for before anything is read."""

from __future__ import annotations

from importlib import import_module

from unveil.models.errors import ModelError
from unveil.models.torch_import import TORCH_HINT, import_torch


def require_packages() -> None:
    """Import PyTorch, ONNX and ONNX Runtime; a ModelError says in one sentence where to install them."""
    import_torch()
    for name in ("onnx", "onnxruntime"):
        try:
            import_module(name)
        except ImportError as error:
            raise ModelError(TORCH_HINT) from error
