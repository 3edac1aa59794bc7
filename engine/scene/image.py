"""Whole images in memory: a small Sentinel-2 raster as DN, a small radar raster as dB, by the same rules as a scene."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import NOWHERE, Grid, Window
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.sentinel.bands import with_bands_measured
from unveil.engine.sentinel.optical import Optical, open_optical
from unveil.engine.sentinel.radar import Radar, open_radar


@dataclass(frozen=True)
class Image:
    """dn [names, h, w] float32; valid [h, w] bool, pixels measured in every band; grid: as the file states it.

    names: bands that the raster has, in the order asked for. level: "L1C", "L2A" or "".
    """

    dn: np.ndarray
    valid: np.ndarray
    names: tuple[str, ...]
    level: str
    grid: Grid


def read_image(raster: Raster, wanted: tuple[str, ...], fill: bool = False, offset_matters: bool = True) -> Image:
    """Read all of a raster that may lie nowhere; `fill`, `offset_matters` as in `open_optical`.

    Bands that hold no measurement anywhere count as missing.

    Raises:
        UnveilError: as `open_optical`, or the file cannot be read.
    """
    measured = with_bands_measured(_somewhere(raster), Feedback())
    optical = open_optical(measured, wanted, fill, offset_matters)
    stored = _read(raster, optical.positions)
    return Image(optical.dn(optical.repaired(stored)), optical.valid(stored), optical.names, optical.level, raster.grid)


def read_backscatter(raster: Raster, grid: Grid | None = None) -> np.ndarray:
    """Read VV and VH of a raster that may lie nowhere as dB [2, h, w] float32, NaN where there is nothing.

    grid: brought onto it; the raster's own if None.

    Raises:
        UnveilError: as `open_radar`, or the file cannot be read.
    """
    radar = open_radar(_somewhere(raster))
    return read_decibels(radar, radar.raster.grid if grid is None else grid)


def read_decibels(radar: Radar, grid: Grid, window: Window | None = None) -> np.ndarray:
    """Read radar that is open already on a grid, or a window of it, as dB [2, h, w] float32, NaN for nothing.

    Raises:
        UnveilError: the file cannot be read or warped.
    """
    with Reader(radar.raster) as reader:
        return AlignedPower(reader, radar.positions, grid).read(window or Window(0, 0, grid.height, grid.width))


def read_dn(optical: Optical, window: Window | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Read a raster that is open already: DN [bands, h, w] float32 as they stand, and valid pixels [h, w] bool.

    window: what of it is read; all if None.

    Raises:
        UnveilError: the file cannot be read.
    """
    with Reader(optical.raster) as reader:
        stored = reader.read(window or _whole(optical.raster), optical.positions)
    return optical.dn(stored), optical.valid(stored)


def read_stored(path: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Read all bands of any small raster as they are stored, [bands, h, w], and their names.

    Raises:
        UnveilError: the file cannot be read.
    """
    raster = describe(path)
    return _read(raster, tuple(range(1, len(raster.bands) + 1))), raster.names


def _read(raster: Raster, positions: tuple[int, ...]) -> np.ndarray:
    with Reader(raster) as reader:
        return reader.read(_whole(raster), positions)


def _somewhere(raster: Raster) -> Raster:
    return raster if raster.grid.crs else replace(raster, grid=replace(raster.grid, crs=NOWHERE))


def _whole(raster: Raster) -> Window:
    return Window(0, 0, raster.grid.height, raster.grid.width)
