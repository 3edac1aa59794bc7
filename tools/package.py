"""Build the plugin's zip from this tree: named files only, always the same bytes, checked at the end."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from .translations import translated
from .zip_checks import PackageError, check_zip

ROOT = Path(__file__).resolve().parents[1]
PLUGIN_ID = "unveil"
SHIM = '"""Unveil as a QGIS plugin."""\n\nfrom .plugin import classFactory  # noqa: F401\n'
"""The zip's root `__init__.py`. The repository has none: pytest would take the root for a package."""

SHIPPED = (
    "metadata.txt",
    "LICENSE",
    "README.md",
    "plugin/**/*.py",
    "engine/**/*.py",
    "models/**/*.py",
    "models/zoo/*/card.toml",
    "models/zoo/*/model.onnx",
    "models/detectors/*/card.toml",
    "models/detectors/*/model.onnx",
    "resources/**/*.html",
    "resources/**/*.md",
    "resources/models/*.model3",
    "resources/runtime/*.txt",
    "resources/sample/*.qgz",
    "resources/**/*.png",
    "resources/**/*.qml",
    "resources/**/*.svg",
    "resources/**/*.tif",
    "resources/snap/*.xml",
)
TIMESTAMP = (2020, 1, 1, 0, 0, 0)
MODE = 0o100644
LRELEASE = ("lrelease", "lrelease-qt5", "lrelease6", "lrelease-qt6")
"""What the systems call the compiler of Qt's translations."""


def read_version(root: Path = ROOT) -> str:
    """Return the version, which stands in metadata.txt only."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(root / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def collect(root: Path) -> dict[str, bytes]:
    """Return what ships: names in the zip, below the plugin's folder, and their bytes."""
    files = {path.relative_to(root).as_posix(): path for pattern in SHIPPED for path in root.glob(pattern)}
    shipped = {name: path.read_bytes() for name, path in files.items() if path.is_file()}
    shipped["__init__.py"] = SHIM.encode()
    if "README.md" in shipped:
        shipped["README.md"] = with_web_links(shipped["README.md"], root)
    shipped.update(translations(root))
    return {f"{PLUGIN_ID}/{name}": data for name, data in shipped.items()}


def with_web_links(page: bytes, root: Path) -> bytes:
    """Return a page whose links to files of the project lead to the web: the zip holds no documentation."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(root / "metadata.txt", encoding="utf-8")
    base = metadata["general"]["repository"].rstrip("/")

    def link(match: re.Match[str]) -> str:
        # Pictures have to be the bytes themselves, pages are to be read.
        kind = "raw" if re.search(r"\.(png|jpe?g|svg)$", match[2]) else "blob"
        return f"{match[1]}{base}/{kind}/main/{match[2]}{match[3]}"

    text = re.sub(r"(\]\()((?:docs|resources|tools|Makefile)[^)#]*)(\)|#)", link, page.decode("utf-8"))
    return re.sub(r'(src=")((?:docs|resources)[^"]*)(")', link, text).encode()


def translations(root: Path) -> dict[str, bytes]:
    """Return the languages that are begun, compiled; without `lrelease` there are none, and stderr says so."""
    sources = [path for path in sorted((root / "i18n").glob("*.ts")) if translated(path)]
    lrelease = next(filter(None, map(shutil.which, LRELEASE)), None)
    if sources and not lrelease:
        print(
            "The zip comes without translations: lrelease is missing (qttools5-dev-tools).",
            file=sys.stderr,
        )
        return {}
    compiled = {}
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            target = Path(folder) / f"{source.stem}.qm"
            subprocess.run([lrelease, "-silent", str(source), "-qm", str(target)], check=True)
            compiled[f"i18n/{target.name}"] = target.read_bytes()
    return compiled


def write_zip(files: dict[str, bytes], path: Path) -> None:
    """Write `files` sorted, with one date and mode, whatever the machine's clock and umask say."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, TIMESTAMP)
            entry.create_system = 3
            entry.external_attr = MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)


def build(root: Path, path: Path) -> Path:
    """Build, check and put the zip at `path`; a zip that breaks a rule is not left there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        write_zip(collect(root), part)
        problems = check_zip(part)
        if problems:
            raise PackageError("\n".join(problems))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def main(arguments: list[str]) -> None:
    """Build the zip at the given path, or at dist/unveil-<version>.zip."""
    path = Path(arguments[0]) if arguments else ROOT / "dist" / f"{PLUGIN_ID}-{read_version()}.zip"
    build(ROOT, path)
    with zipfile.ZipFile(path) as archive:
        count = len(archive.namelist())
    print(f"{path}: {count} files, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PackageError as error:
        raise SystemExit(str(error)) from None
