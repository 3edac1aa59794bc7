"""The sample scene: a landscape seen clear, seen through clouds, and by radar; made, and written as three GeoTIFFs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.sink import Sink
from unveil.engine.raster.source import Band
from unveil.engine.sentinel.bands import POLARISATIONS, SENTINEL2
from unveil.engine.simulation.landscape import draw_landscape
from unveil.engine.simulation.sensors import clear_reflectance, record_optical, record_radar
from unveil.engine.training.simulated.clouds import simulate_clouds
from unveil.engine.version import version

SEED = 2026
CLOUD_SEED = 184
PIXELS = 512

FILES = ("s1.tif", "s2_cloudy.tif", "s2_clear.tif")

_EPSG = 32631
_CORNER = (437_440.0, 5_571_200.0)
_LEAST = 32


@dataclass(frozen=True)
class SampleScene:
    """One place: clear and cloudy DN [13, h, w], uint16, in the order of SENTINEL2; radar [2, h, w] in dB, float32."""

    clear: np.ndarray
    cloudy: np.ndarray
    radar: np.ndarray


def make_sample(seed: int = SEED, cloud_seed: int = CLOUD_SEED, pixels: int = PIXELS) -> SampleScene:
    """Make a scene of `pixels` x `pixels` of 10 m; the seeds decide all of it.

    Thin cloud lies below scattered thick cloud; the clear and the cloudy image have their own noise of the sensor.

    Raises:
        UnveilError: fewer pixels than a landscape needs.
    """
    if pixels < _LEAST:
        raise UnveilError(f"A sample scene of {pixels} pixels a side is too small; ask for {_LEAST} or more.")
    streams = [np.random.default_rng([seed, stream]) for stream in range(3)]
    land = draw_landscape(pixels, streams[0])
    ground = clear_reflectance(land)
    sky = np.random.default_rng(cloud_seed)
    thin = simulate_clouds(ground, sky, cover=0.15, thickness=0.35, noise=0)
    thick = simulate_clouds(thin.cloudy, sky, cover=0.20, thickness=1.0, noise=0)
    return SampleScene(
        clear=record_optical(ground, streams[1]),
        cloudy=record_optical(thick.cloudy, streams[2]),
        radar=record_radar(land, np.random.default_rng([seed, 3])),
    )


def write_sample(scene: SampleScene, folder: Path, seed: int = SEED, cloud_seed: int = CLOUD_SEED) -> tuple[Path, ...]:
    """Write FILES into an existing folder, each saying in its metadata that it is simulated; return their paths."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(_EPSG)
    height, width = scene.radar.shape[1:]
    grid = Grid(width, height, (_CORNER[0], 10.0, 0.0, _CORNER[1], 0.0, -10.0), reference.ExportToWkt())
    optical = [Band(name) for name in SENTINEL2]
    contents = (
        ("Sentinel-1 like sigma0 in dB", scene.radar, [Band(name) for name in POLARISATIONS]),
        ("Sentinel-2 L1C like reflectance x 10000, with clouds", scene.cloudy, optical),
        ("Sentinel-2 L1C like reflectance x 10000, without clouds", scene.clear, optical),
    )
    paths = tuple(folder / name for name in FILES)
    for path, (what, data, bands) in zip(paths, contents):
        metadata = {
            "TIFFTAG_IMAGEDESCRIPTION": f"Simulated by Unveil, shows no real place: {what}",
            "TIFFTAG_SOFTWARE": f"Unveil {version()}",
            "UNVEIL_SIMULATED": "YES",
            "UNVEIL_SEED": f"{seed}",
            "UNVEIL_CLOUD_SEED": f"{cloud_seed}",
        }
        with Sink(str(path), grid, data.dtype.name, bands, metadata) as sink:
            sink.write_rows(data)
    return paths
