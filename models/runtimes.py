"""The libraries that can run a network, found without importing them."""

from __future__ import annotations

from importlib import util

PROVIDERS = {
    "cuda": "CUDAExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "directml": "DmlExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
"""Device names of the user, best first, and the execution providers of ONNX Runtime that stand for them."""

INSTALL_HINT = (
    "Networks need ONNX Runtime, which this Python does not have; install it with: "
    '"{python}" -m pip install onnxruntime   (or onnxruntime-gpu[cuda,cudnn] for an NVIDIA GPU), then restart QGIS.'
)


def has_onnxruntime() -> bool:
    """Tell whether ONNX Runtime can be found, without importing it."""
    try:
        return util.find_spec("onnxruntime") is not None
    except (ImportError, ValueError):
        return False
