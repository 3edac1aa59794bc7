"""Multidimensional files (netCDF): arrays by name, each read whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import check_file
from unveil.engine.raster.gdal_calls import collected_errors


def open_arrays(path: Path) -> tuple[tuple[str, ...], Callable[[str], np.ndarray]]:
    """Return the names of a file's arrays and a function that reads one of them, in its own shape and data type.

    Raises:
        UnveilError: the file cannot be read; the function raises it where an array cannot.
    """
    check_file(str(path))
    with collected_errors() as errors:
        try:
            dataset = gdal.OpenEx(str(path), gdal.OF_MULTIDIM_RASTER)
        except RuntimeError as error:
            dataset = None
            errors.append(str(error))
    if dataset is None:
        raise UnveilError(f"The file {path} cannot be read: {errors[-1] if errors else 'GDAL gave no reason'}.")
    group = dataset.GetRootGroup()

    def read(name: str) -> np.ndarray:
        with collected_errors() as errors:
            try:
                found = group.OpenMDArray(name)
                data = None if found is None else found.ReadAsArray()
            except RuntimeError as error:
                data = None
                errors.append(str(error))
        if data is None:
            raise UnveilError(f"{name} of {path} cannot be read: {errors[-1] if errors else 'there is none'}.")
        return data

    return tuple(group.GetMDArrayNames()), read
