"""The rows of a scene from top to bottom: the one place where its files are opened to be read so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.masking.codings import MaskCoding
from unveil.engine.masking.recognise import class_rows
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Window
from unveil.engine.raster.on_demand import reads_columns, rows_on_demand
from unveil.engine.raster.rows import HeldRows, ReadRows, RowFeed, whole_rows
from unveil.engine.raster.source import Reader
from unveil.engine.scene.scene import MaskedOptical, Scene
from unveil.models.threads import thread_count

_MOST_THREADS = 4
"""Threads that decode bands: more would wait for one another."""


@dataclass(frozen=True)
class Rows:
    """Some rows of one layer of a scene: values [..., n, width], `first` is the scene's row of the top one."""

    first: int
    values: np.ndarray

    def part(self, start: int, stop: int) -> np.ndarray:
        """Return the scene's rows start ... stop - 1, which lie in these."""
        return self.values[..., start - self.first : stop - self.first, :]


class SceneRows:
    """Opens the files of a scene once each, when rows of them are first asked for. Use as a context manager.

    Every layer goes from top to bottom on its own: the first row asked for never goes back. What lies outside the scene
    is left out, so that margins are cut short at its borders.
    """

    def __init__(self, scene: MaskedOptical, every_band: bool = False, in_part: bool = True, radar_rows: int = 256):
        """Prepare to read.

        every_band: stored values are those of all bands of the raster, else of those with a name. in_part: cloud and
        shadow outside the part to restore are no data. radar_rows: how many are warped at a time at least.
        """
        self._scene = scene
        self._radar_rows = radar_rows
        raster = scene.optical.raster
        self._positions = tuple(range(1, len(raster.bands) + 1)) if every_band else scene.optical.positions
        self._inside = scene.inside if in_part and isinstance(scene, Scene) else None
        self._ahead = True
        self._on_demand: set[str] = set()
        self._feeds: dict[str, RowFeed] = {}
        self._stack = ExitStack()

    def __enter__(self) -> SceneRows:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def when_asked(self) -> SceneRows:
        """Have rows read when they are asked for or `prepare` says so, not one group ahead; it takes less memory."""
        self._ahead = False
        return self

    def on_demand(self, optical: bool = True) -> SceneRows:
        """Have columns of radar read by whoever looks at them first, and those of optical values, where files allow it.

        To be said before rows are asked for.
        """
        self._on_demand = {"radar"} | ({"optical"} if optical else set())
        return self

    def prepare(self) -> None:
        """Begin to read what comes next of all layers of which rows were asked for."""
        for feed in self._feeds.values():
            feed.prepare()

    def stored(self, start: int, stop: int, margin: int = 0) -> Rows:
        """Return optical values [bands, n, width] as they are stored, with up to `margin` rows more on either side."""
        return self._rows("optical", start, stop, margin)

    def codes(self, start: int, stop: int, margin: int = 0) -> Rows:
        """Return classes [n, width] of the mask, likewise."""
        rows = self._rows("mask", start, stop, margin)
        return Rows(rows.first, rows.values[0])

    def radar(self, start: int, stop: int, margin: int = 0) -> Rows:
        """Return VV and VH [2, n, width] in dB, NaN where there is nothing, likewise."""
        return self._rows("radar", start, stop, margin)

    def stored_held(self, start: int, stop: int, margin: int = 0) -> HeldRows:
        """Return what `stored` does in the groups that it was read in."""
        return self._held("optical", start, stop, margin)

    def radar_held(self, start: int, stop: int, margin: int = 0) -> HeldRows:
        """Return what `radar` does in the groups that it was read in."""
        return self._held("radar", start, stop, margin)

    def _rows(self, layer: str, start: int, stop: int, margin: int) -> Rows:
        held = self._held(layer, start, stop, margin)
        return Rows(held.first, held.window(slice(held.first, held.last)))

    def _held(self, layer: str, start: int, stop: int, margin: int) -> HeldRows:
        if layer not in self._feeds:
            open_layer = {"optical": self._open_optical, "mask": self._open_mask, "radar": self._open_radar}[layer]
            feed = self._stack.enter_context(open_layer())
            self._feeds[layer] = feed if self._ahead else feed.when_asked()
        return self._feeds[layer].held(max(start - margin, 0), min(stop + margin, self._scene.grid.height))

    def _open_optical(self) -> RowFeed:
        raster = self._scene.optical.raster
        reader = self._stack.enter_context(Reader(raster))
        if "optical" in self._on_demand and reads_columns(reader):
            return RowFeed(rows_on_demand(reader, self._positions), raster.grid.height, raster.block_height)
        # Nothing else goes on before the first rows are there, and little while later ones are waited for.
        pool = self._stack.enter_context(ThreadPoolExecutor(min(thread_count(), _MOST_THREADS), "unveil-bands"))
        return RowFeed(whole_rows(reader, self._positions, pool), raster.grid.height, raster.block_height)

    def _open_mask(self) -> RowFeed:
        mask = self._scene.mask
        read = class_rows(self._stack.enter_context(Reader(mask)), MaskCoding())
        if self._inside is not None:
            read = _inside_only(read, self._stack.enter_context(Reader(self._inside.area)))
        return RowFeed(read, self._scene.grid.height, mask.block_height)

    def _open_radar(self) -> RowFeed:
        if not isinstance(self._scene, Scene):
            raise TypeError("This scene was opened without radar.")
        radar = self._scene.radar
        reader = self._stack.enter_context(Reader(radar.raster))
        return AlignedPower(reader, radar.positions, self._scene.grid).feed(
            self._radar_rows, "radar" in self._on_demand
        )


def _inside_only(read: ReadRows, area: Reader) -> ReadRows:
    """Return a function that reads class codes, of which cloud and shadow outside the area are no data.

    They are then neither restored nor taken for ground that is seen.
    """
    width = area.raster.grid.width

    def read_inside(start: int, stop: int) -> np.ndarray:
        codes = read(start, stop)
        outside = area.read(Window(start, 0, stop - start, width), (1,)) == 0
        return np.where(outside & classes.to_restore(codes), np.uint8(classes.NODATA), codes)

    return read_inside
