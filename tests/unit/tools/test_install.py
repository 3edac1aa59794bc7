"""Installing puts the plugin into a profile, switches it on, and leaves the rest of the profile alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from unveil.tools.install import ini_text, install, set_value


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("unveil/__init__.py", "new = True\n")
        made.writestr("unveil/plugin/__init__.py", "")
    return path


def test_a_fresh_profile_gets_the_plugin_switched_on(archive, tmp_path):
    target = install(archive, tmp_path / "qgis", Path("/opt/packages"))
    assert target == tmp_path / "qgis/profiles/default/python/plugins/unveil"
    assert (target / "plugin" / "__init__.py").exists()
    settings = (tmp_path / "qgis/profiles/default/QGIS/QGIS3.ini").read_text()
    assert settings == "[PythonPlugins]\nunveil=true\n\n[unveil]\nruntime_folder=/opt/packages\n"


def test_an_older_copy_is_replaced_and_neighbours_stay(archive, tmp_path):
    plugins = tmp_path / "qgis/profiles/default/python/plugins"
    (plugins / "unveil").mkdir(parents=True)
    (plugins / "unveil" / "gone.py").write_text("")
    (plugins / "other").mkdir()
    target = install(archive, tmp_path / "qgis", Path("/opt/packages"))
    assert not (target / "gone.py").exists()
    assert sorted(path.name for path in plugins.iterdir()) == ["other", "unveil"]


def test_a_link_to_a_working_copy_is_replaced_and_the_copy_stays(archive, tmp_path):
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "mine.py").write_text("")
    plugins = tmp_path / "qgis/profiles/default/python/plugins"
    plugins.mkdir(parents=True)
    (plugins / "unveil").symlink_to(copy)
    target = install(archive, tmp_path / "qgis", Path("/opt/packages"))
    assert not target.is_symlink()
    assert (copy / "mine.py").exists()


def test_installing_twice_changes_nothing(archive, tmp_path):
    settings = tmp_path / "qgis/profiles/default/QGIS/QGIS3.ini"
    install(archive, tmp_path / "qgis", Path("/opt/packages"))
    first = settings.read_bytes()
    install(archive, tmp_path / "qgis", Path("/opt/packages"))
    assert settings.read_bytes() == first


def test_other_settings_stay_as_they_are():
    text = "[General]\nname=\\xe9\\x20ac\n\n[PythonPlugins]\nother=true\nunveil=false\n"
    text += "\n[qgis]\na\\b=@Variant(\\0=[x)\n"
    changed = set_value(text, "PythonPlugins", "unveil", "true")
    assert changed == text.replace("unveil=false", "unveil=true")


def test_a_key_goes_into_its_group_only():
    text = "[a]\nunveil=1\n[b]\nx=1\n"
    assert set_value(text, "b", "unveil", "2") == "[a]\nunveil=1\n[b]\nunveil=2\nx=1\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("/opt/site-packages", "/opt/site-packages"),
        ("/a b/c,d", '"/a b/c,d"'),
        ('C:\\x "y"', '"C:\\\\x \\"y\\""'),
        ("/é/b", '"/\\xe9/b"'),
        ("/éb", '"/\\xe9\\x62"'),
    ],
)
def test_texts_are_written_as_qsettings_reads_them(value, written):
    assert ini_text(value) == written
