"""A scene: optical, radar and mask rasters that belong together. Plain values, no open file."""

from __future__ import annotations

from dataclasses import dataclass

from unveil.engine.errors import UnveilError
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Raster, Reader
from unveil.engine.scene.part import Inside
from unveil.engine.sentinel.optical import Optical, open_optical
from unveil.engine.sentinel.radar import Radar, open_radar


@dataclass(frozen=True)
class MaskedOptical:
    """An optical raster and its mask: class codes on the raster's grid, as the door writes them."""

    optical: Optical
    mask: Raster

    @property
    def grid(self) -> Grid:
        return self.optical.raster.grid


@dataclass(frozen=True)
class Scene(MaskedOptical):
    """What a network needs of a place and a date; all is read on the optical raster's grid.

    faults: sentences on what looks wrong with it. mask_origin: who made the mask; mask_grown: pixels that it was
    grown by. inside: where to restore; None for everywhere.
    """

    radar: Radar
    faults: tuple[str, ...] = ()
    mask_origin: str = ""
    inside: Inside | None = None
    mask_grown: int = 0


def open_rasters(optical: Raster, radar: Raster, bands: tuple[str, ...], fill: bool = False) -> tuple[Optical, Radar]:
    """Open what a scene is made of, and refuse what cannot work before long work begins; `fill` as in `open_optical`.

    Raises:
        UnveilError: bands, CRS, grid, overlap, or units are not what a network can be fed.
    """
    opened, backscatter = open_optical(optical, bands, fill), open_radar(radar)
    with Reader(backscatter.raster) as reader:
        if not AlignedPower(reader, backscatter.positions, opened.raster.grid).overlaps():
            raise UnveilError(
                f"The radar raster {backscatter.raster.path} does not overlap the optical raster; "
                "choose the radar scene of the same place."
            )
    return opened, backscatter
