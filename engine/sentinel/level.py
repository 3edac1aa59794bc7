"""Whether a Sentinel-2 raster is top-of-atmosphere (L1C) or atmospherically corrected (L2A)."""

from __future__ import annotations

import re
from collections.abc import Collection

from unveil.engine.raster.source import Raster, metadata_of

LEVEL_KEY = "UNVEIL_LEVEL"
"""Where Unveil's own rasters state their level in the file's metadata."""

_STATED = (LEVEL_KEY, "PROCESSING_LEVEL", "PRODUCT_TYPE", "PRODUCT_URI", "system:id")


def level_of(raster: Raster, names: Collection[str]) -> str:
    """Return "L1C", "L2A" or "" where nothing tells; `names` are the Sentinel-2 bands that the raster has.

    Told by, in this order: the file's metadata (Unveil's, GDAL's SENTINEL2 driver's), its name, bands that only one
    level has (B10; SCL, AOT and WVP).
    """
    metadata = metadata_of(raster)
    for text in (*(metadata.get(key, "") for key in _STATED), raster.path):
        level = level_in_name(text)
        if level:
            return level
    if "B10" in names:
        return "L1C"
    words = {name.upper() for name in raster.names}
    return "L2A" if words & {"SCL", "AOT", "WVP", "MSK_CLDPRB"} else ""


def level_in_name(text: str) -> str:
    """Return the level that a file's name, or a text such as "Level-1C", states; "" for none."""
    name = text.replace("\\", "/").rstrip("/").rpartition("/")[2].upper()
    if text.startswith("SENTINEL2_"):
        name = text.partition(":")[0]
    for level, values in (("1C", "TOA"), ("2A", "BOA")):
        if re.search(rf"LEVEL-?{level}|MSI_?L?{level}|S2[A-D]{level}|(^|[_ .-])(L{level}|{values})([_ .-]|$)", name):
            return f"L{level}"
    return ""
