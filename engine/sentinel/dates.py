"""When a scene was taken, as file names and metadata tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone

KEYS = ("datetime", "PRODUCT_START_TIME", "DATATAKE_1_DATATAKE_SENSING_START", "SENSING_TIME", "UNVEIL_DATETIME")
"""Metadata that state the time of acquisition: of GDAL's Sentinel-2 driver, of STAC tools, and Unveil's own."""

_MOMENT = re.compile(r"(?<!\d)(20\d{2})-?([01]\d)-?([0-3]\d)T([0-2]\d):?([0-5]\d):?([0-5]\d)(?:\.\d+)?Z?(?!\d)")
_DAY = re.compile(r"(?<!\d)(20\d{2})-?([01]\d)-?([0-3]\d)(?!\d)")


def acquired(name: str, metadata: Mapping[str, str] | None = None) -> datetime | None:
    """Return the time of acquisition in UTC, or None where neither metadata nor the name of a file or product tells.

    A name with several times (Sentinel-2 products) gives the first, which is the acquisition. A day alone gives noon.
    """
    texts = [str((metadata or {}).get(key, "")) for key in KEYS] + [name]
    for pattern in (_MOMENT, _DAY):
        for text in texts:
            for match in pattern.finditer(text):
                moment = _datetime(*match.groups())
                if moment is not None:
                    return moment
    return None


def _datetime(*parts: str) -> datetime | None:
    numbers = [int(part) for part in parts]
    try:
        return datetime(*(numbers if len(numbers) > 3 else [*numbers, 12]), tzinfo=timezone.utc)
    except ValueError:
        return None
