"""The plugin's modules against PyQt6, as QGIS 4 has it: QGIS itself is replaced by classes that accept anything."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LOAD = """
import importlib, pathlib, sys, types
sys.path.insert(0, sys.argv[1])
import conftest
import PyQt6.QtCore, PyQt6.QtGui, PyQt6.QtNetwork, PyQt6.QtWidgets, PyQt6.sip

class Anything(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(name, (), {})
    def __or__(cls, other):
        return cls
    def __call__(cls, *arguments, **keywords):
        return cls

def module(name, parent=None):
    made = types.ModuleType(name)
    made.__path__ = []
    sys.modules[name] = made
    return made

qgis = module("qgis")
for part in ("core", "gui", "utils"):
    made = module(f"qgis.{part}")
    made.__getattr__ = lambda name: Anything(name, (), {})
    setattr(qgis, part, made)
dialogs = ["ContextAction", "AlgorithmDialog", "AlgorithmDialogBase", "ParametersPanel", "Postprocessing"]
dialogs = [f"processing.gui.{name}" for name in dialogs]
for name in ("processing", "processing.gui", "processing.tools", "processing.tools.dataobjects", *dialogs):
    module(name).__getattr__ = lambda name: Anything(name, (), {})
widgets = {"QgsMapTool", "QgsMapCanvasItem", "QgsDockWidget"}
qgis.PyQt = module("qgis.PyQt")
for part in ("QtCore", "QtGui", "QtNetwork", "QtWidgets", "sip"):
    sys.modules[f"qgis.PyQt.{part}"] = getattr(sys.modules["PyQt6"], part)
    setattr(qgis.PyQt, part, getattr(sys.modules["PyQt6"], part))
# QGIS 4 offers QAction where Qt 5 had it.
PyQt6.QtWidgets.QAction = PyQt6.QtGui.QAction

root = pathlib.Path(sys.argv[1]).parent
names = [".".join(path.relative_to(root).with_suffix("").parts) for path in sorted((root / "plugin").rglob("*.py"))]
for name in names:
    importlib.import_module("unveil." + name.removesuffix(".__init__"))
print(len(names), "modules")
"""


def test_every_module_of_the_plugin_loads_with_pyqt6():
    pytest.importorskip("PyQt6")
    result = subprocess.run(
        [sys.executable, "-c", LOAD, str(ROOT / "tests")], capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stderr
    assert int(result.stdout.split()[0]) > 10


def sources():
    return sorted((ROOT / "plugin").rglob("*.py"))


def test_qt_is_imported_through_qgis_only():
    for path in sources():
        assert not re.search(r"^\s*(from|import) PyQt[56]", path.read_text(encoding="utf-8"), re.MULTILINE), path


OWN_ENUMS = {"Qt", "QEvent", "QPainter", "QProcess", "QMessageBox", "QSizePolicy", "QgsProcessing", "Qgis", "QgsRaster"}
"""Classes whose enumerators must be reached through their enumeration, which is the only way in PyQt6."""


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_enumerators_are_reached_through_their_enumeration(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in OWN_ENUMS:
            is_whole_name = id(node) in inner or node.attr in ("version", "QProcess") or node.attr[0].islower()
            assert is_whole_name or node.attr == "TEMPORARY_OUTPUT", f"{path}:{node.lineno} {node.value.id}.{node.attr}"
