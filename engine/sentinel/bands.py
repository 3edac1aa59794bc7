"""Which band of a raster is which, by name; by position only where nothing is ambiguous."""

from __future__ import annotations

import re

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import Raster

SENTINEL2 = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")
"""The bands of Sentinel-2 L1C, in the order of SEN12MS-CR."""

POLARISATIONS = ("VV", "VH")


def optical_name(description: str) -> str | None:
    """Return the band of SENTINEL2 that a description names ("B04", "B8A_20m", "B4, central wavelength 665 nm")."""
    for word in re.split(r"[^A-Za-z0-9]+", description.upper()):
        match = re.fullmatch(r"B0?(\d{1,2}A?)", word)
        if match and f"B{match.group(1)}" in SENTINEL2:
            return f"B{match.group(1)}"
    return None


def polarisation_name(description: str) -> str | None:
    """Return the polarisation that a description names ("VV", "Sigma0_VH_db")."""
    words = re.split(r"[^A-Za-z0-9]+", description.upper())
    return next((name for name in POLARISATIONS if name in words), None)


def find_optical_bands(raster: Raster, wanted: tuple[str, ...]) -> tuple[int, ...]:
    """Return the 1-based position of each wanted Sentinel-2 band.

    Raises:
        UnveilError: a band is missing or named twice, or there are no names and not 13 bands.
    """
    names = [optical_name(name) for name in raster.names]
    if not any(names):
        if len(raster.bands) != len(SENTINEL2):
            raise UnveilError(
                f"The optical raster {raster.path} has {_bands(len(raster.bands))} without Sentinel-2 names, so they "
                "cannot be told apart; name them B1, B2 ... B12, or give the 13 bands of L1C in the order "
                f"{', '.join(SENTINEL2)}."
            )
        names = list(SENTINEL2)
    twice = sorted({name for name in names if name is not None and names.count(name) > 1})
    if twice:
        raise UnveilError(f"The optical raster {raster.path} has more than one band named {', '.join(twice)}.")
    missing = [name for name in wanted if name not in names]
    if missing:
        hint = " (L2A products have no B10: use the L1C product)" if missing == ["B10"] else ""
        raise UnveilError(
            f"The optical raster {raster.path} lacks {', '.join(missing)}, which is needed here{hint}; "
            "give a raster with all of these bands."
        )
    return tuple(names.index(name) + 1 for name in wanted)


def find_radar_bands(raster: Raster) -> tuple[int, int]:
    """Return the 1-based positions of VV and VH, by name, or as they come in a raster of two unnamed bands.

    Raises:
        UnveilError: they cannot be told.
    """
    names = [polarisation_name(name) for name in raster.names]
    if not any(names) and len(raster.bands) == len(POLARISATIONS):
        return 1, 2
    if any(names.count(name) != 1 for name in POLARISATIONS):
        raise UnveilError(
            f"The radar raster {raster.path} must have one band VV and one band VH; it has {_bands(len(raster.bands))} "
            f"named {', '.join(name or 'nothing' for name in raster.names)}."
        )
    return names.index("VV") + 1, names.index("VH") + 1


def _bands(number: int) -> str:
    return "1 band" if number == 1 else f"{number} bands"
