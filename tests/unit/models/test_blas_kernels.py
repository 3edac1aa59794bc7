"""OpenBLAS is told what the processor can do before NumPy loads it, and only then."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from unveil.models.blas_kernels import VARIABLE, kernels_for, name_kernels

OLD = {"sse2", "sse4_2"}
NEW = {*OLD, "avx2", "fma"}
NEWEST = {*NEW, "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}


@pytest.mark.parametrize(("flags", "name"), [(OLD, None), (NEW, "HASWELL"), (NEWEST, "SKYLAKEX"), (set(), None)])
def test_the_fastest_kernels_that_a_processor_can_run(flags, name):
    assert kernels_for(flags) == name
    assert kernels_for(NEWEST - {"avx512vl"}) == "HASWELL"


def described(folder, flags):
    path = folder / "cpuinfo"
    path.write_text(f"processor\t: 0\nflags\t\t: {' '.join(flags)}\nbugs\t\t:\n")
    return path


def test_nothing_is_named_once_numpy_is_loaded_or_somebody_has_named_it(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert "numpy" in sys.modules or __import__("numpy")
    name_kernels(described(tmp_path, NEW))
    assert VARIABLE not in os.environ
    monkeypatch.setenv(VARIABLE, "ZEN")
    monkeypatch.delitem(sys.modules, "numpy")
    name_kernels(described(tmp_path, NEWEST))
    assert os.environ[VARIABLE] == "ZEN"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux describes its processor so")
@pytest.mark.parametrize(("flags", "named"), [(NEWEST, "SKYLAKEX"), (OLD, None)])
def test_what_the_processor_can_do_is_named(tmp_path, monkeypatch, flags, named):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delitem(sys.modules, "numpy")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    name_kernels(described(tmp_path, flags))
    assert os.environ.pop(VARIABLE, None) == named
    name_kernels(tmp_path / "missing")
    assert VARIABLE not in os.environ


def test_the_command_line_names_them_before_numpy_is_loaded(root):
    program = (
        "import sys; from unveil.models import blas_kernels\n"
        "blas_kernels.name_kernels = lambda: print('numpy' in sys.modules)\n"
        "import unveil.engine.commands"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "False\n"
