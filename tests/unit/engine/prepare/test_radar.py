from __future__ import annotations

import os

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.products import make_grd, zipped
from fixtures.rasters import radar_db
from osgeo import gdal, osr

from unveil.engine.errors import UnveilError
from unveil.engine.prepare.radar import RadarSettings, RadarTarget, prepare_radar
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.radar_products import open_radar_product

TRANSFORM = (600000, 10, 0, 5000000, 0, -10)


def prepared(radar, reference, output, vh="", quantity="", **settings):
    log = Log()
    product = open_radar_product(str(radar), str(vh), quantity)
    target = RadarTarget(describe(str(reference)), str(output))
    report = prepare_radar(product, target, RadarSettings(**settings), log)
    return report, gdal.Open(str(output)).ReadAsArray(), log


@pytest.fixture
def reference(raster_file):
    return raster_file("s2.tif", np.full((1, 40, 50), 900, np.uint16), names=["B8"])


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("order", [("VV", "VH"), ("Sigma0_VH_db", "Sigma0_VV_db")])
def test_units_and_order_of_bands_do_not_matter(tmp_path, raster_file, reference, linear, order):
    truth = radar_db(40, 50)
    data = truth if order[0] == "VV" else truth[::-1]
    path = raster_file("s1.tif", (10 ** (data / 10)).astype(np.float32) if linear else data, names=list(order))
    report, result, log = prepared(path, reference, tmp_path / "o.tif")
    np.testing.assert_allclose(result, truth, atol=1e-4)
    assert report.units == ("linear" if linear else "dB") and report.coverage == 100
    assert ("as linear power" in log.text) == linear and report.quantity == "sigma0"
    assert describe(str(tmp_path / "o.tif")).names == ("VV", "VH")


def test_another_grid_is_warped_in_linear_power(tmp_path, raster_file, reference):
    stripes = np.where(np.arange(100) % 2, -5.0, -25.0)
    fine = np.broadcast_to(stripes, (2, 80, 100)).astype(np.float32)
    fine = fine - np.float32([0, 6])[:, None, None]
    path = raster_file("s1.tif", fine, names=["VV", "VH"], transform=(600000, 5, 0, 5000000, 0, -5))
    _, result, _ = prepared(path, reference, tmp_path / "o.tif")
    mean_of_power = 10 * np.log10((10**-0.5 + 10**-2.5) / 2)
    np.testing.assert_allclose(result[0, 5:-5, 5:-5], mean_of_power, atol=0.3)
    np.testing.assert_allclose(result[1, 5:-5, 5:-5], mean_of_power - 6, atol=0.3)


def test_one_file_for_each_polarisation(tmp_path, raster_file, reference):
    truth = radar_db(40, 50)
    (tmp_path / "pair").mkdir()
    vv, vh = (raster_file(f"pair/s1_{name}.tif", truth[[index]]) for index, name in enumerate(("VV", "VH")))
    for first, second in ((vv, vh), (vh, vv)):
        np.testing.assert_array_equal(prepared(first, reference, tmp_path / "o.tif", vh=second)[1], truth)
    np.testing.assert_array_equal(prepared(tmp_path / "pair", reference, tmp_path / "o.tif")[1], truth)


def test_beam_dimap_is_a_folder_with_a_file_for_each_polarisation(tmp_path, reference):
    truth = radar_db(40, 50)
    (tmp_path / "scene.data").mkdir()
    (tmp_path / "scene.dim").write_text("<Dimap_Document/>")
    grid = gdal.Open(reference)
    for name, plane in zip(("Sigma0_VV_db", "Sigma0_VH_db"), truth):
        memory = gdal.GetDriverByName("MEM").Create("", 50, 40, 1, gdal.GDT_Float32)
        memory.SetGeoTransform(grid.GetGeoTransform())
        memory.SetProjection(grid.GetProjection())
        memory.GetRasterBand(1).WriteArray(plane)
        gdal.GetDriverByName("ENVI").CreateCopy(str(tmp_path / "scene.data" / f"{name}.img"), memory)
    np.testing.assert_array_equal(prepared(tmp_path / "scene.dim", reference, tmp_path / "o.tif")[1], truth)


