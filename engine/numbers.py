"""Numbers that a user gives: finite, and of a size that the work can be done with."""

from __future__ import annotations

import math

from unveil.engine.errors import UnveilError

MOST_METRES = 10_000.0
"""Lengths of morphology and transitions: what reaches farther would cover a scene, and take it whole into memory."""


def check_number(value: float | None, what: str, least: float, most: float) -> None:
    """Raise an UnveilError unless a number that the user gave is finite and from `least` to `most`; None passes."""
    if value is None:
        return
    if isinstance(value, float) and not math.isfinite(value) or not least <= value <= most:
        raise UnveilError(f"The {what} of {value:g} is not possible; give a number from {least:g} to {most:g}.")
