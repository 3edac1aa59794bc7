"""Tables of a run's numbers: CSV always, TensorBoard where it is installed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from unveil.engine.errors import UnveilError

NO_TENSORBOARD = "TensorBoard is not installed (package tensorboard), so the log is written as CSV only."


class Table:
    """A CSV file of numbers with a column `step`; a resumed run carries it on where its checkpoint stands."""

    def __init__(self, path: Path, step: int):
        self._path = Path(path)
        self._columns: list[str] = []
        rows = self._read()
        kept = [row for row in rows if float(row["step"]) <= step]
        if len(kept) < len(rows):
            # A killed run logged more than its checkpoint knows of.
            self._write(kept, "w")

    def add(self, row: Mapping[str, float]) -> None:
        """Append a row; the first one names the columns, and others that come later are left out."""
        new = not self._columns
        self._columns = self._columns or list(row)
        shown = {name: f"{row[name]:.9g}" if name in row else "" for name in self._columns}
        self._write([shown], "w" if new else "a")

    def _read(self) -> list[dict[str, str]]:
        try:
            with open(self._path, newline="", encoding="utf-8") as file:
                reader = csv.DictReader(file)
                rows = [row for row in reader if _is_number(row.get("step"))]
        except FileNotFoundError:
            return []
        except (OSError, csv.Error, UnicodeDecodeError) as error:
            raise UnveilError(f"The log {self._path} cannot be read: {error}; delete it.") from error
        self._columns = list(reader.fieldnames or ())
        return rows

    def _write(self, rows: list[dict[str, str]], mode: str) -> None:
        try:
            with open(self._path, mode, newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, self._columns, extrasaction="ignore")
                if mode == "w":
                    writer.writeheader()
                writer.writerows(rows)
        except OSError as error:
            raise UnveilError(f"The log {self._path} cannot be written: {error.strerror or error}.") from error


def open_tensorboard(folder: Path, step: int) -> Any:
    """Return a writer of TensorBoard whose events begin after `step`, or None where it is not installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(str(folder), purge_step=step + 1)


def _is_number(text: str | None) -> bool:
    try:
        float(text or "")
    except ValueError:
        return False
    return True
