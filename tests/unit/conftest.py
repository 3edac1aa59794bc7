"""Rasters and models that tests make for themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr

S2 = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12"]


def write_raster(
    path, data, names=None, transform=(600000, 10, 0, 5000000, 0, -10), epsg=32631, nodata=None, scale=None, offset=None
):
    """Write [bands, h, w] as a GeoTIFF and return its path as text."""
    from osgeo import gdal_array

    data = np.asarray(data)
    code = gdal_array.NumericTypeCodeToGDALTypeCode(data.dtype.type)
    dataset = gdal.GetDriverByName("GTiff").Create(
        str(path), data.shape[2], data.shape[1], data.shape[0], code, ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"]
    )
    dataset.SetGeoTransform(transform)
    if epsg:
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(epsg)
        dataset.SetProjection(reference.ExportToWkt())
    for index, plane in enumerate(data, 1):
        band = dataset.GetRasterBand(index)
        band.WriteArray(plane)
        if names:
            band.SetDescription(names[index - 1])
        if nodata is not None:
            band.SetNoDataValue(nodata)
        if scale is not None:
            band.SetScale(scale)
        if offset is not None:
            band.SetOffset(offset)
    dataset = None
    return str(path)


@pytest.fixture
def raster_file(tmp_path):
    """A function that writes an array as a GeoTIFF in the test's folder."""

    def write(name, data, **keywords):
        return write_raster(tmp_path / name, data, **keywords)

    return write


def optical_dn(height, width, seed=0):
    """Return plausible clear L1C DN [13, height, width], uint16, never 0."""
    generator = np.random.default_rng(seed)
    level = np.array([1300, 1000, 900, 800, 1000, 1800, 2100, 2200, 2300, 700, 15, 1800, 1000])
    return (level[:, None, None] * generator.uniform(0.6, 1.4, (13, height, width))).astype(np.uint16) + 1


def radar_db(height, width, seed=0):
    """Return plausible backscatter [2, height, width] in dB, float32."""
    generator = np.random.default_rng(seed)
    return (np.array([-11.0, -18.0])[:, None, None] + generator.normal(0, 2, (2, height, width))).astype(np.float32)


@pytest.fixture
def scene_files(raster_file):
    """A function that writes optical and radar of one place, and a mask: (optical, radar, mask) as paths."""

    def write(height, width, mask=None, seed=0, **keywords):
        optical = raster_file("s2.tif", optical_dn(height, width, seed), names=S2, **keywords)
        radar = raster_file("s1.tif", radar_db(height, width, seed), names=["VV", "VH"])
        if mask is None:
            return optical, radar, None
        return optical, radar, raster_file("mask.tif", np.asarray(mask, np.uint8)[None], nodata=255)

    return write


def save_model(folder: Path, build, tile=32, inputs=("optical", "radar"), **card_values):
    """Write an ONNX model and its card; `build(helper)` returns the nodes that make `cloud_free` of the inputs."""
    onnx = pytest.importorskip("onnx")
    from onnx import TensorProto, helper

    from unveil.models.card import ModelCard, file_sha256, write_card

    folder.mkdir(parents=True, exist_ok=True)
    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13}
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n", channels[n], tile, tile]) for n in inputs]
    out = [helper.make_tensor_value_info("cloud_free", TensorProto.FLOAT, ["n", 13, tile, tile])]
    graph = helper.make_graph(build(helper), "g", ends, out)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    values = {"title": "Test model", "architecture": "glf-cr", "overlap": tile // 4, "prior": (1000.0,) * 13}
    values.update(card_values)
    card = ModelCard(
        id=folder.name, tile=tile, inputs=inputs, sha256=file_sha256(folder / "model.onnx"), folder=folder, **values
    )
    write_card(card, folder / "card.toml")
    return card


def identity(helper):
    return [helper.make_node("Identity", ["optical"], ["cloud_free"])]


@pytest.fixture
def identity_card(tmp_path):
    """A model that returns its optical input."""
    return save_model(tmp_path / "zoo" / "identity", identity)


@pytest.fixture
def fill_card(tmp_path):
    """A model that paints reflectance 0.1 in every band."""

    def build(helper):
        from onnx import TensorProto

        tenth = helper.make_tensor("tenth", TensorProto.FLOAT, [1], [0.1])
        zero = helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0])
        return [
            helper.make_node("Constant", [], ["t"], value=tenth),
            helper.make_node("Constant", [], ["z"], value=zero),
            helper.make_node("Mul", ["optical", "z"], ["nothing"]),
            helper.make_node("Add", ["nothing", "t"], ["cloud_free"]),
        ]

    return save_model(tmp_path / "zoo" / "fill", build)


def read(path):
    """Return all bands of a raster as [bands, h, w]."""
    data = gdal.Open(str(path)).ReadAsArray()
    return data if data.ndim == 3 else data[None]


@pytest.fixture
def read_raster():
    return read