@pytest.mark.parametrize(("names", "stated", "kept"), [("Gamma0", "", "gamma0"), ("Sigma0", "gamma0", "gamma0")])
def test_gamma0_is_said(tmp_path, raster_file, reference, names, stated, kept):
    path = raster_file("s1.tif", radar_db(40, 50), names=[f"{names}_VV", f"{names}_VH"])
    report, _, log = prepared(path, reference, tmp_path / "o.tif", quantity=stated)
    assert report.quantity == kept and "models were trained on sigma0" in log.text
    assert gdal.Open(str(tmp_path / "o.tif")).GetMetadata()["UNVEIL_BACKSCATTER"] == kept


def test_nodata_and_border_noise_are_left_out(tmp_path, raster_file, reference):
    data = radar_db(40, 50)
    data[:, :, :6] = 0  # how exports fill the border
    data[0, :, 6:12], data[1, :, 6:12] = -38, -45  # noise beside it
    data[0, 20:30, 30:40] = -38  # dark ground far from it
    report, result, log = prepared(raster_file("s1.tif", data, names=["VV", "VH"]), reference, tmp_path / "o.tif")
    seen = np.isfinite(result).all(axis=0)
    assert not seen[:, :10].any() and seen[:, 13:].all()
    assert "border noise" in log.text and report.coverage == pytest.approx(100 * seen.mean())


def refused(words, *inputs, **more):
    with pytest.raises(UnveilError, match=words) as error:
        prepared(*inputs, **more)
    assert str(error.value).endswith(".") and not os.path.exists(inputs[2])


def test_what_is_no_backscatter_is_refused_in_a_sentence(tmp_path, raster_file, reference):
    out = tmp_path / "o.tif"
    data = radar_db(40, 50)
    names = ["VV", "VH"]
    refused("holds VV only", raster_file("a.tif", data[:1], names=["VV"]), reference, out)
    refused("holds VH only", raster_file("s1_VH.tif", data[:1]), reference, out)
    refused("one band VV and one band VH", raster_file("b.tif", np.concatenate([data, data[:1]])), reference, out)
    numbers = np.random.default_rng(0).integers(20, 900, (2, 40, 50)).astype(np.uint16)
    refused("digital numbers or amplitudes", raster_file("c.tif", numbers, names=names), reference, out)
    refused("differ in sign", raster_file("d.tif", data + 16, names=names), reference, out)
    away = raster_file("e.tif", data, names=names, transform=(1e5, 10, 0, 4e6, 0, -10))
    refused("does not overlap", away, reference, out)
    refused("no coordinate reference", raster_file("f.tif", data, names=names, epsg=None), reference, out)
    refused("does not exist", tmp_path / "no.tif", reference, out)
    refused("0 files named after VV", tmp_path, reference, out)


def test_stated_units_are_believed(tmp_path, raster_file, reference):
    path = raster_file("s1.tif", radar_db(40, 50) + 16, names=["VV", "VH"])
    assert prepared(path, reference, tmp_path / "o.tif", units="dB")[0].units == "dB"


@pytest.fixture(scope="module")
def grd(tmp_path_factory):
    rows, columns = np.mgrid[0:90, 0:110]
    truth = np.stack([-11 + 3 * np.sin(columns / 9) * np.cos(rows / 11), -18 + 2 * np.cos(columns / 13)])
    truth[:, :, 100:] = np.nan
    return make_grd(tmp_path_factory.mktemp("grd"), truth, (599900, 10, 0, 5000200, 0, -10), 32631), truth


def test_a_grd_is_calibrated_and_placed_by_its_points(tmp_path, grd, reference):
    safe, truth = grd
    for path in (safe, safe / "manifest.safe", zipped(safe)):
        report, result, log = prepared(path, reference, tmp_path / "o.tif")
        np.testing.assert_allclose(result, truth[:, 20:60, 10:60], atol=0.25)
        assert report.units == "linear" and report.quantity == "sigma0"
        assert "no terrain correction" in log.text and "resources/snap" in log.text
    gamma, result, _ = prepared(safe, reference, tmp_path / "o.tif", quantity="gamma0")
    assert gamma.quantity == "gamma0"
    np.testing.assert_allclose(result, truth[:, 20:60, 10:60] + 10 * np.log10(2), atol=0.25)


def test_a_grd_of_one_polarisation_is_refused(tmp_path, grd, reference):
    safe = make_grd(tmp_path, grd[1], TRANSFORM, 32631, polarisations=("vv",))
    refused("holds VV only", safe, reference, tmp_path / "o.tif")


