"""A storey imports only storeys below it, loads without the heavy libraries, and keeps the house rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("plugin", "engine", "models")
ROOMS = (
    "raster",
    "sentinel",
    "masking",
    "prepare",
    "scene",
    "ground",
    "references",
    "removal",
    "simulation",
    "evaluation",
    "training",
    "stac",
    "catalogue",
    "batch",
    "commands",
)
"""Of the engine, each below those after it; its modules outside rooms are below all."""
HEAVY = {"torch", "onnxruntime", "lightgbm", "onnx"}
HEAVY_AT_TOP = ("models/networks/", "engine/training/")
RUNTIME_ROOM = "models/onnx_runtime.py"
PRINTING = ("engine/commands/cli.py", "engine/commands/console.py")
"""Where a terminal is written to: no other program reads there."""

MAXIMUM_LINES = 500
MACHINE_PATHS = tuple(f"/{folder}/" for folder in ("work", "farm"))

LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

FORBIDDEN = {
    "plugin": set(),
    "engine": {"qgis", "PyQt5", "PyQt6", "processing", "unveil.plugin"},
    "models": {"qgis", "PyQt5", "PyQt6", "processing", "unveil.plugin", "osgeo", "unveil.engine"},
}


def modules(root: Path) -> list[Path]:
    return [path for storey in STOREYS for path in sorted((root / storey).rglob("*.py"))]


def imported(node: ast.AST, package: list[str]) -> Iterator[str]:
    """Yield the full names that one statement imports; `package` is where its module stands."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = package[: len(package) - node.level + 1] if node.level else []
        base = [*base, *([node.module] if node.module else [])]
        yield from (".".join([*base, alias.name]) for alias in node.names)


def outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that run while the module loads."""
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, LATER) and not is_typing_guard(child):
            yield child
            yield from outside_functions(child)


def is_typing_guard(node: ast.AST) -> bool:
    """Tell whether this is `if TYPE_CHECKING:`, which never runs."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def begins(name: str, prefixes: set[str]) -> bool:
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


def wrong_imports(tree: ast.AST, place: Path) -> Iterator[tuple[int, str]]:
    """Yield line and complaint for each import that this storey, or a module that loads, does not allow."""
    storey, package = place.parts[0], ["unveil", *place.parts[:-1]]
    for node in ast.walk(tree):
        for name in imported(node, package):
            if begins(name, FORBIDDEN[storey]):
                yield node.lineno, f"imports {name}, which {storey}/ does not know"
            if begins(name, {"onnxruntime"}) and place.as_posix() != RUNTIME_ROOM:
                yield node.lineno, f"imports {name} past {RUNTIME_ROOM}, which keeps its telemetry off"
            if begins(name, set(STOREYS)):
                yield node.lineno, f"imports {name} without 'unveil.' before it"
    if place.as_posix().startswith(HEAVY_AT_TOP):
        return
    for node in outside_functions(tree):
        for name in imported(node, package):
            if begins(name, HEAVY):
                yield node.lineno, f"imports {name} while it loads: import it in the function that needs it"


def room_of(parts: tuple[str, ...] | list[str]) -> int | None:
    """Return the place in ROOMS of a path below engine/ without it; -1 for modules outside rooms, None if not known."""
    if not parts or (len(parts) == 1 and parts[0] not in ROOMS):
        return -1
    return ROOMS.index(parts[0]) if parts[0] in ROOMS else None


