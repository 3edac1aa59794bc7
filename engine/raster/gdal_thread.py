"""GDAL's errors and its options, for one thread and one call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal


@contextmanager
def collected_errors() -> Iterator[list[str]]:
    """Keep GDAL's warnings off the console and collect the text of its errors, in this thread."""
    errors: list[str] = []

    def take(level: int, number: int, text: str) -> None:
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
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    for name, value in options.items():
        gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)
