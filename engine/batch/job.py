"""One scene of a batch, and where scenes come from, as plain values that travel to other machines."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from unveil.engine.errors import UnveilError
from unveil.engine.raster.drivers import check_file, check_path

_LISTS = ("references", "reference_radar", "sources")
_SEPARATOR = ";"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")


@dataclass(frozen=True)
class Job:
    """One scene: `id` names its folder and its item; paths are what `unveil remove` takes.

    datetime: of the optical acquisition, RFC 3339, or "" where only the optical file can tell. sources: addresses of
    the STAC items that the scene comes from. item: address or path of a Sentinel-2 item of a catalogue; such a scene
    has no files yet, and is fetched with its radar and other dates first.
    """

    id: str
    optical: str = ""
    radar: str = ""
    mask: str = ""
    references: tuple[str, ...] = ()
    reference_radar: tuple[str, ...] = ()
    datetime: str = ""
    sources: tuple[str, ...] = ()
    item: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise UnveilError(
                f"'{self.id}' cannot name a scene's folder; take at most 151 letters, digits, '.', '_' and '-'."
            )
        for text in (*self.files, *self.sources, self.item, self.datetime):
            check_path(text)
        if self.item and any(self.files):
            raise UnveilError(f"The scene {self.id} has files and the item of a catalogue; give one of them.")
        for name in ("optical", "radar"):
            if not self.item and not getattr(self, name):
                raise UnveilError(f"The scene {self.id} has no {name} raster.")

    @property
    def files(self) -> tuple[str, ...]:
        """All inputs, in a fixed order; "" where there is none."""
        return (self.optical, self.radar, self.mask, *self.references, *self.reference_radar)

    def as_json(self) -> str:
        """Return the job as JSON, the same text for the same job."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True)
class Catalogues:
    """Where scenes, their radar and other dates come from; see FetchRequest.

    optical: name of a profile, "" for that of the item's own host. keep: a folder where fetched scenes stay; "" puts
    each beside its result and removes it once that is there.
    """

    optical: str = ""
    radar: str = "planetary-computer"
    box: tuple[float, float, float, float] | None = None
    references: int = 2
    optical_address: str = ""
    radar_address: str = ""
    keep: str = ""


def job_of(table: dict[str, Any]) -> Job:
    """Return the job of a table as `as_json` writes it; UnveilError where it is none."""
    known = {field.name for field in fields(Job)}
    if set(table) - known or "id" not in table:
        raise UnveilError(f"A job has an id, and may have {', '.join(sorted(known - {'id'}))}.")
    for name, value in table.items():
        entries = value if name in _LISTS and isinstance(value, list | tuple) else [value]
        if isinstance(value, list | tuple) != (name in _LISTS) or not all(isinstance(entry, str) for entry in entries):
            raise UnveilError(f"{name} of a job is {'a list of texts' if name in _LISTS else 'a text'}.")
    values: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in table.items()}
    return Job(**values)


def read_csv(path: Path) -> tuple[Job, ...]:
    """Read jobs from a CSV file with a head line: id, optical and radar, or id and item, and other fields of `Job`.

    Paths are relative to the file's folder; several references stand in one field, separated by ';'.

    Raises:
        UnveilError: the file cannot be read, lacks a column, or has one that is not known.
    """
    check_file(str(path))
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            names = set(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnveilError(f"The table of jobs {path} cannot be read: {error}.") from error
    if len(names) == 1 and (other := next((sign for sign in ";\t" if sign in next(iter(names))), "")):
        sign = "tabulators" if other == "\t" else "semicolons"
        raise UnveilError(f"The columns of the table of jobs {path} are parted by {sign}; save it with commas.")
    known = {field.name for field in fields(Job)}
    needed = ("id",) if "item" in names else ("id", "optical", "radar")
    wrong = [f"lacks {name}" for name in needed if name not in names]
    wrong += [f"has an unknown column {name}" for name in sorted(names - known)]
    if wrong:
        raise UnveilError(f"The table of jobs {path} {' and '.join(wrong)}; it may have {', '.join(sorted(known))}.")
    return unique(_row(path.parent, row) for row in rows)


def unique(jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Return the jobs; UnveilError where two have one id, as they would write to one folder."""
    by_id: dict[str, Job] = {}
    for job in jobs:
        # Folders of file systems that do not know case would be one as well.
        if job.id.lower() in by_id:
            raise UnveilError(f"Two scenes are called {job.id}; give each an id of its own.")
        by_id[job.id.lower()] = job
    return tuple(by_id.values())


def _row(folder: Path, row: dict[str, Any]) -> Job:
    if None in row or None in row.values():
        raise UnveilError(f"The row of the scene {row.get('id')} has not as many fields as the head line.")
    table: dict[str, Any] = {}
    for name, text in row.items():
        text = text.strip()
        parts = tuple(part.strip() for part in text.split(_SEPARATOR) if part.strip())
        if name in ("references", "reference_radar"):
            table[name] = tuple(_absolute(folder, part) for part in parts)
        elif name in ("optical", "radar", "mask", "item"):
            table[name] = _absolute(folder, text) if text else ""
        else:
            table[name] = parts if name in _LISTS else text
    return Job(**table)


def _absolute(folder: Path, path: str) -> str:
    # GDAL's own prefixes (/vsicurl/, SENTINEL2_L2A:...) are left alone.
    if path.startswith("/") or re.match(r"[A-Za-z][A-Za-z0-9_+.-]+:", path):
        return path
    return os.path.abspath(folder / path)
