"""Jobs of a batch and items of catalogues made wrong."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

from unveil.tools.fuzz.case import NUMBERS, Case, spoilt

_VALUES: tuple[Any, ...] = (
    None, 5, -1, 1e308, "", "x" * 5000, "../../x", "/etc/passwd", "s2.tif", "\u0000", [], {}, [[]], True, "nan",
    "/vsicurl/http://127.0.0.1:9/x.tif", "file:///etc/passwd", "2021-02-31T25:00:00Z", {"a": {"b": [1]}},
)  # fmt: skip


def make_batch_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Run a scene of a table, a job or an item that is spoilt; now and then all of them, in children."""
    for name in ("s2.tif", "s1.tif", "mask.tif"):
        shutil.copy(base / name, folder / name)
    path = generator.choice((_table, _table, _job, _item, _odd_file))(generator, folder)
    command = [generator.choice(("run", "run", "run", "run", "run", "run", "run", "batch")), str(path)]
    command += [str(folder / "out" / "all"), "--model", generator.choice(("identity", "ground"))]
    if command[0] == "run" and generator.random() < 0.3:
        command += generator.choice((["--index", "0"], ["--index=-1"], ["--id", "a"], ["--id", "../a"]))
    if generator.random() < 0.3:
        command += ["--creation-option", generator.choice(("COMPRESS=NONE", "X=Y", "=", "COMPRESS", "BLOCKSIZE=nan"))]
    if generator.random() < 0.3:
        command += ["--also", "quality", "mask"]
    return Case(folder, command, f"{command[0]} {path.name}")


def make_catalogue_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Fetch a scene of a catalogue in files, one of whose documents or rasters is spoilt."""
    shutil.copytree(base / "catalogue", folder / "catalogue")
    place = folder / "catalogue"
    documents, rasters = sorted(place.glob("*.json")), sorted(place.glob("*.tif"))
    way = generator.randrange(5)
    if way == 0:
        victim = generator.choice(rasters)
        victim.write_bytes(spoilt(generator, victim.read_bytes()))
    elif way == 1:
        victim = generator.choice(rasters)
        victim.unlink()
        generator.choice((os.mkfifo, os.mkdir, Path.touch))(victim)
    elif way == 2:
        victim = generator.choice(documents)
        victim.write_bytes(spoilt(generator, victim.read_bytes()))
    else:
        victim = generator.choice(documents)
        victim.write_text(json.dumps(_changed(generator, json.loads(victim.read_text()))))
    command = ["fetch", str(folder / "out" / "scenes"), "--catalogue", "static", "--radar-catalogue", "static"]
    catalogue = str(place / "catalog.json")
    command += ["--address", catalogue, "--radar-address", catalogue, "--references", generator.choice("0123")]
    if generator.random() < 0.7:
        command += ["--item", str(place / "S2_scene.json")]
    else:
        box = generator.choice((("4.26", "45.13", "4.30", "45.16"), generator.choices(NUMBERS, k=4)))
        command += ["--bbox", *box, f"--date={generator.choice(('2021-06-30', '2021-13-01', '', 'nan'))}"]
    return Case(folder, command, f"{victim.name}, way {way}")


def _table(generator: random.Random, folder: Path) -> Path:
    names = ["id", "optical", "radar", "mask"]
    rows = [["a", "s2.tif", "s1.tif", "mask.tif"], ["b", "s2.tif", "s1.tif", ""]][: generator.choice((0, 1, 1, 2))]
    for _ in range(generator.choice((0, 1, 2))):
        row = generator.choice((names, *rows))
        row[generator.randrange(len(row))] = str(generator.choice(_VALUES))
    text = "\n".join(generator.choice(",,,,;").join(row) for row in (names, *rows))
    path = folder / "jobs.csv"
    data = text.encode("utf-8", "replace")
    path.write_bytes(spoilt(generator, data) if generator.random() < 0.2 else data)
    return path


def _job(generator: random.Random, folder: Path) -> Path:
    job = {"id": "a", "optical": str(folder / "s2.tif"), "radar": str(folder / "s1.tif"), "mask": ""}
    path = folder / "job.json"
    path.write_text(json.dumps(_changed(generator, job)))
    return path


def _item(generator: random.Random, folder: Path) -> Path:
    assets = {"optical": {"href": "./s2.tif"}, "radar": {"href": "./s1.tif"}, "mask": {"href": "mask.tif"}}
    item = {
        "type": "Feature", "stac_version": "1.0.0", "id": "a", "geometry": None, "links": [], "assets": assets,
        "properties": {"datetime": "2021-06-30T10:50:31Z"},
    }  # fmt: skip
    document: Any = _changed(generator, item)
    if generator.random() < 0.3:
        document = {"type": "FeatureCollection", "features": [document] * generator.choice((0, 1, 2)), "links": []}
    path = folder / "item.json"
    path.write_text(json.dumps(document))
    return path


def _odd_file(generator: random.Random, folder: Path) -> Path:
    """Return a pipe, a folder without scenes, a text without end, or an address, where jobs should be."""
    path = folder / generator.choice(("jobs.csv", "jobs.json", "jobs.txt"))
    way = generator.randrange(5)
    if way == 0:
        os.mkfifo(path)
    elif way == 1:
        path.mkdir()
    elif way == 2:
        path.write_text("[" * 100_000)
    elif way == 3:
        path.write_text(json.dumps({"search": "http://127.0.0.1:9/search", "collections": ["sentinel-2-l2a"]}))
    return path


def _changed(generator: random.Random, document: Any) -> Any:
    """Return a document in which some values are others, or gone."""
    for _ in range(generator.choice((0, 1, 1, 2, 4))):
        place = document
        while isinstance(place, (dict, list)) and place:
            key = generator.choice(sorted(place) if isinstance(place, dict) else range(len(place)))
            if isinstance(place[key], (dict, list)) and place[key] and generator.random() < 0.7:
                place = place[key]
                continue
            if generator.random() < 0.3:
                del place[key]
            else:
                place[key] = generator.choice(_VALUES)
            break
    return document
