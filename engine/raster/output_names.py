"""Where outputs may be written, told before any work."""

from __future__ import annotations

import os
from pathlib import Path

from unveil.engine.errors import UnveilError

_MOST_NAME = 255
_RASTERS = (".tif", ".tiff", ".jp2", ".vrt", ".nc", ".img")


def check_target(path: str) -> Path:
    """Return where a GeoTIFF is to be written; UnveilError when its name, its folder or its rights do not allow it."""
    target = _named(path)
    if target.suffix.lower() not in (".tif", ".tiff"):
        raise UnveilError(f"The output {path} must be a GeoTIFF: give it a name that ends in .tif.")
    return _placed(path, target)


def check_page(path: str) -> Path:
    """Return where a page, a table or numbers are to be written; UnveilError as `check_target`."""
    target = _named(path)
    if target.suffix.lower() in _RASTERS:
        raise UnveilError(f"The file {path} is named like a raster; give a page or a table another name.")
    return _placed(path, target)


def _named(path: str) -> Path:
    target = Path(path).absolute()
    if any(len(os.fsencode(part)) > _MOST_NAME for part in target.parts):
        raise UnveilError(
            f"The output's name is longer than the {_MOST_NAME} bytes that a file system takes; shorten it."
        )
    return target


def _placed(path: str, target: Path) -> Path:
    if not target.parent.is_dir():
        raise UnveilError(f"The folder {target.parent} does not exist; create it or choose another one for the output.")
    if target.is_dir():
        raise UnveilError(f"The output {path} is a folder; give the name of a file in it.")
    if not os.access(target.parent, os.W_OK):
        raise UnveilError(f"The folder {target.parent} cannot be written to; choose another one for the output.")
    return target
