"""Whether another date may be relied on: as a whole, and pixel by pixel.

A reference is refused as a whole where clear ground says that it tells less than the scene's own surroundings do, and
at a pixel where radar saw a change since (the ratio of intensities, a difference in dB; its own spread over clear
ground sets the limit), where it shows snow and the scene has none, or where it is brighter than any ground that is
clear in both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.raster.filters import box_mean
from unveil.engine.references.sample import Colours, Sample

LEAST_PIXELS = 400
"""Pixels clear in both below which nothing can be learnt."""

_FARTHEST_CHANGE = 3.0
_FLOOD = -3.0
"""dB that VV drops by when water covers fields (beyond what it did elsewhere)."""

_USUAL, _TRUSTED, _PROVEN = 0.965, 0.985, 0.998
"""Shares of clear ground: whose change is not worth a word, whose is no reason to leave a reference, and the latter
where the reference is right on clear ground that changed.
"""

_LEAST_CHANGED = 30
_LEAST_SPREAD = 0.4
_MOST_SPREAD = 3.5
"""dB: radar of another orbit differs by more than this all over the scene (slopes face it otherwise)."""

_WATER = (-15.0, -21.0)
"""dB of VV and VH below which, on both dates, there is open water: wind changes its backscatter and nothing else."""

_BRIGHTER = 1.3
_SNOW_INDEX, _SNOW_GREEN = 0.4, 1500.0
_SNOW_APART = 0.3

CHANGED, SNOW, BRIGHT, GONE, APART = 1, 2, 4, 8, 16
"""What is wrong with a pixel of a reference, as bits: radar changed, snow, cloud; radar changed so much that it is
another ground; other dates agree on another ground.
"""

REFUSED = SNOW | BRIGHT | GONE | APART
"""Bits of pixels that are not relied on."""


@dataclass(frozen=True)
class Limits:
    """What is usual of a reference over clear ground; the radar's in dB, NaN without.

    middle, spread [2]: of its change; farthest [2], drop: how far that goes, either way in both polarisations and down
    in VV, until it is worth a word; gone [2], gone_drop: until the reference is not relied on. brightest [b]: DN;
    snow: positions of the green and the short-wave infrared band where snow is to be refused.
    """

    middle: np.ndarray
    spread: np.ndarray
    farthest: np.ndarray
    drop: float
    gone: np.ndarray
    gone_drop: float
    brightest: np.ndarray
    snow: tuple[int, int] | None = None

    def reasons(self, colours: np.ndarray, change: np.ndarray, radar: np.ndarray) -> np.ndarray:
        """Return bits [h, w] uint8 of what is wrong with pixels.

        colours [b, h, w] in DN; change [2, h, w] in dB since then, radar [2, h, w] in dB of the scene's date.
        """
        water = is_water(change, radar)
        found = np.zeros(water.shape, dtype=np.uint8)
        for bit, farthest, drop in ((CHANGED, self.farthest, self.drop), (GONE, self.gone, self.gone_drop)):
            found[self._changed(change, farthest, drop) & ~water] |= bit
        found[self._bright(colours)] |= BRIGHT
        if self.snow is not None:
            found[is_snow(colours[self.snow[0]], colours[self.snow[1]])] |= SNOW
        return found

    def _bright(self, colours: np.ndarray) -> np.ndarray:
        found = np.ones(colours.shape[1:], dtype=bool)
        with np.errstate(invalid="ignore"):
            for plane, brightest in zip(colours, self.brightest):
                found &= plane > np.float32(_BRIGHTER * brightest)
                if not found.any():
                    break
        return found

    def _changed(self, change: np.ndarray, farthest: np.ndarray, drop: float) -> np.ndarray:
        own = change - self.middle[:, None, None]
        with np.errstate(invalid="ignore"):
            far = (np.abs(own) > farthest[:, None, None]).any(axis=0) | (own[0] < drop)
        # A single pixel is speckle; a change is where most round it changed.
        return far & (box_mean(far.astype(np.float32), 5) > 0.5)


def is_water(change: np.ndarray, radar: np.ndarray) -> np.ndarray:
    """Tell open water on both dates from backscatter [2, ...] in dB and its change since; NaN is none."""
    with np.errstate(invalid="ignore"):
        return np.all(
            [(now < limit) & (now - since < limit) for now, since, limit in zip(radar, change, _WATER)], axis=0
        )


def is_snow(green: np.ndarray, infrared: np.ndarray) -> np.ndarray:
    """Tell snow by its index (B3 - B11) / (B3 + B11) and its brightness, from DN of any shape; NaN is none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return ((green - infrared) > _SNOW_INDEX * (green + infrared)) & (green > _SNOW_GREEN)


