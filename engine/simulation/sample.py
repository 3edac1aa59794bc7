"""The sample scene: a landscape seen clear, seen through clouds, and by radar, and the same some weeks earlier."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band
from unveil.engine.sentinel.bands import POLARISATIONS, SENTINEL2
from unveil.engine.sentinel.dates import DATE_KEY
from unveil.engine.simulation.clouds import simulate_clouds
from unveil.engine.simulation.earlier import earlier_landscape
from unveil.engine.simulation.landscape import draw_landscape
from unveil.engine.simulation.sensors import clear_reflectance, record_optical, record_radar
from unveil.engine.version import version

SEED = 2026
CLOUD_SEED = 184
PIXELS = 512

FILES = ("s1.tif", "s2_cloudy.tif", "s2_clear.tif")
EARLIER = ("s1_earlier.tif", "s2_earlier.tif")
DAY, EARLIER_DAY = "2026-06-18", "2026-05-14"
"""The days that the files state."""

_EPSG = 32631
_CORNER = (437_440.0, 5_571_200.0)
_LEAST = 32
_HIDING = 0.1
"""Reflectance that a cloud adds from which it hides the ground."""


@dataclass(frozen=True)
class SampleScene:
    """One place: clear and cloudy DN [13, h, w], uint16, in the order of SENTINEL2; radar [2, h, w] in dB, float32.

    earlier, earlier_radar: likewise, some weeks before, with clouds of its own; changed [h, w] bool: where the ground
    changed since otherwise than by growth.
    """

    clear: np.ndarray
    cloudy: np.ndarray
    radar: np.ndarray
    earlier: np.ndarray
    earlier_radar: np.ndarray
    changed: np.ndarray


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
    hidden = (thick.cloudy - ground).mean(axis=0) > _HIDING
    hidden = np.repeat(np.repeat(hidden, 2, axis=0), 2, axis=1)
    before, changed = earlier_landscape(land, hidden, np.random.default_rng([seed, 4]))
    sky = np.random.default_rng(cloud_seed + 1)
    clouds = simulate_clouds(clear_reflectance(before), sky, cover=0.15, thickness=1.0, noise=0)
    return SampleScene(
        clear=record_optical(ground, streams[1]),
        cloudy=record_optical(thick.cloudy, streams[2]),
        radar=record_radar(land, np.random.default_rng([seed, 3])),
        earlier=record_optical(clouds.cloudy, np.random.default_rng([seed, 5])),
        earlier_radar=record_radar(before, np.random.default_rng([seed, 6])),
        changed=changed[::2, ::2],
    )


def write_sample(scene: SampleScene, folder: Path, seed: int = SEED, cloud_seed: int = CLOUD_SEED) -> tuple[Path, ...]:
    """Write FILES and EARLIER into an existing folder, each saying that it is simulated; return their paths."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(_EPSG)
    height, width = scene.radar.shape[1:]
    grid = Grid(width, height, (_CORNER[0], 10.0, 0.0, _CORNER[1], 0.0, -10.0), reference.ExportToWkt())
    optical, radar = ([Band(name) for name in names] for names in (SENTINEL2, POLARISATIONS))
    contents = (
        ("Sentinel-1 like sigma0 in dB", scene.radar, radar, DAY),
        ("Sentinel-2 L1C like reflectance x 10000, with clouds", scene.cloudy, optical, DAY),
        ("Sentinel-2 L1C like reflectance x 10000, without clouds", scene.clear, optical, DAY),
        ("Sentinel-1 like sigma0 in dB, earlier", scene.earlier_radar, radar, EARLIER_DAY),
        ("Sentinel-2 L1C like reflectance x 10000, earlier", scene.earlier, optical, EARLIER_DAY),
    )
    paths = tuple(folder / name for name in (*FILES, *EARLIER))
    for path, (what, data, bands, day) in zip(paths, contents):
        metadata = {
            "TIFFTAG_IMAGEDESCRIPTION": f"Simulated by Unveil, shows no real place: {what}",
            "TIFFTAG_SOFTWARE": f"Unveil {version()}",
            "UNVEIL_SIMULATED": "YES",
            DATE_KEY: day,
            "UNVEIL_SEED": f"{seed}",
            "UNVEIL_CLOUD_SEED": f"{cloud_seed}",
        }
        with Sink(str(path), grid, Content(data.dtype.name, bands, metadata)) as sink:
            sink.write_rows(data)
    return paths
