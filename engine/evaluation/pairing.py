"""Rasters that are to be compared: the same bands, the same scale, and pixels that fall on one another."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from unveil.engine.errors import UnveilError
from unveil.engine.masking.codings import MaskCoding
from unveil.engine.raster.align import is_on_grid
from unveil.engine.raster.grid import NOWHERE, Grid
from unveil.engine.raster.source import Raster
from unveil.engine.raster.warp import overlap, warped
from unveil.engine.scene.mask import check_mask_place
from unveil.engine.scene.polygons import Polygons
from unveil.engine.sentinel.bands import SENTINEL2, find_optical_bands, found_names
from unveil.engine.sentinel.optical import Optical, open_optical

_PATCH_PIXEL = 10.0


@dataclass(frozen=True)
class Pair:
    """What is compared, all on the prediction's grid and with the bands that all have.

    coding says how to read the mask. left_out: bands of prediction or reference that not
    all of the images have.
    """

    prediction: Optical
    reference: Optical
    cloudy: Optical | None = None
    mask: Raster | Polygons | None = None
    coding: MaskCoding = MaskCoding()
    left_out: tuple[str, ...] = ()

    @property
    def bands(self) -> tuple[str, ...]:
        return self.prediction.names

    @property
    def grid(self) -> Grid:
        return self.prediction.raster.grid


def pixel_on_pixel(rasters: Sequence[Raster]) -> tuple[Raster, ...]:
    """Place rasters of one size, of which any has no CRS, on one another as they lie.

    They take the grid of the first that has a CRS, else pixels of 10 m at no place on earth. Where all have a CRS, or
    sizes differ, they come back as they were.
    """
    sizes = {(raster.grid.width, raster.grid.height) for raster in rasters}
    if all(raster.grid.crs for raster in rasters) or len(sizes) > 1:
        return tuple(rasters)
    width, height = sizes.pop()
    nowhere = Grid(width, height, (0.0, _PATCH_PIXEL, 0.0, 0.0, 0.0, -_PATCH_PIXEL), NOWHERE)
    grid = next((raster.grid for raster in rasters if raster.grid.crs), nowhere)
    return tuple(replace(raster, grid=grid) for raster in rasters)


def is_somewhere(grid: Grid) -> bool:
    """Tell whether a grid lies on the earth, or is the one that `pixel_on_pixel` gives."""
    return not grid.crs.startswith("LOCAL_CS")


def open_pair(
    prediction: Raster,
    reference: Raster,
    cloudy: Raster | None,
    mask: Raster | Polygons | None,
    folder: str,
    resample: bool = False,
) -> Pair:
    """Put together what is compared, and refuse what cannot be.

    resample: warp what lies on another grid onto the prediction's, bilinear; the mask stays as it is. `folder`
    takes the small files that describe it, which must live as long as the pair is read.

    Raises:
        UnveilError: bands, places, grids, scales or codes do not fit.
    """
    given = [raster for raster in (prediction, reference, cloudy, mask) if isinstance(raster, Raster)]
    lying = dict(zip(map(id, given), pixel_on_pixel(given)))
    prediction, reference = (lying.get(id(raster), raster) for raster in (prediction, reference))
    cloudy = None if cloudy is None else lying.get(id(cloudy), cloudy)
    mask = lying.get(id(mask), mask) if isinstance(mask, Raster) else mask
    roles = {"prediction": prediction, "reference": reference, "cloudy image": cloudy}
    rasters = {role: raster for role, raster in roles.items() if raster is not None}
    bands, left_out = _shared_bands(rasters)
    opened: dict[str, Optical] = {}
    for role, raster in rasters.items():
        # Only the cirrus band tells the offset from bright land, and where all is cloud a high floor says nothing.
        offset_matters = role != "cloudy image" and "B10" in bands_of(raster)
        read = tuple(dict.fromkeys((*bands, "B10"))) if offset_matters else bands
        optical = open_optical(raster, read, offset_matters=offset_matters).only(bands)
        placed = _on_grid(role, raster, prediction.grid, folder, resample)
        opened[role] = replace(optical, raster=placed)
    if mask is not None:
        check_mask_place(mask, prediction.grid)
    return Pair(opened["prediction"], opened["reference"], opened.get("cloudy image"), mask, left_out=left_out)


def bands_of(raster: Raster) -> tuple[str, ...]:
    """Return the Sentinel-2 bands that a raster has, in the order of SENTINEL2.

    Raises:
        UnveilError: they have no names and are not those of L1C, or a name stands twice.
    """
    names = found_names(raster)
    found = tuple(name for name in SENTINEL2 if name in names)
    find_optical_bands(raster, found)
    return found


def _shared_bands(rasters: Mapping[str, Raster]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the bands that all of the rasters have, and those of prediction and reference that are thus left out."""
    there = {role: bands_of(raster) for role, raster in rasters.items()}
    shared = tuple(name for name in SENTINEL2 if all(name in names for names in there.values()))
    if not shared:
        told = "; ".join(f"{rasters[role].path}: {', '.join(names)}" for role, names in there.items())
        raise UnveilError(f"The images have no band in common ({told}); compare rasters of the same bands.")
    known = {*there["prediction"], *there["reference"]}
    return shared, tuple(name for name in SENTINEL2 if name in known and name not in shared)


def _fits(grid: Grid, target: Grid) -> bool:
    if not (grid.crs and target.crs):
        return False
    return is_on_grid(grid, target)


def _on_grid(role: str, raster: Raster, target: Grid, folder: str, resample: bool) -> Raster:
    if _fits(raster.grid, target):
        return raster
    if not (raster.grid.crs and target.crs):
        where = raster.path if not raster.grid.crs else "the prediction"
        raise UnveilError(
            f"The {role} and the prediction have different sizes ({_size(raster.grid)} and {_size(target)}), and "
            f"{where} has no coordinate reference system; set it with: gdal_edit.py -a_srs EPSG:<code> <file>."
        )
    if not overlap(raster.grid, target):
        raise UnveilError(f"The {role} {raster.path} does not overlap the prediction; choose images of the same place.")
    if not resample:
        raise UnveilError(
            f"The {role} {raster.path} ({_size(raster.grid)}) does not lie on the prediction's grid "
            f"({_size(target)}); ask for resampling, which costs sharpness, or warp it yourself."
        )
    path = os.path.join(folder, f"{role.replace(' ', '_')}.vrt")
    return warped(raster, target, path, "bilinear")


def _size(grid: Grid) -> str:
    return f"{grid.width} x {grid.height} pixels of {grid.pixel_size[0]:g}"
