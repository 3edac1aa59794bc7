"""What ships is scanned as plugins.qgis.org scans it: a finding of any severity counts."""

from __future__ import annotations

import zipfile

import pytest

from unveil.tools.scan import scan

HEX = "da39a3ee5e6b4b0d3255bfef95601890afd80709"  # pragma: allowlist secret


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("import subprocess\n\nTILE = 256\n", True),
        ("assert True\n", False),
        (f'KEY = "{HEX}"\n', False),
    ],
)
def test_findings_fail_the_scan(tmp_path, text, clean):
    path = tmp_path / "made.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("unveil/plugin/a.py", text)
        archive.writestr("unveil/metadata.txt", f"[general]\nabout={HEX}\n")
    assert scan(path) is clean
