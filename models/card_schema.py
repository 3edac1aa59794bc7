"""What may stand in a `card.toml`, entry by entry: one declared table, against which every card is checked before use.

A card may come from anywhere, so its values are judged by type, range and amount; nothing else looks at them before.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_TILE = 4096
"""Pixels: a tile of that side and 13 bands is 0.9 GB in float32."""

_MOST_TEXT = 10_000
_MOST_ITEMS = 10_000
_MOST_DEPTH = 4


@dataclass(frozen=True)
class Kind:
    """What an entry may be: `words` finish the sentence "<entry> must be ..."."""

    words: str
    fits: Callable[[Any], bool]


def is_number(value: Any) -> bool:
    """Tell whether a value is a finite number (and no truth value)."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) < 1e30 and math.isfinite(value)


def text(most: int = _MOST_TEXT, pattern: str = "", words: str = "a text") -> Kind:
    """Return the kind of a text of at most so many characters that matches a pattern as a whole."""
    fits = re.compile(pattern or r"[^\x00]*", re.DOTALL).fullmatch
    return Kind(words, lambda value: isinstance(value, str) and len(value) <= most and bool(fits(value)))


def whole(least: int, most: int) -> Kind:
    """Return the kind of a whole number in a range."""
    words = f"a whole number from {least} to {most}"
    return Kind(words, lambda v: isinstance(v, int) and not isinstance(v, bool) and least <= v <= most)


def number(least: float, most: float) -> Kind:
    """Return the kind of a finite number in a range."""
    return Kind(f"a number from {least:g} to {most:g}", lambda value: is_number(value) and least <= value <= most)


def listed(kind: Kind, most: int, words: str) -> Kind:
    """Return the kind of a list of at most so many different or equal values of one kind."""
    return Kind(words, lambda v: isinstance(v, list) and len(v) <= most and all(kind.fits(item) for item in v))


def _is_finite(value: Any) -> bool:
    """Tell whether all numbers in a plain value are finite."""
    if isinstance(value, (dict, list)):
        return all(map(_is_finite, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or math.isfinite(value)


def _is_plain(value: Any, depth: int = _MOST_DEPTH) -> bool:
    """Tell whether a value is texts, truth values, numbers, and not too many lists and tables of them."""
    if isinstance(value, str):
        return len(value) <= _MOST_TEXT
    if isinstance(value, (bool, float)) or is_number(value):
        return True
    if isinstance(value, Mapping):
        return depth > 0 and len(value) <= _MOST_ITEMS and all(_is_plain(item, depth - 1) for item in value.values())
    return (
        isinstance(value, list)
        and depth > 0
        and len(value) <= _MOST_ITEMS
        and all(_is_plain(item, depth - 1) for item in value)
    )


_TABLE = Kind("a table of plain values", lambda value: isinstance(value, dict) and _is_plain(value))
_TEXTS = listed(text(100), 32, "a list of texts")
_DECIBELS = number(-100, 100)

ENTRIES: dict[str, Kind] = {
    "id": text(64, r"[a-z0-9][a-z0-9._-]*", "lower-case letters, digits, . _ - (64 at most)"),
    "title": text(200),
    "architecture": text(100),
    "tile": whole(1, MOST_TILE),
    "sha256": text(64, r"[0-9a-f]{64}", "a SHA-256 in 64 hexadecimal digits"),
    "size": text(100),
    "settings": Kind("a table of plain values", lambda v: isinstance(v, dict) and _is_plain(v) and _is_finite(v)),
    "bands": _TEXTS,
    "level": text(3, "(L1C|L2A)?", "L1C, L2A or empty"),
    "inputs": _TEXTS,
    "outputs": _TEXTS,
    "multiple": whole(1, MOST_TILE),
    "overlap": whole(0, MOST_TILE),
    "scaling": Kind("a table", lambda value: isinstance(value, dict)),
    "prior": listed(number(-1e5, 1e5), 13, "a list of at most 13 numbers"),
    "licence": text(),
    "source": text(),
    "parameters": whole(0, 10**12),
    "macs": text(),
    "file": text(200, r"[^/\\:\x00]+", "a plain name beside the card"),
    "weights_sha256": text(64, r"([0-9a-f]{64})?", "a SHA-256 in 64 hexadecimal digits, or empty"),
    "training": _TABLE,
    "scores": Kind(
        "a list of tables",
        lambda value: isinstance(value, list) and _is_plain(value) and all(isinstance(row, dict) for row in value),
    ),
}
"""Every entry of a card."""

REQUIRED = ("id", "title", "architecture", "tile", "sha256")

SCALING: dict[str, Kind] = {
    "optical_divisor": number(1e-6, 1e6),
    "optical_min": number(-1e6, 1e6),
    "optical_max": number(-1e6, 1e6),
    "vv_min": _DECIBELS,
    "vv_max": _DECIBELS,
    "vh_min": _DECIBELS,
    "vh_max": _DECIBELS,
    "kind": text(20, "absolute|relative", "absolute or relative"),
    "deviations": listed(number(1e-3, 1e5), 13, "a list of at most 13 numbers above 0"),
}
"""Every entry of its table `scaling`."""


def fault(table: Mapping[str, Any]) -> str:
    """Return the end of the sentence "The model card ... " that says what is wrong with a card's entries, or ""."""
    unknown = sorted(set(table) - set(ENTRIES))
    if unknown:
        return f"has entries that are not known: {_few(unknown)}"
    missing = [name for name in REQUIRED if name not in table]
    if missing:
        return f"is incomplete: {', '.join(missing)} is missing"
    scaling = table.get("scaling", {})
    for kinds, values, place in ((ENTRIES, table, ""), (SCALING, scaling, "scaling.")):
        if place and (unknown := sorted(set(values) - set(kinds))):
            return f"has entries under scaling that are not known: {_few(unknown)}"
        for name, value in values.items():
            if not kinds[name].fits(value):
                return f"cannot be used: {place}{name} must be {kinds[name].words}, and is {shown(value)}"
    return ""


def _few(names: list[str]) -> str:
    return ", ".join(shown(name).strip("'\"") for name in names[:5]) + (", ..." if len(names) > 5 else "")


def shown(value: Any) -> str:
    """Return a value as a sentence can name it, whatever it is."""
    if isinstance(value, (dict, list)):
        return f"a {'table' if isinstance(value, dict) else 'list'} of {len(value)}"
    shown = ascii(value) if not isinstance(value, int) or abs(value) < 10**20 else "a very large number"
    return shown if len(shown) <= 60 else shown[:57] + "..."
