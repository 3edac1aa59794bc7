from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import S2, optical_dn

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.sentinel.fill import complete
from unveil.engine.sentinel.optical import open_optical
from unveil.engine.sentinel.values import fill_value

TEN = ("B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B11", "B12")


@pytest.fixture
def opened(raster_file):
    """A function that writes bands and opens them as removal does."""

    def open_bands(data, names=S2, wanted=SENTINEL2, **keywords):
        path = raster_file("s2.tif", data, names=list(names), **keywords)
        return open_optical(describe(path), wanted, fill=True)

    return open_bands


def test_values_that_wrapped_below_zero_are_refused(opened):
    dn = optical_dn(40, 50)
    with pytest.raises(UnveilError, match="wrapped below zero: .* subtracted as uint16"):
        opened(dn - np.uint16(1000))
    with pytest.raises(UnveilError, match="wrapped below zero: .* subtracted as uint32"):
        opened(dn.astype(np.uint32) - np.uint32(1000))


def test_an_offset_that_is_subtracted_twice_is_refused(opened):
    dn = optical_dn(40, 50)
    with pytest.raises(UnveilError, match="below zero for much of the ground .* subtracted twice"):
        opened(dn.astype(np.int16) - 1000)
    with pytest.raises(UnveilError, match="subtracted twice"):
        opened(dn, scale=0.0001, offset=-0.1)
    with pytest.raises(UnveilError, match="subtracted twice"):
        opened(dn.astype(np.float32) / 10000 - 0.1)


def test_a_little_below_zero_is_what_correction_does(opened):
    dn = optical_dn(40, 50).astype(np.int16)
    dn[1, :5] = -120
    assert opened(dn).scale == 1


@pytest.mark.parametrize(
    ("dtype", "value"),
    [
        ("uint16", 65535),
        ("int16", -32768),
        ("int16", -9999),
        ("float32", -9999),
        ("float32", -3.4e38),
        ("int16", 32767),
    ],
)
def test_a_constant_impossible_value_in_all_bands_is_no_data_and_said(opened, dtype, value):
    dn = optical_dn(40, 50).astype(dtype)
    dn[:, :7] = value
    optical = opened(dn)
    valid = optical.valid(dn)
    assert not valid[:7].any() and valid[7:].all()
    assert any("17.5 % of the pixels" in note and "is no data" in note for note in optical.notes)


def test_fill_of_reflectance_is_no_data(opened):
    values = optical_dn(40, 50).astype(np.float32) / 10000
    for fill in (-3.4e38, -9999, -1):
        values[:, :7] = fill
        optical = opened(values)
        assert not optical.valid(values)[:7].any() and optical.valid(values)[7:].all() and optical.scale == 10000


def test_one_impossible_band_makes_no_fill(opened):
    dn = optical_dn(40, 50).astype(np.int16)
    dn[3, 5, 5] = -9999
    assert opened(dn).valid(dn)[5, 5]


def test_a_scale_left_over_from_whole_numbers_is_not_applied_and_said(opened):
    values = optical_dn(40, 50).astype(np.float32) / 10000
    optical = opened(values, scale=0.0001)
    np.testing.assert_allclose(optical.dn(values), values * 10000, rtol=1e-6)
    assert any("left over from whole numbers" in note for note in optical.notes)
    stated = opened(optical_dn(40, 50), scale=0.0001)
    assert stated.scale == pytest.approx(1) and not stated.notes


def test_values_stretched_over_16_bits_are_refused(opened):
    stretched = (optical_dn(40, 50) * 6.5535).astype(np.uint16)
    with pytest.raises(UnveilError, match="stretched"):
        opened(stretched)
    # Dark ground: nothing beyond 2, but vegetation above 1 in the near infrared.
    dim = np.minimum(stretched, 19000)
    with pytest.raises(UnveilError, match="stretched"):
        opened(dim)


