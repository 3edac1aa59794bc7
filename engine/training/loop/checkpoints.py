"""Checkpoints of a run: written whole or not at all, read without running code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from unveil.engine.errors import UnveilError

CHECKPOINT = "checkpoint.pt"
BEST = "best.pt"
"""The averaged weights that scored best in validation."""


def write_checkpoint(state: dict[str, Any], path: Path) -> None:
    """Write tensors and plain values to a file.

    Raises:
        UnveilError: the disk is full or the folder cannot be written; what stood there before is as it was.
    """
    part = path.with_name(path.name + ".part")
    try:
        torch.save(state, part)
        part.replace(path)
    except (OSError, RuntimeError) as error:
        # PyTorch's writer tells of a full disk by a RuntimeError of its own.
        _remove(part)
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise UnveilError(
            f"The checkpoint {path} cannot be written ({reason}); free some space or choose another folder."
        ) from error


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Return what `write_checkpoint` wrote, its tensors in main memory.

    Raises:
        UnveilError: the file is no such checkpoint.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise UnveilError(f"The checkpoint {path} cannot be read ({reason}); delete it to start again.") from error
    if not isinstance(state, dict) or "settings" not in state:
        raise UnveilError(f"The file {path} is no checkpoint of a training run; delete it or choose another folder.")
    return state


def checkpoint_of(run: Path) -> dict[str, Any]:
    """Return the checkpoint of a run's folder; an UnveilError where it has none or it cannot be read."""
    path = Path(run) / CHECKPOINT
    if not path.exists():
        raise UnveilError(f"The run {run} has no checkpoint; train it first.")
    return read_checkpoint(path)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
