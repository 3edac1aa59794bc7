"""Runs command lines that come in by lines of JSON, one after the other in this process, and tells how each ended."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import traceback


def main() -> None:
    """Answer each line {"arguments", "environment"} by {"code", "errors", "traceback"} until the input ends."""
    from unveil.engine.commands import cli
    from unveil.engine.removal import pipeline  # noqa: F401 - so that the first case does not pay for it
    from unveil.models.torch_import import import_torch

    import_torch()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    answers.write("ready\n")
    answers.flush()
    for line in sys.stdin:
        asked = json.loads(line)
        before = dict(os.environ)
        os.environ.update(asked["environment"])
        errors = io.StringIO()
        fault = ""
        code: object = None
        try:
            with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(io.StringIO()):
                code = cli.main(asked["arguments"])
        except SystemExit as end:
            code = end.code
        except BaseException:
            fault = traceback.format_exc()
        os.environ.clear()
        os.environ.update(before)
        answers.write(json.dumps({"code": code, "errors": errors.getvalue()[-4000:], "traceback": fault}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
