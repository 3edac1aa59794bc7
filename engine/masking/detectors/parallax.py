"""Rims of high clouds that some bands alone see: bands are taken one after the other, by a camera that moves on.

Sentinel-2 takes its bands within 2.6 seconds, in which it flies 19 km; a cloud 10 km high stands up to 240 m beside
itself in the last band, over ground that the bands before show clear. A network that was taught by the blue of clouds
takes that ground for clear. What tells is that no ground looks so: each late band is predicted from the early ones, by
a plane through the clear ground of the tile, and near a cloud that is sure what lies far above it is cloud, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unveil.engine.masking.morphology import dilate, erode

EARLY = ("B2", "B3", "B4", "B8", "B11")
USUAL = {
    "B5": (-0.1, 0.4, 0.4, 0.1, 0.2),
    "B12": (0.2, 0.0, 0.2, -0.1, 0.7),
    "B8A": (0.0, 0.0, -0.1, 0.95, 0.15),
    "B1": (0.4, 0.0, 0.0, 0.0, 0.1),
}
"""Bands whose rims the others are silent on, as they are taken one after the other, and what predicts them usually: a
weight of each early band (32 clear images of places that no score is made on). B9, which is the last, sees vapour."""

_ALONE = ("B8A", "B1")
_BESIDE = 0.5
"""What other bands see must show in the next ones, too, by so much of what they need: bare soil shows in B12 alone."""

_COARSE = "B1"
"""The band of 60 m, whose pixels reach over shores."""

_SURE, _CLEAR = 0.5, 0.7
"""Probability of cloud from which it is sure, and of clear ground from which that is learnt from."""

_SHADED = 0.3
"""Probability of shadow from which B1, which skylight brightens, tells nothing."""

_REACH = 15
"""Cells of 20 m from a cloud that is sure within which its rims are looked for."""

_FAR, _ABOVE, _SHARE = 10.0, 0.03, 0.25
"""Standard deviations of clear ground, reflectance, and share of what the early bands predict, by which a rim exceeds
that: where the sea is all that was learnt from, land is predicted roughly."""

_LEFT = 2
"""Cells of a rim's outside that are left to the growth of masks."""

_LEAST, _MOST = 300, 2500
"""Cells of clear ground that are learnt from; where fewer lie off the clouds, those near them are taken, too."""

_FEWEST = 60
_NOISE = 0.001
_TURNS, _WILD = 4, 4.0
"""Rounds in which what lies so many deviations off the plane is left out (Tukey's biweight)."""

_SCENES = 0.3
"""Standard deviation of a weight between scenes."""

_COUNTED, _ERROR = 300, 0.01
"""Cells that count, at most, and the standard deviation in reflectance of each beside the usual."""

_BELIEVED = 0.55
"""Probability of cloud that a rim gets: more than any level's threshold, less than the core of a cloud has."""


def with_rims(probabilities: np.ndarray, reflectance: np.ndarray, bands: Sequence[str]) -> np.ndarray:
    """Return probabilities [4, h, w] in which rims that late bands alone see are thin cloud.

    probabilities: of clear ground, cloud, thin cloud and shadow; reflectance: [bands, h, w] in cells of 20 m, below 0
    where one is missing.
    """
    late = [name for name in USUAL if name in bands]
    cloud = probabilities[1] + probabilities[2]
    known = (reflectance >= 0).all(axis=0)
    sure = (cloud >= np.float32(_SURE)) & known
    if not late or not sure.any():
        return probabilities
    near = dilate(sure, _REACH)
    zone = near & known & (cloud < np.float32(_BELIEVED))
    clear = (probabilities[0] >= np.float32(_CLEAR)) & known
    ground = _some(clear & ~near, _LEAST)
    ground = _some(clear, _FEWEST) if ground is None else ground
    if ground is None or not zone.any():
        return probabilities
    excess = _excess(reflectance, bands, late, ground)
    if _COARSE in excess:
        excess[_COARSE][probabilities[3] >= np.float32(_SHADED)] = 0
    rim = _seen(excess) & zone
    # The mask's growth holds the outermost of them.
    rim &= erode(sure | rim, _LEFT)
    return _believed(probabilities, rim)


