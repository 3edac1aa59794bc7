"""Folders for what is written."""

from __future__ import annotations

from pathlib import Path

from unveil.engine.errors import UnveilError


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are not there; an UnveilError says why that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnveilError(f"The folder {folder} cannot be made: {error.strerror or error}.") from error
