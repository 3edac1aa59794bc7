"""How a scene's ground follows from what other dates show of it: ridge regression on ground that is clear in both.

Sums of products over blocks of the scene give every fit without another look at the pixels: with blocks left out, for
choosing how much to shrink and for an honest error, and near any place, since the relation of a wide scene changes from
field land to hills. Pixels that fit badly (haze or shadow that nobody masked) count less (Huber 1964).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from unveil.engine.references.features import Palette, features
from unveil.engine.references.sample import Sample

NODE_DISTANCE = 500
"""Pixels between the places for which the relation is worked out; between them it is interpolated."""

_RADAR_CENTRE, _RADAR_SPREAD, _CHANGE_SPREAD = np.array([-12.5, -19.0]), 3.0, 2.0


@dataclass(frozen=True)
class Nodes:
    """Places of the scene's pixels, rows [r] and columns [c], for which there are weights."""

    rows: np.ndarray
    columns: np.ndarray


@dataclass(frozen=True)
class Relation:
    """What turns the features of some references into DN. members: which references.

    weights [r, c, 1 + p, bands] float32 of the nodes, the constant first; error [bands]: root mean square in DN on
    blocks left out; explained [bands]: share of the variance there. optimism: that error over the one on the ground
    that the weights were made of, 1 or more: so much better the relation looks there than it is.
    """

    members: tuple[int, ...]
    weights: np.ndarray
    error: np.ndarray
    explained: np.ndarray
    optimism: float = 1.0


def make_nodes(height: int, width: int) -> Nodes:
    """Return the nodes of a scene: its middle for a small one, else some 500 pixels apart."""
    return Nodes(_nodes(height), _nodes(width))


def design(
    colours: list[tuple[np.ndarray, np.ndarray, np.ndarray]], radar: np.ndarray, palettes: list[Palette]
) -> np.ndarray:
    """Return the features [1 + p, n] float32 of pixels: ones, then each reference's own, then the radar's.

    colours: for each reference DN [b, n], means round them [b, n] and the radar's change [2, n]; radar [2, n] in dB.
    Where there is no radar it counts as the usual (0).
    """
    parts = [np.ones((1, radar.shape[1]), dtype=np.float32)]
    for (dn, near, change), palette in zip(colours, palettes):
        parts += [features(dn, near, palette), np.nan_to_num(change / np.float32(_CHANGE_SPREAD))]
    parts.append(np.nan_to_num((radar - _RADAR_CENTRE[:, None]) / _RADAR_SPREAD).astype(np.float32))
    # One part of more digits would make all of them so, for a while.
    return np.concatenate([part.astype(np.float32, copy=False) for part in parts])


def without_gaps(decibels: np.ndarray, usual: float | None) -> np.ndarray:
    """Return backscatter [2, ...] in dB with what is usual where there is none; None: of either polarisation."""
    gaps = np.isnan(decibels)
    if not gaps.any():
        return decibels
    middle = _RADAR_CENTRE if usual is None else np.full(2, usual)
    fill = middle.astype(np.float32).reshape(-1, *(1,) * (decibels.ndim - 1))
    return np.where(gaps, fill, decibels)


def raw_weights(weights: np.ndarray, palettes: Sequence[Palette]) -> np.ndarray:
    """Return weights [r, c, bands, 1 + p] float32 of features that are neither centred nor scaled, see `design`.

    weights [r, c, 1 + p, bands]: of a relation. Bends are as they were.
    """
    means, spreads = [np.zeros(1)], [np.ones(1)]
    for palette in palettes:
        bends = palette.number - 2 * len(palette.mean)
        means += [palette.mean, palette.mean, np.zeros(bends + 2)]
        spreads += [palette.spread, palette.spread, np.ones(bends), np.full(2, _CHANGE_SPREAD)]
    means.append(_RADAR_CENTRE)
    spreads.append(np.full(2, _RADAR_SPREAD))
    scaled = weights / np.concatenate(spreads)[:, None]
    scaled[:, :, 0] -= np.tensordot(scaled, np.concatenate(means), axes=(2, 0))
    return np.ascontiguousarray(scaled.swapaxes(2, 3), dtype=np.float32)


def features_of(sample: Sample, members: tuple[int, ...], palettes: Mapping[int, Palette]) -> np.ndarray:
    """Return `design` of the pixels of a sample."""
    references = [sample.references[member] for member in members]
    colours = [(each.dn.T, each.near.T, each.change.T) for each in references]
    return design(colours, sample.radar.T, [palettes[member] for member in members])


def _nodes(length: int) -> np.ndarray:
    number = max(1, round(length / NODE_DISTANCE))
    return (np.arange(number) + 0.5) * length / number


def between(nodes: np.ndarray, pixels: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """Return for each part of an axis of `pixels`, which nodes cut it into, the node before it, and the share [part]
    float32 of the one behind it: linear between nodes, constant beyond all.
    """
    cuts = np.searchsorted(pixels + 0.5, nodes)
    ends = [0, *(int(cut) for cut in cuts if 0 < cut < len(pixels)), len(pixels)]
    place = np.interp(pixels + 0.5, nodes, np.arange(len(nodes)))
    found = []
    for start, stop in zip(ends, ends[1:]):
        if stop > start:
            node = max(min(int(place[start]), len(nodes) - 2), 0)
            found.append((node, (place[start:stop] - node).astype(np.float32)))
    return found
