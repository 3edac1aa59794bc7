"""Rasters made wrong: values, sizes, places, tags, formats and files that are none."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from pathlib import Path

import numpy as np
from osgeo import gdal, osr

from unveil.tools.fuzz.case import NUMBERS, Case, spoilt

_TYPES = (
    "uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64", "complex64", "int64", "uint64",
)  # fmt: skip
_CRS = (
    "", "EPSG:4326", "EPSG:4978", "EPSG:3857", "EPSG:32760", "EPSG:5773", "IAU:30100", "nonsense",
    'LOCAL_CS["somewhere",UNIT["metre",1]]', 'ENGCRS["x",EDATUM["y"],CS[Cartesian,2],AXIS["a",east],AXIS["b",north]]',
    'GEOGCS["Mars",DATUM["Mars",SPHEROID["Mars",3396190,169]],PRIMEM["0",0],UNIT["degree",0.01745]]',
    'PROJCS["half',
)  # fmt: skip
TRANSFORMS = (
    (0, 1, 0, 0, 0, 1), (0, 0, 0, 0, 0, 0), (float("nan"),) * 6, (6e5, 1e-12, 0, 5e6, 0, -1e-12),
    (6e5, -10, 0, 5e6, 0, 10),
    (6e5, 10, 0, 5e6, 0, float("inf")), (1e200, 10, 0, 5e6, 0, -10), (6e5, 7, 7, 5e6, 7, -7),
    (6e5, 5e5, 0, 5e6, 0, -5e5),
    (180, 1e-4, 0, 89.99, 0, -1e-4), (6e5, 0.05, 0, 5e6, 0, -0.05),
)  # fmt: skip

_HOURS = 100_000
"""Pixels a side of a scene that takes hours."""


def make_raster_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Spoil the optical raster, the radar, or the mask, and run a command on them."""
    for name in ("s2.tif", "s1.tif", "mask.tif"):
        shutil.copy(base / name, folder / name)
    victim = generator.choice(("s2.tif", "s2.tif", "s1.tif", "mask.tif"))
    what = spoil_raster(generator, folder / victim)
    out = str(folder / "out" / "out.tif")
    s2, s1, mask = (str(folder / name) for name in ("s2.tif", "s1.tif", "mask.tif"))
    command = generator.choice(
        (
            ["remove", s2, s1, out, "--mask", mask, "--model", "identity"],
            ["remove", s2, s1, out, "--model", "identity"],
            ["mask", s2, out],
            ["haze", s2, out, "--mask", mask],
            ["prepare-s2", s2, out],
            ["prepare-s1", s1, s2, out],
            ["evaluate", s2, s2, "--mask", mask],
        )
    )
    return Case(folder, command, f"{victim} {what}", patience(what))


def patience(what: str) -> float | None:
    """Return when a case is told to stop: where there are pixels for hours of right work, which must then end."""
    return 8.0 if f"{_HOURS} x {_HOURS}" in what else None


def spoil_raster(generator: random.Random, path: Path) -> str:
    """Spoil a raster in one of many ways, and return in which."""
    way = generator.choice((_rewritten, _rewritten, _rewritten, _bytes_spoilt, _no_raster, _virtual))
    return way(generator, path)


def _rewritten(generator: random.Random, path: Path) -> str:
    """Write the raster anew with other values, types, sizes, tags or places."""
    dataset = gdal.Open(str(path))
    data = dataset.ReadAsArray().reshape(dataset.RasterCount, dataset.RasterYSize, dataset.RasterXSize)
    names = [dataset.GetRasterBand(index + 1).GetDescription() for index in range(len(data))]
    transform, crs, kind = dataset.GetGeoTransform(), dataset.GetProjection(), data.dtype.name
    nodata: float | None = None
    scale: tuple[float, float] | None = None
    metadata: dict[str, str] = {}
    said = []
    for _ in range(generator.choice((1, 1, 2, 3))):
        way = generator.choice(("type", "size", "place", "crs", "nodata", "scale", "bands", "values", "tags"))
        if way == "type":
            kind = generator.choice(_TYPES)
        elif way == "size":
            rows, columns = generator.choice(((1, 1), (1, 48), (48, 1), (2, 3), (33, 47), (300, 20)))
            data = np.resize(data, (len(data), rows, columns))
        elif way == "place":
            transform = generator.choice(TRANSFORMS)
        elif way == "crs":
            crs = generator.choice(_CRS)
        elif way == "nodata":
            nodata = generator.choice((float("nan"), -3.4e38, 0, 1, -1, 255, 65535, 1e300, -9999, 0.5, float("inf")))
        elif way == "scale":
            scale = generator.choice(
                ((float("nan"), 0), (0, 0), (1e-4, -0.1), (float("inf"), 1), (-1, 5), (1e300, 1e300))
            )
        elif way == "bands":
            order = generator.choices(range(len(data)), k=generator.choice((1, 2, 3, len(data), 14, 40)))
            data, names = data[order], [names[index] for index in order]
            if generator.random() < 0.5:
                names = [generator.choice(("", "B2", "B8A", "VV", "x" * 300, "ü\n", "SCL", "B99")) for _ in order]
        elif way == "values":
            data = _odd_values(generator, data)
            kind = data.dtype.name if generator.random() < 0.7 else kind
        else:
            key = generator.choice(("MEAN_SOLAR_AZIMUTH_ANGLE", "UNVEIL_SUN_ELEVATION", "SUN_ELEVATION", "LEVEL"))
            metadata[key] = generator.choice(NUMBERS)
        said.append(way)
    _write(path, data, kind, (transform, crs), (names, nodata, scale, metadata))
    return " and ".join(said)


