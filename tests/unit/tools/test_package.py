"""The zip that is published: what is in it, that it never differs, and that a bad one is refused."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile

import pytest

from unveil.engine.version import version
from unveil.tools.package import (
    LRELEASE,
    MODE,
    ROOT,
    SHIM,
    PackageError,
    build,
    collect,
    read_version,
    write_zip,
)
from unveil.tools.zip_checks import check_zip

METADATA = """[general]
name=Small
description=A plugin for this test
about=What it does
version=1.2.3
qgisMinimumVersion=3.40
author=Somebody
email=somebody@example.org
homepage=https://example.org/small
tracker=https://example.org/small/issues
repository=https://example.org/small
hasProcessingProvider=yes
icon=resources/icons/icon.png
"""
WEIGHTS = b"weights"
CARD = f'schema = 1\nsha256 = "{hashlib.sha256(WEIGHTS).hexdigest()}"\n'
FILES = {
    "metadata.txt": METADATA,
    "LICENSE": "free",
    "README.md": "read",
    "plugin/__init__.py": "def classFactory(iface):\n    return None\n",
    "engine/raster/grid.py": "TILE = 256\n",
    "models/card.py": "SCHEMA = 1\n",
    "models/zoo/small/card.toml": CARD,
    "models/zoo/small/model.onnx": WEIGHTS.decode(),
    "resources/icons/icon.png": "picture",
}
NOT_SHIPPED = (
    "tests/unit/test_grid.py",
    "tools/package.py",
    "docs/architecture.md",
    "plugin/__pycache__/entry.cpython-311.pyc",
    "plugin/notes.txt",
    "models/zoo/small/training.log",
    "models/zoo/small/checkpoint.pt",
    ".venv/lib/thing.py",
)


@pytest.fixture
def tree(tmp_path):
    """A small repository that keeps every rule, with files that must stay at home."""
    root = tmp_path / "repository"
    for name, text in [*FILES.items(), *((name, "") for name in NOT_SHIPPED)]:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture
def shipped():
    """What the zip of that repository holds."""
    files = {f"unveil/{name}": text.encode() for name, text in FILES.items()}
    return {**files, "unveil/__init__.py": SHIM.encode()}


def test_only_what_is_named_ships(tree, shipped):
    assert collect(tree) == shipped


def test_the_same_tree_gives_the_same_bytes(tree, tmp_path):
    first = build(tree, tmp_path / "first.zip").read_bytes()
    for path in tree.rglob("*"):
        os.utime(path, (1e9, 1e9))
        path.chmod(0o700)
    second = build(tree, tmp_path / "second.zip").read_bytes()
    assert first == second


def test_entries_are_sorted_and_readable_by_all(tree, tmp_path):
    with zipfile.ZipFile(build(tree, tmp_path / "small.zip")) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {MODE}
        assert archive.testzip() is None


def test_a_zip_that_breaks_a_rule_is_not_left_behind(tree, tmp_path):
    (tree / "LICENSE").unlink()
    target = tmp_path / "dist" / "small.zip"
    with pytest.raises(PackageError, match="The zip lacks LICENSE"):
        build(tree, target)
    assert list(target.parent.iterdir()) == []


@pytest.mark.skipif(not any(map(shutil.which, LRELEASE)), reason="lrelease is not installed")
def test_translations_are_compiled(tree, tmp_path):
    (tree / "i18n").mkdir()
    (tree / "i18n" / "unveil_es.ts").write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="es">'
        "<context><name>Unveil</name>"
        "<message><source>Cloud</source><translation>Nube</translation></message></context></TS>"
    )
    with zipfile.ZipFile(build(tree, tmp_path / "small.zip")) as archive:
        assert "Nube".encode("utf-16-be") in archive.read("unveil/i18n/unveil_es.qm")
        assert "unveil/i18n/unveil_es.ts" not in archive.namelist()


def changed(files, name, old, new):
    return {**files, name: files[name].replace(old.encode(), new.encode())}


def without(files, name):
    return {key: data for key, data in files.items() if key != name}


META = "unveil/metadata.txt"
BAD = {
    "a second folder": (lambda f: {**f, "other/__init__.py": b""}, "must hold one folder"),
    "a file outside": (lambda f: {**f, "unveil/../secret.py": b""}, "leads out of"),
    "an absolute name": (lambda f: {**f, "/unveil/a.py": b""}, "leads out of"),
    "no LICENSE": (lambda f: without(f, "unveil/LICENSE"), "lacks LICENSE"),
    "no metadata": (lambda f: without(f, META), "lacks metadata.txt"),
    "no shim": (lambda f: without(f, "unveil/__init__.py"), "lacks __init__.py"),
    "tests": (lambda f: {**f, "unveil/tests/test_a.py": b""}, "'unveil/tests/test_a.py' does not belong"),
    "tools": (lambda f: {**f, "unveil/tools/package.py": b""}, "does not belong"),
    "documentation": (lambda f: {**f, "unveil/docs/a.md": b""}, "does not belong"),
    "byte code": (lambda f: {**f, "unveil/plugin/a.pyc": b""}, "left-over"),
    "a cache": (lambda f: {**f, "unveil/plugin/__pycache__/a.py": b""}, "left-over"),
    "a library": (lambda f: {**f, "unveil/engine/fast.so": b""}, "is a program"),
    "a shell script": (lambda f: {**f, "unveil/plugin/run.sh": b""}, "is a program"),
    "no about": (lambda f: changed(f, META, "about=What it does\n", ""), "lacks 'about'"),
    "an empty email": (lambda f: changed(f, META, "somebody@example.org", ""), "lacks 'email'"),
    "a percent sign": (lambda f: changed(f, META, "What it does", "100 % of it"), "has a % in 'about'"),
    "a long version": (lambda f: changed(f, META, "1.2.3", "1.2.3rc1"), "not MAJOR.MINOR.PATCH"),
    "a slash in the author": (lambda f: changed(f, META, "=Somebody", "=Some/body"), "holds a '/'"),
    "no provider": (lambda f: changed(f, META, "Provider=yes", "Provider=no"), "hasProcessingProvider"),
    "no address": (lambda f: changed(f, META, "=https://example.org/small\n", "=later\n"), "not the address"),
    "no icon": (lambda f: without(f, "unveil/resources/icons/icon.png"), "is not a PNG"),
    "newer Python": (lambda f: {**f, "unveil/plugin/a.py": b"match 1:\n    case _: pass\n"}, "Python 3.9"),
    "other weights": (lambda f: {**f, "unveil/models/zoo/small/model.onnx": b"other"}, "another SHA-256"),
    "no weights": (lambda f: without(f, "unveil/models/zoo/small/model.onnx"), "has no model.onnx"),
    "no card": (lambda f: without(f, "unveil/models/zoo/small/card.toml"), "has no card"),
}


def problems(files, tmp_path):
    path = tmp_path / "made.zip"
    write_zip(files, path)
    return check_zip(path)


def test_a_good_zip_passes(shipped, tmp_path):
    assert problems(shipped, tmp_path) == []


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_zip_is_refused_with_a_sentence(kind, shipped, tmp_path):
    spoil, sentence = BAD[kind]
    found = problems(spoil(shipped), tmp_path)
    assert any(sentence in line for line in found), found


def test_a_folder_name_that_is_no_identifier_is_refused(shipped, tmp_path):
    found = problems({name.replace("unveil/", "my-plugin/"): data for name, data in shipped.items()}, tmp_path)
    assert any("cannot be the name of a plugin's folder" in line for line in found)


def test_a_name_that_comes_twice_is_refused(shipped, tmp_path):
    path = tmp_path / "twice.zip"
    write_zip(shipped, path)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("unveil/LICENSE", "again")
    assert any("'unveil/LICENSE' is in the zip more than once" in line for line in check_zip(path))


def test_other_modes_are_refused(shipped, tmp_path):
    path = tmp_path / "modes.zip"
    write_zip(shipped, path)
    with zipfile.ZipFile(path, "a") as archive:
        entry = zipfile.ZipInfo("unveil/plugin/run.py")
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, "")
    assert check_zip(path) == ["'unveil/plugin/run.py' has the mode 755 and not 644."]


def test_a_zip_that_is_too_big_is_refused(shipped, tmp_path):
    noise = os.urandom(25_100_000)
    (found,) = problems({**shipped, "unveil/resources/sample.tif": noise}, tmp_path)
    assert found == "The zip has 25.1 MB, and the repository takes 25 MB."


def test_this_repository_gives_a_good_zip(tmp_path):
    with zipfile.ZipFile(build(ROOT, tmp_path / "unveil.zip")) as archive:
        names = set(archive.namelist())
    assert {"unveil/__init__.py", "unveil/plugin/__init__.py", "unveil/engine/errors.py"} <= names


def test_the_version_stands_in_one_place():
    assert read_version() == version()
    assert f'version = "{read_version()}"' not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_page_in_the_zip_links_to_nothing_that_the_zip_lacks(tmp_path):
    import re
    from pathlib import PurePosixPath

    from unveil.tools.package import ROOT, collect

    shipped = collect(ROOT)
    page = shipped["unveil/README.md"].decode("utf-8")
    links = re.findall(r"\]\(([^)]+)\)", page) + re.findall(r'src="([^"]+)"', page)
    local = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert [link for link in local if str(PurePosixPath("unveil") / link) not in shipped] == []
    assert any(link.startswith("https://github.com/unveil-qgis/unveil/blob/main/docs/") for link in links)


def test_every_link_of_the_page_leads_to_a_file_of_the_project():
    import re

    from unveil.tools.package import ROOT

    page = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)", page) + re.findall(r'src="([^"]+)"', page)
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
