"""Check the types of engine and models with mypy, under the import name `unveil`: `python -m tools.types`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Return mypy's exit status."""
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(ROOT, Path(folder) / "unveil")
        command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")]
        command += ["-p", "unveil.engine", "-p", "unveil.models"]
        return subprocess.run(command, env={**os.environ, "MYPYPATH": folder}, cwd=ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main())
