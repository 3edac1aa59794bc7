"""Real clouds: the layer between two images of the same ground, one cloudy and one clear, to be laid over other ground.

A layer lets a share t of the ground through in each band and adds its own light s:

    cloudy_b = t_b clear_b + s_b

Where the ground has contrast, t is the slope by which the cloudy image follows the clear one inside a Gaussian window,
over the bands of a group together; where it has none, t is told by how bright the image is between the ground and the
cloud, or, where it is darker, by the ratio of the two, as in shadow. Fine structure goes into s only as far as nothing
shines through, since there it may be ground that has changed between the dates. Ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import gaussian_filter, maximum_filter

from unveil.engine.masking import classes
from unveil.engine.masking.detectors.spectral import spectral_mask
from unveil.models.card import BANDS

_GROUPS = (("B1", "B2", "B3", "B4"), ("B5", "B6", "B7", "B8", "B8A", "B9"), ("B11", "B12"))
"""Bands in which a cloud is about equally thick. In B10 no ground is seen, so all of it is the cloud's own light."""

_WINDOW = 6.0
"""Standard deviation in pixels of the window of the slope."""

_CONTRAST = 0.015
"""Standard deviation in reflectance of ground that tells t as surely as brightness does."""

_DARKEST_CLOUD = 0.3
_LEAST_CLOUD = 0.05
_MOST_SNOW = 0.03

_DOUBT = 0.15
_REACH = 20
"""Pixels round detected cloud in which a layer is looked for; further away differences are those of the dates."""

_FINE = 3.0
_THINNEST = 0.05


@dataclass(frozen=True)
class RealCloud:
    """A layer of a real image: passing and light, [13, h, w] each, float32 (t and s above)."""

    passing: np.ndarray
    light: np.ndarray

    def crop(self, row: int, column: int, height: int, width: int) -> RealCloud:
        """Return the part of the layer over a window."""
        return self._each(lambda field: field[:, row : row + height, column : column + width])

    def turn(self, quarters: int, flip: bool) -> RealCloud:
        """Return the layer turned by quarters of a circle, and mirrored."""
        return self._each(lambda field: np.rot90(field[:, :, ::-1] if flip else field, quarters, axes=(1, 2)))

    def thinned(self, power: float) -> RealCloud:
        """Return the layer with t ** power instead of t, and light in proportion to what t then holds back."""
        passing = self.passing**power
        held = 1 - self.passing
        # Of little, so much is left in the limit.
        share = np.where(held < _THINNEST, np.float32(power), (1 - passing) / np.maximum(held, _THINNEST))
        share[BANDS.index("B10")] = share[BANDS.index("B2")]
        return replace(self, passing=passing, light=self.light * share)

    def over(self, clear: np.ndarray) -> np.ndarray:
        """Return `clear` [13, h, w] in reflectance as it looks below this layer."""
        return np.clip(self.passing * clear + self.light, 0, None).astype(np.float32)

    def _each(self, change: Callable[[np.ndarray], np.ndarray]) -> RealCloud:
        return RealCloud(change(self.passing), change(self.light))


def cloud_layer(cloudy: np.ndarray, clear: np.ndarray) -> RealCloud | None:
    """Return the layer that makes `clear` look like `cloudy`, both [13, h, w] in reflectance on one grid.

    None where there is hardly any cloud, or snow has fallen between the dates, which looks like a cloud with forms.
    """
    found = spectral_mask(cloudy * 10000) == classes.CLOUD
    if found.mean() < _LEAST_CLOUD or snow(cloudy).mean() > _MOST_SNOW:
        return None
    mean_clear, mean_cloudy = _smooth(clear, _WINDOW), _smooth(cloudy, _WINDOW)
    passing = np.ones_like(cloudy)
    thinnest = np.zeros(found.shape, dtype=np.float32)
    for group in _GROUPS:
        bands = [BANDS.index(name) for name in group]
        slope, told = _slope(*(image[bands] for image in (cloudy, clear, mean_cloudy, mean_clear)))
        # A cloud is no thicker at longer wavelengths than at shorter ones.
        passing[bands] = np.where(told < 1, np.maximum(np.minimum(slope, told + _DOUBT), thinnest), slope)
        thinnest = passing[bands[0]]
    near = gaussian_filter(maximum_filter(found, size=2 * _REACH + 1).astype(np.float32), _REACH / 2, mode="nearest")
    passing = 1 - near * (1 - passing)
    light = near * (cloudy - passing * clear)
    coarse = _smooth(light, _FINE)
    light = coarse + (1 - passing) * (light - coarse)
    return RealCloud(passing.astype(np.float32), light.astype(np.float32))


def snow(image: np.ndarray) -> np.ndarray:
    """Return where [13, h, w] in reflectance shows snow, [h, w] bool: bright, but dark at 1.6 um as no cloud of water.

    The normalised difference of Hall et al. 1995 with its limit of 0.4, which clouds of ice may pass as well; these
    are brighter in B11 than snow.
    """
    green, infrared = image[BANDS.index("B3")], image[BANDS.index("B11")]
    return ((green - infrared) > 0.4 * (green + infrared)) & (green > 0.2) & (infrared < 0.18)


def _slope(
    cloudy: np.ndarray, clear: np.ndarray, mean_cloudy: np.ndarray, mean_clear: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return t of a group of bands, [h, w] in 0..1, and what of it brightness alone tells, which is 1 in no cloud."""
    variance = np.mean(_smooth((clear - mean_clear) ** 2, _WINDOW), axis=0)
    covariance = np.mean(_smooth((clear - mean_clear) * (cloudy - mean_cloudy), _WINDOW), axis=0)
    bright, ground = mean_cloudy.mean(axis=0), mean_clear.mean(axis=0)
    cloud = max(float(np.quantile(bright, 0.98)), _DARKEST_CLOUD)
    above = 1 - (bright - ground) / np.maximum(cloud - ground, 0.1)
    told = np.clip(np.where(bright > ground, above, 1), 0, 1)
    beside = np.where(bright > ground, told, bright / np.maximum(ground, 1e-3))
    slope = (covariance + _CONTRAST**2 * beside) / (variance + _CONTRAST**2)
    return np.clip(slope, 0, 1), told


def _smooth(image: np.ndarray, deviation: float) -> np.ndarray:
    return np.stack([gaussian_filter(plane, deviation, mode="nearest") for plane in image])
