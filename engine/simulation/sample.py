"""The sample scene: a landscape, seen clear, seen through clouds, and by radar; made, and written as three GeoTIFFs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unveil.engine.raster.grid import Grid
from unveil.engine.raster.sink import Sink
from unveil.engine.raster.source import Band
from unveil.engine.sentinel.bands import POLARISATIONS, SENTINEL2
from unveil.engine.simulation.landscape import draw_landscape
from unveil.engine.simulation.sensors import clear_reflectance, record_optical, record_radar
from unveil.engine.training.clouds import simulate_clouds
from unveil.engine.version import version

SEED = 2026
PIXELS = 512


@dataclass(frozen=True)
class SampleScene:
    """One place: clear and cloudy DN [13, h, w] uint16 in the order of SENTINEL2, radar [2, h, w] dB float32.

    touched [h, w] bool: where cloud or shadow changes the ground's signal noticeably.
    """

    clear: np.ndarray
    cloudy: np.ndarray
    radar: np.ndarray
    touched: np.ndarray
