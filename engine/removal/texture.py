"""How rough a picture is round each pixel: where it is, what is restored errs more."""

from __future__ import annotations

import numpy as np

from unveil.engine.raster.filters import tent_mean
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, describe
from unveil.engine.removal.part_sink import written_grid
from unveil.engine.scene.scene import Scene

_SIDE = 5
_REACH = _SIDE - 1
_USUAL = np.float32(2000)
_SMOOTH = 10.0
"""DN that count as no texture: noise, and rounding."""

_LEAST_SHARE = np.float32(1e-3)


def texture(dn: np.ndarray, known: np.ndarray | None = None) -> np.ndarray:
    """Return [h, w] float32: the logarithm of the standard deviation round each pixel, mean of the bands.

    dn [bands, h, w]. known [h, w] bool: pixels that count, all by default; a cloud beside them is no texture. Over
    squares of 5 pixels twice: depends on 4 pixels round each.
    """
    share = None if known is None else np.maximum(tent_mean(known.astype(np.float32), _SIDE), _LEAST_SHARE)
    total = np.zeros(dn.shape[1:], dtype=np.float32)
    for plane in dn:
        plane = plane.astype(np.float32) - _USUAL
        if known is not None:
            plane *= known
        mean, square = tent_mean(plane, _SIDE), tent_mean(plane * plane, _SIDE)
        if share is not None:
            mean, square = mean / share, square / share
        total += np.sqrt(np.maximum(square - mean * mean, 1))
    return np.log(total / np.float32(len(dn)) + np.float32(_SMOOTH))


class ResultTexture:
    """The texture of a written result, by rows of its scene. Use as a context manager."""

    def __init__(self, path: str, scene: Scene):
        self._optical, self._grid = scene.optical, written_grid(scene)
        self._frame = None if scene.inside is None else scene.inside.frame
        self._width = scene.grid.width
        self._reader = Reader(describe(path))

    def __enter__(self) -> ResultTexture:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    def rows(self, start: int, stop: int) -> np.ndarray:
        """Return [stop - start, width] float32, 0 where nothing was written."""
        top, left = (0, 0) if self._frame is None else (self._frame.row, self._frame.column)
        first, last = max(start - top, 0), min(stop - top, self._grid.height)
        result = np.zeros((stop - start, self._width), dtype=np.float32)
        if last <= first:
            return result
        low, high = max(first - _REACH, 0), min(last + _REACH, self._grid.height)
        stored = self._reader.read(Window(low, 0, high - low, self._grid.width), self._optical.positions)
        own = texture(self._optical.dn(stored))[first - low : last - low]
        result[first + top - start : last + top - start, left : left + self._grid.width] = own
        return result
