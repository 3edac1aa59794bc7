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


def test_errors_name_what_the_user_gave_and_keep_their_kind():
    from unveil.engine.errors import PassingFault, UnveilError, naming

    with pytest.raises(PassingFault, match="^B2 of scene.zip is odd.$"), naming("scene.zip", "/tmp/x/made.tif"):
        raise PassingFault("B2 of /tmp/x/made.tif is odd.")
    with pytest.raises(UnveilError, match="^other$"), naming("scene.zip", "/tmp/x/made.tif"):
        raise UnveilError("other")
