"""What the options install: which packages for which purpose, how much room they take, and under which licence."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ..translation import tr

TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
"""Where PyTorch's builds without CUDA are: those of the main index take gigabytes on Linux."""


@dataclass(frozen=True)
class Choice:
    """One thing to install.

    packages: what it is wanted for; what comes along is pinned, see `pins.py`. megabytes: on the disk, about.
    """

    packages: tuple[str, ...]
    megabytes: int
    licence: str


CHOICES = {
    "cpu": Choice(("onnxruntime",), 80, "MIT"),
    "cuda": Choice(("onnxruntime-gpu[cuda,cudnn]",), 5000, "MIT; CUDA and cuDNN: NVIDIA"),
    "directml": Choice(("onnxruntime-directml",), 120, "MIT"),
    "torch": Choice(("torch", "onnx"), 900, "BSD-3-Clause; onnx: Apache-2.0"),
    "scipy": Choice(("scipy",), 120, "BSD-3-Clause"),
    "s2cloudless": Choice(("s2cloudless",), 11, "CC BY-SA 4.0"),
    "csmask": Choice(("ukis-csmask",), 160, "Apache-2.0"),
    "sentle": Choice(("sentle",), 60, "MIT"),
}
RUNTIMES = ("cpu", "cuda", "directml")
"""Only one of these, for they share one folder."""


def title(key: str) -> str:
    """Return what a choice is for, in the user's language."""
    return {
        "cpu": tr("ONNX Runtime for the processor: runs the networks"),
        "cuda": tr("ONNX Runtime for NVIDIA graphics cards"),
        "directml": tr("ONNX Runtime for graphics cards of Windows (DirectML)"),
        "torch": tr("PyTorch: trains, adapts and imports networks"),
        "scipy": tr("SciPy: training needs it, where QGIS lacks it"),
        "s2cloudless": tr("The cloud detector s2cloudless"),
        "csmask": tr("The cloud and shadow detector csmask"),
        "sentle": tr("The cloud detector CloudSEN12 (package sentle)"),
    }[key]


def size_text(megabytes: int) -> str:
    """Return a size as people say it."""
    return f"{megabytes} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"


def installed_in(folder: Path) -> tuple[str, ...]:
    """Return the choices whose first package lies in a folder."""
    if not folder.is_dir():
        return ()
    there = {(each.metadata["Name"] or "").lower() for each in metadata.distributions(path=[str(folder)])}
    return tuple(key for key, choice in CHOICES.items() if choice.packages[0].partition("[")[0] in there)


def together(wanted: str, there: tuple[str, ...]) -> tuple[str, ...]:
    """Return the choices that a folder holds after one is added: all of them, and one build of ONNX Runtime."""
    kept = [key for key in there if not (wanted in RUNTIMES and key in RUNTIMES)]
    return tuple(key for key in CHOICES if key in {wanted, *kept})
