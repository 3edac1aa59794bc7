"""What goes wrong with a model."""

from __future__ import annotations


class ModelError(Exception):
    """A model that cannot be found, read or run: one sentence that says what was wrong and what to do."""