def limits_of(
    colours: Colours, radar: np.ndarray, shares: tuple[float, float] | None, places: tuple[int, int] | None
) -> Limits:
    """Return what is usual of a reference at the pixels of a sample that are clear in both; radar [n, 2] of the scene.

    shares: of snow in the scene and in the reference, None where it cannot be told; places: of B3 and B11.
    """
    seen = colours.chosen(colours.seen)
    middle, spread, farthest, gone = (np.full(2, np.nan) for _ in range(4))
    drop = gone_drop = float("nan")
    measured = np.isfinite(seen.change).all(axis=1)
    measured &= ~is_water(seen.change.T, radar[colours.seen].T)
    change = seen.change[measured]
    if len(change):
        middle = np.median(change, axis=0)
        spread = np.maximum(1.4826 * np.median(np.abs(change - middle), axis=0), _LEAST_SPREAD)
        farthest, drop = _farthest(change - middle, spread, _USUAL)
        gone, gone_drop = _farthest(change - middle, spread, _TRUSTED)
    brightest = np.quantile(seen.dn, 0.999, axis=0)
    guarded = shares is not None and shares[0] < 0.05
    return Limits(middle, spread, farthest, drop, gone, gone_drop, brightest, places if guarded else None)


def proven_limits(limits: Limits, sample: Sample, colours: Colours, missed: np.ndarray) -> Limits:
    """Return wider limits of what is relied on if the reference is right on clear ground that changed beyond these.

    There it must be off by less than the scene's surroundings are. missed [n, bands]: its errors in DN at the pixels of
    the sample that it shows. What changed more than nearly all clear ground is not relied on in any case.
    """
    change = colours.change[colours.seen] - limits.middle
    measured = np.isfinite(change).all(axis=1)
    measured &= ~is_water(colours.change[colours.seen].T, sample.radar[colours.seen].T)
    with np.errstate(invalid="ignore"):
        beyond = measured & ((np.abs(change) > limits.gone).any(axis=1) | (change[:, 0] < limits.gone_drop))
    alone = (sample.target - sample.around)[colours.seen]
    known = beyond & np.isfinite(alone[:, 0])
    if np.count_nonzero(known) < _LEAST_CHANGED or np.mean(missed[known] ** 2) >= np.mean(alone[known] ** 2):
        return limits
    gone, drop = _farthest(change[measured], limits.spread, _PROVEN)
    return replace(limits, gone=gone, gone_drop=drop)


def _farthest(change: np.ndarray, spread: np.ndarray, share: float) -> tuple[np.ndarray, float]:
    """Return how far a change [n, 2] goes either way, and VV down, that a share of the ground does not exceed."""
    usual = np.quantile(np.abs(change), share, axis=0)
    return np.maximum(_FARTHEST_CHANGE * spread, usual), min(_FLOOD, float(np.quantile(change[:, 0], 1 - share)))


def of_another_orbit(limits: Limits) -> bool:
    """Tell whether the radar of a reference differs from the scene's so much that it must look from elsewhere."""
    return bool((limits.spread > _MOST_SPREAD).any())


def surroundings_error(sample: Sample) -> np.ndarray:
    """Return [bands] in DN: how far clear ground lies from the mean some 200 m around it, root mean square."""
    known = np.isfinite(sample.around[:, 0])
    if np.count_nonzero(known) < LEAST_PIXELS:
        return sample.target.std(axis=0)
    return np.sqrt(np.mean((sample.target[known] - sample.around[known]) ** 2, axis=0))


MOST_DOUBTED = 1.3
"""Times what lies around that a reference may be off by to be tried at all: what it misses is carried under the cloud,
which blocks left out do not show.
"""


def relative_error(error: np.ndarray, alone: np.ndarray) -> float:
    """Return the root mean square error of a reference over that of the scene's surroundings; DN [bands] each."""
    return float(np.sqrt(np.mean(np.square(error)) / max(np.mean(np.square(alone)), 1e-9)))


def refusal(error: np.ndarray, alone: np.ndarray, shares: tuple[float, float] | None) -> str:
    """Return why a reference is refused as a whole, "" for not at all.

    error [bands]: its own on blocks left out; alone [bands]: that of the scene's surroundings; DN.
    """
    if shares is not None and abs(shares[0] - shares[1]) > _SNOW_APART:
        return f"snow lies on {100 * shares[1]:.0f} % of it and on {100 * shares[0]:.0f} % of the scene"
    own, others = (float(np.sqrt(np.mean(np.square(part)))) for part in (error, alone))
    if own >= others:
        return (
            f"on clear ground it is off by {own:.0f} DN, and what lies around by {others:.0f} DN: it tells less than "
            "the scene's own ground"
        )
    return ""
