"""JSON of files and servers: bounded in size, and one sentence where it is none."""

from __future__ import annotations

import json
from typing import Any

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import check_file

MOST_BYTES = 256 * 2**20


def read_json_file(path: str) -> Any:
    """Return the JSON of a file.

    Raises:
        UnveilError: it cannot be read, is no regular file, is too large, or is not JSON.
    """
    check_file(path)
    try:
        with open(path, "rb") as file:
            return parse_json(file.read(MOST_BYTES + 1), path)
    except OSError as error:
        raise UnveilError(f"The file {path} cannot be read ({error.strerror}).") from error


def parse_json(data: bytes, where: str) -> Any:
    """Return what JSON text holds; UnveilError where it is none, or too large."""
    if len(data) > MOST_BYTES:
        raise UnveilError(f"{where} is larger than {MOST_BYTES >> 20} MB; give fewer items at a time.")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnveilError(f"{where} is not JSON.") from error
