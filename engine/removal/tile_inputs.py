"""The arrays that a network is fed for one tile of a scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.ground.veil import SEEN, Veil
from unveil.engine.masking.classes import CLEAR, hidden_share, replaced_share
from unveil.engine.raster.grid import part_at, reflect
from unveil.engine.removal.plain_blocks import PlainBlocks
from unveil.engine.removal.reference_rows import KnownGround
from unveil.engine.removal.strip import Strip
from unveil.engine.sentinel.optical import Optical
from unveil.models.card import ModelCard
from unveil.models.scaling import Levels


@dataclass(frozen=True)
class Feeding:
    """What the tiles of a strip have in common: the model's card, the raster, and what is known of its clear ground.

    plain: None where the model takes no background. levels: None where it is on absolute values. veil: thin cloud that
    the plain ground sees through; there a model on relative values adds nothing.
    """

    card: ModelCard
    optical: Optical
    plain: PlainBlocks | None = None
    levels: Levels | None = None
    veil: Veil | None = None


def tile_inputs(strip: Strip, place: tuple[int, int], feeding: Feeding) -> dict[str, np.ndarray]:
    """Return the scaled inputs of the tile with upper left pixel `place`, (row, column).

    What lies outside the scene is reflected. Invalid pixels take the colour of the clear ground (`plain`), or the
    mean of the tile's valid pixels where the model does not use that; without radar (NaN) both polarisations are 0.
    """
    card = feeding.card
    rows, columns = _pixels(place, feeding)
    dn, background, valid = _seen(strip, (rows, columns), feeding)
    codes = np.where(valid, part_at(strip.codes, rows - strip.first, columns), CLEAR)
    relative = card.scaling.relative
    mask = _hidden(codes, (rows, columns), strip, feeding.veil) if relative else replaced_share(codes)
    inputs = {
        "optical": card.scaling.optical(dn, feeding.levels),
        "radar": card.scaling.radar(strip.radar.at(rows, columns)),
        "mask": mask[None],
    }
    if background is not None:
        inputs["background"] = card.scaling.optical(background, feeding.levels)
    return {name: inputs[name] for name in card.inputs}


def plain_difference(strip: Strip, place: tuple[int, int], feeding: Feeding) -> np.ndarray:
    """Return the DN [bands, tile, tile] by which the plain ground of a tile differs from what a network would see."""
    scaling, levels = feeding.card.scaling, feeding.levels
    dn, background, _ = _seen(strip, _pixels(place, feeding), feeding)
    if background is None:
        raise ValueError("there is no plain ground")
    low, high = scaling.limits(levels)
    difference = np.clip(background, low, high) - np.clip(dn, low, high)
    if levels is not None and not levels.present.all():
        difference[~levels.present] = 0
    return difference


def _pixels(place: tuple[int, int], feeding: Feeding) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and columns of the scene that a tile shows; what lies outside is reflected."""
    grid, tile = feeding.optical.raster.grid, feeding.card.tile
    row, column = place
    return reflect(row, row + tile, grid.height), reflect(column, column + tile, grid.width)


def _seen(
    strip: Strip, place: tuple[np.ndarray, np.ndarray], feeding: Feeding
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray]:
    """Return DN [bands, tile, tile] at rows and columns of the scene, the plain ground there, and what is valid."""
    optical, plain = feeding.optical, feeding.plain
    rows, columns = place
    part = rows - strip.first, columns
    valid = part_at(strip.valid, *part)
    dn = optical.complete(optical.dn(strip.stored_at(rows, columns)))
    background = None if plain is None else plain.image(rows, columns)
    if background is not None and strip.known is not None:
        background = _with_known(background, strip.known, place, optical)
    if not valid.all():
        dn = np.where(valid, dn, _mean(dn, valid) if background is None else background)
    return dn, background, valid


def _hidden(codes: np.ndarray, place: tuple[np.ndarray, np.ndarray], strip: Strip, veil: Veil | None) -> np.ndarray:
    """Return the mask [h, w] of a model on relative values, at `place`, rows and columns that lie in the strip."""
    share = hidden_share(codes)
    if veil is None or not share.any():
        return share
    rows, columns = place
    top, left = int(rows.min()), int(columns.min())
    part = (slice(top - strip.first, int(rows.max()) + 1 - strip.first), slice(left, int(columns.max()) + 1))
    trust = veil.trusted(strip.codes[part], strip.valid[part], (top, left))
    return share * (part_at(trust, rows - top, columns - left) < SEEN)


def _with_known(
    background: np.ndarray, known: KnownGround, place: tuple[np.ndarray, np.ndarray], optical: Optical
) -> np.ndarray:
    """Return the background at a place (rows and columns of the scene) with the ground that other dates show."""
    result = background.copy()
    rows, columns = place
    around = slice(int(rows.min()), int(rows.max()) + 1), slice(int(columns.min()), int(columns.max()) + 1)
    inner = rows - around[0].start, columns - around[1].start
    weight = part_at(known.weight(*around), *inner)
    for number, plane in zip(optical.places, part_at(known.dn(*around), *inner)):
        result[number] += weight * (plane - result[number])
    return result


def _mean(dn: np.ndarray, valid: np.ndarray) -> np.ndarray:
    if not valid.any():
        return np.zeros((dn.shape[0], 1, 1), dtype=np.float32)
    return dn[:, valid].mean(axis=1)[:, None, None]
