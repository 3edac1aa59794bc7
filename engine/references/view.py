"""One window of a scene with what every reference shows of it, all on the scene's grid."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import numpy as np

from unveil.engine.ahead import Beside
from unveil.engine.ground.field import clear_ground
from unveil.engine.masking import classes
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.filters import any_within, box_mean
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, forget_if_much
from unveil.engine.references.features import REACH, near_mean, smooth_radar
from unveil.engine.references.reference import Reference, ReferenceReader
from unveil.engine.scene.rows import SceneRows
from unveil.engine.scene.scene import Scene
from unveil.models.threads import thread_count

RIM = 3
"""Pixels beside what is hidden that may be hazy, for a mask is not exact: whether they tell is looked into."""

_WIDEST = 12
"""Pixels of what a mask was grown by that are looked into."""

_INNER, _OUTER = 33, 65
"""Sides in pixels of the squares between which ground counts as lying around a pixel: 160 to 320 m at 10 m."""

HALO = _OUTER // 2 + 1


@dataclass(frozen=True)
class View:
    """A window of the scene: target DN [bands, h, w]; clear, hidden [h, w] bool; radar [2, h, w] smoothed, in dB.

    beside [h, w] uint8: how many pixels from what is hidden, `widest_rim` + 1 for farther off. What a mask was grown by
    counts as beside it: 0 is the cloud itself. clear: valid, and not 0 there. Of each reference: colours [b, h, w] in
    DN, near: the means round each pixel, change [2, h, w] of the radar in dB since then, NaN where it shows nothing;
    codes [h, w]: classes of its mask.
    """

    window: Window
    target: np.ndarray
    clear: np.ndarray
    hidden: np.ndarray
    beside: np.ndarray
    radar: np.ndarray
    colours: tuple[np.ndarray, ...]
    near: tuple[np.ndarray, ...]
    change: tuple[np.ndarray, ...]
    codes: tuple[np.ndarray, ...]

    def inner(self, window: Window) -> tuple[slice, slice]:
        """Return where a window that lies inside this one is found in its arrays."""
        top, left = window.row - self.window.row, window.column - self.window.column
        return slice(top, top + window.height), slice(left, left + window.width)


def widest_rim(grown: int) -> int:
    """Return the pixels beside a cloud that may be hazy: RIM, and those that a mask was grown by, a disc's radius."""
    return grown_rim(grown) + RIM


def grown_rim(grown: int) -> int:
    """Return the pixels inside the outline of a mask, to each side, that it certainly has from its growth by a disc."""
    return min(int(grown / np.sqrt(2)), _WIDEST)


def _beside(hidden: np.ndarray, valid: np.ndarray, inner: int) -> np.ndarray:
    """Return `View.beside` where the outer `inner` pixels of what is hidden count as beside it."""
    anywhere, seen = np.ones_like(valid), valid & ~hidden
    beside = np.zeros(valid.shape, dtype=np.uint8)
    for width in range(RIM + 1):
        beside += clear_ground(hidden, anywhere, width)
    for reach in range(1, inner + 1):
        beside += any_within(seen, reach)
    return beside


def around(target: np.ndarray, clear: np.ndarray) -> np.ndarray:
    """Return [bands, h, w] float32, the mean of clear ground some 200 m from each pixel, NaN where there is little."""
    outer, inner = (_sums(clear.astype(np.float32), side) for side in (_OUTER, _INNER))
    share = outer - inner
    result = np.empty(target.shape, dtype=np.float32)
    enough = share > 0.05 * (_OUTER**2 - _INNER**2)
    for band, plane in enumerate(np.where(clear, target, 0).astype(np.float32)):
        outer, inner = (_sums(plane, side) for side in (_OUTER, _INNER))
        result[band] = np.where(enough, (outer - inner) / np.maximum(share, 1), np.nan)
    return result


def _sums(plane: np.ndarray, side: int) -> np.ndarray:
    return box_mean(plane, side, "constant") * np.float32(side**2)


