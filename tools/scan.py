"""Run the scans of plugins.qgis.org over what ships: bandit at every severity, and detect-secrets."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOT_SCANNED = (".onnx", ".png", ".qm", ".tif", "metadata.txt")
"""Files without text, and the one that the repository leaves out."""


def scan(archive: Path) -> bool:
    """Return whether neither scan finds anything in the unpacked zip; what they find goes to stdout."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(folder)
        texts = sorted(
            str(path.relative_to(folder))
            for path in Path(folder).rglob("*")
            if path.is_file() and not path.name.endswith(NOT_SCANNED)
        )
        commands = (
            ["bandit", "-q", "-c", str(ROOT / "pyproject.toml"), "-r", "."],
            ["detect_secrets.pre_commit_hook", *texts],
        )
        codes = [subprocess.run([sys.executable, "-m", *command], cwd=folder).returncode for command in commands]
    return not any(codes)


if __name__ == "__main__":
    raise SystemExit(not scan(Path(sys.argv[1]).resolve()))
