"""The ways in which work on a raster ends early."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from unveil.models.errors import Cancelled

__all__ = ["PASSING_STATUS", "Cancelled", "PassingFault", "UnveilError", "naming", "sentence_of"]

PASSING_STATUS = 75
"""The exit status after a `PassingFault`: EX_TEMPFAIL of sysexits.h."""

_MOST_TEXT = 1000
_MOST_NAME = 300


class UnveilError(Exception):
    """Input or surroundings that do not allow the work: one sentence that says what was wrong and what to do."""


class PassingFault(UnveilError):
    """A fault of a network or a server, which may be gone when the same work is done again."""


@contextmanager
def naming(given: str, made: str) -> Iterator[None]:
    """Have errors name the file that a user gave, and not the one that was made of it on the way."""
    try:
        yield
    except UnveilError as error:
        if given == made or made not in str(error):
            raise
        raise type(error)(str(error).replace(made, given)) from error


def sentence_of(error: BaseException) -> str:
    """Return what to say to the user of an error in one line: its own sentence, or one for what the system raised.

    Names of bands and files in it may hold anything, so line breaks go and its length is bounded.
    """
    if isinstance(error, MemoryError):
        return (
            "There is not enough memory for this work; close other programs, take a smaller part of the scene, or set "
            "UNVEIL_THREADS to fewer threads."
        )
    if isinstance(error, ModuleNotFoundError) and error.name:
        package = {"scipy": "SciPy", "torch": "PyTorch"}.get(root := error.name.partition(".")[0], root)
        return (
            f"This needs {package}, which this Python does not have; install it (in QGIS: Settings > Options > Unveil; "
            f"elsewhere: pip install {root}) and start again."
        )
    text = str(error)
    if isinstance(error, OSError):
        place = f"{_shortened(str(error.filename))}: " if error.filename is not None else ""
        text = f"The system refused: {place}{error.strerror or error}."
    # Names out of files may hold what a terminal obeys.
    text = "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))
    return text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 3]}..."


def _shortened(name: str) -> str:
    """Return a file's name without the middle of it where it is endless."""
    half = _MOST_NAME // 2
    return name if len(name) <= _MOST_NAME else f"{name[:half]}...{name[-half:]}"
