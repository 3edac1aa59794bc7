"""Products and their xml made wrong: files missing, exchanged, spoilt, numbers that are none, documents without end."""

from __future__ import annotations

import os
import random
import re
import shutil
import zipfile
from pathlib import Path

from unveil.tools.fuzz.case import NUMBERS, Case, spoilt


def make_product_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Spoil a file of a product and prepare, mask, or restore it."""
    level = generator.choice(("L1C", "L2A"))
    shutil.copytree(base / level, folder / level)
    safe = next((folder / level).iterdir())
    what = generator.choice((_image, _image, _missing, _exchanged, _added))(generator, safe)
    return _command(generator, base, folder, safe, f"{level}: {what}")


def make_xml_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Spoil the metadata of a product and prepare, mask, or restore it."""
    level = generator.choice(("L1C", "L2A"))
    shutil.copytree(base / level, folder / level)
    safe = next((folder / level).iterdir())
    path = generator.choice(sorted(safe.rglob("*.xml")))
    text = path.read_text(encoding="utf-8")
    way = generator.choice((_number, _number, _number, _deep, _bomb, _removed, _bytes))
    path.write_bytes(way(generator, text))
    return _command(generator, base, folder, safe, f"{level}: {path.name} {way.__name__.strip('_')}")


def _command(generator: random.Random, base: Path, folder: Path, safe: Path, what: str) -> Case:
    out, given = str(folder / "out" / "out.tif"), str(safe)
    if generator.random() < 0.15:
        given = str(folder / "product.zip")
        _zip(generator, safe, Path(given))
    elif generator.random() < 0.2:
        given = str(next(safe.glob("MTD*.xml"), safe))
    commands = (["prepare-s2", given, out], ["prepare-s2", given, out], ["mask", given, out])
    radar = ["remove", given, str(base / "s1.tif"), out, "--model", "identity"]
    return Case(folder, generator.choice((*commands, radar)), what)


def _zip(generator: random.Random, safe: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(safe.rglob("*")):
            if file.is_file():
                archive.write(file, str(file.relative_to(safe.parent)))
        if generator.random() < 0.3:
            archive.writestr("../../outside.tif", b"x")
    if generator.random() < 0.5:
        path.write_bytes(spoilt(generator, path.read_bytes()))


def _images(safe: Path) -> list[Path]:
    return sorted(safe.rglob("*.jp2"))


def _image(generator: random.Random, safe: Path) -> str:
    path = generator.choice(_images(safe))
    path.write_bytes(spoilt(generator, path.read_bytes()))
    return f"{path.name} with spoilt bytes"


def _missing(generator: random.Random, safe: Path) -> str:
    files = sorted(file for file in safe.rglob("*") if file.is_file())
    gone = generator.sample(files, generator.choice((1, 2, len(files) - 1)))
    for path in gone:
        path.unlink()
    return f"without {len(gone)} files"


def _exchanged(generator: random.Random, safe: Path) -> str:
    first, second = generator.sample(_images(safe), 2)
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    if generator.random() < 0.5:
        second.write_bytes(data)
    return f"{first.name} for {second.name}"


def _added(generator: random.Random, safe: Path) -> str:
    """Put a pipe, a link, a folder, a virtual raster or a server's description in a band's place."""
    path = generator.choice(_images(safe))
    path.unlink()
    way = generator.choice(("pipe", "link", "folder", "virtual", "server", "loop"))
    if way == "pipe":
        os.mkfifo(path)
    elif way == "link":
        path.symlink_to("/etc/passwd")
    elif way == "folder":
        path.mkdir()
    elif way == "loop":
        path.symlink_to(path)
    elif way == "virtual":
        path.write_text(
            '<VRTDataset rasterXSize="120" rasterYSize="120"><VRTRasterBand dataType="UInt16" band="1"><SimpleSource>'
            "<SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
        )
    else:
        path.write_text(
            "<GDAL_WMS><Service name='TMS'><ServerUrl>http://127.0.0.1:9/${z}</ServerUrl></Service></GDAL_WMS>"
        )
    return f"{path.name} is {way}"


def _number(generator: random.Random, text: str) -> bytes:
    places = list(re.finditer(r'(?<=[>"])-?\d+(\.\d+)?(?=[<"])', text))
    for match in reversed(sorted(generator.sample(places, min(len(places), 3)), key=lambda each: each.start())):
        text = text[: match.start()] + generator.choice(NUMBERS) + text[match.end() :]
    return text.encode("utf-8", "replace")


def _deep(generator: random.Random, text: str) -> bytes:
    depth = generator.choice((500, 990, 1500, 50_000))
    place = generator.choice([match.end() for match in re.finditer(r">", text)])
    return (text[:place] + "<a>" * depth + "</a>" * depth + text[place:]).encode()


def _bomb(generator: random.Random, text: str) -> bytes:
    head = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in zip("bcdefghij", "abcdefghi")
    )
    outside = '<!ENTITY k SYSTEM "file:///etc/passwd">]>'
    body = text.partition("?>")[2].replace("</", f"&{generator.choice('jk')};</", 2)
    return (head + outside + body).encode()


def _removed(generator: random.Random, text: str) -> bytes:
    names = sorted(set(re.findall(r"<(\w+)[ >]", text)))
    name = generator.choice(names)
    return re.sub(rf"<{name}[ >].*?</{name}>", "", text, flags=re.DOTALL).encode()


def _bytes(generator: random.Random, text: str) -> bytes:
    return spoilt(generator, text.encode())
