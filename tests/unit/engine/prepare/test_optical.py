from __future__ import annotations

import os
from collections import Counter

import numpy as np
import pytest
from fixtures.products import IDS, METRES, make_safe, smooth_dn, write_jp2, zipped
from osgeo import gdal

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.prepare import optical as module
from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
from unveil.engine.raster.source import Reader, describe
from unveil.engine.sentinel.products import open_product

TRUTH = smooth_dn()


def prepared(path, output, names=(), classification=None, **settings):
    settings = OpticalSettings(**settings, classification=str(classification or ""))
    return prepare_optical(open_product(str(path), names), str(output), settings, Feedback())


@pytest.fixture(scope="module")
def safe(tmp_path_factory):
    return make_safe(tmp_path_factory.mktemp("safe"))


@pytest.mark.parametrize(("baseline", "offset"), [("04.00", -1000), ("05.10", -1000), ("02.09", None)])
@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_any_baseline_gives_the_same_dn(tmp_path, read_raster, level, baseline, offset):
    report = prepared(make_safe(tmp_path, level, baseline, offset), tmp_path / "o.tif", resampling="nearest")
    names = IDS if level == "L1C" else [name for name in IDS if name != "B10"]
    assert (report.level, list(report.names), report.offset) == (level, names, -(offset or 0))
    result = read_raster(tmp_path / "o.tif")
    assert result.dtype == np.uint16 and describe(str(tmp_path / "o.tif")).names == tuple(names)
    for plane, name in zip(result, names):
        factor = METRES[name] // 10
        expected = np.repeat(np.repeat(TRUTH[name], factor, 0), factor, 1)
        # The JPEG 2000 writer loses less than 2 DN of lossless data.
        assert abs(plane.astype(int) - expected).max() <= 2, name


def test_the_zip_gives_what_the_folder_gives(tmp_path, safe, read_raster):
    prepared(safe, tmp_path / "a.tif")
    prepared(zipped(safe), tmp_path / "b.tif")
    np.testing.assert_array_equal(read_raster(tmp_path / "a.tif"), read_raster(tmp_path / "b.tif"))


def test_cubic_follows_smooth_ground_where_nearest_has_steps(tmp_path, safe, read_raster):
    rows, columns = np.mgrid[0:120, 0:120] + 0.5
    inner = slice(12, -12)
    errors = {}
    for method in ("cubic", "nearest"):
        prepared(safe, tmp_path / f"{method}.tif", resampling=method)
        for name in ("B5", "B1"):
            truth = 1200 + 100 * IDS.index(name) + 900 * np.sin(columns / 17) * np.cos(rows / 23)
            plane = read_raster(tmp_path / f"{method}.tif")[IDS.index(name)]
            errors[method, name] = abs(plane - truth)[inner, inner].max()
    assert errors["cubic", "B5"] < 3 < errors["nearest", "B5"]
    assert errors["cubic", "B1"] < 12 < errors["nearest", "B1"]


def test_nodata_stays_and_dark_pixels_do_not_become_nodata(tmp_path, read_raster):
    bands = smooth_dn()
    bands["B12"][30, 30] = 0  # stored as 1000: reflectance 0, measured
    folder = make_safe(tmp_path, bands=bands, holes=("B2", "B12"))
    prepared(folder, tmp_path / "o.tif", resampling="cubic")
    result = read_raster(tmp_path / "o.tif")
    zero = np.zeros((120, 120), bool)
    zero[:10, :10] = True
    np.testing.assert_array_equal(result[1] == 0, zero)
    zero[:20, :20] = True
    np.testing.assert_array_equal(result[12] == 0, zero)
    assert describe(str(tmp_path / "o.tif")).bands[0].nodata == 0


def test_the_file_says_what_it_is(tmp_path, safe):
    prepared(safe, tmp_path / "o.tif")
    metadata = gdal.Open(str(tmp_path / "o.tif")).GetMetadata()
    assert metadata["UNVEIL_LEVEL"] == "L1C" and metadata["UNVEIL_PROCESSING_BASELINE"] == "04.00"
    assert metadata["UNVEIL_OFFSET_REMOVED"] == "1000" and metadata["UNVEIL_SOURCE"] == safe.name
    assert open_product(str(tmp_path / "o.tif")).level == "L1C"


def test_the_classification_comes_by_nearest_neighbour(tmp_path, safe, read_raster):
    l2a = make_safe(tmp_path, "L2A", "05.09")
    prepared(l2a, tmp_path / "o.tif", classification=str(tmp_path / "scl.tif"))
    expected = np.repeat(np.repeat(np.arange(1, 10).reshape(3, 3), 40, 0), 40, 1)
    np.testing.assert_array_equal(read_raster(tmp_path / "scl.tif")[0], expected)
    with pytest.raises(UnveilError, match="no scene classification"):
        prepared(safe, tmp_path / "p.tif", classification=str(tmp_path / "q.tif"))


