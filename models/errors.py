"""The two ways in which work with a model ends early."""

from __future__ import annotations


class ModelError(Exception):
    """A model that cannot be found, read or run: one sentence that says what was wrong and what to do."""


class Cancelled(Exception):
    """The user asked to stop; nothing was written."""
