"""Carry the texts of plugin/ over into i18n/*.ts; what is translated already stays.

Qt's own pylupdate files a text below the class it stands in, where `plugin/translation.py` would never look.
"""

from __future__ import annotations

import ast
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CONTEXT = "Unveil"
FUNCTIONS = ("tr", "mark")
HEADER = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


def texts(folder: Path) -> list[str]:
    """Return each text that some module below `folder` gives to `tr` or `mark`, once, sorted."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
                if not (node.args and isinstance(node.args[0], ast.Constant)):
                    raise SystemExit(f"{path}:{node.lineno} gives {node.func.id}() something else than a literal text.")
                found.add(node.args[0].value)
    return sorted(found)


def translated(source: Path) -> dict[str, str]:
    """Return the finished translations of a .ts file by their texts; none where there is no file yet."""
    if not source.exists():
        return {}
    messages = ElementTree.parse(source).iterfind(".//message")
    pairs = ((message.findtext("source", ""), message.find("translation")) for message in messages)
    return {
        text: entry.text
        for text, entry in pairs
        if entry is not None and entry.text and entry.get("type") != "unfinished"
    }


def update(source: Path, current: list[str]) -> None:
    """Write the .ts file again: the current texts, with the translations that it has for them."""
    known = translated(source)
    tree = ElementTree.Element("TS", version="2.1", sourcelanguage="en", language=source.stem.split("_", 1)[1])
    context = ElementTree.SubElement(tree, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for text in current:
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = text
        entry = ElementTree.SubElement(message, "translation", {} if text in known else {"type": "unfinished"})
        entry.text = known.get(text)
    ElementTree.indent(tree, "  ")
    source.write_text(HEADER + ElementTree.tostring(tree, encoding="unicode") + "\n", encoding="utf-8")


def main() -> None:
    """Update every language of i18n/ and say how far each is."""
    current = texts(ROOT / "plugin")
    for source in sorted((ROOT / "i18n").glob("unveil_*.ts")):
        update(source, current)
        print(f"{source.name}: {len(translated(source))} of {len(current)} texts translated")


if __name__ == "__main__":
    sys.exit(main())
