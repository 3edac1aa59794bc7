"""What a page shows of an image: all of it, thinned out to a few hundred pixels, as GDAL reads it by nearest neighbour.

Where a raster has overviews GDAL takes them, and what they hold depends on who made them. No scores are made from this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.pairing import Pair
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Raster
from unveil.engine.sentinel.optical import Optical

LARGEST = 512
"""Pixels along the longer side."""


@dataclass(frozen=True)
class Overview:
    """Images [bands, h, w] in DN with NaN for nodata, float32; codes [h, w] of the mask, None without one.

    step: pixels of the image from one pixel of the overview to the next; region: what it shows.
    """

    region: Window
    step: float
    prediction: np.ndarray
    reference: np.ndarray
    cloudy: np.ndarray | None
    codes: np.ndarray | None

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Return (row, column) in the image of a pixel of the overview."""
        height, width = self.reference.shape[1:]
        return (
            self.region.row + int((row + 0.5) * self.region.height / height),
            self.region.column + int((column + 0.5) * self.region.width / width),
        )


def read_overview(pair: Pair, region: Window, largest: int = LARGEST) -> Overview:
    """Read the region of all images of a pair, thinned out by nearest neighbour."""
    step = max(1.0, max(region.height, region.width) / largest)
    size = (max(1, round(region.height / step)), max(1, round(region.width / step)))

    def seen(optical: Optical) -> np.ndarray:
        stored = _thinned(optical.raster, optical.positions, region, size)
        return np.where(optical.valid(stored), optical.dn(stored), np.float32(np.nan))

    cloudy = None if pair.cloudy is None else seen(pair.cloudy)
    codes = None
    if isinstance(pair.mask, Raster):
        codes = pair.coding.classes(_thinned(pair.mask, (1,), region, size)[0])
    return Overview(region, step, seen(pair.prediction), seen(pair.reference), cloudy, codes)


def _thinned(raster: Raster, bands: tuple[int, ...], region: Window, size: tuple[int, int]) -> np.ndarray:
    dataset, reason = open_dataset(raster.path, raster.open_options, raster.drivers)
    if dataset is None:
        raise UnveilError(f"The raster {raster.path} cannot be read: {reason}.")
    with collected_errors() as errors:
        try:
            data = dataset.ReadAsArray(
                region.column,
                region.row,
                region.width,
                region.height,
                buf_xsize=size[1],
                buf_ysize=size[0],
                resample_alg=gdal.GRIORA_NearestNeighbour,
                band_list=list(bands),
            )
        except RuntimeError as error:
            data = None
            errors.append(str(error))
    if data is None:
        raise UnveilError(f"The raster {raster.path} cannot be read: {errors[-1] if errors else 'no reason given'}.")
    return data.reshape(len(bands), *size)
