"""A folder of kept draws, which runs of several networks share: all of the same scenes, settings and code.

A draw costs more than the step that learns from it, and holds the plain ground as it was made when it was drawn. A
folder of draws that another ground, other scenes or other settings were used for would train on what no run feeds any
more, so it says where its draws come from, and is refused where that differs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import numpy as np

from unveil.engine import ground, simulation
from unveil.engine.errors import UnveilError
from unveil.engine.folders import make_folder
from unveil.engine.training import sampling

ORIGIN = "origin.txt"
"""The file that says what the draws of a folder are made of."""

_MAKERS: tuple[ModuleType, ...] = (ground, simulation, sampling)
"""Packages whose code decides what a draw holds."""


class DrawPool:
    """Arrays by number in a folder. origin: see `origin_of`.

    Raises:
        UnveilError: the folder cannot be made, or holds draws of another origin.
    """

    def __init__(self, folder: Path, origin: str):
        self._folder = Path(folder)
        make_folder(self._folder)
        told = self._folder / ORIGIN
        if not told.exists() and not any(self._folder.glob("*.npy")):
            self._write(told, lambda file: file.write(origin.encode("ascii")))
        if not told.exists() or told.read_text(encoding="ascii") != origin:
            raise UnveilError(
                f"The folder {folder} holds draws of other scenes or settings, or of another version; delete it or "
                "choose another."
            )

    def held(self, number: int) -> np.ndarray | None:
        """Return the array of a number, mapped from its file, or None where it is not there."""
        path = self._path(number)
        return np.load(path, mmap_mode="r") if path.exists() else None

    def hold(self, number: int, array: np.ndarray) -> None:
        """Keep an array under a number; other runs see all of it or nothing."""
        self._write(self._path(number), lambda file: np.save(file, array))

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:06d}.npy"

    def _write(self, path: Path, write: Callable[[BinaryIO], object]) -> None:
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        with open(part, "wb") as file:
            write(file)
        part.replace(path)


def origin_of(parts: Iterable[object]) -> str:
    """Return what tells draws of one kind from those of another: a digest of plain values and of the code."""
    digest = hashlib.sha256(repr(tuple(parts)).encode("utf-8"))
    for package in _MAKERS:
        for folder in package.__path__:
            for path in sorted(Path(folder).rglob("*.py")):
                digest.update(path.read_bytes())
    return digest.hexdigest()
