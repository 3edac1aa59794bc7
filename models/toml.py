"""Reading TOML on every Python that QGIS brings, and writing the little of it that a card needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from unveil.models.errors import ModelError

MOST_BYTES = 2**20


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table in the file; a ModelError says when it cannot be read or is no TOML."""
    try:
        import tomllib
    except ImportError:  # Python 3.9 and 3.10: pip carries the same parser
        try:
            from pip._vendor import tomli as tomllib  # type: ignore[no-redef]
        except ImportError as error:
            raise ModelError(f"Reading {path} needs Python 3.11 or pip; install pip for QGIS's Python.") from error
    try:
        # A FIFO or a device would be waited for, or never end.
        if not Path(path).is_file():
            raise ModelError(f"The model card {path} is not a file.")
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ModelError(f"The model card {path} has more than {MOST_BYTES >> 20} MB, which no card has.")
        return tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        raise ModelError(f"The model card {path} cannot be read: {error.strerror}.") from error
    except RecursionError as error:
        raise ModelError(f"The model card {path} is nested too deep.") from error
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError; the parser leaves some of int's own
        raise ModelError(f"The model card {path} is not valid TOML: {str(error)[:200]}.") from error


def format_toml(table: dict[str, Any]) -> str:
    """Return the TOML text of a table of scalars, lists, tables (one level) and lists of tables."""
    lines = []
    for key, value in table.items():
        if not _is_section(value):
            lines.append(f"{key} = {_value(value)}")
    for key, value in table.items():
        if isinstance(value, dict):
            lines += ["", f"[{key}]"] + [f"{name} = {_value(item)}" for name, item in value.items()]
        elif _is_section(value):
            for row in value:
                lines += ["", f"[[{key}]]"] + [f"{name} = {_value(item)}" for name, item in row.items()]
    return "\n".join(lines) + "\n"


def _is_section(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, (list, tuple)) and bool(value) and isinstance(value[0], dict))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        items = [_value(item) for item in value]
        if sum(map(len, items)) < 90:
            return "[" + ", ".join(items) + "]"
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    # A JSON string is a TOML basic string, but for the raw DEL character.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
