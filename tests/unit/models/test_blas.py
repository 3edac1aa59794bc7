"""Products of matrices take one thread while Unveil works, and as many as before afterwards."""

from __future__ import annotations

import subprocess
import sys

import pytest

from unveil.models.blas import blas_threads, one_blas_thread

needs_openblas = pytest.mark.skipif(blas_threads() is None, reason="NumPy has another library than OpenBLAS here")


@needs_openblas
def test_one_thread_inside_and_as_before_outside():
    before = blas_threads()
    with one_blas_thread():
        assert blas_threads() == 1
        with one_blas_thread():
            assert blas_threads() == 1
        assert blas_threads() == 1
    assert blas_threads() == before


@needs_openblas
def test_it_is_restored_after_an_error():
    before = blas_threads()
    with pytest.raises(ValueError), one_blas_thread():
        raise ValueError
    assert blas_threads() == before


@needs_openblas
def test_two_threads_become_one_and_two_again(root):
    program = (
        "import os; os.environ['OPENBLAS_NUM_THREADS'] = '2'; os.environ.pop('OMP_NUM_THREADS', None)\n"
        "from unveil.models.blas import blas_threads, one_blas_thread\n"
        "before = blas_threads()\n"
        "with one_blas_thread(): inside = blas_threads()\n"
        "print(before, inside, blas_threads())"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root).stdout
    before, inside, after = said.split()
    assert (inside, after) == ("1", before)
