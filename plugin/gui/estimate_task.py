"""Estimating in the background what a removal will take, in one line for the dialog."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ...engine.feedback import Feedback
from ..layers import Source
from ..low_priority import with_low_priority
from ..speeds import remember_speed, remembered_speed
from ..translation import tr, tr_engine

if TYPE_CHECKING:
    from ...engine.scene.part import Part

_measuring = threading.Lock()
"""Two measurements at once would disturb each other."""

_running: set[QgsTask] = set()
"""QGIS runs a task only while Python still refers to it."""


@dataclass(frozen=True)
class Question:
    """What the dialog holds now, in plain values that a thread may take along.

    everywhere: every tile is predicted, and not only those with cloud. part: where to restore; None for everywhere.
    references: how many other dates of the place are given.
    """

    optical: Source
    mask: Source | None
    model: str
    device: str
    overlap: int | None
    feather: float
    threshold: float
    coding: str
    dilation: float
    everywhere: bool
    folders: tuple
    part: Part | None = None
    references: int = 0

    def prepared(self):
        """Return (card, described optical raster) after the checks that need no pixel."""
        from ...engine.prepare.optical import as_prepared
        from ...engine.sentinel.optical import find_optical
        from ...models.registry import find_model

        card = find_model(self.model, self.folders)
        optical = as_prepared(self.optical.describe())
        find_optical(optical, card.bands, fill=True)
        return card, optical


class EstimateTask(QgsTask):
    """Counts tiles, measures the model if nobody has yet, and says both. Says a sentence too where it cannot.

    said: the question and what there is to say to it, in the thread of the receiver. seconds: that the run will take.
    """

    said = pyqtSignal(object, str)

    def __init__(self, question: Question):
        # Nobody is asked before an estimate is given up when QGIS closes: it takes nothing away with it.
        quiet = QgsTask.Flag.CancelWithoutPrompt | QgsTask.Flag.Hidden | QgsTask.Flag.Silent
        super().__init__("Unveil: estimate", QgsTask.Flag.CanCancel | quiet)
        self._question = question
        self.seconds: float | None = None

    def start(self) -> None:
        """Let QGIS run the task, and keep it alive until it has ended."""
        _running.add(self)
        self.taskCompleted.connect(self._let_go)
        self.taskTerminated.connect(self._let_go)
        QgsApplication.taskManager().addTask(self)

    @property
    def going(self) -> bool:
        """Whether the task has not ended yet."""
        return self in _running

    def stop(self) -> None:
        """Cancel the task if it has not ended, in which case QGIS may have deleted it."""
        if self.going:
            self.cancel()

    def _let_go(self) -> None:
        _running.discard(self)

    def run(self) -> bool:
        from ...engine.errors import Cancelled, UnveilError, sentence_of
        from ...models.errors import ModelError

        try:
            self._tell()
        except Cancelled:
            return False
        except (UnveilError, ModelError) as error:
            self._emit(tr("No estimate: {}").format(tr_engine(sentence_of(error))))
        except Exception as error:  # an estimate is a courtesy: whatever goes wrong with it must not stop anybody
            self._emit(tr("No estimate: {}").format(f"{type(error).__name__}: {error}"))
        return True

    def _tell(self) -> None:
        from ...models.errors import ModelError
        from ...models.speed import measure_speed

        _import_for_the_run()
        asked, watch = self._question, _Watch(self)
        card, optical = asked.prepared()
        optical, patches = self._cover(optical, watch)
        watch.check()
        speed = remembered_speed(card, asked.device)
        if speed is None:
            self._say(card, optical, patches, None, tr("Measuring the speed of {} ...").format(card.id))
            with _measuring:
                watch.check()
                # Another estimate may have measured it while this one waited.
                speed = remembered_speed(card, asked.device)
                if speed is None:
                    try:
                        speed = with_low_priority(
                            lambda: measure_speed(card, asked.device, watch.check, watch.is_cancelled)
                        )
                    except ModelError as error:
                        self._say(card, optical, patches, None, tr("No time: {}").format(tr_engine(str(error))))
                        return
                    remember_speed(card, asked.device, speed)
        self._say(card, optical, patches, speed, unused_gpu(asked.device, speed.device))

    def _cover(self, optical, watch):
        """Return (what of the optical raster is read, the patches to restore in it, or None where all may be)."""
        from ...engine.masking.recognise import recognise_mask
        from ...engine.removal.estimate import cover_of
        from ...engine.removal.survey import PATCH
        from ...engine.scene.mask import check_mask_place, lies_on
        from ...engine.scene.part import inside_patches, surroundings, whole, windowed
        from ...models.scratch import scratch_folder

        asked = self._question
        window = whole(optical.grid) if asked.part is None else surroundings(asked.part, optical)
        with scratch_folder() as folder:
            small = windowed(optical, window, folder)
            if asked.everywhere:
                return small, None
            patches = None if asked.part is None else inside_patches(asked.part, small.grid, PATCH)
            if asked.mask is not None:
                mask = asked.mask.describe()
                check_mask_place(mask, optical.grid)
                if lies_on(mask, optical.grid):
                    mask = windowed(mask, window, folder)
                    cover = cover_of(mask, recognise_mask(mask, watch, asked.threshold, asked.coding), watch)
                    patches = cover if patches is None else cover & patches
        return small, patches

    def _say(self, card, optical, patches, speed, more: str) -> None:
        import numpy as np

        from ...engine.raster.ground import pixels
        from ...engine.removal.estimate import Work, estimate

        asked = self._question
        overlap = card.overlap if asked.overlap is None else asked.overlap
        size = (len(optical.bands), optical.grid.height, optical.grid.width)
        reach = pixels(asked.feather, optical.grid) + pixels(asked.dilation, optical.grid)
        itemsize = np.dtype(optical.dtype).itemsize
        work = Work(size, itemsize, card.tile, overlap, reach, card)
        found = estimate(work, patches, speed, asked.references)
        self.seconds = found.seconds
        found = replace(found, certain=asked.mask is not None and not asked.everywhere)
        self._emit(" ".join(filter(None, (line(found, speed, asked.everywhere), more))))

    def _emit(self, text: str) -> None:
        self.said.emit(self._question, text)


def unused_gpu(asked: str, used: str) -> str:
    """Return why the processor works although a build for graphics cards is installed; "" where none is."""
    if asked != "auto" or used != "cpu":
        return ""
    from ...models.probe import offered_devices

    gpus = [device for device in offered_devices() if device in ("cuda", "directml")]
    if not gpus:
        return ""
    return tr(
        "The graphics card is not used: ONNX Runtime has {} but could not start it, because the driver or its "
        "libraries (CUDA, cuDNN) are missing or too old; Options > Unveil measures the devices."
    ).format(gpus[0])


def line(found, speed, everywhere: bool) -> str:
    """Return an `Estimate` as the dialog says it; `speed` is None where nobody has measured."""
    from ...engine.removal.estimate import amount, duration

    if everywhere:
        tiles = tr("Estimate: {} tiles to predict.").format(found.tiles)
    elif found.certain and found.tiles == 1:
        tiles = tr("Estimate: {} of 1 tile to predict.").format(found.predicted)
    elif found.predicted == 1 and not found.certain:
        tiles = tr("Estimate: at most 1 tile to predict.")
    elif found.certain:
        tiles = tr("Estimate: {} of {} tiles to predict.").format(found.predicted, found.tiles)
    else:
        tiles = tr("Estimate: at most {} tiles to predict; a mask tells how many.").format(found.predicted)
    if found.seconds is None:
        return tiles + " " + tr("About {} of memory.").format(amount(found.memory))
    return (
        tiles
        + " "
        + tr("About {} on {} ({} s a tile) and {} of memory.").format(
            duration(found.seconds), speed.device, speed.tile_told, amount(found.memory)
        )
    )


def _import_for_the_run() -> None:
    """Import what the check of the inputs, in the main thread, and the run will import, which would stop the window."""
    from ...engine.removal import pipeline  # noqa: F401
    from ...models.errors import ModelError
    from ...models.onnx_runtime import import_onnxruntime
    from ...models.runtimes import has_onnxruntime

    if has_onnxruntime():
        # One that is broken shows itself where it is needed.
        with suppress(ModelError):
            import_onnxruntime()


class _Watch(Feedback):
    """Lets the engine ask whether the task was cancelled."""

    def __init__(self, task: QgsTask):
        self._task = task

    def is_cancelled(self) -> bool:
        return self._task.isCanceled()
