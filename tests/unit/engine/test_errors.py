"""What the system and Python raise becomes one sentence of bounded length."""

from __future__ import annotations

import errno

import pytest

from unveil.engine.errors import sentence_of


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENAMETOOLONG, "File name too long", "x" * 9000 + "/end.tif"), "/end.tif: File name too long."),
        (OSError(errno.ENOSPC, "No space left on device"), "The system refused: No space left on device."),
        (ValueError("a\nb\n" + "c" * 9000), "a b ccc"),
        (ModuleNotFoundError("No module named 'scipy'", name="scipy.ndimage"), "This needs SciPy"),
        (MemoryError(), "not enough memory"),
        (ValueError("The band \x1b[2J\x00 of \u00fcber.tif"), "The band ?[2J? of \u00fcber.tif"),
    ],
)  # fmt: skip
def test_every_error_is_one_line_that_says_what_was_wrong(error, words):
    sentence = sentence_of(error)
    assert words in sentence and "\n" not in sentence and len(sentence) <= 1000