def wrong_rooms(tree: ast.AST, place: Path) -> Iterator[tuple[int, str]]:
    """Yield line and complaint for each import by which a room of the engine knows one above it."""
    if place.parts[0] != "engine":
        return
    own = room_of(place.with_suffix("").parts[1:])
    if own is None:
        yield 1, f"lies in {place.parts[1]}, a room that ROOMS does not place"
        return
    for_types = {id(inner) for node in ast.walk(tree) if is_typing_guard(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        for name in imported(node, ["unveil", *place.parts[:-1]]):
            parts = name.split(".")
            if parts[:2] != ["unveil", "engine"]:
                continue
            other = room_of(parts[2:3]) if len(parts) > 3 or parts[2:3][0] in ROOMS else -1
            if other is not None and other > own:
                yield node.lineno, f"imports {name}, a room above it"


def wrong_habits(tree: ast.AST, place: Path) -> Iterator[tuple[int, str]]:
    """Yield line and complaint for prints, paths of one machine and errors that nobody gets to see."""
    for node in ast.walk(tree):
        if is_print(node) and place.as_posix() not in PRINTING:
            yield node.lineno, "prints: stdout is the JSON channel of qgis_process"
        if isinstance(node, ast.Constant) and str(node.value).startswith(MACHINE_PATHS):
            yield node.lineno, "holds a path of one machine"
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and is_empty(node.body):
            yield node.lineno, "swallows every error"


def broken_rules(root: Path, path: Path) -> list[str]:
    """Return `file:line what` for everything in a module of a storey that the house does not allow."""
    place = path.relative_to(root)
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    found = (*wrong_imports(tree, place), *wrong_rooms(tree, place), *wrong_habits(tree, place))
    return [f"{place.as_posix()}:{line} {what}" for line, what in found]


def is_print(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def catches_everything(node: ast.ExceptHandler) -> bool:
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))


def is_empty(body: list[ast.stmt]) -> bool:
    return all(isinstance(node, ast.Pass) for node in body)


def test_every_module_keeps_to_its_storey():
    paths = modules(ROOT)
    assert len(paths) > 10
    found = [line for path in paths for line in broken_rules(ROOT, path)]
    assert not found, "\n".join(found)


def journey() -> list[str]:
    """Return the rooms of the table in docs/architecture.md that follows the optical raster."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return re.findall(r"^\| \d+ \| `([a-z0-9_/]+\.py)` \|", text, re.MULTILINE)


def parameters(function: ast.FunctionDef) -> list[str]:
    own = function.args
    names = [argument.arg for argument in (*own.posonlyargs, *own.args, *own.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def test_no_step_of_the_optical_rasters_way_takes_more_than_four_parameters():
    rooms = journey()
    assert 20 <= len(rooms) <= 26 and len(set(rooms)) == len(rooms)
    many = [
        f"{room}:{node.lineno} {node.name}({', '.join(parameters(node))})"
        for room in rooms
        for node in ast.walk(ast.parse((ROOT / room).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and len(parameters(node)) > 4
    ]
    assert not many, "\n".join(many)


def test_the_drawing_of_the_house_names_its_rooms_in_their_order():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawing = text.partition("## The house")[2].partition("models/")[0]
    drawn = [name for name in re.findall(r"(?:engine/|^|  )\s+([a-z]+)  ", drawing, re.MULTILINE) if name in ROOMS]
    assert set(drawn) == set(ROOMS) and [name for name in ROOMS[::-1] if name != "stac"] == [
        name for name in drawn if name != "stac"
    ]


def test_no_python_file_is_longer_than_a_room():
    long = []
    for folder in (*STOREYS, "tests", "tools"):
        for path in (ROOT / folder).rglob("*.py"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > MAXIMUM_LINES:
                long.append(f"{path.relative_to(ROOT).as_posix()}:{lines} lines, more than {MAXIMUM_LINES}")
    assert not long, "\n".join(long)


@pytest.mark.parametrize(
    ("place", "text", "what"),
    [
        ("engine/a.py", "import numpy\nfrom qgis.core import Qgis", "a.py:2 imports qgis.core.Qgis"),
        ("models/a.py", "def f():\n    import qgis", "a.py:2 imports qgis,"),
        ("models/a.py", "from osgeo import gdal", "imports osgeo.gdal"),
        (
            "models/a.py",
            "from unveil.engine.errors import UnveilError",
            "imports unveil.engine.errors.UnveilError",
        ),
        ("models/networks/a.py", "from ...engine import errors", "imports unveil.engine.errors"),
        ("models/a.py", "from unveil import engine", "imports unveil.engine"),
        ("models/a.py", "from .. import plugin", "imports unveil.plugin"),
        ("engine/raster/a.py", "from unveil.plugin import provider", "imports unveil.plugin.provider"),
        (
            "engine/raster/a.py",
            "from unveil.engine.scene import door",
            "imports unveil.engine.scene.door, a room above",
        ),
        (
            "engine/masking/a.py",
            "def f():\n    from ..prepare.optical import x",
            "imports unveil.engine.prepare.optical.x",
        ),
        ("engine/errors.py", "from unveil.engine import raster", "imports unveil.engine.raster, a room above it"),
        ("engine/new/a.py", "import numpy", "lies in new, a room that ROOMS does not place"),
        ("engine/a.py", "from models import card", "imports models.card without 'unveil.'"),
        ("plugin/a.py", "if True:\n    import torch", "a.py:2 imports torch while it loads"),
        ("engine/a.py", "class A:\n    import lightgbm", "imports lightgbm while it loads"),
        ("engine/a.py", "def f():\n    import onnxruntime", "imports onnxruntime past models/onnx_runtime.py"),
        ("models/a.py", "from onnx.helper import make_node", "imports onnx.helper.make_node while it loads"),
        ("engine/a.py", "def f():\n    print(1)", "a.py:2 prints"),
        ("engine/a.py", f"DATA = '{MACHINE_PATHS[0]}data'", "holds a path of one machine"),
        ("engine/a.py", "try:\n    f()\nexcept Exception:\n    pass", "a.py:3 swallows every error"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(tmp_path, place, text, what):
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(text)
    (found,) = broken_rules(tmp_path, path)
    assert what in found
    assert found.startswith(f"{place}:")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("plugin/a.py", "from qgis.core import Qgis\nfrom unveil.engine.raster import grid"),
        ("engine/a.py", "def f():\n    import torch\n    import lightgbm"),
        ("models/onnx_runtime.py", "def f():\n    import onnxruntime"),
        ("engine/training/a.py", "import torch\nfrom unveil.models import card\nfrom osgeo import gdal"),
        ("models/networks/a.py", "import torch\nfrom ..errors import ModelError"),
        ("engine/commands/cli.py", "print('done')"),
        (
            "engine/scene/door.py",
            "from unveil.engine.raster.grid import Grid\nfrom unveil.engine.errors import UnveilError",
        ),
        ("engine/training/jobs/a.py", "from unveil.engine.evaluation import metrics"),
        ("engine/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch"),
        ("models/a.py", "import torchlight_of_another_name\nmodels = 1"),
    ],
)
def test_what_the_house_allows_passes(tmp_path, place, text):
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert broken_rules(tmp_path, path) == []
