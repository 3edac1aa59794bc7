from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.recognise import class_rows, recognise_mask
from unveil.engine.raster.source import Reader, describe


def recognised(raster_file, values, name="mask.tif", threshold=0.5, named="auto", **keywords):
    values = np.asarray(values)
    raster = describe(raster_file(name, values.reshape(1, 1, -1), **keywords))
    coding = recognise_mask(raster, Feedback(), threshold, named)
    return coding, coding.classes(values).tolist()


U8, F4, I2 = np.uint8, np.float32, np.int16


@pytest.mark.parametrize(
    ("values", "said", "classes"),
    [
        (np.array([0, 1, 2, 3, 255], U8), "class codes", [0, 1, 2, 3, 255]),
        (np.array([0, 3, 0, 3], U8), "class codes", [0, 3, 0, 3]),
        (np.array([0, 1, 1], U8), "0 and 1", [0, 1, 1]),
        (np.array([0, 1, 1], F4), "0 and 1", [0, 1, 1]),
        (np.array([0, 0], U8), "0 and 1", [0, 0]),
        (np.array([0.1, 0.5, 0.75, np.nan], F4), "probability 0 to 1", [0, 1, 1, 255]),
        (np.array([0, 12.5, 50, 99], F4), "probability in percent", [0, 0, 1, 1]),
        (np.array([0, 7, 23, 50, 88, 100], U8), "probability in percent", [0, 0, 0, 1, 1, 1]),
        (np.array([0, 3, 4, 5, 8, 9, 10, 11], U8), "a scene classification", [255, 3, 0, 0, 1, 1, 2, 0]),
        (np.array([4, 5, 6], I2), "a scene classification", [0, 0, 0]),
        (np.array([0, 255], U8), "0 and not 0", [0, 1]),
        (np.array([0, 255], F4), "0 and not 0", [0, 1]),
        (np.array([0, 1, 255], U8), "0 and 1", [0, 1, 255]),
    ],
)
def test_masks_of_every_kind_are_recognised_and_said(raster_file, values, said, classes):
    coding, found = recognised(raster_file, values)
    assert coding.sentence().startswith("The mask is taken for") and said in coding.sentence()
    assert found == classes


def test_names_tell_where_values_do_not(raster_file):
    values = np.array([0, 3, 8, 9], U8)
    coding, found = recognised(raster_file, values, name="MSK_CLDPRB_20m.tif")
    assert "percent" in coding.sentence() and found == [0, 0, 0, 0]
    coding, found = recognised(raster_file, np.array([0, 2, 3], U8), names=["SCL"])
    assert "scene classification" in coding.sentence() and found == [255, 0, 3]


def test_a_mask_of_maskclouds_is_class_codes_whatever_its_scene_holds(tmp_path, raster_file):
    from unveil.engine.masking.detect import detect_clouds

    dn = np.full((13, 40, 40), 1500, np.uint16)
    dn[10] = 15
    dn[:, :, :15] = 6000
    path = str(tmp_path / "m.tif")
    detect_clouds(describe(raster_file("s2.tif", dn)), path, Feedback())
    coding = recognise_mask(describe(path), Feedback())
    assert coding.kind == "class codes" and coding.classes(np.array([0, 1, 3, 255], U8)).tolist() == [0, 1, 3, 255]


def test_the_threshold_is_the_users(raster_file):
    values = np.array([0.1, 0.35, 0.5], F4)
    assert recognised(raster_file, values, threshold=0.3)[1] == [0, 1, 1]
    with pytest.raises(UnveilError, match="threshold of 0 is no probability"):
        recognised(raster_file, values, threshold=0)


def test_the_files_nodata_is_no_value(raster_file):
    coding, found = recognised(raster_file, np.array([0, 1, -9999], I2), nodata=-9999)
    assert "0 and 1" in coding.sentence() and found == [0, 1, 255]
    coding, found = recognised(raster_file, np.array([0.2, 0.9, -1], F4), nodata=-1)
    assert "0 to 1" in coding.sentence() and found == [0, 1, 255]