def test_white_cloud_everywhere_is_not_stretched(opened):
    dn = (optical_dn(40, 50) // 100 + 11000).astype(np.uint16)
    dn[10] = 40
    assert opened(dn).scale == 1


def test_blue_that_is_darker_than_air_is_no_l1c(opened):
    dn = optical_dn(40, 50)
    for made in (dn // 10, np.maximum(dn.astype(np.int32) - 1000, 1).astype(np.uint16), dn.astype(np.float32) * 0.08):
        with pytest.raises(UnveilError, match="B2 .* air alone gives more than 600"):
            opened(made)
    # A shadow does not make a scene dark.
    dn[:, :8] //= 10
    opened(dn)


def test_land_without_b10_that_is_nowhere_bright_is_refused_and_water_is_not(opened):
    names = [name for name in S2 if name != "B10"]
    dn = np.delete(optical_dn(40, 50), 10, axis=0)
    for made in (dn // 10, dn.astype(np.float32) * 0.3):
        with pytest.raises(UnveilError, match="land is brighter somewhere .*reflectance x 1000"):
            opened(made, names)
    water = dn // 10
    water[[5, 6, 7, 8, 10, 11]] = 60
    water[0, 0, 0] = 400
    opened(water, names)
    # One bright roof in a thousand pixels is enough.
    dim = dn // 10
    dim[:, ::20, ::20] = 4000
    opened(dim, names)


def test_land_in_deep_shadow_below_air_is_not_too_dark(opened):
    names = [name for name in S2 if name != "B10"]
    light = np.linspace(0.95, 1.05, 40 * 50).reshape(1, 40, 50)
    shadow = np.array([1390.0, 1000, 700, 480, 560, 900, 1000, 1150, 1200, 330, 600, 340])[:, None, None]
    opened((shadow * light).astype(np.uint16), names)
    # Cloud of reflectance x 1000 is white.
    cloud = np.array([700.0, 700, 690, 690, 690, 700, 710, 720, 720, 300, 600, 450])[:, None, None]
    with pytest.raises(UnveilError, match="land is brighter somewhere"):
        opened((cloud * light).astype(np.uint16), names)


def test_high_cloud_over_open_water_is_no_mistake_of_names(opened):
    """Ice absorbs at 2.2 um and water at all of the infrared, so B12 is the darkest band there."""
    colours = {
        "B10": 900,
        "B11": 350,
        "B12": 180,
        "B9": 700,
        "B8": 1300,
        "B8A": 1250,
        "B7": 1300,
        "B6": 1350,
        "B5": 1400,
    }
    light = np.linspace(0.8, 1.2, 40 * 50).reshape(40, 50)
    opened(np.stack([colours.get(name, 2200) * light for name in S2]).astype(np.uint16))


def test_bands_with_one_anothers_names_are_refused(opened):
    dn = optical_dn(40, 50)
    for names in (S2[::-1], S2[1:] + S2[:1], [{"B8": "B10", "B10": "B8"}.get(name, name) for name in S2]):
        with pytest.raises(UnveilError, match="as dark .* as only B10 .* one another's names"):
            opened(dn, names)
    opened(dn[::-1], S2[::-1])
    opened(np.full((13, 40, 50), 800, np.uint16))


def test_a_scale_that_turns_every_value_into_no_number_is_refused(opened):
    with pytest.raises(UnveilError, match="turn its values into no numbers"):
        opened(optical_dn(40, 50), scale=1e300, offset=1e300)


def test_a_gap_in_one_band_is_restorable_but_no_measurement(opened):
    dn = optical_dn(40, 50)
    dn[12, 3, 4] = 0
    dn[:9, 5, 6] = 0
    optical = opened(dn, nodata=0)
    assert not optical.valid(dn)[3, 4] and optical.restorable(dn)[3, 4]
    assert not optical.restorable(dn)[5, 6]
    repaired = optical.repaired(dn)
    assert repaired[12, 3, 4] == dn[11, 3, 4]
    repaired[12, 3, 4] = 0
    repaired[:9, 5, 6] = 0
    np.testing.assert_array_equal(repaired, dn)


def test_ten_bands_are_enough_and_the_others_are_estimated(opened):
    dn = optical_dn(40, 50)
    rows = dn[[S2.index(name) for name in TEN]]
    optical = opened(rows, names=TEN)
    assert optical.filled == ("B1", "B9", "B10")
    full = optical.complete(optical.dn(rows))
    assert full.shape == (13, 40, 50) and full.min() >= 1
    np.testing.assert_array_equal(full[[S2.index(name) for name in TEN]], rows)


def test_estimates_of_a_level_follow_its_air():
    names = ("B2", "B3", "B8A")
    dn = np.array([[1000.0], [900.0], [2500.0]], np.float32)
    top, surface = (complete(dn, names, ("B1", "B9"), level)[:, 0] for level in ("L1C", "L2A"))
    np.testing.assert_allclose(top, [1564.6 - 654.03 + 118 + 269.3, 476.9 - 42.03 + 616 - 456.4], rtol=1e-4)
    np.testing.assert_allclose(surface, [1572.8 - 712.89 + 117.5 + 92.2, 140.7 - 176.4 + 2265.5 + 314.2], rtol=1e-4)


def test_fill_of_one_band_stands_alone_at_the_end():
    generator = np.random.default_rng(0)
    values = generator.uniform(200, 5000, 4000).round()
    assert fill_value(values, 1, 0) is None
    for fill in (-10000.0, -999.0, 65535.0):
        assert fill_value(np.append(values, [fill] * 50), 1, 0) == fill
    assert fill_value(np.append(values, -np.arange(1, 60)), 1, 0) is None
    assert fill_value(generator.uniform(20000, 60000, 4000).round(), 1, 0) is None


def test_bright_snow_is_refused_unless_the_file_was_prepared(raster_file, tmp_path):
    from unveil.engine.feedback import Feedback
    from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
    from unveil.engine.sentinel.products import open_product

    names = [name for name in S2 if name != "B10"]
    snow = (np.random.default_rng(0).uniform(0.9, 1.1, (12, 40, 50)) * 4000).astype(np.uint16)
    snow[10:] //= 3
    path = raster_file("snow.tif", snow, names=names)
    with pytest.raises(UnveilError, match="floor near 1000 or above"):
        open_optical(describe(path), SENTINEL2, fill=True)
    with pytest.raises(UnveilError, match="floor near 1000 or above"):
        prepare_optical(open_product(path), str(tmp_path / "p.tif"), OpticalSettings(), Feedback())
    prepare_optical(open_product(path), str(tmp_path / "p.tif"), OpticalSettings(offset="none"), Feedback())
    assert open_optical(describe(str(tmp_path / "p.tif")), SENTINEL2, fill=True).filled == ("B10",)
    again = str(tmp_path / "q.tif")
    prepare_optical(open_product(str(tmp_path / "p.tif")), again, OpticalSettings(), Feedback())


@pytest.mark.parametrize("kind", ["wrapped", "twice", "stretched", "scale"])
def test_what_is_refused_for_removal_is_refused_for_preparing(raster_file, tmp_path, kind):
    from unveil.engine.feedback import Feedback
    from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
    from unveil.engine.sentinel.products import open_product

    dn = optical_dn(40, 50)
    made = {
        "wrapped": (dn - np.uint16(1000), {}),
        "twice": (dn, {"scale": 0.0001, "offset": -0.1}),
        "stretched": ((dn * 6.5535).astype(np.uint16), {}),
        "scale": (dn + np.uint16(1000), {"scale": 0.0001, "offset": 0.0}),
    }
    data, keywords = made[kind]
    words = {"wrapped": "wrapped", "twice": "subtracted twice", "stretched": "stretched", "scale": "floor near 1000"}
    path = raster_file("s2.tif", data, names=S2, **keywords)
    with pytest.raises(UnveilError, match=words[kind]):
        prepare_optical(open_product(path), str(tmp_path / "p.tif"), OpticalSettings(), Feedback())
    assert not (tmp_path / "p.tif").exists()


def test_a_prepared_scene_may_be_dark_and_its_impossible_values_are_damage(tmp_path, raster_file):
    from osgeo import gdal

    dn = np.delete(optical_dn(40, 50), 10, axis=0)
    names = [name for name in S2 if name != "B10"]
    for data, message in ((dn // 10, ""), ((dn * 6.5535).clip(0, 65535).astype(np.uint16), "damaged")):
        path = raster_file("prepared.tif", data, names=names)
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.SetMetadataItem("UNVEIL_OFFSET_REMOVED", "0")
        dataset = None
        if not message:
            assert open_optical(describe(path), SENTINEL2, fill=True).scale == 1
            continue
        with pytest.raises(UnveilError, match="that no ground has, though .* damaged"):
            open_optical(describe(path), SENTINEL2, fill=True)


def test_percent_is_refused(opened):
    with pytest.raises(UnveilError, match="as if they were percent"):
        opened(optical_dn(40, 50).astype(np.float32) / 100)
