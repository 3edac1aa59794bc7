"""Monthly composites of Sentinel-1 and -2 as the WorldCereal project hands them out: NetCDF, one array a band."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.arrays import open_arrays
from unveil.engine.sentinel.bands import optical_name
from unveil.models.card import BANDS

_NOTHING = 65535
_MOST_MISSING = 0.02


def read_months(path: Path) -> Iterator[tuple[str, np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield of each month with an image: name, reflectance, present bands, valid pixels and radar.

    Shapes [13, h, w] in 0..1, [13] bool, [h, w] bool and [2, h, w] in dB with NaN. Radar is stored as a number x that
    means 20 log10(x) - 83 dB (WorldCereal, "Sentinel-1 backscatter", as Google Earth Engine's ALOS product).

    Raises:
        UnveilError: the file is no such composite.
    """
    called, read = open_arrays(path)
    arrays = {re.sub(r"^(S2-L2A-|S1-SIGMA0-)", "", name): name for name in called}
    optical = {optical_name(short): name for short, name in arrays.items() if optical_name(short)}
    if not optical or not {"VV", "VH"} <= set(arrays):
        raise UnveilError(f"The training file {path} holds no bands of Sentinel-2 with VV, VH; remove it.")
    stacks = {band: read(name) for band, name in optical.items()}
    power = np.stack([read(arrays[band]) for band in ("VV", "VH")], axis=1).astype(np.float32)
    present = np.array([name in stacks for name in BANDS])
    with np.errstate(divide="ignore"):
        decibels = np.where((power > 0) & (power < _NOTHING), 20 * np.log10(power) - 83, np.nan).astype(np.float32)
    for month in range(len(decibels)):
        shape = (len(BANDS),) + decibels.shape[2:]
        image = np.zeros(shape, dtype=np.float32)
        for index, name in enumerate(BANDS):
            if name in stacks:
                image[index] = stacks[name][month]
        valid = ((image[present] > 0) & (image[present] < _NOTHING)).all(axis=0)
        if valid.mean() >= 1 - _MOST_MISSING:
            name = f"{path.stem}_{month:02d}"
            yield name, np.clip(image / 10000, 0, 1), present, valid, decibels[month]