def test_the_snap_graph_is_there_and_does_what_the_models_need(root):
    from unveil.engine.raster.xml import elements, read_xml, text_of
    from unveil.engine.sentinel.backscatter import SNAP_GRAPH

    graph = read_xml(str(root / SNAP_GRAPH))
    operators = [text_of(node) for node in elements(graph, "operator")]
    assert operators.index("Calibration") < operators.index("Terrain-Correction") < operators.index("LinearToFromdB")
    assert not any("Speckle" in name or "Flattening" in name for name in operators)


def textured(seed=0, size=240):
    """Return red DN and VV that share one texture, as fields do."""
    from scipy import ndimage

    generator = np.random.default_rng(seed)
    fields = ndimage.zoom(generator.normal(size=(size // 8, size // 8)), 8, order=0)
    red = 800 + 200 * fields + generator.normal(0, 20, fields.shape)
    vv = -11 + 2 * np.abs(fields) + generator.normal(0, 1, fields.shape)
    return np.clip(red, 100, None).astype(np.uint16), np.stack([vv, vv - 7]).astype(np.float32)


@pytest.mark.parametrize("shift", [(0, 0), (3, -2), (8, 5)])
def test_a_planted_shift_is_found_and_undone(tmp_path, raster_file, shift):
    red, radar = textured()
    x, y = shift
    optical = raster_file("s2.tif", red[None], names=["B4"])
    # A file that lies too far to the east by x pixels shows everything too far to the right.
    moved = (600000 + 10 * x, 10, 0, 5000000 - 10 * y, 0, -10)
    path = raster_file("s1.tif", radar, names=["VV", "VH"], transform=moved)
    report, result, _ = prepared(path, optical, tmp_path / "o.tif", correct=True)
    assert (report.shift.x, report.shift.y) == shift and report.shift.decidable
    assert report.corrected == (shift != (0, 0))
    seen = np.isfinite(result)
    np.testing.assert_allclose(result[seen], radar[seen], atol=1e-3)


def test_without_texture_there_is_no_shift_rather_than_zero(tmp_path, raster_file):
    generator = np.random.default_rng(5)
    red = generator.normal(900, 20, (1, 240, 240)).astype(np.uint16)
    path = raster_file("s1.tif", radar_db(240, 240), names=["VV", "VH"])
    report, _, log = prepared(path, raster_file("s2.tif", red, names=["B4"]), tmp_path / "o.tif", correct=True)
    assert not report.shift.decidable and not report.corrected and "too little clear texture" in log.text


PAIRS = ("0316", "6317", "ROIs1970_fall_139_p839")


def placed(source, target, transform):
    gdal.Translate(str(target), str(source))
    dataset = gdal.Open(str(target), gdal.GA_Update)
    dataset.SetGeoTransform(transform)
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(32632)
    dataset.SetProjection(reference.ExportToWkt())
    return str(target)


@pytest.mark.parametrize("pair", PAIRS)
def test_planted_shifts_of_real_pairs_are_recovered(real_data, tmp_path, pair):
    folder = real_data / "validation" / pair
    optical = placed(folder / "s2_clear.tif", tmp_path / "s2.tif", TRANSFORM)
    found = []
    for x, y in ((0, 0), (3, -2), (8, 5)):
        moved = (TRANSFORM[0] + 10 * x, 10, 0, TRANSFORM[3] - 10 * y, 0, -10)
        report, _, _ = prepared(placed(folder / "s1.tif", tmp_path / "s1.tif", moved), optical, tmp_path / "o.tif")
        assert report.shift.decidable
        found.append((report.shift.x - x, report.shift.y - y))
    assert len(set(found)) == 1 and np.abs(found[0]).max() <= 2


@pytest.mark.parametrize("place", ["ROIs1158_spring_101_30", "ROIs1158_spring_101_31"])
def test_real_open_water_is_undecidable(real_data, tmp_path, place):
    folder = real_data / "train" / "s1s2_clear"
    folder = next(folder.glob(f"{place}*"))
    optical = placed(folder / "s2.tif", tmp_path / "s2.tif", TRANSFORM)
    radar = placed(folder / "s1.tif", tmp_path / "s1.tif", TRANSFORM)
    assert not prepared(radar, optical, tmp_path / "o.tif")[0].shift.decidable
