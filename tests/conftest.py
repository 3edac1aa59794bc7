"""Give every test the repository as the package `unveil`, the folder of real imagery, and no network."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import socket
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _register_package() -> None:
    """Make `import unveil` mean this tree, whatever else is installed; the root has no `__init__.py`."""
    spec = importlib.machinery.ModuleSpec("unveil", None, is_package=True)
    spec.submodule_search_locations = [str(ROOT)]
    sys.modules["unveil"] = importlib.util.module_from_spec(spec)


_register_package()
pytest_plugins = ["fixtures.rasters"]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _real_data_folder() -> Path:
    given = os.environ.get("UNVEIL_DATA")
    return Path(given) if given else ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its tier, and with `data` where it asks for the real imagery."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in ("qgis", "cli"):
            item.add_marker(folder)
        if "real_data" in getattr(item, "fixturenames", ()):
            item.add_marker("data")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository root."""
    return ROOT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real imagery, or skip the test where there is none."""
    folder = _real_data_folder()
    if not folder.is_dir():
        pytest.skip(f"no real imagery: set UNVEIL_DATA to its folder ({folder} does not exist)")
    return folder


@pytest.fixture(scope="session")
def cases() -> Path:
    """Return the folder of small inputs that fail, which lies outside the project, or skip the test."""
    given = os.environ.get("UNVEIL_CASES")
    folder = Path(given) if given else ROOT.parent / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip(f"no cases: set UNVEIL_CASES to their folder ({folder} does not exist)")
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to other machines, so that no test depends on them by accident."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1"):
            raise RuntimeError(f"A test tried to reach {address}: tests run without a network.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
