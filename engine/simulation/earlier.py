"""The made-up place some weeks earlier: crops less grown, a field under water, a wood that has since been felled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.ndimage import uniform_filter

from unveil.engine.simulation.landscape import Landscape
from unveil.engine.simulation.materials import CODES

_BEFORE = {"ripe": "cereal", "stubble": "ripe", "beet": "beet", "cereal": "cereal", "grass": "grass"}
"""What stood on a field earlier."""

_GROWN = {"cereal": 0.8, "beet": 0.4, "grass": 0.9}
"""Share of the cover that was there already."""

_FIELD_PIXELS = 3000
_STAND_METRES = 130.0


def earlier_landscape(
    land: Landscape, hidden: np.ndarray, generator: np.random.Generator
) -> tuple[Landscape, np.ndarray]:
    """Return the landscape some weeks before `land`, and where it changed otherwise than by growth, [n, n] bool.

    hidden [n, n] bool: what clouds hide now, where changes lie if they can.
    """
    material, cover, roughness = land.material.copy(), land.cover.copy(), land.roughness.copy()
    brightness = land.brightness.copy()
    fields = land.parcel >= 0
    number = int(land.parcel.max()) + 1
    growth = generator.uniform(0.85, 1.15, number)
    for now, before in _BEFORE.items():
        own = fields & (land.material == CODES[now])
        material[own] = CODES[before]
        cover[own] *= _GROWN.get(before, 1.0) * growth[land.parcel[own]]
    cover = np.clip(cover, 0.05, 1)
    changed = np.zeros(material.shape, dtype=bool)
    for where, kind in ((_field(land, hidden), "lake"), (_stand(land, hidden), "conifer")):
        material[where], cover[where], roughness[where] = CODES[kind], 1.0, 0.0
        brightness[where] = 1 + 0.3 * (brightness[where] - 1)
        changed |= where
    return replace(land, material=material, cover=cover, roughness=roughness, brightness=brightness), changed


def _field(land: Landscape, hidden: np.ndarray) -> np.ndarray:
    """Return the best hidden of the fields of middling size."""
    fields = land.parcel >= 0
    sizes = np.bincount(land.parcel[fields])
    shares = np.bincount(land.parcel[fields], hidden[fields]) / np.maximum(sizes, 1)
    middling = (sizes > _FIELD_PIXELS // 3) & (sizes < 3 * _FIELD_PIXELS)
    return land.parcel == int(np.argmax(np.where(middling, 1 + shares, 0)))


def _stand(land: Landscape, hidden: np.ndarray) -> np.ndarray:
    """Return the hidden meadow next to most wood, as large as a stand: where one was felled."""
    trees = np.isin(land.material, (CODES["broadleaf"], CODES["conifer"]))
    meadow = (land.material == CODES["grass"]) & (land.parcel < 0)
    side = int(_STAND_METRES // 5)
    score = uniform_filter(trees.astype(np.float32), 3 * side)
    score += uniform_filter((meadow & hidden).astype(np.float32), side)
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    rows, columns = np.ogrid[: trees.shape[0], : trees.shape[1]]
    return meadow & (np.hypot(rows - row, columns - column) < side)
