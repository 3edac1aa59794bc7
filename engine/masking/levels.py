"""Which processing level a Sentinel-2 raster has, by what its bands are called."""

from __future__ import annotations

from unveil.engine.raster.source import Raster
from unveil.engine.sentinel.bands import SENTINEL2, optical_name

LEVELS = ("L1C", "L2A")
SCENE_CLASSIFICATION = "SCL"


def level_of(raster: Raster) -> str:
    """Return "L1C" or "L2A": surface reflectance has no cirrus band B10, and only L2A has a scene classification."""
    if scene_classification_band(raster) is not None:
        return "L2A"
    names = band_names(raster)
    return "L1C" if "B10" in names or not names else "L2A"


def band_names(raster: Raster) -> tuple[str, ...]:
    """Return the Sentinel-2 bands that a raster has; 13 unnamed bands are those of L1C, other unnamed ones are none."""
    names = tuple(name for name in map(optical_name, raster.names) if name)
    return SENTINEL2 if not names and len(raster.bands) == len(SENTINEL2) else names


def scene_classification_band(raster: Raster) -> int | None:
    """Return the 1-based position of the scene classification: the band named SCL, or all that a one-band raster has."""
    for position, name in enumerate(raster.names, 1):
        words = name.upper().replace("_", " ").replace("-", " ").split()
        if SCENE_CLASSIFICATION in words or words[:2] == ["SCENE", "CLASSIFICATION"]:
            return position
    alone = len(raster.bands) == 1 and raster.dtype == "uint8" and optical_name(raster.names[0]) is None
    return 1 if alone else None
