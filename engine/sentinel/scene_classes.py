"""The classes of the scene classification (SCL) of Level-2A, in the colours of ESA's Level-2A product definition."""

from __future__ import annotations

from unveil.engine.raster.style import Classes

_NAMED = {
    1: ("saturated or defective", (255, 0, 0)),
    2: ("dark area", (47, 47, 47)),
    3: ("cloud shadow", (100, 50, 0)),
    4: ("vegetation", (0, 160, 0)),
    5: ("not vegetated", (255, 230, 90)),
    6: ("water", (0, 0, 255)),
    7: ("unclassified", (128, 128, 128)),
    8: ("cloud, medium probability", (192, 192, 192)),
    9: ("cloud, high probability", (255, 255, 255)),
    10: ("thin cirrus", (100, 200, 255)),
    11: ("snow or ice", (255, 150, 255)),
}

SCENE_CLASSES = Classes(
    {0: (0, 0, 0, 0), **{code: (*colour, 255) for code, (_, colour) in _NAMED.items()}},
    {code: name for code, (name, _) in _NAMED.items()},
)