@dataclass(frozen=True)
class _Shown:
    """What one reference shows of a window: colours and near [b, h, w] in DN, codes [h, w], and its radar [2, h, w],
    smoothed, in dB; None without.
    """

    colours: np.ndarray
    near: np.ndarray
    codes: np.ndarray
    radar: np.ndarray | None


class ViewReader:
    """Reads a scene and its references from top to bottom. Use as a context manager.

    accepted: for each reference the classes of its mask in which it shows the ground. trusted: classes of the scene's
    own mask whose pixels are learnt from although they are to be restored. Each reference is read in a thread of its
    own, if there are more than one.
    """

    def __init__(
        self,
        scene: Scene,
        references: tuple[Reference, ...],
        accepted: tuple[tuple[int, ...], ...],
        trusted: tuple[int, ...] = (),
    ):
        self._scene = scene
        self._references = references
        self._accepted = accepted
        self._trusted = trusted
        self._stack = ExitStack()

    def __enter__(self) -> ViewReader:
        scene, enter = self._scene, self._stack.enter_context
        self._reader = enter(Reader(scene.optical.raster))
        self._rows = enter(SceneRows(scene, in_part=False))
        self._radar = enter(Reader(scene.radar.raster))
        self._power = AlignedPower(self._radar, scene.radar.positions, scene.grid)
        self._others = [
            enter(ReferenceReader(reference, scene.grid, accepted))
            for reference, accepted in zip(self._references, self._accepted)
        ]
        apart = thread_count() > 1
        self._threads = [enter(Beside(apart)) for _ in self._others]
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def codes(self, start: int, stop: int) -> np.ndarray:
        """Return the mask's classes [stop - start, width] in rows of the scene; `start` never goes back."""
        return self._rows.codes(start, stop).values

    def unlearnable(self, codes: np.ndarray) -> np.ndarray:
        """Tell from classes of any shape what is hidden and not trusted."""
        return classes.to_restore(codes) & ~np.isin(codes, self._trusted)

    def view(self, window: Window, codes: np.ndarray) -> View:
        """Return a window inside the scene; codes [h, w]: the mask's classes there."""
        optical = self._scene.optical
        wide = window.grow(REACH).clip(self._scene.grid.height, self._scene.grid.width)
        top, left = window.row - wide.row, window.column - wide.column
        inside = slice(None), slice(top, top + window.height), slice(left, left + window.width)
        begun = [
            thread.begin(partial(_shown, other, wide, inside)) for thread, other in zip(self._threads, self._others)
        ]
        stored = self._reader.read(window, optical.positions)
        valid = optical.valid(stored)
        hidden = classes.to_restore(codes)
        beside = _beside(self.unlearnable(codes), valid, grown_rim(self._scene.mask_grown))
        radar = smooth_radar(self._power.read(wide))[inside]
        forget_if_much((self._reader, self._radar))
        target = optical.dn(stored)
        shown = [ready() for ready in begun]
        change = tuple(np.full_like(radar, np.nan) if own.radar is None else radar - own.radar for own in shown)
        colours, near, theirs = (tuple(getattr(own, name) for own in shown) for name in ("colours", "near", "codes"))
        return View(window, target, valid & (beside > 0), hidden & valid, beside, radar, colours, near, change, theirs)

    def row_is_done(self) -> None:
        """Give back what GDAL caches of the row of windows that was read: the rasters would fill its cache."""
        for reader in (self._reader, self._radar):
            reader.forget_blocks()
        for ready in [thread.begin(other.forget_blocks) for thread, other in zip(self._threads, self._others)]:
            ready()


def _shown(other: ReferenceReader, wide: Window, inside: tuple[slice, slice, slice]) -> _Shown:
    """Return what a reference shows of the part `inside` of a window, which reaches `REACH` pixels further."""
    ground, codes = other.colours(wide)
    old = other.radar(wide)
    forget_if_much(other.readers)
    radar = None if old is None else smooth_radar(old)[inside]
    return _Shown(ground[inside], near_mean(ground)[inside], codes[inside[1:]], radar)
