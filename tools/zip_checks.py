"""What plugins.qgis.org, QGIS and Unveil ask of a plugin's zip: one function a rule, each yielding sentences.

Rules of the repository: QGIS-Plugins-Website, plugins/validator.py (July 2026).
"""

from __future__ import annotations

import ast
import configparser
import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

MAXIMUM_BYTES = 25 * 10**6
REQUIRED_KEYS = (
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
)
LINKS = ("tracker", "repository", "homepage")
CACHES = {"__pycache__", "__MACOSX", ".git"}
NATIVE = (".exe", ".dll", ".so", ".dylib", ".bat", ".sh", ".ps1", ".cmd")
TOP = {
    "__init__.py",
    "metadata.txt",
    "LICENSE",
    "README.md",
    "plugin",
    "engine",
    "models",
    "resources",
    "i18n",
}
"""All that may stand directly in the plugin's folder: no tests, no tools, no documentation."""
OLDEST_PYTHON = (3, 9)


class PackageError(Exception):
    """A zip that must not be published, with one sentence for each rule it breaks."""


def check_zip(path: Path) -> list[str]:
    """Return one sentence for each broken rule; none means that the zip can be published."""
    with zipfile.ZipFile(path) as archive:
        return [problem for check in CHECKS for problem in check(archive)]


def check_size(archive: zipfile.ZipFile) -> Iterator[str]:
    size = Path(archive.filename).stat().st_size
    if size > MAXIMUM_BYTES:
        yield f"The zip has {size / 1e6:.1f} MB, and the repository takes {MAXIMUM_BYTES / 1e6:.0f} MB."


def check_names(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
            yield f"'{name}' leads out of the plugin's folder."
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"'{name}' is in the zip more than once."


def check_folder(archive: zipfile.ZipFile) -> Iterator[str]:
    tops = sorted({PurePosixPath(name).parts[0] for name in archive.namelist()})
    if len(tops) != 1:
        yield f"The zip must hold one folder, and holds {', '.join(tops) or 'nothing'}."
    for top in tops:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]+", top) or "plugin" in top.lower():
            yield f"'{top}' cannot be the name of a plugin's folder: letters, digits, _ and no 'plugin'."


def check_required_files(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in ("__init__.py", "metadata.txt", "LICENSE"):
        if f"{folder(archive)}/{name}" not in archive.namelist():
            yield f"The zip lacks {name}."


def check_contents(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        parts = PurePosixPath(name).parts
        if len(parts) > 1 and parts[1] not in TOP:
            yield f"'{name}' does not belong into the zip."


def check_caches(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if name.endswith(".pyc") or CACHES.intersection(PurePosixPath(name).parts):
            yield f"'{name}' is a left-over of some tool."


def check_native_code(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if name.lower().endswith(NATIVE):
            yield f"'{name}' is a program or a shell script, which the plugin repository does not take."


def check_modes(archive: zipfile.ZipFile) -> Iterator[str]:
    for entry in archive.infolist():
        if (entry.external_attr >> 16) & 0o7777 != 0o644:
            yield f"'{entry.filename}' has the mode {(entry.external_attr >> 16) & 0o7777:o} and not 644."


def check_metadata(archive: zipfile.ZipFile) -> Iterator[str]:
    general = metadata(archive)
    for key in REQUIRED_KEYS:
        if not general.get(key, "").strip():
            yield f"metadata.txt lacks '{key}'."
    for key, value in general.items():
        if "%" in value:
            yield f"metadata.txt has a % in '{key}', over which QGIS stumbles."
    if not re.fullmatch(r"\d+\.\d+\.\d+", general.get("version", "")):
        yield "The version in metadata.txt is not MAJOR.MINOR.PATCH, the only form that is ordered rightly."
    if "/" in general.get("author", ""):
        yield "The author in metadata.txt holds a '/', which the repository refuses."
    if general.get("hasProcessingProvider") != "yes":
        yield "metadata.txt lacks hasProcessingProvider=yes, without which qgis_process ignores the plugin."


def check_links(archive: zipfile.ZipFile) -> Iterator[str]:
    general = metadata(archive)
    for key in LINKS:
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", general.get(key, "")):
            yield f"'{key}' in metadata.txt is not the address of a page."


def check_icon(archive: zipfile.ZipFile) -> Iterator[str]:
    icon = metadata(archive).get("icon", "")
    if f"{folder(archive)}/{icon}" not in archive.namelist() or not icon.endswith((".png", ".jpg")):
        yield f"The icon '{icon}' of metadata.txt is not a PNG or JPEG in the zip."


def check_python(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        if name.endswith(".py"):
            try:
                ast.parse(archive.read(name), name, feature_version=OLDEST_PYTHON)
            except SyntaxError as error:
                yield f"'{name}' cannot be read by Python {'.'.join(map(str, OLDEST_PYTHON))}: {error}."


def check_models(archive: zipfile.ZipFile) -> Iterator[str]:
    names = set(archive.namelist())
    for name in sorted(names):
        path = PurePosixPath(name)
        if path.name == "model.onnx" and str(path.with_name("card.toml")) not in names:
            yield f"'{name}' has no card beside it."
        if path.name != "card.toml":
            continue
        weights = str(path.with_name("model.onnx"))
        written = re.search(r'^sha256\s*=\s*"([0-9a-f]{64})"', archive.read(name).decode(), re.MULTILINE)
        if weights not in names:
            yield f"'{name}' has no model.onnx beside it."
        elif not written or written.group(1) != hashlib.sha256(archive.read(weights)).hexdigest():
            yield f"'{name}' gives another SHA-256 than its model.onnx has."


CHECKS = (
    check_size,
    check_names,
    check_folder,
    check_required_files,
    check_contents,
    check_caches,
    check_native_code,
    check_modes,
    check_metadata,
    check_links,
    check_icon,
    check_python,
    check_models,
)


def folder(archive: zipfile.ZipFile) -> str:
    """Return the name of the plugin's folder, that of the first entry."""
    names = archive.namelist()
    return PurePosixPath(names[0]).parts[0] if names else ""


def metadata(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the keys of metadata.txt as they are spelled; none where there is no such file or section."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    name = f"{folder(archive)}/metadata.txt"
    if name in archive.namelist():
        parser.read_string(archive.read(name).decode("utf-8"))
    return dict(parser["general"]) if parser.has_section("general") else {}
