"""GDAL's errors and its options, for one thread and one call."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from osgeo import gdal

from unveil.engine.feedback import Feedback

_forget_error = ctypes.pythonapi.PyErr_Clear


@contextmanager
def collected_errors() -> Iterator[list[str]]:
    """Keep GDAL's warnings off the console and collect the text of its errors, in this thread."""
    errors: list[str] = []

    def take(level: int = gdal.CE_Failure, number: int = 0, text: str = "") -> None:
        if not text:
            # GDAL's bindings call this without arguments where the text, of a file's bytes, is not UTF-8, and leave the
            # error of decoding it set, which would be raised wherever Python looks for one next.
            _forget_error()
            text = "its reason cannot be read as text"
        if level >= gdal.CE_Failure:
            errors.append(text)

    gdal.PushErrorHandler(take)
    try:
        yield errors
    finally:
        gdal.PopErrorHandler()


@contextmanager
def configured(**options: str) -> Iterator[None]:
    """Set configuration options of GDAL for this thread; GDAL_NUM_THREADS is 1 unless it is among them or set outside.

    GDAL 3.6 spoils its memory when it decompresses a GeoTIFF of many bands in more threads than one.
    """
    if gdal.GetConfigOption("GDAL_NUM_THREADS") is None:
        options.setdefault("GDAL_NUM_THREADS", "1")
    with thread_options(options):
        yield


@contextmanager
def thread_options(options: Mapping[str, str]) -> Iterator[None]:
    """Set configuration options of GDAL in this thread for a while."""
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    for name, value in options.items():
        gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)


class Callback:
    """GDAL's progress function for a feedback: it ends what GDAL does when the user asks to stop, and remembers it."""

    def __init__(self, feedback: Feedback):
        self._feedback = feedback
        self.stopped = False

    def __call__(self, fraction: float, *_: object) -> int:
        self._feedback.progress(fraction)
        self.stopped = self._feedback.is_cancelled()
        return 0 if self.stopped else 1
