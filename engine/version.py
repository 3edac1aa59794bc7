"""The version of this copy of Unveil."""

from __future__ import annotations

import configparser
from functools import cache
from importlib import metadata
from pathlib import Path


@cache
def version() -> str:
    """Return the version from `metadata.txt` (plugin, repository) or from the installed package."""
    path = Path(__file__).resolve().parents[1] / "metadata.txt"
    if path.exists():
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(path, encoding="utf-8")
        return parser["general"]["version"]
    return metadata.version("unveil")
