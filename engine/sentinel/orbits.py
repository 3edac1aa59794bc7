"""From which relative orbit a Sentinel-1 raster was seen: slopes look otherwise from another one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unveil.engine.raster.source import Raster, metadata_of

CYCLE = 175
"""Orbits after which a satellite is over the same ground again."""

_FIRST = {"A": 73, "B": 27}
"""What is taken off the absolute number for the relative one, as published for the two satellites."""

_PRODUCT = re.compile(r"S1([A-D])_[A-Z]{2}_[A-Z0-9_]{4}_\w{4}_\d{8}T\d{6}_\d{8}T\d{6}_(\d{6})(?!\d)")
_STATED = ("relativeOrbitNumber_start", "relativeOrbitNumber", "RELATIVE_ORBIT", "REL_ORBIT")


@dataclass(frozen=True)
class Orbit:
    """relative: 1 to 175, None where it does not follow; satellite: "A" to "D" or ""; absolute: 0 where unknown."""

    relative: int | None
    satellite: str = ""
    absolute: int = 0

    def differs(self, other: Orbit) -> bool:
        """Tell whether two orbits are surely not the same relative one."""
        if self.relative is not None and other.relative is not None:
            return self.relative != other.relative
        if self.satellite and self.satellite == other.satellite:
            return (self.absolute - other.absolute) % CYCLE != 0
        return False


UNKNOWN = Orbit(None)


def orbit_of(raster: Raster) -> Orbit:
    """Return the orbit of a radar raster, by its metadata or the name of its product, UNKNOWN where nothing tells."""
    metadata = metadata_of(raster)
    for key in _STATED:
        number = metadata.get(key, "")
        if number.isdigit() and 1 <= int(number) <= CYCLE:
            return Orbit(int(number))
    for text in (raster.path, *metadata.values()):
        found = orbit_in_text(text)
        if found != UNKNOWN:
            return found
    return UNKNOWN


def orbit_in_text(text: str) -> Orbit:
    """Return the orbit of the first Sentinel-1 product that a text names, UNKNOWN for none."""
    found = _PRODUCT.search(text)
    if found is None:
        return UNKNOWN
    satellite, absolute = found[1], int(found[2])
    first = _FIRST.get(satellite)
    return Orbit(None if first is None else (absolute - first) % CYCLE + 1, satellite, absolute)
