"""Calling GDAL the same way whether or not somebody in this process switched its exceptions on."""

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


def open_dataset(path: str, options: tuple[str, ...] = ()) -> tuple[gdal.Dataset | None, str]:
    """Return (dataset, "") or (None, why not) for a raster opened for reading."""
    with collected_errors() as errors:
        try:
            dataset = gdal.OpenEx(path, gdal.OF_RASTER | gdal.OF_READONLY, open_options=list(options))
        except RuntimeError as error:
            return None, str(error)
    if dataset is None:
        return None, errors[-1] if errors else "GDAL does not know its format"
    return dataset, ""
