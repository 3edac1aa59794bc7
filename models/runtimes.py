"""The libraries that can run a network: what is installed, found without importing anything."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata, util

PROVIDERS = {
    "cuda": "CUDAExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "directml": "DmlExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
"""Device names of the user, best first, and the execution providers of ONNX Runtime that stand for them."""

PACKAGES = {
    "cuda": "onnxruntime-gpu",
    "coreml": "onnxruntime, on macOS",
    "directml": "onnxruntime-directml, on Windows",
    "openvino": "onnxruntime-openvino",
    "cpu": "onnxruntime",
}
"""The packages that bring them."""

INSTALL_HINT = (
    "Networks need ONNX Runtime, which this Python does not have; install it in Settings > Options > Unveil, or with: "
    '"{}" -m pip install onnxruntime   (or onnxruntime-gpu[cuda,cudnn] for an NVIDIA GPU), then restart QGIS.'
)

PURPOSES = {
    "onnxruntime": "runs networks on the CPU",
    "onnxruntime-gpu": "runs networks on an NVIDIA GPU and on the CPU",
    "onnxruntime-directml": "runs networks on GPUs of Windows and on the CPU",
    "onnxruntime-openvino": "runs networks on the CPU, in bfloat16 where it can",
    "torch": "trains, adapts and imports networks",
    "onnx": "exports networks",
    "s2cloudless": "cloud detector",
    "ukis-csmask": "cloud and shadow detector",
    "sentle": "cloud detector CloudSEN12",
}
"""Packages that Unveil makes use of, and for what."""

ONNX_RUNTIMES = ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml", "onnxruntime-openvino")


@dataclass(frozen=True)
class Package:
    """A package of PURPOSES; `version` is "" where it is not installed."""

    name: str
    version: str

    @property
    def purpose(self) -> str:
        return PURPOSES[self.name]


def installed_packages() -> tuple[Package, ...]:
    """Return every package of PURPOSES with its version."""
    return tuple(Package(name, _version(name)) for name in PURPOSES)


def clashing_runtimes() -> tuple[str, ...]:
    """Return the builds of ONNX Runtime that are installed together, or () where there is one at most.

    They share one folder, so the one that was installed last decides which devices there are.
    """
    found = tuple(name for name in ONNX_RUNTIMES if _version(name))
    return found if len(found) > 1 else ()


def has_onnxruntime() -> bool:
    """Tell whether ONNX Runtime can be found, without importing it."""
    try:
        return util.find_spec("onnxruntime") is not None
    except (ImportError, ValueError):
        return False


def _version(name: str) -> str:
    try:
        return metadata.version(name) or ""
    except metadata.PackageNotFoundError:
        return ""
