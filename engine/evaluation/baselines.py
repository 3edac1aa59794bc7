"""What needs no network: fills of the masked pixels that every network should beat.

All take the cloudy image [bands, h, w] in DN, `restore` [h, w] bool, what is to be filled, and `known` [h, w] bool, the
valid clear pixels; they return the filled image in DN, float32, everything outside `restore` as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Union

import numpy as np
from osgeo import gdal, gdal_array

from unveil.engine.ground.field import clear_ground
from unveil.engine.raster.filters import box_mean
from unveil.engine.raster.gdal_thread import thread_options
from unveil.models.scratch import scratch_folder

Spectrum = Union[Sequence[float], np.ndarray]
"""[bands] in DN."""

TYPICAL = (1469.0, 1214.0, 1081.0, 901.0, 1150.0, 1824.0, 2100.0, 2130.0, 2265.0, 740.0, 17.0, 1592.0, 998.0)
"""A usual clear spectrum of land in DN, the bands of L1C in order: taken where an image shows hardly any ground."""

_LEAST_KNOWN = 0.01
"""Share of the image that must be clear for its own colours to be taken."""

_REGRESSION_SIZES = (5, 15, 31)
_RIDGE = 1e-2

Fill = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""(cloudy, restore, known, radar [2, h, w] dB) to the filled image."""


def do_nothing(cloudy: np.ndarray, restore: np.ndarray, known: np.ndarray, radar: np.ndarray) -> np.ndarray:
    """Return the cloudy image."""
    return cloudy


def clear_mean(
    cloudy: np.ndarray,
    restore: np.ndarray,
    known: np.ndarray,
    radar: np.ndarray,
    typical: Spectrum = TYPICAL,
) -> np.ndarray:
    """Paint the mean of the clear pixels; the spectrum `typical` [bands] in DN where less than 1 % is clear."""
    mean = cloudy[:, known].mean(axis=1) if known.mean() >= _LEAST_KNOWN else np.array(typical, dtype=np.float32)
    return np.where(restore, mean[:, None, None], cloudy).astype(np.float32)


def interpolate(
    cloudy: np.ndarray,
    restore: np.ndarray,
    known: np.ndarray,
    radar: np.ndarray,
    typical: Spectrum = TYPICAL,
) -> np.ndarray:
    """Interpolate each band from the rim with `gdal.FillNodata`; `typical` [bands] where less than 1 % is clear."""
    if known.mean() < _LEAST_KNOWN:
        return clear_mean(cloudy, restore, known, radar, typical)
    height, width = restore.shape
    # The reach of FillNodata is a length along its eight rays.
    reach = 2 * max(height, width)
    source = gdal_array.OpenArray(known.astype(np.uint8))
    result = cloudy.astype(np.float32)
    with _temporary_files_apart():
        for band, plane in enumerate(result):
            dataset = gdal_array.OpenArray(plane.copy())
            gdal.FillNodata(dataset.GetRasterBand(1), source.GetRasterBand(1), reach, 0)
            result[band] = np.where(restore, dataset.ReadAsArray(), plane)
    return result


def regress_radar(cloudy: np.ndarray, restore: np.ndarray, known: np.ndarray, radar: np.ndarray) -> np.ndarray:
    """Predict each band from VV, VH and their means over 5, 15 and 31 pixels by ridge regression on the clear pixels.

    Learned from this image alone, from pixels at least 8 pixels away from cloud where these are 1 %; a usual spectrum
    where less than 1 % is clear. Predictions keep within the central 99 % of the clear pixels of each band.
    """
    measured = np.isfinite(radar).all(axis=0)
    known = known & measured
    away = clear_ground(restore, known)
    if away.mean() >= _LEAST_KNOWN:
        known = away
    result = clear_mean(cloudy, restore, known, radar)
    wanted = restore & measured
    if known.mean() < _LEAST_KNOWN or not wanted.any():
        return result
    features = _radar_features(radar, measured)
    centre, spread = features[:, known].mean(axis=1), features[:, known].std(axis=1)
    spread[spread == 0] = 1
    features = (features - centre[:, None, None]) / spread[:, None, None]
    x, y = features[:, known].T, cloudy[:, known].T.astype(np.float64)
    mean = y.mean(axis=0)
    gram = x.T @ x + _RIDGE * len(x) * np.eye(x.shape[1])
    weights = np.linalg.solve(gram, x.T @ (y - mean))
    low, high = np.percentile(y, (0.5, 99.5), axis=0)
    result[:, wanted] = np.clip(features[:, wanted].T @ weights + mean, low, high).T
    return result


BASELINES: dict[str, Fill] = {
    "do nothing": do_nothing,
    "clear mean": clear_mean,
    "gdal.FillNodata": interpolate,
    "radar regression": regress_radar,
}
"""The fills by the names that tables give them."""


def _radar_features(radar: np.ndarray, measured: np.ndarray) -> np.ndarray:
    planes = []
    weight = measured.astype(np.float64)
    for plane in radar:
        filled = np.where(measured, plane, 0).astype(np.float64)
        planes.append(filled)
        for size in _REGRESSION_SIZES:
            total = box_mean(weight, size, "reflect")
            smooth = box_mean(filled, size, "reflect")
            planes.append(np.divide(smooth, total, out=np.zeros_like(smooth), where=total > 1e-9))
    return np.stack(planes)


@contextmanager
def _temporary_files_apart() -> Iterator[None]:
    """FillNodata keeps its working files in the current folder, unless GDAL is told of another one."""
    with scratch_folder() as folder, thread_options({"CPL_TMPDIR": folder}):
        yield
