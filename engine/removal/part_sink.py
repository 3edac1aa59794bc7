"""Writing the part of a scene that was asked for, from the rows of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.rows import HeldRows
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Reader
from unveil.engine.scene.scene import Scene


class PartSink(Sink):
    """A Sink that is given the rows of a whole scene and writes those of its part."""

    def __init__(self, path: str, scene: Scene, content: Content, form: OutputForm = OutputForm()):  # noqa: B008
        super().__init__(path, written_grid(scene), content, form)
        self._scene = scene
        self._row = self._shown = 0
        self._frame = None if scene.inside is None else scene.inside.frame

    @property
    def takes_blocks(self) -> bool:
        return super().takes_blocks and self._scene.inside is None

    def write_rows(self, rows: np.ndarray, same: np.ndarray | None = None, given: np.ndarray | None = None) -> None:
        top, self._row = self._row, self._row + rows.shape[1]
        if self._frame is not None:
            first = max(self._frame.row - top, 0)
            last = min(self._frame.row + self._frame.height, self._row) - top
            rows, same = rows[:, first : max(last, first), self._frame.columns], None
        if rows.shape[1]:
            super().write_rows(rows, same, given)
            self._show(rows)
            self._shown += rows.shape[1]

    def _show(self, rows: np.ndarray) -> None:
        """Take rows that were written, from row `_shown` of the output on."""


class ResultSink(PartSink):
    """Writes a cloud-free scene and shows what is written: outside the part rows are those of the optical raster."""

    def __init__(self, path: str, scene: Scene, metadata: Mapping[str, str], output: tuple[OutputForm, Feedback]):
        """Begin to write; output: how, and who is shown the rows. What comes is to be `within` the part."""
        form, self._feedback = output
        raster, inside = scene.optical.raster, scene.inside
        super().__init__(path, scene, Content(raster.dtype, raster.bands, metadata, like=raster), form)
        self._area = None if inside is None else Reader(inside.area)

    def __exit__(self, *exception: Any) -> None:
        if self._area is not None:
            self._area.close()
        super().__exit__(*exception)

    def within(self, rows: np.ndarray, whole: HeldRows) -> np.ndarray:
        """Return the rows [bands, h, width] that are to be written next, as they are stored outside the part.

        whole: rows of the optical raster, these among them.
        """
        if self._area is None:
            return rows
        asked = self._area.read(Window(self._row, 0, rows.shape[1], rows.shape[2]), (1,)) == 1
        self._area.forget_blocks()
        return np.where(asked, rows, whole.window(slice(self._row, self._row + rows.shape[1])))

    def _show(self, rows: np.ndarray) -> None:
        self._feedback.written(written_grid(self._scene), self._shown, rows)


def written_grid(scene: Scene) -> Grid:
    """Return the grid of the result: the scene's, or that of the part that is cut out."""
    frame = None if scene.inside is None else scene.inside.frame
    if frame is None:
        return scene.grid
    transform = scene.grid.window_transform(frame)
    return replace(scene.grid, width=frame.width, height=frame.height, transform=transform)
