"""Where the sun stood over a scene: as a granule's xml and as the metadata of rasters state it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import Raster, metadata_of
from unveil.engine.raster.xml import elements, first_text, read_xml

AZIMUTH_KEY = "UNVEIL_SUN_AZIMUTH"
ELEVATION_KEY = "UNVEIL_SUN_ELEVATION"

_AZIMUTH = ("sun_azimuth", "sun_azimuth_angle", "mean_sun_azimuth_angle", "mean_solar_azimuth", "view:sun_azimuth")
_ELEVATION = ("sun_elevation", "sun_elevation_angle", "mean_sun_elevation_angle", "view:sun_elevation")
_ZENITH = ("sun_zenith", "sun_zenith_angle", "mean_sun_zenith_angle", "mean_solar_zenith")


@dataclass(frozen=True)
class Sunlight:
    """The sun's mean place over a scene in degrees: azimuth clockwise from north, elevation above the horizon.

    elevation is None where it is not stated; doubt: degrees by which the azimuth may be off.
    """

    azimuth: float
    elevation: float | None = None
    doubt: float = 0.0

    @property
    def metadata(self) -> dict[str, str]:
        """What a raster's metadata say of it."""
        said = {AZIMUTH_KEY: f"{self.azimuth:.4f}"}
        return said if self.elevation is None else {**said, ELEVATION_KEY: f"{self.elevation:.4f}"}


def sunlight_of_granule(path: str) -> Sunlight | None:
    """Read Mean_Sun_Angle of a granule's MTD_TL.xml (S2?_OPER_MTD_L1C_TL_*.xml before December 2016), or None.

    Raises:
        UnveilError: the file cannot be read, or an angle is no number.
    """
    mean = next(elements(read_xml(path), "Mean_Sun_Angle"), None)
    if mean is None:
        return None
    try:
        azimuth, zenith = (float(first_text(mean, name)) for name in ("AZIMUTH_ANGLE", "ZENITH_ANGLE"))
    except ValueError as error:
        raise UnveilError(
            f"The metadata {path} hold a sun angle that cannot be read ({error}); download the product again."
        ) from error
    return _checked(azimuth, 90 - zenith)


def sunlight_of_raster(raster: Raster) -> Sunlight | None:
    """Return what the metadata of a raster's file state, by any of the usual names, or None."""
    known = {key.lower().replace("unveil_", ""): value for key, value in metadata_of(raster).items()}
    azimuth, elevation, zenith = (_first(known, names) for names in (_AZIMUTH, _ELEVATION, _ZENITH))
    if elevation is None and zenith is not None:
        elevation = 90 - zenith
    return None if azimuth is None else _checked(azimuth, elevation)


def _checked(azimuth: float, elevation: float | None) -> Sunlight | None:
    if not 0 <= azimuth <= 360:
        return None
    return Sunlight(azimuth, elevation if elevation is not None and 0 < elevation <= 90 else None)


def _first(known: Mapping[str, str], names: tuple[str, ...]) -> float | None:
    for name in names:
        try:
            value = float(known[name])
        except (KeyError, ValueError):
            continue
        if math.isfinite(value):
            return value
    return None
