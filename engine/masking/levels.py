"""Which processing level a detector takes a Sentinel-2 raster for, and which of its bands it may read."""

from __future__ import annotations

from unveil.engine.raster.source import Raster
from unveil.engine.sentinel.bands import SENTINEL2, optical_name, optical_names
from unveil.engine.sentinel.level import level_of as stated_level

LEVELS = ("L1C", "L2A")
SCENE_CLASSIFICATION = "SCL"


def level_of(raster: Raster) -> str:
    """Return "L1C" or "L2A": what metadata or the file's name state, else by the bands.

    Surface reflectance has no cirrus band B10, and only L2A has a scene classification.
    """
    names = band_names(raster)
    stated = stated_level(raster, names)
    if stated:
        return stated
    if scene_classification_band(raster) is not None:
        return "L2A"
    return "L1C" if "B10" in names or not names else "L2A"


def band_names(raster: Raster) -> tuple[str, ...]:
    """Return the Sentinel-2 bands that a raster has; 13 unnamed bands are those of L1C, other unnamed ones are none."""
    names = tuple(name for name in optical_names(raster) if name)
    return SENTINEL2 if not names and len(raster.bands) == len(SENTINEL2) else names


def scene_classification_band(raster: Raster) -> int | None:
    """Return the 1-based position of the scene classification: the band named SCL, or a raster's only one, or None."""
    for position, name in enumerate(raster.names, 1):
        if names_scene_classification(name):
            return position
    alone = len(raster.bands) == 1 and raster.dtype == "uint8" and optical_name(raster.names[0]) is None
    return 1 if alone else None


def names_scene_classification(name: str) -> bool:
    """Tell whether a band's name says that it is a scene classification ("SCL", "SCL_20m", "Scene classification")."""
    words = name.upper().replace("_", " ").replace("-", " ").split()
    return SCENE_CLASSIFICATION in words or words[:2] == ["SCENE", "CLASSIFICATION"]
