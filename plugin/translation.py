"""Texts for users go through Qt, all in one context; those of the engine, which knows no Qt, by their templates."""

from __future__ import annotations

import re
from functools import lru_cache

from qgis.PyQt.QtCore import QCoreApplication

_CONTEXT = "Unveil"
_PLACE = re.compile(r"\{(\d+)\}")


def tr(text: str) -> str:
    """Return the text in the user's language."""
    return QCoreApplication.translate(_CONTEXT, text)


def mark(text: str) -> str:
    """Return the text as it is, which translators find by this; `tr_engine` or `look_up` finds it later."""
    return text


def look_up(text: str) -> str:
    """Return a text that was marked elsewhere in the user's language; as it is where nobody marked it."""
    return QCoreApplication.translate(_CONTEXT, text) if text else text


def tr_engine(text: str) -> str:
    """Return a sentence of the engine or of models in the user's language; as it is where none of its texts fits.

    What stands in the places of a text is translated the same way: a number of tiles, say, but not a path.
    """
    for template, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            translated = QCoreApplication.translate(_CONTEXT, template)
            return text if translated == template else _filled(translated, found)
    return text


def _filled(template: str, found: re.Match) -> str:
    return _PLACE.sub(lambda place: tr_engine(found[f"p{place[1]}"]), template)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern]]:
    """Return each template with what finds its sentences; those that say most come first."""
    from .engine_texts import TEMPLATES

    ordered = sorted(TEMPLATES, key=lambda template: -len(_PLACE.sub("", template)))
    return [(template, _pattern(template)) for template in ordered]


def _pattern(template: str) -> re.Pattern:
    parts = _PLACE.split(template)
    # Text and the number of a place take turns.
    return re.compile(
        "".join(f"(?P<p{part}>.*?)" if index % 2 else re.escape(part) for index, part in enumerate(parts)), re.DOTALL
    )
