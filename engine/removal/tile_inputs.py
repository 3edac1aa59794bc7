"""The arrays that a network is fed for one tile of a scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.background import Background
from unveil.engine.ground.radar_features import REACH, radar_features
from unveil.engine.masking.classes import CLEAR, replaced_share
from unveil.engine.raster.grid import reflect
from unveil.engine.removal.reference_rows import KnownGround
from unveil.engine.sentinel.optical import Optical
from unveil.models.card import ModelCard


@dataclass(frozen=True)
class Strip:
    """Rows of a scene as they are stored: `first` is the scene row of the top one.

    stored: [bands, n, width] of the model's bands; valid: [n, width] bool; codes: [n, width] classes of the mask;
    radar: [2, m, width] dB with NaN, from the scene row `first_radar` on: those rows, and up to `REACH` more above and
    below as far as the scene goes; known: what other dates show of the same rows as `stored`.
    """

    first: int
    stored: np.ndarray
    valid: np.ndarray
    codes: np.ndarray
    radar: np.ndarray
    first_radar: int
    known: KnownGround | None = None

    def known_part(self, rows: slice) -> np.ndarray | None:
        """Return the share of what other dates show in rows of the strip, None where there are none."""
        return None if self.known is None else self.known.weight[rows]


def tile_inputs(
    strip: Strip,
    row: int,
    column: int,
    size: tuple[int, int],
    card: ModelCard,
    optical: Optical,
    ground: Background | None,
) -> dict[str, np.ndarray]:
    """Return the scaled inputs of the tile with upper left pixel (row, column) in a scene of `size` (height, width).

    What lies outside the scene is reflected. Invalid pixels take the colour of the clear ground (`ground`), or the
    mean of the tile's valid pixels where the model does not use that; without radar (NaN) both polarisations are 0.
    """
    rows = reflect(row, row + card.tile, size[0])
    columns = reflect(column, column + card.tile, size[1])
    place = np.ix_(rows - strip.first, columns)
    valid = strip.valid[place]
    dn = optical.complete(optical.dn(strip.stored[(slice(None), *place)]))
    background = None if ground is None else ground.image(rows, columns, _features(strip, rows, columns, ground))
    if background is not None and strip.known is not None:
        background = _with_known(background, strip.known.part(*place), optical)
    if not valid.all():
        dn = np.where(valid, dn, _mean(dn, valid) if background is None else background)
    inputs = {
        "optical": card.scaling.optical(dn),
        "radar": card.scaling.radar(strip.radar[(slice(None), *np.ix_(rows - strip.first_radar, columns))]),
        "mask": replaced_share(np.where(valid, strip.codes[place], CLEAR))[None],
    }
    if background is not None:
        inputs["background"] = card.scaling.optical(background)
    return {name: inputs[name] for name in card.inputs}


def _features(strip: Strip, rows: np.ndarray, columns: np.ndarray, ground: Background) -> np.ndarray | None:
    """Return the radar features at pixels of the scene, the same whichever tile asks for them."""
    if ground.weights is None:
        return None
    top = max(int(rows.min()) - REACH, strip.first_radar)
    bottom = int(rows.max()) + 1 + REACH - strip.first_radar
    left = max(int(columns.min()) - REACH, 0)
    radar = strip.radar[:, top - strip.first_radar : bottom, left : int(columns.max()) + 1 + REACH]
    return radar_features(radar)[(slice(None), *np.ix_(rows - top, columns - left))]


def _with_known(background: np.ndarray, known: KnownGround, optical: Optical) -> np.ndarray:
    """Return the background with the ground that other dates show, as far as they do."""
    result = background.copy()
    for place, plane in zip(optical.places, known.dn):
        result[place] += known.weight * (plane - result[place])
    return result


def _mean(dn: np.ndarray, valid: np.ndarray) -> np.ndarray:
    if not valid.any():
        return np.zeros((dn.shape[0], 1, 1), dtype=np.float32)
    return dn[:, valid].mean(axis=1)[:, None, None]
