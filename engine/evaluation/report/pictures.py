"""Pictures for people: bands stretched to colours, panels side by side, PNG files. No scores are made from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_calls import collected_errors

MARGIN = 8
_WHITE = 255


@dataclass(frozen=True)
class Stretch:
    """Values of each band that become black and white: low and high, as tuples of one number a band."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    def colours(self, bands: np.ndarray, gamma: float = 0.85) -> np.ndarray:
        """Return [bands, h, w] as uint8 of the same shape; what is not finite becomes white."""
        low, high = (np.asarray(ends)[:, None, None] for ends in (self.low, self.high))
        shade = np.clip((bands - low) / np.maximum(high - low, 1e-9), 0, 1)
        shade = np.where(np.isfinite(shade), shade, 1.0)
        return np.rint(255 * shade**gamma).astype(np.uint8)


def stretch_of(bands: np.ndarray, percent: float = 2.0) -> Stretch:
    """Return the stretch from `percent` to 100 - `percent` of the finite values of each band of [bands, h, w]."""
    ends = []
    for plane in bands:
        values = plane[np.isfinite(plane)]
        ends.append(np.percentile(values, [percent, 100 - percent]) if values.size else (0.0, 1.0))
    return Stretch(tuple(float(end[0]) for end in ends), tuple(float(end[1]) for end in ends))


def radar_colours(decibels: np.ndarray) -> np.ndarray:
    """Return VV, VH [2, h, w] in dB as colours [3, h, w] uint8: red VV, green VH, blue VV - VH."""
    three = np.stack([decibels[0], decibels[1], decibels[0] - decibels[1]])
    return Stretch((-22.0, -29.0, 0.0), (-2.0, -8.0, 15.0)).colours(three, gamma=1.0)


def side_by_side(panels: Sequence[np.ndarray], margin: int = MARGIN) -> np.ndarray:
    """Return panels [3, h, w] uint8 of one height in a row, with a white margin between and round them.

    Raises:
        UnveilError: the panels do not have one height, or are not colours.
    """
    if not panels or any(panel.shape[:2] != (3, panels[0].shape[1]) for panel in panels):
        raise UnveilError("Panels of a picture need three colours and one height.")
    height = panels[0].shape[1]
    width = sum(panel.shape[2] for panel in panels) + margin * (len(panels) + 1)
    picture = np.full((3, height + 2 * margin, width), _WHITE, dtype=np.uint8)
    column = margin
    for panel in panels:
        picture[:, margin : margin + height, column : column + panel.shape[2]] = panel
        column += panel.shape[2] + margin
    return picture


def before_after(
    cloudy: np.ndarray, radar: np.ndarray, result: np.ndarray, truth: np.ndarray, bands: Sequence[int]
) -> np.ndarray:
    """Return the picture cloudy | radar | result | truth of images [bands, h, w] and VV, VH in dB.

    bands: the indices of red, green and blue; all three images have the truth's stretch.
    """
    chosen = list(bands)
    stretch = stretch_of(truth[chosen])
    colours = [stretch.colours(image[chosen]) for image in (cloudy, result, truth)]
    return side_by_side([colours[0], radar_colours(radar), colours[1], colours[2]])


def write_png(path: Path, picture: np.ndarray) -> None:
    """Write colours [3, h, w] uint8 as PNG.

    Raises:
        UnveilError: the file cannot be written.
    """
    memory = gdal.GetDriverByName("MEM").Create("", picture.shape[2], picture.shape[1], 3, gdal.GDT_Byte)
    for index, plane in enumerate(picture, 1):
        memory.GetRasterBand(index).WriteArray(plane)
    with collected_errors() as errors:
        try:
            written = gdal.GetDriverByName("PNG").CreateCopy(str(path), memory)
        except RuntimeError as error:
            written = None
            errors.append(str(error))
    if written is None:
        raise UnveilError(f"The picture {path} cannot be written: {errors[-1] if errors else 'GDAL gave no reason'}.")
    written = None
    # GDAL leaves its notes beside pictures that carry nothing else.
    Path(f"{path}.aux.xml").unlink(missing_ok=True)
