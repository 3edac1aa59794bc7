from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, osr

from unveil.engine.raster.align import Aligned, AlignedPower, Planes
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.source import Band, Raster, Reader, describe

UTM = (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0)


def wkt(epsg):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(epsg)
    return reference.ExportToWkt()


def smooth(height, width):
    y, x = np.mgrid[:height, :width]
    return np.stack([-12 + 4 * np.sin(x / 15) + 3 * np.cos(y / 20), -18 + 3 * np.cos(x / 12)]).astype(np.float32)


def aligned(path, target, bands=(1, 2)):
    return AlignedPower(Reader(describe(path)), bands, target)


def test_on_the_same_grid_values_pass_unchanged(raster_file):
    data = smooth(60, 80)
    reader = aligned(raster_file("s1.tif", data), Grid(80, 60, UTM, wkt(32631)))
    assert not reader.warped
    np.testing.assert_array_equal(reader.read(Window(10, 20, 30, 40)), data[:, 10:40, 20:60])


def test_bands_come_in_the_order_asked_for(raster_file):
    data = smooth(20, 20)
    reader = aligned(raster_file("s1.tif", data), Grid(20, 20, UTM, wkt(32631)), (2, 1))
    np.testing.assert_array_equal(reader.read(Window(0, 0, 20, 20)), data[[1, 0]])


def test_nodata_nan_and_border_zeros_become_nan(raster_file):
    data = smooth(20, 20)
    data[:, 0] = -9999
    data[0, 1, 1] = np.nan
    data[:, 5, 5] = 0
    result = aligned(raster_file("s1.tif", data, nodata=-9999), Grid(20, 20, UTM, wkt(32631))).read(
        Window(0, 0, 20, 20)
    )
    assert np.isnan(result[:, 0]).all() and np.isnan(result[0, 1, 1]) and np.isnan(result[:, 5, 5]).all()
    assert np.isfinite(result).sum() == 2 * 400 - 2 * 20 - 1 - 2


@pytest.mark.parametrize(("epsg", "resolution"), [(32631, 20.0), (32632, 10.0), (4326, None), (3857, 14.0)])
def test_radar_on_another_grid_is_warped_in_linear_power_as_gdalwarp_does(tmp_path, raster_file, epsg, resolution):
    """Oracle: gdal.Warp of the whole raster in linear power."""
    path = raster_file("s1.tif", smooth(300, 300))
    options = {"xRes": resolution, "yRes": resolution} if resolution else {}
    other = str(tmp_path / "other.tif")
    gdal.Warp(other, path, dstSRS=f"EPSG:{epsg}", resampleAlg="cubic", dstNodata=np.nan, **options)
    target = Grid(120, 100, (600000.0 + 905, 10.0, 0.0, 5000000.0 - 1003, 0.0, -10.0), wkt(32631))

    linear = gdal.Open(other)
    data = linear.ReadAsArray()
    memory = gdal.GetDriverByName("MEM").CreateCopy("", linear)
    for index, plane in enumerate(10 ** (data / 10), 1):
        memory.GetRasterBand(index).WriteArray(plane)
        memory.GetRasterBand(index).SetNoDataValue(float("nan"))
    x, y = target.place(0, 0)
    bounds = (x, y - 1000, x + 1200, y)
    whole = gdal.Warp(
        "",
        memory,
        format="MEM",
        dstSRS="EPSG:32631",
        outputBounds=bounds,
        width=120,
        height=100,
        resampleAlg="bilinear",
        errorThreshold=0,
        warpOptions=["XSCALE=1", "YSCALE=1"] if resolution == 10 else [],
    )
    expected = 10 * np.log10(whole.ReadAsArray())

    reader = aligned(other, target)
    assert reader.warped
    strips = [reader.read(Window(row, 0, 25, 120)) for row in range(0, 100, 25)]
    np.testing.assert_allclose(np.concatenate(strips, axis=1), expected, atol=0.005)


def test_windows_that_the_radar_does_not_reach_are_nan_and_overlap_is_known(raster_file):
    path = raster_file("s1.tif", smooth(50, 50))
    half = Grid(50, 50, (600250.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), wkt(32631))
    reader = aligned(path, half)
    assert reader.overlaps()
    result = reader.read(Window(0, 0, 50, 50))
    assert np.isfinite(result[:, :, :24]).all() and np.isnan(result[:, :, 26:]).all()
    away = Grid(50, 50, (700000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), wkt(32631))
    assert not aligned(path, away).overlaps()
    assert np.isnan(aligned(path, away).read(Window(0, 0, 50, 50))).all()


def test_a_rotated_target_grid_is_served(raster_file):
    path = raster_file("s1.tif", np.full((2, 80, 80), -10, np.float32))
    turned = Grid(20, 20, (600400.0, 7.0, 7.0, 4999600.0, 7.0, -7.0), wkt(32631))
    np.testing.assert_allclose(aligned(path, turned).read(Window(0, 0, 20, 20)), -10, atol=1e-4)


def test_values_are_brought_to_another_grid_and_stay_missing_where_there_are_none(tmp_path):
    rows, columns = np.mgrid[:40, :40].astype(np.float32)
    grid = Grid(40, 40, (0.0, 10.0, 0.0, 400.0, 0.0, -10.0), wkt(32631))
    target = Grid(30, 30, (55.0, 10.0, 0.0, 345.0, 0.0, -10.0), wkt(32631))
    plane = 3 * columns + rows
    plane[:8] = np.nan

    def values(window):
        return plane[None, window.rows, window.columns]

    raster = Raster("memory", grid, "float32", (Band(),))
    found = Aligned(raster, target, Planes(values, 1), "cubic").read(Window(0, 0, 30, 30))[0]
    # A pixel of the target lies half a pixel right of and below one of the source, five further on.
    expected = 3 * (columns[:30, :30] + 5.5) + rows[:30, :30] + 5.5
    assert np.isnan(found[:2]).all()
    assert np.abs(found - expected)[5:].max() < 0.05


def test_pixels_that_fall_on_one_another_pass_unchanged_wherever_the_grid_begins(raster_file):
    data = smooth(50, 70)
    path = raster_file("s1.tif", data)
    inside = Grid(30, 20, (600100.0, 10.0, 0.0, 4999950.0, 0.0, -10.0), wkt(32631))
    reader = aligned(path, inside)
    assert not reader.warped
    np.testing.assert_array_equal(reader.read(Window(2, 3, 10, 20)), data[:, 7:17, 13:33])
    with reader.feed(8) as rows:
        np.testing.assert_array_equal(rows.rows(5, 20), data[:, 10:25, 10:40])
    beyond = aligned(path, Grid(90, 60, (599900.0, 10.0, 0.0, 5000050.0, 0.0, -10.0), wkt(32631)))
    whole = beyond.read(Window(0, 0, 60, 90))
    np.testing.assert_array_equal(whole[:, 5:55, 10:80], data)
    assert not beyond.warped and np.isfinite(whole).sum() == data.size


def test_half_a_pixel_beside_is_warped(raster_file):
    path = raster_file("s1.tif", smooth(50, 50))
    assert aligned(path, Grid(50, 50, (600005.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), wkt(32631))).warped
    assert aligned(path, Grid(25, 25, (600000.0, 20.0, 0.0, 5000000.0, 0.0, -20.0), wkt(32631))).warped
