"""Planes of bytes between two looks at a scene: rows in files of a temporary folder, not in memory."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.models.scratch import scratch_folder


class Scratch:
    """A temporary folder with planes of bytes. A context manager: leaving it removes them."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(scratch_folder("unveil-mask-")))
        self._planes: list[Plane] = []

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        for plane in self._planes:
            plane.close()
        self._stack.close()

    def plane(self, height: int, width: int) -> Plane:
        """Return a new plane."""
        plane = Plane(self._folder / f"{len(self._planes)}.bin", height, width)
        self._planes.append(plane)
        return plane


class Plane:
    """Rows of uint8, written and read anywhere and from any thread; UnveilError when the disk is full."""

    def __init__(self, path: Path, height: int, width: int):
        self.height = height
        self.width = width
        self._path = path
        self._lock = threading.Lock()
        self._file = open(path, "w+b")  # noqa: SIM115

    def write(self, start: int, rows: np.ndarray) -> None:
        """Put rows [n, width] uint8 from row `start` on."""
        try:
            with self._lock:
                self._file.seek(start * self.width)
                self._file.write(np.ascontiguousarray(rows, dtype=np.uint8).data)
                self._file.flush()
        except OSError as error:
            raise UnveilError(
                f"The mask cannot be kept in {self._path.parent} ({error.strerror}); free some space there, or set "
                "TMPDIR to another folder."
            ) from error

    def read(self, start: int, stop: int) -> np.ndarray:
        """Return the rows start..stop-1 [stop - start, width] uint8, a copy."""
        with self._lock:
            self._file.seek(start * self.width)
            data = self._file.read((stop - start) * self.width)
        return np.frombuffer(bytearray(data), dtype=np.uint8).reshape(stop - start, self.width)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
