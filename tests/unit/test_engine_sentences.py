"""What the engine says of a user's files is known to translators."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOMS = (
    "engine/raster", "engine/sentinel", "engine/masking", "engine/prepare", "engine/scene", "engine/ground",
    "engine/references", "engine/removal", "engine/evaluation", "engine/catalogue", "engine/training/data",
    "engine/training/jobs", "models",
)  # fmt: skip
"""Rooms whose sentences are shown in QGIS; batches, and what makes the models that ship, speak English."""

DEVELOPERS = ("publish.py", "ground_scores.py")

SPEAKERS = ("UnveilError", "ModelError", "PassingFault", "warn", "info")


def said(node: ast.expr, constants: dict[str, str]) -> str | None:
    """Return the text of an expression with its values as {0}, {1} ...; None where it is made elsewhere."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        node = node.func.value
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    parts, places = [], 0
    for part in node.values:
        parts.append(part.value if isinstance(part, ast.Constant) else f"{{{places}}}")
        places += not isinstance(part, ast.Constant)
    return "".join(parts)


def constants_of(tree: ast.Module) -> dict[str, str]:
    """Return the texts that a module gives names."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }


def sentences(folder: Path) -> dict[str, str]:
    """Return every sentence that a room says, by the place where it is said first."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    constants = {name: text for tree in trees.values() for name, text in constants_of(tree).items()}
    found: dict[str, str] = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            text = said(node.args[0], constants) if name in SPEAKERS else None
            # What is all places is put together elsewhere.
            if text and path.name not in DEVELOPERS and re.sub(r"[\W\d]", "", text):
                found.setdefault(text.replace("{}", "{0}"), f"{path.parent.name}/{path.name}:{node.lineno}")
    return found


def marked(folder: Path) -> set[str]:
    """Return what the plugin marks for translators."""
    calls = (node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "mark"
    }


def test_a_sentence_is_read_with_its_places():
    tree = ast.parse('def f(self):\n    raise UnveilError(f"{a} of {b:.2f} is odd" "; mend it.")\n')
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    assert said(call.args[0], {}) == "{0} of {1} is odd; mend it."
    assert said(ast.parse("TEXT.format(a)", mode="eval").body, {"TEXT": "{} here"}) == "{} here"


def test_whatever_is_said_in_qgis_can_be_translated(root):
    known = marked(root / "plugin")
    for room in ROOMS:
        found = sentences(root / room)
        assert [f"{place}: {text}" for text, place in found.items() if text not in known] == [], room
