"""The two ways in which work on a raster ends early."""

from __future__ import annotations


class UnveilError(Exception):
    """Input or surroundings that do not allow the work: one sentence that says what was wrong and what to do."""


class Cancelled(Exception):
    """The user asked to stop; nothing was written."""
