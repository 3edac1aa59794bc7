"""Whether another date may be relied on: as a whole, and pixel by pixel.

A reference is refused as a whole where clear ground says that it tells less than the scene's own surroundings do, and
at a pixel where radar saw a change since (the ratio of intensities, a difference in dB; its own spread over clear
ground sets the limit), where it shows snow and the scene has none, or where it is brighter than any ground that is
clear in both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.raster.filters import box_mean
from unveil.engine.references.radar_change import UsualChange, is_water, usual_change
from unveil.engine.references.sample import Sample

LEAST_PIXELS = 400
"""Pixels clear in both below which nothing can be learnt."""

_MOST_SPREAD = 3.5
"""dB: radar of another orbit differs by more than this all over the scene (slopes face it otherwise)."""

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
    """What is usual of a reference over clear ground. change: of the radar's change since.

    brightest [b]: DN; snow: positions of the green and the short-wave infrared band where snow is to be refused.
    """

    change: UsualChange
    brightest: np.ndarray
    snow: tuple[int, int] | None = None

    def reasons(self, colours: np.ndarray, near: np.ndarray, change: np.ndarray, radar: np.ndarray) -> np.ndarray:
        """Return bits [h, w] uint8 of what is wrong with pixels.

        colours, near [b, h, w] in DN: the reference's, and the means round each pixel; change [2, h, w] in dB since
        then, radar [2, h, w] in dB of the scene's date.
        """
        water = is_water(change, radar)
        found = np.zeros(water.shape, dtype=np.uint8)
        distance = self.change.distance(change, radar, near)
        for bit, farthest in ((CHANGED, self.change.farthest), (GONE, self.change.gone)):
            with np.errstate(invalid="ignore"):
                far = distance > farthest
            # A single pixel is speckle; a change is where most round it changed.
            found[far & (box_mean(far.astype(np.float32), 5) > 0.5) & ~water] |= bit
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


def is_snow(green: np.ndarray, infrared: np.ndarray) -> np.ndarray:
    """Tell snow by its index (B3 - B11) / (B3 + B11) and its brightness, from DN of any shape; NaN is none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return ((green - infrared) > _SNOW_INDEX * (green + infrared)) & (green > _SNOW_GREEN)


def limits_of(
    sample: Sample, number: int, shares: tuple[float, float] | None, places: tuple[int, int] | None
) -> Limits:
    """Return what is usual of a reference, by its number, at the pixels of a sample that are clear in both.

    shares: of snow in the scene and in the reference, None where it cannot be told; places: of B3 and B11.
    """
    colours = sample.references[number]
    brightest = np.quantile(colours.dn[colours.seen], 0.999, axis=0)
    guarded = shares is not None and shares[0] < 0.05
    return Limits(usual_change(sample, number), brightest, places if guarded else None)


def of_another_orbit(limits: Limits) -> bool:
    """Tell whether the radar of a reference differs from the scene's so much that it must look from elsewhere."""
    return bool((limits.change.spread > _MOST_SPREAD).any())


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


def root_mean_square(values: np.ndarray) -> float:
    """Return that of all values, of any shape."""
    return float(np.sqrt(np.mean(np.square(values))))


def relative_error(error: np.ndarray, alone: np.ndarray) -> float:
    """Return the root mean square error of a reference over that of the scene's surroundings; DN [bands] each."""
    return float(np.sqrt(np.mean(np.square(error)) / max(np.mean(np.square(alone)), 1e-9)))


def refusal(error: np.ndarray, alone: np.ndarray, shares: tuple[float, float] | None) -> str:
    """Return why a reference is refused as a whole, "" for not at all.

    error [bands]: its own on blocks left out; alone [bands]: that of the scene's surroundings; DN.
    """
    if shares is not None and abs(shares[0] - shares[1]) > _SNOW_APART:
        return f"snow lies on {100 * shares[1]:.0f} % of it and on {100 * shares[0]:.0f} % of the scene"
    own, others = root_mean_square(error), root_mean_square(alone)
    if own >= others:
        return (
            f"on clear ground it is off by {own:.0f} DN, and what lies around by {others:.0f} DN: it tells less than "
            "the scene's own ground"
        )
    return ""
