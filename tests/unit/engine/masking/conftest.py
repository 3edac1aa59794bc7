"""Packages of other projects are needed by few tests; these are skipped where the packages are missing."""

from __future__ import annotations

import pytest

from unveil.engine.masking.detectors.packages import package_folder


def installed(*names):
    """Skip the test unless all packages are there; return their folders."""
    pytest.importorskip("onnxruntime")
    folders = [package_folder(name) for name in names]
    if None in folders:
        pytest.skip(f"needs {' and '.join(names)}: pip install --no-deps")
    return folders


@pytest.fixture
def s2cloudless_package():
    return installed("s2cloudless", "lightgbm")[0]


@pytest.fixture
def csmask_package():
    return installed("ukis_csmask")[0]
