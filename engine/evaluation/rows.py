"""The table of a benchmark: one row for each image and method, in a CSV file that grows while the work goes on."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.indices import INDICES, IndexErrors
from unveil.engine.evaluation.metrics import ErrorSums

SCORES = ("psnr", "ssim", "sam", "mae", "rmse", "ergas", "correlation")
CLASSES = ("cloud", "shadow", "clear")
_CLASS_SCORES = ("psnr", "sam", "mae")
INDEX_CLASSES = ("cloud", "shadow")

_KEYS = ("image", "scene", "method", "kind", "version", "protocol")
_NUMBERS = (
    "cloud_cover",
    "shadow_cover",
    "pixels",
    "left_out",
    "zero_spectra",
    *SCORES,
    *(f"{score}_{name}" for name in CLASSES for score in _CLASS_SCORES),
    *(f"{index.lower()}_mae_{name}" for name in INDEX_CLASSES for index in INDICES),
    "seconds",
    "megapixels",
)
COLUMNS = (*_KEYS, *_NUMBERS, "runtime", "error")


@dataclass(frozen=True)
class Row:
    """Scores of one method on one image.

    kind: "model" or "baseline"; version: what the scores depend on besides (weights, settings); numbers: by the names
    in COLUMNS, NaN where there is none; runtime: library and device that ran; error: why there are no scores, or "".
    """

    image: str
    scene: str
    method: str
    kind: str
    version: str
    protocol: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    runtime: str = ""
    error: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes a row worth keeping when a benchmark goes on."""
        return self.image, self.method, self.version, self.protocol

    def number(self, name: str) -> float:
        return self.numbers.get(name, math.nan)


def score_numbers(
    sums: Mapping[str, ErrorSums], bands: tuple[str, ...], indices: Mapping[str, IndexErrors]
) -> dict[str, float]:
    """Return the scores of an image by column from its sums, and its errors of indices, by class of pixel."""
    whole = sums["all"]
    numbers = {name: getattr(whole, name) for name in SCORES if name != "ergas"}
    numbers.update(ergas=whole.ergas(bands), pixels=whole.pixels, zero_spectra=whole.zero_spectra)
    for name in CLASSES:
        if name in sums and sums[name].pixels:
            numbers.update({f"{score}_{name}": getattr(sums[name], score) for score in _CLASS_SCORES})
    for name in INDEX_CLASSES:
        if name in indices:
            numbers.update({f"{index.lower()}_mae_{name}": errors.mae for index, errors in indices[name].sums.items()})
    return numbers


def read_rows(path: Path) -> tuple[Row, ...]:
    """Return the rows of a table; a last line that a killed run left unfinished is passed over.

    Raises:
        UnveilError: the file cannot be read or is another table.
    """
    try:
        with open(path, newline="", encoding="utf-8") as file:
            lines = list(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnveilError(f"The table {path} cannot be read: {error}.") from error
    if not lines:
        return ()
    if tuple(lines[0]) != COLUMNS:
        raise UnveilError(f"{path} is not the table of a benchmark of this version; choose another name.")
    rows = []
    for line in lines[1:]:
        if len(line) != len(COLUMNS):
            continue
        values = dict(zip(COLUMNS, line))
        try:
            numbers = {name: float(values[name]) for name in _NUMBERS if values[name]}
        except ValueError:
            continue
        keys = {name: values[name] for name in _KEYS}
        rows.append(Row(**keys, numbers=numbers, runtime=values["runtime"], error=values["error"]))
    return tuple(rows)


class RowWriter:
    """A table being written: it starts with the rows to keep, and every further row is on disk when `add` returns."""

    def __init__(self, path: Path, kept: Iterable[Row]):
        self._path = Path(path)
        part = self._path.with_name(self._path.name + ".part")
        try:
            with open(part, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(COLUMNS)
                writer.writerows(map(_line, kept))
            os.replace(part, self._path)
            self._file = open(self._path, "a", newline="", encoding="utf-8")  # noqa: SIM115
        except OSError as error:
            raise UnveilError(f"The table {path} cannot be written: {error.strerror}.") from error
        self._writer = csv.writer(self._file)

    def __enter__(self) -> RowWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, row: Row) -> None:
        try:
            self._writer.writerow(_line(row))
            self._file.flush()
        except OSError as error:
            raise UnveilError(f"The table {self._path} cannot be written: {error.strerror}.") from error


def _line(row: Row) -> list[str]:
    numbers = [row.number(name) for name in _NUMBERS]
    return [
        *(getattr(row, name) for name in _KEYS),
        *("" if math.isnan(number) else f"{number:.10g}" for number in numbers),
        row.runtime,
        row.error,
    ]