@pytest.mark.parametrize(
    "values", [np.array([77], U8), np.array([0, 1, 200], U8), np.array([-1.5, 2], F4), np.array([0, 1, 777], I2)]
)
def test_odd_values_are_refused_and_named(raster_file, values):
    with pytest.raises(UnveilError, match="holds the values .*which are no class codes.*reclassify"):
        recognised(raster_file, values)


def test_many_values_in_many_strips_are_recognised(raster_file):
    values = np.random.default_rng(0).uniform(0, 1, (1, 2000, 500)).astype(F4)
    assert "0 to 1" in recognise_mask(describe(raster_file("p.tif", values)), Feedback()).sentence()
    assert "percent" in recognise_mask(describe(raster_file("q.tif", values * 100)), Feedback()).sentence()


def test_nodata_of_0_is_clear_where_0_is(raster_file):
    for values in (np.array([0, 1, 1], U8), np.array([0, 255, 255], U8), np.array([0, 0.7, 0.8], F4)):
        assert recognised(raster_file, values, nodata=0)[1] == [0, 1, 1]
    assert recognised(raster_file, np.array([1, 1], U8), nodata=0)[1] == [1, 1]


@pytest.mark.parametrize(
    ("values", "nodata"),
    [([1, 2, 5], 0), ([0, 1, 4], 255), ([0, 1, 2, 3, 4], None), ([1, 2, 3], 0), ([1, 2, 3, 4], None), ([2, 3], None)],
)
def test_codes_of_fmask_and_its_kin_are_asked_for(raster_file, values, nodata):
    with pytest.raises(UnveilError, match="mean one thing as Fmask .* name its coding"):
        recognised(raster_file, np.array(values, U8), nodata=nodata)


@pytest.mark.parametrize(
    ("named", "values", "classes"),
    [
        ("fmask-usgs", [0, 1, 2, 3, 4, 255], [0, 0, 3, 0, 1, 255]),
        ("fmask-python", [0, 1, 2, 3, 4, 5], [255, 0, 1, 3, 0, 0]),
        ("kappamask", [0, 1, 2, 3, 4, 5], [255, 0, 3, 2, 1, 255]),
        ("kappamask", [66, 129, 192, 255, 20], [0, 3, 2, 1, 255]),
        ("scl", [0, 1, 2, 3, 4], [255, 255, 0, 3, 0]),
        ("classes", [1, 2, 3], [1, 2, 3]),
        ("cloudsen12", [0, 1, 2, 3], [0, 1, 2, 3]),
        ("omnicloudmask", [0, 1, 2, 3], [0, 1, 2, 3]),
        ("binary", [0, 7, 200], [0, 1, 1]),
        ("clear", [0, 1], [1, 0]),
        ("probability", [0, 1, 60], [0, 0, 1]),
        ("probability", [0, 1, 200], [0, 0, 1]),
    ],
)
def test_a_coding_that_is_named_is_believed(raster_file, named, values, classes):
    assert recognised(raster_file, np.array(values, U8), named=named)[1] == classes


def test_a_coding_that_does_not_fit_is_refused(raster_file):
    with pytest.raises(UnveilError, match="holds the values 7, which the coding 'fmask-usgs' does not know"):
        recognised(raster_file, np.array([0, 4, 7], U8), named="fmask-usgs")
    with pytest.raises(UnveilError, match="no 'cloudscore'"):
        recognised(raster_file, np.array([0, 4, 700], I2), named="cloudscore")
    with pytest.raises(UnveilError, match="no mask coding 'maja'"):
        recognised(raster_file, np.array([0, 1], U8), named="maja")


@pytest.mark.parametrize("name", ["cs", "cs_cdf"])
def test_clear_scores_are_told_by_the_name_of_their_band(raster_file, name):
    coding, found = recognised(raster_file, np.array([0.02, 0.4, 0.6, 1.0], F4), names=[name])
    assert found == [1, 1, 0, 0] and "1 for clear" in coding.sentence()
    assert recognised(raster_file, np.array([0.2, 0.4], F4), threshold=0.7, names=[name])[1] == [1, 0]
    assert recognised(raster_file, np.array([0.02, 0.9], F4), named="cloudscore")[1] == [1, 0]


