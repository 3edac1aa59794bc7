"""How an output file is written: a plain GeoTIFF or a cloud-optimised one, with GDAL's creation options."""

from __future__ import annotations

from dataclasses import dataclass

from unveil.engine.errors import UnveilError
from unveil.engine.raster.cog import check_creation_options


@dataclass(frozen=True)
class OutputForm:
    """cog: a cloud-optimised GeoTIFF (it needs its room twice for a while). options: GDAL's creation options."""

    cog: bool = False
    options: tuple[str, ...] = ()

    def check(self) -> OutputForm:
        """Return the form; refuse options that GDAL's driver does not have, before any work (UnveilError)."""
        check_creation_options("COG" if self.cog else "GTiff", self.options)
        return self

    def creation_options(self, defaults: tuple[str, ...]) -> list[str]:
        """Return the options of the GeoTIFF that is written row by row: the user's stand above the defaults."""
        if self.cog:
            return list(defaults)
        stated = {option.partition("=")[0].upper() for option in self.options}
        return [option for option in defaults if option.partition("=")[0] not in stated] + list(self.options)


def parse_options(text: str) -> tuple[str, ...]:
    """Return creation options of a text as QGIS writes them: NAME=VALUE|NAME=VALUE.

    Raises:
        UnveilError: a part is not NAME=VALUE.
    """
    options = tuple(part.strip() for part in text.split("|") if part.strip())
    for option in options:
        if "=" not in option:
            raise UnveilError(f"The creation option {option} is not NAME=VALUE, for example COMPRESS=ZSTD.")
    return options