def _excess(
    reflectance: np.ndarray, bands: Sequence[str], late: Sequence[str], ground: tuple[np.ndarray, np.ndarray]
) -> dict[str, np.ndarray]:
    """Return of each late band [h, w] by how much it exceeds what is predicted of it; 1 is what a rim needs."""
    early = _with_one(reflectance[[bands.index(name) for name in EARLY]])
    learnt, found = early[:, ground[0], ground[1]], {}
    for name in late:
        observed = reflectance[bands.index(name)]
        plane, deviation = _plane(learnt, observed[ground], USUAL[name])
        predicted = np.tensordot(plane, early, 1)
        most = _most_near(predicted, 2 if name == _COARSE else 1)
        needed = np.maximum(np.float32(max(_FAR * deviation, _ABOVE)), np.float32(_SHARE) * most)
        found[name] = (observed - most) / needed
    return found


def _seen(excess: dict[str, np.ndarray]) -> np.ndarray:
    """Return [h, w] bool: where a band sees cloud, and with it the next one where it does not tell alone."""
    names = list(excess)
    result = np.zeros(next(iter(excess.values())).shape, dtype=bool)
    for place, name in enumerate(names):
        seen = excess[name] > 1
        if name not in _ALONE:
            after = [excess[other] for other in names[place + 1 :] if other in _ALONE]
            if not after:
                continue
            seen &= np.max(after, axis=0) > _BESIDE
        result |= seen
    return result


def _believed(probabilities: np.ndarray, rim: np.ndarray) -> np.ndarray:
    """Return the probabilities with as much cloud as _BELIEVED says where there is a rim [h, w] bool."""
    result = probabilities.copy()
    cloud = (probabilities[1] + probabilities[2])[rim]
    less = np.float32(1 - _BELIEVED) / np.maximum(1 - cloud, np.float32(1e-6))
    result[0, rim] *= less
    result[3, rim] *= less
    result[2, rim] += np.float32(_BELIEVED) - cloud
    return result


def _some(where: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return rows and columns of at most _MOST of the cells that are set, evenly, or None for fewer than `least`."""
    rows, columns = np.nonzero(where)
    step = -(-len(rows) // _MOST)
    return (rows[::step], columns[::step]) if len(rows) >= least else None


def _with_one(values: np.ndarray) -> np.ndarray:
    return np.concatenate([values, np.ones_like(values[:1])])


def _most_near(values: np.ndarray, reach: int) -> np.ndarray:
    """Return the greatest of the cells up to `reach` rows and columns away."""
    for axis in (0, 1):
        most = np.swapaxes(values.copy(), 0, axis)
        line = np.swapaxes(values, 0, axis)
        for off in range(1, reach + 1):
            np.maximum(most[off:], line[:-off], out=most[off:])
            np.maximum(most[:-off], line[off:], out=most[:-off])
        values = np.swapaxes(most, 0, axis)
    return values


def _plane(early: np.ndarray, late: np.ndarray, usual: Sequence[float]) -> tuple[np.ndarray, float]:
    """Return the weights [bands + 1] that predict a late band [n] from early ones [bands + 1, n], and how they err.

    What the ground does not tell is usual: a scene whose clear ground is sea says nothing of land.
    """
    weight = np.ones_like(late)
    prior = np.append(np.asarray(usual), 0.0)
    certain = np.diag(np.append(np.full(len(usual), 1 / _SCENES**2), 0.0))
    count = min(1.0, _COUNTED / len(late)) / _ERROR**2
    for _ in range(_TURNS):
        weighed = early * weight
        products, answers = (weighed @ early.T).astype(np.float64), (weighed @ late).astype(np.float64)
        plane = np.linalg.solve(count * products + certain, count * answers + certain @ prior).astype(np.float32)
        left = late - plane @ early
        deviation = float(np.hypot(1.4826 * np.median(np.abs(left)), _NOISE))
        weight = np.clip(1 - (left / np.float32(_WILD * deviation)) ** 2, 0, 1) ** 2
    return plane, deviation