def test_a_stated_scale_is_applied(raster_file):
    assert recognised(raster_file, np.array([0, 40, 60, 99], U8), scale=0.01)[1] == [0, 0, 1, 1]
    assert recognised(raster_file, np.array([0, 4000, 6000, 9900], I2), scale=0.0001)[1] == [0, 0, 1, 1]


def bands(raster_file, values, **keywords):
    raster = describe(raster_file("bands.tif", np.asarray(values, U8)[:, None], **keywords))
    coding = recognise_mask(raster, Feedback())
    with Reader(raster) as reader:
        return class_rows(reader, coding)(0, 1)[0, 0].tolist()


def test_bands_of_a_products_own_mask_are_joined(raster_file):
    names = ["MSK_CLASSI_OPAQUE", "MSK_CLASSI_CIRRUS", "MSK_CLASSI_SNOW_ICE"]
    assert bands(raster_file, [[0, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 0]], names=names) == [0, 1, 2, 1]


def test_of_several_bands_the_one_that_is_named_is_taken_and_none_is_guessed(raster_file):
    assert bands(raster_file, [[77, 80], [4, 9]], names=["B2", "SCL"]) == [0, 1]
    with pytest.raises(UnveilError, match=r"has 2 bands \(cloud, cirrus\)"):
        bands(raster_file, [[0, 1], [1, 0]], names=["cloud", "cirrus"])
    with pytest.raises(UnveilError, match="which of them is the mask cannot be told"):
        bands(raster_file, [[0, 1], [1, 0], [1, 1]])


@pytest.mark.parametrize(("values", "name"), [([0, 2, 4, 32, 64, 66, 96], "m.tif"), ([0, 1, 3, 9, 35, 99], "QA.tif")])
def test_sums_of_bits_are_no_probability(raster_file, values, name):
    with pytest.raises(UnveilError, match="no class codes"):
        recognised(raster_file, np.array(values, U8), name=name)


def test_the_top_of_16_bits_is_cloud_beside_0(raster_file):
    assert recognised(raster_file, np.array([0, 65535], np.uint16))[1] == [0, 1]


@pytest.mark.parametrize(
    ("values", "nodata"),
    [
        (np.array([1, 255, 255], U8), 255),
        (np.array([1, 255, 255], U8), None),
        (np.array([1, -9999, -9999], I2), -9999),
        (np.array([1, np.nan, np.nan], F4), None),
        (np.array([255, 7, 7], U8), 7),
    ],
)
def test_a_mask_that_marks_only_clouds_leaves_the_rest_clear(raster_file, values, nodata):
    coding, found = recognised(raster_file, values, nodata=nodata, named="auto" if nodata != 7 else "binary")
    assert found == [1, 0, 0] and "taken for clear" in coding.notes()[0]
    assert recognised(raster_file, np.array([0, 1, 255], U8), nodata=nodata)[1][:2] == [0, 1]


def test_a_mask_whose_cloud_is_its_nodata_is_refused(raster_file):
    with pytest.raises(UnveilError, match="states 1 as its value for no data .* -unsetnodata"):
        recognised(raster_file, np.array([0, 1, 1], U8), nodata=1)
    assert recognised(raster_file, np.array([0, 0], U8), nodata=1)[1] == [0, 0]


def test_probabilities_that_resampling_overshot_are_probabilities(raster_file):
    for values in ([-0.04, 0.2, 1.03], [-3.7, 20.5, 104.2]):
        for named in ("auto", "probability"):
            assert recognised(raster_file, np.array(values, F4), named=named)[1] == [0, 0, 1]


@pytest.mark.parametrize("name", ["clear", "cloud_free", "not_cloud", "VALID", "clear_sky"])
def test_bands_called_clear_are_clear_where_1(raster_file, name):
    coding, found = recognised(raster_file, np.array([0, 1, 1], U8), names=[name])
    assert coding.kind == "1 for clear" and found == [1, 0, 0]