def _odd_values(generator: random.Random, data: np.ndarray) -> np.ndarray:
    made = data.astype(generator.choice((np.float32, np.float64, data.dtype.type)))
    with np.errstate(all="ignore"):
        way = generator.randrange(6)
        if way == 0:
            return np.full_like(made, generator.choice((0, 1, 255)))
        if way == 1 and made.dtype.kind == "f":
            made.flat[:: generator.choice((1, 2, 17))] = generator.choice((np.nan, np.inf, -np.inf, 1e38, -1e38))
            return made
        if way == 2:
            return (made * generator.choice((-1, 1e-4, 1e6, 1e-30))).astype(np.float32)
        if way == 3:
            return made[:, ::-1] * 0 + np.arange(made.shape[-1], dtype=made.dtype)
        if way == 4:
            made[generator.randrange(len(made))] = 0
            return made
        return np.random.default_rng(generator.randrange(10**6)).integers(0, 65536, made.shape).astype(np.uint16)


def _write(path: Path, data: np.ndarray, kind: str, place: tuple, tags: tuple) -> None:
    from osgeo import gdal_array

    names, nodata, scale, metadata = tags
    with np.errstate(all="ignore"):
        data = data.astype(kind)
    code = gdal_array.NumericTypeCodeToGDALTypeCode(data.dtype.type)
    if code is None:
        data = data.astype(np.float64)
        code = gdal.GDT_Float64
    path.unlink()
    bands, rows, columns = data.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), columns, rows, bands, code)
    dataset.SetGeoTransform(place[0])
    crs = place[1]
    reference = osr.SpatialReference()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    if crs and reference.SetFromUserInput(crs) == 0:
        dataset.SetSpatialRef(reference)
    dataset.SetMetadata(metadata)
    for index, plane in enumerate(data):
        band = dataset.GetRasterBand(index + 1)
        band.WriteArray(plane)
        band.SetDescription(names[index])
        if nodata is not None:
            # GDAL takes whole numbers of 64 bits in its own calls, and nothing else there.
            with contextlib.suppress(TypeError, SystemError, OverflowError):
                band.SetNoDataValue(nodata)
        if scale is not None:
            band.SetScale(scale[0])
            band.SetOffset(scale[1])
    dataset = None
    gdal.PopErrorHandler()


def _bytes_spoilt(generator: random.Random, path: Path) -> str:
    path.write_bytes(spoilt(generator, path.read_bytes()))
    return "with spoilt bytes"


def _no_raster(generator: random.Random, path: Path) -> str:
    """Put something in the raster's place that is none."""
    path.unlink()
    way = generator.choice(("pipe", "folder", "empty", "text", "loop", "png", "zip", "missing"))
    if way == "pipe":
        os.mkfifo(path)
    elif way == "folder":
        path.mkdir()
    elif way == "empty":
        path.touch()
    elif way == "loop":
        path.symlink_to(path)
    elif way != "missing":
        head = {"text": b"hello\n" * 50, "png": b"\x89PNG\r\n\x1a\n" + bytes(100), "zip": b"PK\x03\x04" + bytes(60)}[
            way
        ]
        path.write_bytes(head)
    return f"is {way}"


def _virtual(generator: random.Random, path: Path) -> str:
    """Put a virtual raster or the description of a server in its place."""
    sizes = ("48 48", "2000000000 2000000000", "1000000 1", f"{_HOURS} {_HOURS}", "0 0", "-5 7")
    size = generator.choice(sizes).split()
    source = generator.choice(("s1.tif", path.name, "/etc/passwd", "/vsicurl/http://127.0.0.1:9/x.tif", "nothing.tif"))
    bands = "".join(
        f'<VRTRasterBand dataType="UInt16" band="{index + 1}"><SimpleSource><SourceFilename relativeToVRT="1">{source}'
        "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>"
        for index in range(generator.choice((1, 2, 13)))
    )
    text = f'<VRTDataset rasterXSize="{size[0]}" rasterYSize="{size[1]}"><SRS>EPSG:32631</SRS>'
    text += f"<GeoTransform>600000,10,0,5000000,0,-10</GeoTransform>{bands}</VRTDataset>"
    server = "<GDAL_WMS><Service name='TMS'><ServerUrl>http://127.0.0.1:9/${z}</ServerUrl></Service></GDAL_WMS>"
    path.write_text(generator.choice((text, text, server)))
    return f"virtual of {source}, {size[0]} x {size[1]}"