def test_every_block_is_read_once(tmp_path, safe, monkeypatch):
    rows = Counter()
    read = Reader.read

    def counted(self, window, bands):
        rows.update((self.raster.path, row) for row in range(window.row, window.row + window.height))
        return read(self, window, bands)

    monkeypatch.setattr(Reader, "read", counted)
    monkeypatch.setattr(module, "_STRIP_PIXELS", 1)  # many strips
    prepared(safe, tmp_path / "o.tif")
    assert set(rows.values()) == {1} and len({path for path, _ in rows}) == 13


def test_reflectance_is_taken_for_what_it_is(tmp_path, raster_file, read_raster):
    data = np.random.default_rng(0).uniform(0.01, 1.1, (3, 20, 20)).astype(np.float32)
    data[:, 0, 0] = np.nan
    prepared(raster_file("r.tif", data, names=["B2", "B3", "B4"]), tmp_path / "o.tif")
    result = read_raster(tmp_path / "o.tif")
    assert (result[:, 0, 0] == 0).all()
    np.testing.assert_allclose(result[:, 1:], data[:, 1:] * 10000, atol=0.51)
    with pytest.raises(UnveilError, match="neither DN nor reflectance"):
        prepared(raster_file("i.tif", np.full((3, 20, 20), 3, np.uint16), names=["B2", "B3", "B4"]), tmp_path / "p.tif")


def test_an_offset_without_metadata_is_refused_until_the_user_says(tmp_path, raster_file, read_raster):
    data = np.full((3, 20, 20), 1500, np.uint16)
    path = raster_file("x.tif", data, names=["B2", "B3", "B4"])
    with pytest.raises(UnveilError, match="floor near 1000"):
        prepared(path, tmp_path / "o.tif")
    assert not (tmp_path / "o.tif").exists()
    assert prepared(path, tmp_path / "o.tif", offset="1000").offset == 1000
    assert (read_raster(tmp_path / "o.tif") == 500).all()
    assert prepared(path, tmp_path / "o.tif", offset="none").offset == 0
    stated = raster_file("s.tif", data, names=["B2", "B3", "B4"], scale=0.0001, offset=-0.1)
    assert prepared(stated, tmp_path / "o.tif").offset == pytest.approx(1000)


def refused(words, path, output, **more):
    with pytest.raises(UnveilError, match=words) as error:
        prepared(path, output, **more)
    assert str(error.value).endswith(".") and not os.path.exists(output)


def test_what_cannot_be_prepared_is_refused_in_a_sentence(tmp_path, raster_file, safe):
    out = tmp_path / "o.tif"
    names = ["B2", "B3"]
    data = np.full((2, 20, 20), 500, np.uint16)
    refused("no coordinate reference", raster_file("a.tif", data, names=names, epsg=None), out)
    refused("8-bit", raster_file("b.tif", data.astype(np.uint8), names=names), out)
    far = raster_file("c.tif", data, names=names, transform=(600000, 30, 0, 5000000, 0, -30))
    refused("30 m on the ground", far, out)
    refused("no resampling 'bilinear'", safe, out, resampling="bilinear")
    folder = tmp_path / "mixed"
    folder.mkdir()
    write_jp2(folder / "B02.jp2", np.full((64, 64), 500, np.uint16), 10)
    write_jp2(folder / "B11.jp2", np.full((64, 64), 500, np.uint16), 20, origin=(500000, 4700040))
    refused("does not lie on the grid of the 10 m bands", folder, out)
    own = raster_file("own.tif", data, names=names)
    with pytest.raises(UnveilError, match="is one of the inputs"):
        prepared(own, own)


def test_twenty_metres_alone_are_split_to_ten(tmp_path, raster_file, read_raster):
    data = np.full((2, 20, 20), 500, np.uint16)
    path = raster_file("t.tif", data, names=["B5", "B11"], transform=(600000, 20, 0, 5000000, 0, -20))
    prepared(path, tmp_path / "o.tif")
    assert read_raster(tmp_path / "o.tif").shape == (2, 40, 40)


def test_a_cancelled_run_leaves_nothing(tmp_path, safe):
    class Stop(Feedback):
        def is_cancelled(self):
            return True

    with pytest.raises(Cancelled):
        prepare_optical(open_product(str(safe)), str(tmp_path / "o.tif"), OpticalSettings(), Stop())
    assert os.listdir(tmp_path) == []


def test_real_band_files_become_one_raster(real_data, tmp_path, read_raster):
    folder = real_data / "readers" / "l1c_jp2"
    report = prepared(folder, tmp_path / "o.tif")
    result = read_raster(tmp_path / "o.tif")
    assert (report.level, report.offset, result.shape) == ("L1C", 0, (13, 300, 300))
    np.testing.assert_array_equal(result[3], gdal.Open(str(next(folder.glob("*_B04.jp2")))).ReadAsArray())
    assert 0 < np.median(result[10]) < np.median(result[9]) < np.median(result[1])


def test_real_patches_with_the_offset_left_in_are_refused(real_data, tmp_path):
    places = real_data / "train" / "s1s2_clear"
    for name in ("terramind_609U_541L_3_0", "terramind_433D_629L_3_1", "terramind_282D_485L_3_3"):
        refused("floor near 1000", places / name / "s2.tif", tmp_path / "o.tif")
