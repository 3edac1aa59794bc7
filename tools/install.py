"""Unpack a built zip into a QGIS profile, switch the plugin on and show it the packages of this Python."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

from .package import PLUGIN_ID

PROFILE = Path("profiles") / "default"


def user_profiles() -> Path:
    """Return the folder in which QGIS 3 keeps the profiles of this user."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "QGIS" / "QGIS3"
    return Path.home() / ".local" / "share" / "QGIS" / "QGIS3"


def install(archive: Path, profiles: Path, runtime: Path) -> Path:
    """Put the plugin into the default profile below `profiles`, enabled, and return its folder.

    Settings of the profile that are not the plugin's stay as they are.
    """
    profile = profiles / PROFILE
    target = unpack(archive, profile / "python" / "plugins")
    settings = profile / "QGIS" / "QGIS3.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    text = settings.read_text(encoding="utf-8", errors="surrogateescape") if settings.exists() else ""
    text = set_value(text, "PythonPlugins", PLUGIN_ID, "true")
    text = set_value(text, PLUGIN_ID, "runtime_folder", ini_text(str(runtime)))
    part = settings.with_name(settings.name + ".part")
    part.write_text(text, encoding="utf-8", errors="surrogateescape")
    part.replace(settings)
    return target


def unpack(archive: Path, plugins: Path) -> Path:
    """Replace the plugin's folder (or a link that stands there) by the contents of the zip."""
    plugins.mkdir(parents=True, exist_ok=True)
    target = plugins / PLUGIN_ID
    with tempfile.TemporaryDirectory(dir=plugins, prefix=".") as fresh:
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(fresh)
        if target.is_symlink():
            target.unlink()
        elif target.exists():
            shutil.rmtree(target)
        (Path(fresh) / PLUGIN_ID).replace(target)
    return target


def set_value(text: str, group: str, key: str, value: str) -> str:
    """Return the `text` of a QSettings file with `key` of `group` set; every other line stays as it is."""
    lines = text.rstrip("\n").split("\n") if text else []
    header, entry = f"[{group}]", f"{key}={value}"
    if header not in lines:
        return "\n".join([*lines, *([""] if lines else []), header, entry]) + "\n"
    start = lines.index(header) + 1
    end = next((number for number in range(start, len(lines)) if lines[number].startswith("[")), len(lines))
    for number in range(start, end):
        if lines[number].split("=")[0].strip() == key:
            lines[number] = entry
            break
    else:
        lines.insert(start, entry)
    return "\n".join(lines) + "\n"


def ini_text(value: str) -> str:
    """Return a text as QSettings writes it: quoted where it must be, what is not ASCII as UTF-16 escapes."""
    if re.fullmatch(r"[\w./+-]+", value, re.ASCII):
        return value
    units = value.encode("utf-16-le")
    escaped, after_escape = "", False
    for low, high in zip(units[::2], units[1::2]):
        code = low | high << 8
        character = chr(code)
        # QSettings takes every hexadecimal digit after \x for its own: one that follows is escaped too.
        after_escape = not 32 <= code < 127 or (after_escape and character in "0123456789abcdefABCDEF")
        escaped += f"\\x{code:x}" if after_escape else "\\" + character if character in '\\"' else character
    return f'"{escaped}"'


def main(arguments: list[str]) -> None:
    """Install a zip into the user's own profile, or into the one below --profile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, help="the zip that tools/package.py has built")
    parser.add_argument("--profile", type=Path, help="a folder to use as QGIS_CUSTOM_CONFIG_PATH")
    given = parser.parse_args(arguments)
    profiles = given.profile.resolve() if given.profile else user_profiles()
    target = install(given.archive, profiles, Path(sysconfig.get_path("purelib")))
    print(f"Installed {target}. A QGIS that is open must be closed before and started again to see it.")


if __name__ == "__main__":
    main(sys.argv[1:])
