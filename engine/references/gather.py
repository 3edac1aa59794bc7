"""The ground of a scene that its references are learnt from, gathered window by window; of a large one in parts."""

from __future__ import annotations

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.grid import Window
from unveil.engine.references.reference import Reference
from unveil.engine.references.sample import CANDIDATES, MOST_PIXELS, Blocks, Colours, Gathering, Sample, rank
from unveil.engine.references.view import HALO, View, ViewReader, around
from unveil.engine.scene.scene import Scene

_WINDOW = 512
_PART = 128
"""Pixels along a side of the parts of a window that are looked at where all of a large scene would be too much."""

_LEAST_SHARE = 1 / 32
"""Of the windows of the largest scenes; one part is a sixteenth."""


def gather_sample(
    scene: Scene, references: tuple[Reference, ...], trusted: tuple[int, ...], feedback: Feedback
) -> Sample | None:
    """Return pixels of the scene that some reference shows, clear or of a `trusted` class; None where there are none.

    Raises:
        UnveilError: a file cannot be read.
        Cancelled: the user stopped it.
    """
    grid = scene.grid
    blocks = Blocks(grid.height, grid.width)
    gathering = Gathering(blocks, _looked_at(blocks))
    with ViewReader(scene, references, (tuple(classes.NAMES),) * len(references), trusted) as reader:
        for row in range(0, grid.height, _WINDOW):
            stop = min(row + _WINDOW, grid.height)
            top = max(row - HALO, 0)
            codes = reader.codes(top, min(stop + HALO, grid.height))
            for column in range(0, grid.width, _WINDOW):
                feedback.check()
                whole = Window(row, column, stop - row, min(_WINDOW, grid.width - column))
                _gather(reader, codes, whole, gathering)
            reader.row_is_done()
            feedback.progress(stop / grid.height)
    return gathering.sample()


def _gather(reader: ViewReader, codes: np.ndarray, whole: Window, gathering: Gathering) -> None:
    """Take pixels of the parts of a window until they are enough; codes [n, width]: of its rows and the halo's."""
    enough = gathering.looked_at * whole.height * whole.width / 2
    top, found = max(whole.row - HALO, 0), 0
    for window in _parts(whole, gathering.looked_at):
        if found >= enough:
            break
        if reader.unlearnable(codes[window.row - top : window.row - top + window.height, window.columns]).all():
            continue
        wide = window.grow(HALO).clip(gathering.blocks.height, gathering.blocks.width)
        view = reader.view(wide, codes[wide.row - top : wide.row - top + wide.height, wide.columns])
        usable = _usable(view)
        gathering.add(_pixels(view, usable, window, gathering))
        found += int(np.count_nonzero(usable[view.inner(window)]))


def _looked_at(blocks: Blocks) -> float:
    """Return the share of a scene that is looked at: all of a small one."""
    return min(1.0, max(CANDIDATES * MOST_PIXELS / (blocks.height * blocks.width), _LEAST_SHARE))


def _parts(whole: Window, share: float) -> list[Window]:
    """Return the parts of a window in the order in which they are looked at, as by lot; itself where half is needed."""
    if share > 0.5:
        return [whole]
    found = [
        Window(row, column, min(_PART, whole.row + whole.height - row), min(_PART, whole.column + whole.width - column))
        for row in range(whole.row, whole.row + whole.height, _PART)
        for column in range(whole.column, whole.column + whole.width, _PART)
    ]
    lots = rank(np.array([(window.row, window.column) for window in found]))
    return [found[place] for place in np.argsort(lots)]


def _usable(view: View) -> np.ndarray:
    """Return [h, w] bool, clear ground that some reference shows."""
    return view.clear & np.logical_or.reduce([np.isfinite(colours[0]) for colours in view.colours])


def _pixels(view: View, usable: np.ndarray, window: Window, gathering: Gathering) -> Sample:
    inner = view.inner(window)
    places = gathering.choice(usable[inner], window.row, window.column)
    at = (places[:, 0] + inner[0].start, places[:, 1] + inner[1].start)
    rows, columns = places[:, 0] + window.row, places[:, 1] + window.column
    mean = around(view.target, view.clear & ~view.hidden)
    return Sample(
        np.stack([rows, columns], axis=1),
        gathering.blocks.of(rows, columns),
        _at(view.target, at),
        _at(mean, at),
        _at(view.radar, at),
        view.beside[at],
        tuple(
            Colours(_at(dn, at), _at(near, at), _at(change, at), codes[at])
            for dn, near, change, codes in zip(view.colours, view.near, view.change, view.codes)
        ),
    )


def _at(planes: np.ndarray, at: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return planes[(slice(None), *at)].T.astype(np.float32)
