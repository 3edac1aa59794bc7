"""When a Sentinel raster was acquired, from its metadata or from the names of products."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone

from unveil.engine.raster.source import Raster, metadata_of

DATE_KEY = "UNVEIL_DATE"
"""Where Unveil's own rasters state their day in the file's metadata."""

_STATED = (
    DATE_KEY,
    "DATATAKE_1_DATATAKE_SENSING_START",
    "PRODUCT_START_TIME",
    "SENSING_TIME",
    "ACQUISITION_DATE",
    "datetime",
    "date",
    "UNVEIL_SOURCE",
    "PRODUCT_URI",
    "system:index",
)
_DAY = re.compile(r"(?<!\d)(20[1-9]\d)([-_]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_PRODUCT = re.compile(r"S2[A-D]_MSIL(?:1C|2A)_20|T\d{2}[A-Z]{3}_20\d{6}T")
_MOMENT = re.compile(r"(?<!\d)(20\d{2}-?\d{2}-?\d{2})T(\d{2}):?(\d{2}):?(\d{2})(?:\.\d+)?Z?(?!\d)")


def acquisition_date(raster: Raster) -> date | None:
    """Return the day, or None where nothing tells; metadata go before the names of the file and of its folder."""
    metadata = metadata_of(raster)
    path = raster.path.replace("\\", "/").rstrip("/")
    folder, _, name = path.rpartition("/")
    for text in (*(metadata.get(key, "") for key in _STATED), name, folder.rpartition("/")[2]):
        day = date_in_text(text)
        if day is not None:
            return day
    # A SAFE product's files may lie some folders below its name.
    product = re.search(r"S2[A-D]_MSIL(?:1C|2A)_[^/]*", path)
    return date_in_text(product.group()) if product else None


def certain_date(raster: Raster) -> date | None:
    """Return the day that the metadata state or that the file's own name holds, None where it may be another's.

    A name of two days may be a composite's, and a folder's day that of a download; names of products, which begin with
    the acquisition's, are known.
    """
    metadata = metadata_of(raster)
    for key in _STATED:
        day = date_in_text(metadata.get(key, ""))
        if day is not None:
            return day
    name = raster.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    days = {(year, month, day) for year, _, month, day in _DAY.findall(name)}
    return date_in_text(name) if len(days) == 1 or _PRODUCT.search(name) else None


def date_in_text(text: str) -> date | None:
    """Return the first day that a text holds (20180502, 2018-05-02, 2018_05_02), None for none.

    In names of Sentinel products the first one is the acquisition's.
    """
    for year, _, month, day in _DAY.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def moment_in_text(text: str) -> datetime | None:
    """Return the first time that a text holds (20180502T105031, 2018-05-02T10:50:31Z) in UTC; noon of a day alone."""
    for day, *clock in _MOMENT.findall(text):
        found = date_in_text(day)
        hour, minute, second = map(int, clock)
        if found is not None and hour < 24 and minute < 60 and second < 60:
            return datetime(found.year, found.month, found.day, hour, minute, second, tzinfo=timezone.utc)
    found = date_in_text(text)
    return None if found is None else datetime(found.year, found.month, found.day, 12, tzinfo=timezone.utc)
