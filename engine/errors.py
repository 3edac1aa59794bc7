"""The two ways in which work on a raster ends early."""

from __future__ import annotations

from unveil.models.errors import Cancelled

__all__ = ["Cancelled", "UnveilError"]


class UnveilError(Exception):
    """Input or surroundings that do not allow the work: one sentence that says what was wrong and what to do."""
