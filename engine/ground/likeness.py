"""Which cells of a scene's mask look like its clear ground.

A cell of 4 x 4 pixels that lies within what the clear ground of the scene spreads over is more likely ground than
cloud. What tells is its distance from the colour of clear ground near by, in deviations of the scene's own clear ground
(Mahalanobis 1936), beside how much that ground varies: on uniform ground haze shows, and what replaces it errs little.
Darkness tells shadow from it, and a pixel that is far brighter than its cell the edge of a cloud. Snow is bright ground
that is told by itself (`snow.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.ahead import shared
from unveil.engine.ground.darkness import Darkness
from unveil.engine.ground.snow import is_snow, wide
from unveil.engine.ground.veil_cells import CLEAR, MIXED, NOTHING, SHADE, CellGround, SceneCells, grown
from unveil.engine.raster.filters import box_mean

_CLEAR, _KEPT = 20.0, 45.0
"""Distances by the ground's deviation in reflectance: up to the first a cell is taken for clear in the search for thin
cloud, too; at the second it is as likely to be kept as to be replaced."""

_CLOUDY = 320.0
"""The same from which a cell, and those beside it, are cloud: bands see its edge in different places."""

_STEEP = 16.0
"""By how many deviations of clear pixels from their cell a pixel shows that the edge of a cloud lies in it."""

_DARK_CLEAR, _DARK_SHADE, _DARK = 1.0, 1.5, 2.0
"""Deviations of clear ground by which a cell is in shadow: to be taken for clear; where the mask says so; elsewhere."""

_AMID = 0.4
"""Share of the cells round it, and itself, that are clear or like clear ground from which a cell is taken for clear."""

_FEW = 8.0
"""Cells of clear ground in the scene that tell half of what it looks like."""

_NOISE, _NOISE_DN = 0.001, 10.0
_ROWS = 64
_LEAST = 1e-3


@dataclass(frozen=True)
class Likeness:
    """How cells of a scene's mask look, [rows, columns] each.

    evidence: of -1 (clear ground) to 1 (cloud), float32; never: bool, what is not kept whatever lies beside it; clear:
    bool, what is so much like clear ground that the sky above is taken for clear; snow: bool.
    """

    evidence: np.ndarray
    never: np.ndarray
    clear: np.ndarray
    snow: np.ndarray


def find_likeness(cells: SceneCells, ground: CellGround, level: str) -> Likeness:
    """Return how the cells of the mask look beside what the clear ground of the scene does; level: "L1C" or "L2A"."""
    nothing = np.zeros(cells.shape, dtype=bool)
    found = Likeness(np.zeros(cells.shape, dtype=np.float32), nothing, nothing.copy(), nothing.copy())
    dark, cloudy = nothing.copy(), _steep(cells)
    look = _Look(cells, ground, level)

    def put(start: int) -> None:
        rows = slice(start, min(start + _ROWS, cells.shape[0]))
        kind = cells.kind[rows]
        masked = (kind != CLEAR) & (kind != NOTHING)
        if not masked.any():
            return
        distance, darkness, snow = look(rows, masked)
        found.evidence[rows][masked] = np.tanh(np.log(np.maximum(distance, _LEAST) / _KEPT))
        found.snow[rows][masked] = snow
        found.clear[rows][masked] = (distance < _CLEAR) & (darkness < _DARK_CLEAR)
        shade = (kind[masked] == SHADE) | (kind[masked] == MIXED)
        dark[rows][masked] = darkness >= np.where(shade, _DARK_SHADE, _DARK)
        cloudy[rows][masked] |= distance > _CLOUDY

    shared(put, range(0, cells.shape[0], _ROWS))
    cloudy = grown(cloudy, 1)
    snow = wide(found.snow)
    # Cells that stand alone amid what is replaced may be what shows through a gap of it.
    amid = box_mean(((cells.kind == CLEAR) | (found.evidence < 0)).astype(np.float32), 3) > _AMID
    return replace(found, never=(dark | cloudy) & ~snow, clear=found.clear & amid & ~cloudy, snow=snow)


class _Look:
    """Looks at masked cells of some rows."""

    def __init__(self, cells: SceneCells, ground: CellGround, level: str):
        noise = _NOISE**2 * np.eye(len(cells.names))
        self._cells, self._ground, self._level = cells, ground, level
        self._whitening = np.linalg.inv(np.linalg.cholesky(ground.spread + noise)).astype(np.float32)
        # What few cells say of the ground is doubted.
        known = ground.number / (ground.number + _FEW)
        self._varies = max(float(np.sqrt(known * np.trace(ground.within) / len(cells.names))), 1e-9)
        # What is usual elsewhere may be less than how much the ground of a scene, of snow and woods, differs.
        self._darkness = [Darkness(cells.names, of + noise) for of in (ground.covariance, ground.spread)]

    def __call__(self, rows: slice, masked: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return distance and darkness, and whether there is snow, of the masked cells [n] of rows."""
        columns = slice(0, masked.shape[1])
        usual = self._ground.part(rows, columns)[:, masked]
        seen = self._cells.reflectance(rows, columns)[:, masked]
        difference = seen - usual
        distance = np.sqrt(((self._whitening @ difference) ** 2).mean(axis=0)) / self._varies
        darkness = np.minimum(*(each(difference, usual) for each in self._darkness))
        return distance, darkness, is_snow(seen[:, None], self._cells.names, self._level)[0]


def _steep(cells: SceneCells) -> np.ndarray:
    """Return [rows, columns] bool: cells with a masked pixel far brighter than the rest of it."""
    told = np.isin(cells.names, cells.peak_bands).astype(np.float64)
    usual = 10000 * np.sqrt(told @ cells.fine() @ told) + _NOISE_DN
    return cells.peaks > _STEEP * usual
