"""Masks and parts made wrong: codes of other conventions, polygons that are none, extents elsewhere, thin cloud."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import numpy as np

from unveil.tools.fuzz import fixtures
from unveil.tools.fuzz.case import NUMBERS, Case, spoilt
from unveil.tools.fuzz.rasters import TRANSFORMS

_LEFT, _TOP = 600_000.0, 5_000_000.0
_CODINGS = (
    "auto", "classes", "scl", "fmask-usgs", "fmask-python", "kappamask", "cloudsen12", "omnicloudmask", "probability",
    "cloudscore",
)  # fmt: skip
_NAMES = ("", "SCL", "probability", "CLEAR", "Fmask", "cs", "qa60", "x" * 300, "\n")


def make_mask_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Give removal, haze or a comparison a mask of odd codes, on an odd grid, or of odd polygons."""
    for name in ("s2.tif", "s1.tif"):
        shutil.copy(base / name, folder / name)
    s2, s1 = (str(folder / name) for name in ("s2.tif", "s1.tif"))
    out = str(folder / "out" / "out.tif")
    drawn = generator.random() < 0.4
    mask = str(write_polygons(generator, folder)) if drawn else _raster(generator, folder)
    command = generator.choice(
        (
            ["remove", s2, s1, out, "--mask", mask, "--model", "identity"],
            ["remove", s2, s1, out, "--mask", mask, "--model", "ground"],
            ["haze", s2, out, "--mask", mask],
            ["evaluate", s2, s2, "--mask", mask],
        )
    )
    if command[0] != "evaluate" and generator.random() < 0.5:
        command += ["--mask-coding", generator.choice(_CODINGS)]
    if command[0] != "evaluate" and generator.random() < 0.3:
        command += [f"--mask-dilation={generator.choice((*NUMBERS, '5000', '60'))}"]
    return Case(folder, command, f"{command[0]} with {'polygons' if drawn else 'codes'}")


def make_part_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Ask for a part of a scene that lies elsewhere, is empty, has no numbers, or is of odd polygons."""
    for name in ("s2.tif", "s1.tif", "mask.tif"):
        shutil.copy(base / name, folder / name)
    s2, s1, mask = (str(folder / name) for name in ("s2.tif", "s1.tif", "mask.tif"))
    command = ["remove", s2, s1, str(folder / "out" / "out.tif"), "--model", generator.choice(("identity", "ground"))]
    if generator.random() < 0.8:
        command += ["--mask", mask]
    if generator.random() < 0.6:
        command += ["--extent", *_extent(generator)]
    if generator.random() < 0.6:
        command += ["--area", str(write_polygons(generator, folder))]
    if generator.random() < 0.6:
        command.append("--cut")
    return Case(folder, command, " ".join(command[6:])[:150])


def _extent(generator: random.Random) -> list[str]:
    if generator.random() < 0.4:
        return [generator.choice((*NUMBERS, "600000", "5000000")) for _ in range(4)]
    left, top = _LEFT + generator.uniform(-600, 600), _TOP + generator.uniform(-600, 600)
    width, height = generator.choice(((100, 100), (1e-6, 1e-6), (-5, 5), (1e7, 1e7), (0, 50), (480, 1)))
    return [repr(left), repr(top - height), repr(left + width), repr(top)]


def _raster(generator: random.Random, folder: Path) -> str:
    write_raster = fixtures("rasters").write_raster
    rows, columns = generator.choice(((48, 48), (48, 48), (24, 24), (5, 300), (1, 1)))
    pixel = 480 / columns
    transform = (_LEFT, pixel, 0, _TOP, 0, -480 / rows)
    if generator.random() < 0.2:
        transform = generator.choice(TRANSFORMS)
    numbers = np.random.default_rng(generator.randrange(10**6))
    values = generator.choice(
        (
            numbers.integers(0, generator.choice((2, 3, 6, 12, 101, 256, 60_000)), (1, rows, columns)),
            numbers.random((1, rows, columns)),
            np.full((1, rows, columns), generator.choice((0, 1, 255, -1, np.nan, np.inf, 1e30))),
            numbers.choice([0, 1, 4, 255, 1024, 2048, 65535], (1, rows, columns)),
        )
    )
    with np.errstate(invalid="ignore", over="ignore"):
        values = values.astype(generator.choice((np.uint8, np.uint16, np.int16, np.float32, np.float64)))
    values = np.repeat(values, generator.choice((1, 1, 1, 2, 3)), axis=0)
    names = [generator.choice(_NAMES) for _ in values]
    tags = {
        "nodata": generator.choice((None, None, 0, 1, 255, -9999)),
        "scale": generator.choice((None, None, 0.01, 0, -1, float("inf"))),
        "epsg": generator.choice((32631, 32631, 4326, 3857, 32760, 0)),
    }
    return write_raster(folder / "given.tif", values, names=names, transform=transform, **tags)


def write_polygons(generator: random.Random, folder: Path) -> Path:
    """Write a GeoJSON of polygons, many of them no polygons, and return its path."""
    path = folder / generator.choice(("area.geojson", "area.json", "area.gpkg", "area.shp"))
    features = [
        {"type": "Feature", "properties": {}, "geometry": _geometry(generator)}
        for _ in range(generator.choice((0, 1, 1, 3, 200)))
    ]
    crs = generator.choice(("EPSG::32631", "EPSG::32631", "EPSG::4326", "EPSG::999999", "IAU::30100", "x"))
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs}"}},
        "features": features,
    }
    data = json.dumps(document).encode()
    path.write_bytes(spoilt(generator, data) if generator.random() < 0.2 else data)
    return path


def _geometry(generator: random.Random) -> dict | None:
    kind = generator.choice(("box", "box", "box", "bow", "line", "empty", "odd", "none", "large", "hole"))
    x, y = _LEFT + generator.uniform(-50, 480), _TOP - generator.uniform(-50, 480)
    side = generator.choice((1e-9, 5.0, 100.0, 300.0))
    ring = [[x, y], [x + side, y], [x + side, y - side], [x, y - side], [x, y]]
    if kind == "none":
        return None
    if kind == "line":
        return {"type": "LineString", "coordinates": ring}
    if kind == "bow":
        ring[1], ring[2] = ring[2], ring[1]
    elif kind == "empty":
        ring = []
    elif kind == "odd":
        ring[generator.randrange(5)] = generator.choice(([1e308, -1e308], [None, 1], ["a", "b"], [x], [0, 0, 0, 0, 0]))
    elif kind == "large":
        ring = [[x + index % 97, y - index % 89] for index in range(30_000)]
    rings = [ring, ring[::-1]] if kind == "hole" else [ring]
    return {"type": "Polygon", "coordinates": rings}
