"""Where results go: never over an input, a file that an input is made of, or one another."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import check_path
from unveil.engine.raster.gdal_calls import open_dataset
from unveil.engine.raster.output_names import check_page, check_target
from unveil.engine.raster.source import Raster

_SUBDATASET = re.compile(
    r"(?:SENTINEL[12]_[A-Z0-9_]+|NETCDF|HDF5):\"?(?P<file>(?:[A-Za-z]:[\\/])?[^:\"]+)", re.IGNORECASE
)
_PRODUCT_FILES = (".xml", ".safe", ".dim")
"""Endings of files that stand for a whole product: all that lies beside and below them belongs to it."""


def check_targets(outputs: Iterable[str | None], inputs: Iterable[str | None], rasters: bool = True) -> None:
    """Refuse outputs that are inputs, or one another; rasters: they are GeoTIFFs.

    An input may be a file, a folder, a zip, a product's xml or a name of GDAL's for a part of one. Of a folder or a
    product no file that is there may be overwritten.

    Raises:
        UnveilError: so it is, or an output cannot be written at all.
    """
    paths, sources = [path for path in outputs if path], [path for path in inputs if path]
    for path in (*paths, *sources):
        check_path(str(path))
    targets = [check_target(path) if rasters else Path(path).absolute() for path in paths]
    files, folders = _belongings(sources)
    for path, target in zip(paths, targets):
        if not target.exists():
            continue
        place = os.path.realpath(target)
        if place in files or any(target.samefile(file) for file in files if os.path.exists(file)):
            raise UnveilError(f"The output {path} is one of the inputs; choose another name.")
        folder = next((each for each in folders if place.startswith(each + os.sep)), None)
        if folder is not None:
            raise UnveilError(f"The output {path} is a file of the input {folder}; choose another name.")
    places = [os.path.realpath(target) for target in targets]
    for path, place in zip(paths, places):
        if places.count(place) > 1:
            raise UnveilError(f"More than one output is {path}; give each a name of its own.")
    if not rasters:
        # An output that is an input is called that first: it may well be named like a raster.
        for path in paths:
            check_page(path)


def check_room(output: str, raster: Raster) -> None:
    """Refuse an output of a raster's size that its disk cannot hold (UnveilError), before work of hours begins.

    Measurements that are compressed take about half of what they are in memory.
    """
    folder = Path(output).absolute().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return  # of a folder that is no disk's nothing is known
    grid = raster.grid
    needed = grid.width * grid.height * len(raster.bands) * np.dtype(raster.dtype).itemsize // 2
    if needed > free:
        raise UnveilError(
            f"The output {output} takes about {needed / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free there; free "
            "space, or take a part of the scene."
        )


def _belongings(inputs: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the files that inputs are made of, and the folders of which every file may be part of one."""
    files, folders, rasters = set(), set(), []
    for given in inputs:
        path = _on_disk(given)
        if os.path.isdir(path):
            folders.add(os.path.realpath(path))
            continue
        files.add(os.path.realpath(path))
        if path.lower().endswith(_PRODUCT_FILES):
            beside = f"{path[:-4]}.data" if path.lower().endswith(".dim") else os.path.dirname(path) or "."
            folders.add(os.path.realpath(beside))
        else:
            rasters.append(path)
    for path in rasters:
        # Virtual rasters are made of others, and rasters have files beside them; those of a folder are all its own.
        if not any(os.path.realpath(path).startswith(folder + os.sep) for folder in folders):
            files |= {os.path.realpath(file) for file in _files_of(path)}
    return files, folders


def _on_disk(path: str) -> str:
    """Return the file or folder that a name of GDAL's stands for."""
    match = _SUBDATASET.match(path)
    path = match.group("file") if match else path
    for prefix in ("/vsizip/", "/vsitar/", "/vsigzip/"):
        if path.startswith(prefix):
            inside = path[len(prefix) :]
            end = re.search(r"\.(zip|tar|tgz|tar\.gz|gz)(?=/|$)", inside, re.IGNORECASE)
            return inside[: end.end()] if end else inside
    return path


def _files_of(path: str) -> list[str]:
    if not os.path.isfile(path):
        return []
    dataset, _ = open_dataset(path)
    return [] if dataset is None else dataset.GetFileList() or []
