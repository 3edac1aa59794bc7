from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from unveil.models import torch_import
from unveil.models.errors import ModelError


def package(folder, name, version):
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(f"version = {version!r}\n")


def test_what_came_with_pytorch_is_taken_before_the_systems(tmp_path, monkeypatch):
    system, extra = tmp_path / "system", tmp_path / "extra"
    names = ("unveil_test_both", "unveil_test_system_only", "unveil_test_loaded")
    for name in names:
        package(system, name, "old")
    package(extra, names[0], "new")
    package(extra, names[2], "new")
    package(extra, "torch", "fake")
    # QGIS's own come first, extra packages last.
    monkeypatch.setattr(sys, "path", [str(system), *sys.path, str(extra)])
    monkeypatch.setattr(torch_import, "COMPANIONS", names)
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(torch_import.util, "find_spec", lambda name: sys.modules[__name__].Spec(extra))
    __import__(names[2])
    before = list(sys.path)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(torch_import, "import_module", lambda name: name if name == "torch" else __import__(name))
            assert torch_import.import_torch() == "torch"
        versions = {name: __import__(name).version for name in names}
    finally:
        for name in names:
            sys.modules.pop(name, None)
    assert versions == dict(zip(names, ("new", "old", "old"))) and sys.path == before


class Spec:
    def __init__(self, folder):
        self.origin = str(folder / "torch" / "__init__.py")


def test_without_pytorch_the_sentence_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(torch_import.util, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="install the packages torch, onnx and onnxruntime"):
        torch_import.import_torch()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems open PyTorch's libraries in other ways")
def test_the_big_library_is_open_before_the_import_which_would_hold_up_other_threads(tmp_path):
    pytest.importorskip("torch")
    from importlib.util import find_spec

    folder = Path(find_spec("torch").origin).parent / "lib"
    if (folder / "libtorch_cuda.so").exists():
        pytest.skip("PyTorch for CUDA opens its libraries itself")
    code = (
        "import sys; from pathlib import Path; from unveil.models.torch_import import _open_library\n"
        "_open_library(Path(sys.argv[1]))\n"
        "print('libtorch_cpu.so' in Path('/proc/self/maps').read_text(), 'torch' in sys.modules)"
    )
    (tmp_path / "unveil").symlink_to(Path(torch_import.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    for there, expected in ((folder, "True False"), (tmp_path, "False False")):
        command = [sys.executable, "-c", code, str(there)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.stdout.strip() == expected, done.stderr
