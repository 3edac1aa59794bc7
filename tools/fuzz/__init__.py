"""Inputs made wrong on purpose, given to the command line: each must end well or in one sentence."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]


def _register_package() -> None:
    """Make `import unveil` mean this tree, whatever else is installed, as the tests do."""
    spec = importlib.machinery.ModuleSpec("unveil", None, is_package=True)
    spec.submodule_search_locations = [str(ROOT)]
    sys.modules.setdefault("unveil", importlib.util.module_from_spec(spec))


_register_package()


def fixtures(name: str) -> ModuleType:
    """Return a module of what the tests make their inputs with."""
    folder = str(ROOT / "tests")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(f"fixtures.{name}")
