"""Measurements use the built zip in a profile of its own, as the tests of the command line do."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_path = Path(__file__).resolve().parents[1] / "cli" / "conftest.py"
_spec = importlib.util.spec_from_file_location("cli_conftest", _path)
_cli = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_cli)

qgis_process = _cli.qgis_process
user_model = _cli.user_model
