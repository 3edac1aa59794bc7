"""Writing a GeoTIFF from top to bottom; it appears under its name only when it is whole.

Rows go to a temporary file beside the destination, in whole block rows, and the file is renamed when it is complete.
A failed, cancelled or killed run leaves what was there before. A temporary file that a killed run left behind is
removed by the next run that writes to the same folder.

Where the rows are those of a raster that lies in a file of the same layout, blocks in which nothing differs are taken
out of it as they are, compressed (`tiff_blocks.py`).
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from osgeo import gdal, gdal_array

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.cog import CLASSES, MEASUREMENTS, CogForm, write_cog
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.gdal_calls import collected_errors, open_dataset, writing
from unveil.engine.raster.grid import Grid, runs
from unveil.engine.raster.output_names import check_target
from unveil.engine.raster.owed import Owed
from unveil.engine.raster.source import Band, Raster, describe
from unveil.engine.raster.style import Classes, StyleSample, may_write_style, style_path, visible_bands
from unveil.engine.raster.tiff_blocks import Layout, copy_blocks, find_blocks
from unveil.models.scratch import fresh_file, remove_unlocked
from unveil.models.threads import thread_count

BLOCK = 256
_LEFTOVER = re.compile(r"\.unveil-[0-9a-f]{32}\.part(\.aux\.xml)?")

_Sink = TypeVar("_Sink", bound="Sink")


@dataclass(frozen=True)
class Content:
    """What a raster holds: bands of one data type (NumPy's name) and metadata.

    classes: of a raster of codes. style: how QGIS draws it, else told by the bands. like: a raster of the same
    bands and grid, most of whose values it has.
    """

    dtype: str
    bands: Sequence[Band]
    metadata: Mapping[str, str] | None = None
    classes: Classes | None = None
    style: str | None = None
    like: Raster | None = None


class Sink:
    """A GeoTIFF being written. Use as a context manager: leaving it without an error gives the file its name.

    Raises UnveilError when the folder cannot be written, the disk is full or the file cannot be completed.
    """

    def __init__(self, path: str, grid: Grid, content: Content, form: OutputForm = OutputForm()):  # noqa: B008
        """Begin to write."""
        self._form = form
        self._target = check_target(path)
        self._remove_leftovers()
        self._grid = grid
        self._written = 0
        self._waiting = np.empty((len(content.bands), min(BLOCK, grid.height), grid.width), dtype=content.dtype)
        self._waiting_rows = 0
        like = content.like
        self._like = like if like is not None and self._is_alike(like, content) else None
        self._owed = None if self._like is None else Owed(self._like, BLOCK)
        self._all_given = True
        # Columns of blocks in which all rows that wait are those of the raster; the same of rows of blocks written.
        self._same = np.ones(-(-grid.width // BLOCK), dtype=bool)
        self._taken: list[np.ndarray] = []
        self._style = content.style
        self._classes = content.classes
        self._sample = StyleSample(content.bands, (grid.height, grid.width))
        # A name of its own length: the target's may be as long as names can be. Locked from its beginning until the
        # file is whole, so that others can tell it from what a killed run left.
        self._part, self._lock = fresh_file(self._target.parent, ".part")
        if os.name == "nt":
            # There no file can be written while it is locked, and none removed while it is written.
            self._lock.release()
        with self._errors():
            self._dataset = self._create(content)

    def __enter__(self: _Sink) -> _Sink:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            try:
                self._complete()
            except BaseException:
                self._discard()
                raise
        else:
            self._discard()

    @property
    def takes_blocks(self) -> bool:
        """Whether rows that are those of the raster `Content.like` need not be given."""
        return self._owed is not None

    def write_rows(self, rows: np.ndarray, same: np.ndarray | None = None, given: np.ndarray | None = None) -> None:
        """Add the next rows [bands, n, width], in the sink's data type.

        same: [ceil(width / 256)] bool, columns of blocks in which these rows are those of the raster `Content.like`;
        None where nothing is known of that. given: likewise, where these rows hold anything; a sink that `takes_blocks`
        can do without the others, which are the same. None for all.
        """
        taken = 0
        while taken < rows.shape[1]:
            number = min(rows.shape[1] - taken, self._waiting.shape[1] - self._waiting_rows)
            self._take(rows[:, taken : taken + number], given)
            self._same &= same if same is not None else False
            self._waiting_rows += number
            taken += number
            if self._waiting_rows == self._waiting.shape[1]:
                self._flush()

    def _take(self, rows: np.ndarray, given: np.ndarray | None) -> None:
        """Have rows wait, or those columns of blocks of them that are given."""
        place = slice(self._waiting_rows, self._waiting_rows + rows.shape[1])
        if given is None:
            self._waiting[:, place] = rows
            return
        if self._owed is None:
            raise ValueError("a sink that takes no blocks is given all of its rows")
        for columns in _columns(given):
            self._waiting[:, place, columns] = rows[:, :, columns]
        self._owed.add(place, ~given)
        self._all_given = False

    def _is_alike(self, like: Raster, content: Content) -> bool:
        """Tell whether blocks of a raster's file are those that are written here, but for their values."""
        if self._form.cog or self._form.options or like.open_options:
            return False
        dataset, _ = open_dataset(like.path, like.open_options, like.drivers)
        if dataset is None or dataset.GetDriver().ShortName != "GTiff":
            return False
        # What a mask of the file's own leaves out is read as 0.
        masked = dataset.GetRasterBand(1).GetMaskFlags() == gdal.GMF_PER_DATASET
        dataset, blocks = None, find_blocks(like.path)
        dtype, size = np.dtype(content.dtype), (len(content.bands), self._grid.height, self._grid.width)
        wanted = Layout.of(size, dtype, BLOCK, _predictor(dtype))
        return not masked and blocks is not None and blocks.layout == wanted and bool((blocks.sizes > 0).all())

    def _create(self, content: Content) -> gdal.Dataset:
        dtype, bands, metadata = content.dtype, content.bands, content.metadata or {}
        code = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(dtype).type)
        defaults = (
            "TILED=YES", f"BLOCKXSIZE={BLOCK}", f"BLOCKYSIZE={BLOCK}", "INTERLEAVE=BAND", "BIGTIFF=IF_SAFER",
            "COMPRESS=DEFLATE", "ZLEVEL=1", f"PREDICTOR={_predictor(np.dtype(dtype))}", f"NUM_THREADS={thread_count()}",
            "SPARSE_OK=FALSE",
        )  # fmt: skip
        grid = self._grid
        dataset = gdal.GetDriverByName("GTiff").Create(
            str(self._part), grid.width, grid.height, len(bands), code, self._form.creation_options(defaults)
        )
        if dataset is None:
            raise RuntimeError("the file cannot be created")
        dataset.SetGeoTransform(grid.transform)
        dataset.SetProjection(grid.crs)
        dataset.SetMetadata(dict(metadata))
        for index, band in enumerate(bands, 1):
            target = dataset.GetRasterBand(index)
            target.SetDescription(band.name)
            if band.nodata is not None:
                target.SetNoDataValue(band.nodata)
            if band.scale is not None:
                target.SetScale(band.scale)
            if band.offset is not None:
                target.SetOffset(band.offset)
        if self._classes is not None:
            table = gdal.ColorTable()
            for value, colour in self._classes.colours.items():
                table.SetColorEntry(value, colour)
            dataset.GetRasterBand(1).SetColorTable(table)
        _interpret_colours(dataset, [band.name for band in bands])
        return dataset

    def _flush(self) -> None:
        waiting = self._waiting[:, : self._waiting_rows]
        same = self._same if self._owed is not None else np.zeros_like(self._same)
        if self._owed is not None:
            self._owed.settle(~same, self._written, waiting)
        if self._all_given:
            self._sample.add(waiting)
        with self._errors():
            for index, plane in enumerate(waiting, 1):
                band = self._dataset.GetRasterBand(index)
                for own in _columns(~same):
                    if band.WriteArray(plane[:, own], own.start, self._written):
                        raise RuntimeError("a block cannot be written")
                # Written blocks leave GDAL's cache, which would otherwise grow with the scene.
                band.FlushCache()
        self._written += self._waiting_rows
        self._waiting_rows = 0
        self._taken.append(same)
        self._same = np.ones_like(self._same)

    def _complete(self) -> None:
        if self._waiting_rows and self._written + self._waiting_rows <= self._grid.height:
            self._flush()
        if self._written != self._grid.height:
            raise UnveilError(f"The output {self._target} is incomplete: {self._written} of {self._grid.height} rows.")
        with self._errors():
            self._dataset = None
            self._take_blocks()
        if self._form.cog:
            resampling = MEASUREMENTS if self._classes is None else CLASSES
            write_cog(str(self._part), str(self._target), CogForm(resampling, self._form.options), Feedback())
            self._discard()
        else:
            self._put_in_place()
        # Statistics and overviews of the file that is replaced would be wrong for the new one.
        for suffix in (".aux.xml", ".ovr", ".msk"):
            with contextlib.suppress(OSError):
                os.remove(f"{self._target}{suffix}")
        self._write_style()

    def _put_in_place(self) -> None:
        try:
            with open(self._part, "rb+") as file:
                os.fsync(file.fileno())
            os.replace(self._part, self._target)
        except OSError as error:
            raise UnveilError(
                f"The output {self._target} cannot be put in place ({error.strerror}); "
                "close what uses it, or choose another name."
            ) from error
        finally:
            self._lock.release()

    def _take_blocks(self) -> None:
        """Have blocks in which nothing differs from the raster `Content.like` hold what they do in its file."""
        if self._like is None:
            return
        try:
            copy_blocks(self._like.path, str(self._part), np.array(self._taken))
        except (OSError, ValueError) as error:
            raise RuntimeError(f"blocks of {self._like.path} cannot be taken over: {error}") from error

    def _write_style(self) -> None:
        # A style is a courtesy: the raster is whole without it.
        if not may_write_style(self._target):
            return
        path = style_path(self._target)
        with contextlib.suppress(OSError, UnveilError):
            if not self._all_given and self._style is None:
                self._sample.look_at(describe(str(self._target)))
            text = self._sample.style(self._classes) if self._style is None else self._style
            if text:
                path.write_text(text, encoding="utf-8")
            elif path.exists():
                path.unlink()

    def _discard(self) -> None:
        self._lock.release()
        with collected_errors(), contextlib.suppress(RuntimeError):
            self._dataset = None
        for path in (self._part, Path(f"{self._part}.aux.xml")):
            with contextlib.suppress(OSError):
                path.unlink()

    @contextlib.contextmanager
    def _errors(self):
        """Turn GDAL's errors of a step into one sentence, and leave no temporary file behind."""
        try:
            with writing(str(self._target)):
                yield
        except UnveilError:
            self._discard()
            raise

    def _remove_leftovers(self) -> None:
        with contextlib.suppress(OSError):
            found = [path for path in self._target.parent.iterdir() if _LEFTOVER.fullmatch(path.name)]
            remove_unlocked(path for path in found if path.suffix == ".part")
            for path in found:
                if path.suffix == ".xml" and not path.with_suffix("").with_suffix("").exists():
                    path.unlink(missing_ok=True)


def _columns(blocks: np.ndarray) -> list[slice]:
    """Return the columns of pixels of columns of blocks [n] bool."""
    return [slice(run.start * BLOCK, run.stop * BLOCK) for run in runs(blocks)]


def _interpret_colours(dataset: gdal.Dataset, names: Sequence[str]) -> None:
    """Have other programs draw B4, B3 and B2 as red, green and blue, and no band as something that it is not."""
    if len(names) < 2:
        return
    colours = dict(zip(visible_bands(names) or (), (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)))
    for index in range(1, len(names) + 1):
        dataset.GetRasterBand(index).SetColorInterpretation(colours.get(index, gdal.GCI_Undefined))


def _predictor(dtype: np.dtype) -> int:
    """Return TIFF's number for the differences that are compressed."""
    return 3 if np.issubdtype(dtype, np.floating) else 2
