"""What a result was made of, as one number: the same inputs, options, model and version give the same result."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping

from unveil.engine.batch.job import Job
from unveil.engine.version import version

_MOST_FILES = 5000


def job_digest(job: Job, options: Mapping[str, object], model_sha256: str) -> str:
    """Return the digest of a job in hexadecimal: of its files' sizes and times, options, model and Unveil's version.

    A folder (a SAFE product) stands for all files below it; an address on a network for its text.
    """
    made_of = {
        "job": job.as_json(),
        "files": [_state(path) for path in job.files],
        "options": {name: str(value) for name, value in sorted(options.items())},
        "model": model_sha256,
        "version": version(),
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def _state(path: str) -> list[object]:
    """Return what tells one state of an input from another; [] for what is no file here."""
    if not path or not os.path.exists(path):
        return []
    if os.path.isfile(path):
        return _stamp(path)
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)
    return [[os.path.relpath(file, path), *_stamp(file)] for file in files[:_MOST_FILES]]


def _stamp(path: str) -> list[object]:
    state = os.stat(path)
    return [state.st_size, state.st_mtime_ns]
