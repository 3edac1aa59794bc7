"""The detector csmask for Sentinel-2 L1C and L2A: a U-Net for cloud and shadow, from the package ukis-csmask.

The package (Apache-2.0, DLR) brings four ONNX networks: six or four bands, top-of-atmosphere or surface reflectance.
They are looked up at run time, never imported and never copied. The scene is cut as the package cuts it (tiles of 256
pixels, 52 of them shared, mirrored at the border, blended with a Tukey window), so the answer is the package's own, but
in rows of tiles from top to bottom, so that memory depends on the scene's width alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.masking.detectors.methods import CSMASK
from unveil.engine.masking.detectors.packages import package_file
from unveil.engine.masking.detectors.sessions import Session

SIX_BANDS = ("B2", "B3", "B4", "B8", "B11", "B12")
FOUR_BANDS = SIX_BANDS[:4]

TILE = 256
SHARED = 52
STRIDE = TILE - SHARED
_LEAD = SHARED - 1
"""Pixels by which the first tile hangs over the upper and the left border."""

ReadRows = Callable[[int, int], np.ndarray]
"""Rows start..stop-1 of the scene as [bands, stop - start, width] reflectance."""

Normalise = Callable[[np.ndarray], np.ndarray]
"""Reflectance [bands, h, w] as the network takes it, [1, bands, h, w]."""


class Network:
    """The probabilities of clear, cloud and shadow for the rows of one scene, from top to bottom.

    Raises UnveilError when the package or ONNX Runtime is missing, or the network cannot be read.
    """

    def __init__(self, bands: tuple[str, ...], level: str):
        name = f"model_{len(bands)}b_{level.lower()}"
        path = package_file(CSMASK, "ukis_csmask", "ukis-csmask", f"{name}.onnx")
        self._mean, self._spread = _statistics(path.with_suffix(".json"), len(bands))
        self._session = Session(path, "ukis-csmask")
        self._rows: dict[int, _RowOfTiles] = {}

    def probabilities(self, read: ReadRows, start: int, stop: int, height: int) -> np.ndarray:
        """Return [3, stop - start, width] float32; `start` never goes back, and `read` is asked in the same order."""
        first = max((start + _LEAD - TILE) // STRIDE + 1, 0)
        last = (stop - 1 + _LEAD) // STRIDE
        for index in [index for index in self._rows if index < first]:
            del self._rows[index]
        total = None
        for index in range(first, last + 1):
            # The row of tiles after this one is begun, too: threads need not wait while this one is added up.
            for begun in (index, index + 1):
                if begun not in self._rows and begun * STRIDE - _LEAD < height:
                    self._rows[begun] = _RowOfTiles(
                        self._session, self._normalise, read, begun * STRIDE - _LEAD, height
                    )
            band = self._rows[index].probabilities()
            if total is None:
                total = np.zeros((3, stop - start, band.shape[2]), dtype=np.float32)
            top = index * STRIDE - _LEAD
            low, high = max(top, start), min(top + TILE, stop)
            total[:, low - start : high - start] += band[:, low - top : high - top]
        return total

    def close(self) -> None:
        """End the threads."""
        self._session.close()

    def _normalise(self, tile: np.ndarray) -> np.ndarray:
        return ((tile - self._mean) / self._spread)[None].astype(np.float32)


class _RowOfTiles:
    """A row of tiles on its way through the network, from the moment it is made; `top` may lie above the scene."""

    def __init__(self, session: Session, normalise: Normalise, read: ReadRows, top: int, height: int):
        self._session = session
        self._normalise = normalise
        rows = mirror(top, top + TILE, height)
        # The last tile mirrors rows above itself; asking a little early keeps the reading in order.
        low, high = min(rows.min(), max(top - SHARED, 0)), rows.max() + 1
        self._rows = rows - low
        self._stored: np.ndarray | None = read(low, high)
        self._width = self._stored.shape[2]
        self._window = tukey()[:, None] * tukey()
        self._tiles = [session.submit(self._tile, left) for left in range(-_LEAD, self._width, STRIDE)]
        self._sum: np.ndarray | None = None

    def probabilities(self) -> np.ndarray:
        """Return [3, 256, width] float32: those of the tiles, weighted in both directions and added up."""
        if self._sum is None:
            self._sum = np.zeros((3, TILE, self._width), dtype=np.float32)
            for left in range(-_LEAD, self._width, STRIDE):
                part = self._tiles.pop(0).result()
                first, stop = max(left, 0), min(left + TILE, self._width)
                self._sum[:, :, first:stop] += part[:, :, first - left : stop - left]
            self._stored = None
        return self._sum

    def _tile(self, left: int) -> np.ndarray:
        columns = mirror(left, left + TILE, self._width)
        tile = self._stored[(slice(None), *np.ix_(self._rows, columns))]
        return softmax(self._session.output(self._normalise(tile))[0]) * self._window


def mirror(start: int, stop: int, length: int) -> np.ndarray:
    """Return the pixel indices start..stop-1 of an axis, mirrored, the border pixel repeated (1 0 | 0 1 2 | 2 1)."""
    index = np.arange(start, stop) % (2 * length)
    return np.where(index < length, index, 2 * length - 1 - index)


def tukey() -> np.ndarray:
    """Return the weights [256] of a tile along one axis; those of neighbours add up to 1."""
    rise = np.arange(SHARED, dtype=np.float64) / (SHARED - 1)
    weights = np.ones(TILE)
    weights[:SHARED] = (1 - np.cos(np.pi * rise)) / 2
    weights[-SHARED:] = weights[:SHARED][::-1]
    return weights.astype(np.float32)


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return probabilities along the first axis."""
    parts = np.exp(logits - logits.max(axis=0))
    return parts / parts.sum(axis=0)


def _statistics(path: Path, bands: int) -> tuple[np.ndarray, np.ndarray]:
    try:
        mean, spread = json.loads(path.read_text(encoding="utf-8"))["data"]["dataset_statistics"]["img"]
        result = np.array(mean, dtype=np.float32), np.array(spread, dtype=np.float32)
        if result[0].shape != (bands,) or result[1].shape != (bands,):
            raise ValueError("its number of bands differs")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnveilError(f"The file {path} of ukis-csmask cannot be read ({error}); install it again.") from error
    return result[0][:, None, None], result[1][:, None, None]
