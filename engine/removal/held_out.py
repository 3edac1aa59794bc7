"""What a run would make of clear ground that is hidden on purpose: the only honest measure that a scene has of itself.

Up to four windows of the scene get a second cloud, cut from where the scene has one, over ground that is clear. What is
restored below it can be compared with what was there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.filters import any_within
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, Raster, Reader, describe
from unveil.engine.references.view import grown_rim
from unveil.engine.scene.part import Inside
from unveil.engine.scene.scene import Scene
from unveil.engine.workplace import Workplace

SIDE = 512
"""Pixels along a side of a window, or what the scene has; a whole number of the cells of its sums."""

MOST_WINDOWS = 4
_LEAST_CLEAR = 0.15
_MOST_HIDDEN = 0.4
"""Share of a window's clear ground that is hidden at most: the rest must tell what is below."""

_LEAST_PIXELS = 300
_SQUARE = 40
"""Pixels along a side of the squares that a cloud which would hide too much is cut into."""


@dataclass(frozen=True)
class HeldOut:
    """A window of a scene with a second cloud. hidden [h, w] bool: where; truth [bands, h, w]: stored values there."""

    scene: Scene
    window: Window
    hidden: np.ndarray
    truth: np.ndarray


def held_out_windows(scene: Scene, work: Workplace) -> list[HeldOut]:
    """Return windows with hidden clear ground, made in `work`; none where a scene has too little of it, or no cloud.

    Raises:
        UnveilError: a file cannot be read or written.
        Cancelled: the user stopped it.
    """
    windows = _windows(scene.grid)
    clear, hidden = _shares(scene, windows, work.feedback)
    if not len(windows) or hidden.max() <= 0:
        return []
    donor = windows[int(np.argmin(np.abs(hidden - _MOST_HIDDEN)))]
    order = np.argsort(-clear, kind="stable")
    chosen = _spread(order[clear[order] >= _LEAST_CLEAR])
    made = []
    for number, index in enumerate(chosen):
        work.feedback.check()
        found = _planted(scene, windows[index], donor, work.room(f"held_out_{number}").folder)
        if found is not None:
            made.append(found)
    return made


def _windows(grid: Grid) -> list[Window]:
    height, width = (min(SIDE, length) for length in (grid.height, grid.width))
    rows = range(0, max(grid.height - height, 0) + 1, SIDE)
    columns = range(0, max(grid.width - width, 0) + 1, SIDE)
    return [Window(row, column, height, width) for row in rows for column in columns]


def _shares(scene: Scene, windows: list[Window], feedback: Feedback) -> tuple[np.ndarray, np.ndarray]:
    """Return the share of clear and of hidden pixels of each window, of those in the area to restore for the latter."""
    clear, hidden = np.zeros(len(windows)), np.zeros(len(windows))
    with Reader(scene.mask) as reader:
        for number, window in enumerate(windows):
            feedback.check()
            codes = reader.read(window, (1,))[0]
            clear[number] = np.mean(codes == classes.CLEAR)
            hidden[number] = np.mean(classes.to_restore(codes))
    return clear, hidden


def _spread(order: np.ndarray) -> np.ndarray:
    """Return up to four of the windows, given with the clearest first: the clearest, and others down to the half."""
    if len(order) <= MOST_WINDOWS:
        return order
    return order[np.linspace(0, len(order) // 2, MOST_WINDOWS).astype(int)]


def _planted(scene: Scene, window: Window, donor: Window, folder: str) -> HeldOut | None:
    raster, optical = scene.optical.raster, scene.optical
    bands = tuple(range(1, len(raster.bands) + 1))
    with Reader(raster) as reader, Reader(scene.mask) as mask:
        stored, cloud = reader.read(window, bands), reader.read(donor, bands)
        own, theirs = (mask.read(place, (1,))[0] for place in (window, donor))
    if window == donor:
        # A scene of one window: its cloud is moved by half of it.
        shift = (window.height // 2, window.width // 2)
        cloud, theirs = np.roll(cloud, shift, (1, 2)), np.roll(theirs, shift, (0, 1))
    places = [position - 1 for position in optical.positions]
    clear = (own == classes.CLEAR) & optical.valid(stored[places])
    hidden = clear & classes.to_restore(theirs) & optical.valid(cloud[places])
    rows, columns = np.indices(hidden.shape) // _SQUARE
    for modulus in (2, 3, 5):
        if hidden.sum() <= _MOST_HIDDEN * clear.sum():
            break
        hidden &= (rows + columns) % modulus == 0
    if hidden.sum() < _LEAST_PIXELS:
        return None
    grid = replace(scene.grid, width=window.width, height=window.height, transform=scene.grid.window_transform(window))
    codes = np.where(hidden, theirs, own)
    # What a mask was grown by shows the ground of its own place.
    restore = classes.to_restore(codes)
    rim = any_within(~restore & optical.valid(stored[places]), grown_rim(scene.mask_grown))
    seen = _written(os.path.join(folder, "scene.tif"), grid, raster, np.where(hidden & ~rim, cloud, stored))
    made = replace(
        scene,
        optical=replace(optical, raster=seen),
        mask=_codes(os.path.join(folder, "mask.tif"), grid, codes),
        inside=Inside(_codes(os.path.join(folder, "area.tif"), grid, hidden)),
    )
    return HeldOut(made, window, hidden, stored[places])


def _written(path: str, grid: Grid, like: Raster, stored: np.ndarray) -> Raster:
    with Sink(path, grid, Content(like.dtype, like.bands)) as sink:
        sink.write_rows(stored)
    # A CRS of no place does not survive being stored.
    return replace(describe(path), grid=grid, bands=like.bands)


def _codes(path: str, grid: Grid, codes: np.ndarray) -> Raster:
    with Sink(path, grid, Content("uint8", [Band("class", classes.NODATA)])) as sink:
        sink.write_rows(codes[None].astype(np.uint8))
    return replace(describe(path), grid=grid)
