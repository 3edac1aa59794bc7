"""A scene: optical, radar and mask rasters that belong together. Plain values, no open file."""

from __future__ import annotations

from dataclasses import dataclass

from unveil.engine.errors import UnveilError
from unveil.engine.masking.codings import MaskCoding
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Raster, Reader
from unveil.engine.scene.part import Inside
from unveil.engine.sentinel.optical import Optical, open_optical
from unveil.engine.sentinel.radar import Radar, open_radar


@dataclass(frozen=True)
class Scene:
    """What a network needs of a place and a date; all is read on the optical raster's grid.

    mask: class codes, as the door writes them. faults: sentences on what looks wrong with it. mask_origin: who made it.
    inside: where to restore; None for everywhere.
    """

    optical: Optical
    radar: Radar
    mask: Raster | None = None
    mask_coding: MaskCoding = MaskCoding()
    faults: tuple[str, ...] = ()
    mask_origin: str = ""
    inside: Inside | None = None

    @property
    def grid(self) -> Grid:
        return self.optical.raster.grid


def put_together(optical: Raster, radar: Raster, bands: tuple[str, ...], fill: bool = False) -> Scene:
    """Put a scene without a mask together and refuse what cannot work, before long work begins; `fill` as in
    `open_optical`.

    Raises:
        UnveilError: bands, CRS, grid, overlap, or units are not what a network can be fed.
    """
    scene = Scene(open_optical(optical, bands, fill), open_radar(radar))
    _check_overlap(scene)
    return scene


def _check_overlap(scene: Scene) -> None:
    with Reader(scene.radar.raster) as reader:
        if not AlignedPower(reader, scene.radar.positions, scene.grid).overlaps():
            raise UnveilError(
                f"The radar raster {scene.radar.raster.path} does not overlap the optical raster; "
                "choose the radar scene of the same place."
            )
