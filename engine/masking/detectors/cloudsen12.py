"""The detector cloudsen12: a network for clear ground, thick cloud, thin cloud and shadow, from the package sentle.

The package (MIT) carries a U-Net of the CloudSEN12 project (Aybar et al. 2024) as TorchScript, for the twelve bands of
L2A; on L1C it runs without B10. ONNX Runtime runs it: where PyTorch is installed it is converted once and kept in the
user's cache, named after the weights' digest, and from then on PyTorch is not needed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.masking.detectors.methods import CLOUDSEN12
from unveil.engine.masking.detectors.packages import package_file
from unveil.engine.masking.detectors.sessions import Session
from unveil.engine.masking.detectors.tiles import TiledNetwork, TiledScene, softmax

BANDS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B11", "B12")
"""The bands that it reads, in its order."""

TILE = 512
SHARED = 96
LIMITS = (0.5, 0.5)
"""Probabilities from which a cell is cloud or thin cloud, and from which it is shadow."""

_CLASSES = 4
_OPSET = 17
_SIDE = 64
_TOLERANCE = 1e-3


class Network(TiledScene):
    """The probabilities [4, ...] of clear, thick cloud, thin cloud and shadow for the rows of a scene of reflectance.

    Raises UnveilError when the package, ONNX Runtime, or PyTorch for the first run is missing.
    """

    def __init__(self) -> None:
        script = package_file(CLOUDSEN12, "sentle", "sentle", "data/cloudmodel.pt")
        super().__init__(
            TiledNetwork(
                Session(converted(script), "sentle"),
                TILE,
                SHARED,
                _CLASSES,
                lambda tile: np.maximum(tile[None], 0).astype(np.float32),
                lambda output, _: softmax(output),
            )
        )


def cache_folder() -> Path:
    """Return where converted networks are kept: UNVEIL_CACHE, else "unveil" in the user's cache folder."""
    given = os.environ.get("UNVEIL_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(base) / "unveil"


def converted(script: Path) -> Path:
    """Return the ONNX file of a TorchScript network, made where it is not there yet.

    Raises:
        UnveilError: it is not there and PyTorch or the package onnx is missing, or it cannot be written or checked.
    """
    digest = hashlib.sha256(script.read_bytes()).hexdigest()[:16]
    target = cache_folder() / f"cloudsen12-{digest}.onnx"
    if target.is_file():
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            part = Path(folder) / "model.onnx"
            _convert(script, part)
            part.replace(target)
    except OSError as error:
        raise UnveilError(
            f"The converted network of sentle cannot be kept in {target.parent} ({error.strerror}); free space there, "
            "or set UNVEIL_CACHE to another folder."
        ) from error
    return target


def _convert(script: Path, target: Path) -> None:
    try:
        import onnx  # noqa: F401
        import torch
    except ImportError as error:
        raise UnveilError(
            f"The detector '{CLOUDSEN12}' has to be converted once, for which this Python lacks {error.name}; run it "
            "once where PyTorch and onnx are installed, or install them."
        ) from error
    try:
        network = torch.jit.load(str(script), map_location="cpu").eval()
        example = torch.rand(1, len(BANDS), _SIDE, _SIDE)
        free = {0: "n", 2: "h", 3: "w"}
        with torch.no_grad():
            torch.onnx.export(
                network,
                (example,),
                str(target),
                opset_version=_OPSET,
                dynamo=False,
                input_names=["reflectance"],
                output_names=["logits"],
                dynamic_axes={"reflectance": free, "logits": free},
            )
            other = torch.rand(1, len(BANDS), 2 * _SIDE, _SIDE)
            expected = network(other).numpy()
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise UnveilError(
            f"The network of sentle cannot be converted ({reason}); install its newest version."
        ) from error
    found = Session(target, "sentle").output(other.numpy())
    difference = float(np.abs(found - expected).max())
    if not difference <= _TOLERANCE:
        raise UnveilError(f"The network of sentle came out of its conversion changed (by {difference:.2g}).")
