from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import radar_db

from unveil.engine.errors import UnveilError
from unveil.engine.raster.align import AlignedPower
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, describe
from unveil.engine.sentinel.backscatter import is_swapped, stated_quantity, stated_units
from unveil.engine.sentinel.radar import open_radar

POWER = 10 ** (radar_db(50, 60) / 10)


@pytest.fixture
def opened(raster_file):
    """A function that writes a radar raster and returns (Radar, dB as the scene reads it)."""

    def open_values(values, names=("VV", "VH"), name="s1.tif", **keywords):
        radar = open_radar(describe(raster_file(name, values, names=list(names), **keywords)))
        with Reader(radar.raster) as reader:
            read = AlignedPower(reader, radar.positions, radar.raster.grid).read(Window(0, 0, 50, 60))
        return radar, read

    return open_values


@pytest.mark.parametrize("made", [lambda p: p, np.sqrt], ids=["power", "amplitude"])
def test_power_and_amplitude_are_told_apart_and_become_decibels(opened, made):
    radar, read = opened(made(POWER).astype(np.float32))
    np.testing.assert_allclose(read, radar_db(50, 60), atol=1e-3)
    assert radar.raster.units in ("linear", "amplitude") and "converted to dB" in radar.notes[0]


def test_a_stated_scale_is_applied_to_radar(opened):
    _, read = opened(np.rint(radar_db(50, 60) * 100).astype(np.int16), scale=0.01, nodata=-32768)
    np.testing.assert_allclose(read, radar_db(50, 60), atol=0.006)
    _, linear = opened(np.rint(POWER * 10000).astype(np.uint16), scale=0.0001)
    np.testing.assert_allclose(linear, radar_db(50, 60), atol=0.1)


def test_hundredths_of_decibels_without_a_scale_are_refused(opened):
    with pytest.raises(UnveilError, match="no backscatter in dB, which lies between -60 and 10"):
        opened(np.rint(radar_db(50, 60) * 100).astype(np.int16))


@pytest.mark.parametrize("fill", [-9999, -32768, -3.4e38])
@pytest.mark.parametrize("linear", [False, True])
def test_fill_that_nobody_states_is_nothing(opened, fill, linear):
    values = (POWER if linear else radar_db(50, 60)).astype(np.float32)
    values[:, :8] = fill
    _, read = opened(values)
    assert np.isnan(read[:, :8]).all()
    np.testing.assert_allclose(read[:, 8:], radar_db(50, 60)[:, 8:], atol=1e-3)


def test_what_names_state_is_used_and_gamma0_is_said(opened):
    # As weak as over water: by its values alone it could be either.
    weak = np.sqrt(POWER) * np.array([0.25, 0.3])[:, None, None]
    name = "S1A_IW_20240815T050512_DVP_RTC10_G_gauned_8A1B.tif"
    radar, read = opened(weak.astype(np.float32), name=name)
    np.testing.assert_allclose(read, 20 * np.log10(weak), atol=1e-3)
    assert "gamma0" in radar.warnings[0]
    assert opened(radar_db(50, 60), ("Gamma0_VV_db", "Gamma0_VH_db"))[0].warnings
    assert not opened(radar_db(50, 60), ("Sigma0_VV_db", "Sigma0_VH_db"))[0].warnings


def test_what_could_be_power_or_amplitude_is_asked_for(opened):
    with pytest.raises(UnveilError, match="could be linear power or amplitude; state the units"):
        opened((POWER * np.array([0.3, 0.8])[:, None, None]).astype(np.float32))


def test_digital_numbers_are_refused_with_the_graph_that_calibrates(opened, root):
    with pytest.raises(UnveilError, match="digital numbers .*resources/snap/sentinel1_grd_to_sigma0_db.xml"):
        opened((np.sqrt(POWER) * 400).astype(np.uint16))


def test_swapped_polarisations_are_warned_of(opened):
    radar, _ = opened(radar_db(50, 60)[::-1])
    assert "swapped" in radar.warnings[0]
    assert not is_swapped(np.array([-10.0, -12, -9]), np.array([-15.0, -11, -16]))


def test_names_of_files_say_quantity_and_units():
    assert stated_quantity(["S1A_IW_20180128T161201_DVP_RTC30_G_spuned_FD6A_VV"]) == "sigma0"
    assert stated_units(["S1A_IW_20180128T161201_DVP_RTC30_G_spuned_FD6A_VV"]) == "linear"
    assert stated_units(["S1A_IW_20180128T161201_DVP_RTC30_G_gduned_FD6A_VV"]) == "dB"
    assert stated_units(["Amplitude_VV"]) == "amplitude" and stated_units(["VV"]) == ""
    assert stated_quantity(["Sigma0_VV_db"]) == "sigma0" and stated_quantity(["VV"]) == ""


@pytest.mark.parametrize(
    "scaled",
    [
        np.log,
        np.log10,
        lambda power: (10 * np.log10(power) + 25) / 25,
        lambda power: (10 * np.log10(power) + 35) / 40,
        lambda power: (10 * np.log10(power) + 14.5) / 4,
        lambda power: power * 10,
    ],
    ids=["ln", "log10", "0 to 1", "0 to 1 of more", "z-score", "times 10"],
)
def test_backscatter_scaled_otherwise_is_refused(opened, scaled):
    with pytest.raises(UnveilError, match="seem to be|could be|differ in sign"):
        opened(scaled(POWER).astype(np.float32))


def test_polarisations_that_do_not_go_together_are_refused(opened):
    decibels = radar_db(50, 60)
    for values, words in (
        ([POWER[0], decibels[1]], "differ in sign"),
        ([decibels[0], POWER[1]], "differ in sign"),
        ([decibels[0], decibels[0]], "the same values"),
        ([decibels[0], np.full((50, 60), np.nan)], "VH of the radar raster .* no valid pixel"),
    ):
        with pytest.raises(UnveilError, match=words):
            opened(np.stack(values).astype(np.float32))


def test_what_is_no_backscatter_by_name_is_refused(opened):
    with pytest.raises(UnveilError, match="beta0 by name"):
        opened(radar_db(50, 60), ("Beta0_VV_db", "Beta0_VH_db"))
    with pytest.raises(UnveilError, match="one band VV and one band VH"):
        opened(POWER.astype(np.float32), ("VV_coherence", "VH_coherence"))
    radar, _ = opened(np.concatenate([radar_db(50, 60), radar_db(50, 60)]), ("VV", "VH", "VV_std", "VH_std"))
    assert radar.positions == (1, 2)
