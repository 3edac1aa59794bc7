"""Colours and names of the classes of a cloud mask, see-through: the scene below stays visible, and white cloud too."""

from __future__ import annotations

from unveil.engine.masking import classes
from unveil.engine.raster.style import Classes

MASK_CLASSES = Classes(
    {
        classes.CLEAR: (0, 0, 0, 0),
        classes.CLOUD: (255, 0, 130, 100),
        classes.THIN_CLOUD: (255, 170, 0, 75),
        classes.SHADOW: (0, 90, 255, 105),
        classes.NODATA: (0, 0, 0, 0),
    },
    {code: name for code, name in classes.NAMES.items() if code != classes.NODATA},
)
"""Pink cloud, orange thin cloud and blue shadow, none of which is a colour of ground or cloud in true colour.

Thin cloud is the faintest: it often covers most of a scene, whose ground is to be seen through it.
"""
