"""Inputs as users report them: each gives the right picture, or one sentence; skipped where the cases are missing."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from unveil.engine.commands.cli import main

pytest.importorskip("onnxruntime")

MASKS_THAT_FIT = (
    "mask_0_255", "mask_0_255_f32", "cloudscore_cs", "cloudscore_cs_cdf", "mask_multiband", "rasterize_nodata0",
    "rasterize_nodata0_f32", "ocm", "prob_percent", "prob_scaled_0_01", "scl", "valid_mask_inverted",
)  # fmt: skip
MASKS_THAT_ARE_ASKED_OR_REFUSED = {
    "fmask_python": "name its coding",
    "fmask_usgs": "name its coding",
    "fmask_hls_bits": "no class codes",
    "qa60": "no class codes",
    "ocm_m9999": "no class codes",
}
NAMED = {"fmask_python": "fmask-python", "fmask_usgs": "fmask-usgs"}

OPTICAL_REFUSED = {
    "underflow_u16": "wrapped below zero",
    "e84_scale_offset_applied": "subtracted twice",
    "double_subtract_i16": "subtracted twice",
    "sh_65535": "stretched",
    "raw1000": "floor near 1000",
    "sen2r_boa11": "cannot be told apart",
    "sen2r_toa12": "cannot be told apart",
}
OPTICAL_RIGHT = ("gee_b0", "gee_median", "ndvi_band", "rio_bandnames", "zero_one_band", "alpha_order_unnamed")
FILLED = ("fill65535_unstated", "fill_m32768_unstated", "fill_minus3e38_unstated", "f32_m9999_unstated")

RADAR_RIGHT = ("s1_angle", "s1_int16_x100_scale", "s1_linear", "s1_amplitude_float", "s1_ratio", "s1_snap_names")
RADAR_FILLED = ("s1_linear_m32768_unstated", "s1_db_m9999_unstated", "s1_db_minf")
RADAR_REFUSED = {
    "s1_int16_x100_noscale": "between -60 and 10",
    "s1_hh_hv": "HH and HV",
    "s1_u16_worldcereal": "digital numbers",
    "s1_vv_only": "VV",
    "s1_multi_date": "VV and one band VH",
}

PRODUCTS_REFUSED = {
    "l2a12_plus_alpha/stack12_alpha.tif": "name the bands",
    "eob_16bit": "stretched",
    "stac_scale_zero_offset/s2.tif": "floor near 1000",
    "snap_dim/S2_resampled_snap.dim": "copy the whole folder",
}
PRODUCTS_RIGHT = (
    "e84_scl_13/e84_stack13_scl.tif", "generic_b1_b13/s2_generic.tif", "l1c_alphabetical/s2.tif", "old_safe_2016",
    "ten_bands/s2_10bands.tif", "openeo_nc/openEO.nc",
)  # fmt: skip


@pytest.fixture
def unveil(monkeypatch, fill_card, capsys):
    """A function that runs the command line and returns (exit code, what was said)."""
    monkeypatch.setenv("UNVEIL_MODELS", str(fill_card.folder.parent))

    def run(*words):
        code = main([str(word) for word in words])
        return code, capsys.readouterr().err

    return run


@pytest.fixture
def removed(unveil, cases, tmp_path, read_raster):
    """A function that removes clouds with one input replaced and returns (exit code, words, cloud-free bands)."""

    def run(name, *more, **files):
        common = cases / "values" / "_common"
        optical = files.get("s2", common / "s2.tif")
        mask, output = files.get("mask", common / "mask.tif"), tmp_path / "out.tif"
        words = ("--model", "fill", "--feather", 0, "--mask-dilation", 0, "--mask", mask, *more)
        code, said = unveil("remove", optical, files.get("s1", common / "s1.tif"), output, *words)
        return code, said, read_raster(output) if code == 0 else None

    return run


def common(cases, read_raster):
    folder = cases / "values" / "_common"
    return read_raster(folder / "s2.tif"), read_raster(folder / "mask.tif")[0] == 1


@pytest.mark.parametrize("name", MASKS_THAT_FIT)
def test_masks_of_any_convention_restore_the_same(removed, cases, read_raster, name):
    before, cloud = common(cases, read_raster)
    code, said, after = removed(name, mask=cases / "values" / name / "mask.tif")
    assert code == 0, said
    np.testing.assert_array_equal((after != before).any(axis=0), cloud)
    assert name != "valid_mask_inverted" or "Warning" in said


@pytest.mark.parametrize("name", MASKS_THAT_ARE_ASKED_OR_REFUSED)
def test_masks_that_fit_several_codings_or_none_are_not_guessed(removed, cases, read_raster, name):
    path = cases / "values" / name / "mask.tif"
    code, said, _ = removed(name, mask=path)
    assert code == 1 and MASKS_THAT_ARE_ASKED_OR_REFUSED[name] in said
    if name in NAMED:
        before, cloud = common(cases, read_raster)
        code, said, after = removed(name, "--mask-coding", NAMED[name], mask=path)
        np.testing.assert_array_equal((after != before).any(axis=0), cloud)


def test_an_unnamed_inverted_mask_is_warned_of(removed, cases, raster_file, read_raster):
    _, cloud = common(cases, read_raster)
    code, said, _ = removed("inverted", mask=raster_file("m.tif", (~cloud).astype(np.uint8)[None], epsg=None))
    assert code == 0 and "darker" in said


@pytest.mark.parametrize("name", OPTICAL_REFUSED)
@pytest.mark.parametrize("command", ["remove", "mask", "prepare-s2", "evaluate"])
def test_values_that_no_sensor_measures_are_refused_by_every_command(unveil, cases, tmp_path, name, command):
    path, common = cases / "values" / name / "s2.tif", cases / "values" / "_common"
    words = {
        "remove": (path, common / "s1.tif", tmp_path / "o.tif", "--model", "fill"),
        "mask": (path, tmp_path / "o.tif"),
        "prepare-s2": (path, tmp_path / "o.tif"),
        "evaluate": (common / "clear.tif", path),
    }
    code, said = unveil(command, *words[command])
    assert code == 1 and OPTICAL_REFUSED[name] in said and said.count("\n") == said.strip().count("\n") + 1
    assert not (tmp_path / "o.tif").exists()


@pytest.mark.parametrize("name", OPTICAL_RIGHT)
def test_bands_of_any_naming_are_restored(removed, cases, read_raster, name):
    path = cases / "values" / name / "s2.tif"
    _, cloud = common(cases, read_raster)
    code, said, after = removed(name, s2=path)
    assert code == 0, said
    np.testing.assert_allclose(after[:13][:, cloud], 1000, atol=0.01)
    np.testing.assert_array_equal(after[:, ~cloud], read_raster(path)[:, ~cloud])


@pytest.mark.parametrize("name", FILLED)
def test_fill_is_no_data(removed, cases, read_raster, name):
    path = cases / "values" / name / "s2.tif"
    before = read_raster(path)
    _, cloud = common(cases, read_raster)
    code, said, after = removed(name, s2=path)
    fill = (before == before[0]).all(axis=0)
    assert code == 0 and fill.any() and "that is no data" in said
    np.testing.assert_array_equal((after != before).any(axis=0), cloud & ~fill)


def test_a_left_over_scale_is_not_applied(unveil, cases, tmp_path, read_raster):
    path = cases / "values" / "refl_scale_kept" / "s2.tif"
    code, said = unveil("prepare-s2", path, tmp_path / "p.tif")
    assert code == 0 and "left over" in said
    np.testing.assert_allclose(read_raster(tmp_path / "p.tif"), read_raster(path) * 10000, atol=0.51)


def test_a_cirrus_band_of_nan_is_estimated(removed, cases, read_raster):
    _, cloud = common(cases, read_raster)
    code, said, after = removed("b10_nan", s2=cases / "values" / "b10_nan" / "s2.tif")
    assert code == 0 and "lacks B10" in said
    np.testing.assert_allclose(np.delete(after, 10, axis=0)[:, cloud], 1000, atol=0.01)


def test_theia_is_asked_which_reflectance_and_its_fill_is_no_data(unveil, cases, tmp_path, read_raster):
    source = cases / "values" / "theia"
    code, said = unveil("prepare-s2", source, tmp_path / "p.tif")
    assert code == 1 and "_FRE_ and _SRE_" in said
    (tmp_path / "fre").mkdir()
    for file in source.glob("*_FRE_*"):
        shutil.copy(file, tmp_path / "fre")
    code, said = unveil("prepare-s2", tmp_path / "fre", tmp_path / "p.tif")
    blue = read_raster(next((tmp_path / "fre").glob("*_B2.tif")))[0]
    assert code == 0 and "-10000" in said
    np.testing.assert_array_equal(read_raster(tmp_path / "p.tif")[0] == 0, blue == -10000)


def test_real_snow_is_believed_when_it_was_prepared_so(unveil, cases, tmp_path):
    folder = cases / "values" / "bright_l2a"
    assert unveil("prepare-s2", folder / "snow12.tif", tmp_path / "p.tif")[0] == 1
    assert unveil("prepare-s2", folder / "snow12.tif", tmp_path / "p.tif", "--offset", "none")[0] == 0
    words = ("--model", "fill", "--mask", folder / "mask.tif")
    code, said = unveil("remove", tmp_path / "p.tif", folder / "s1.tif", tmp_path / "o.tif", *words)
    assert code == 0, said


@pytest.mark.parametrize("name", ["clear_underflow", "clear_alpha"])
def test_references_of_evaluate_follow_the_same_rule(unveil, cases, name, capsys):
    values = cases / "values"
    code, said = unveil("evaluate", values / "_common" / "clear.tif", values / "eval" / f"{name}.tif")
    assert (code, "wrapped" in said) == ((1, True) if name == "clear_underflow" else (0, False))


@pytest.fixture
def decibels(cases):
    """A function that returns a radar raster as a scene reads it, and what is warned of."""
    from unveil.engine.raster.align import AlignedPower
    from unveil.engine.raster.grid import Window
    from unveil.engine.raster.source import Reader, describe
    from unveil.engine.sentinel.radar import open_radar

    def read(path):
        radar = open_radar(describe(str(path)))
        with Reader(radar.raster) as reader:
            values = AlignedPower(reader, radar.positions, radar.raster.grid).read(Window(0, 0, 128, 128))
        return values, " ".join(radar.warnings)

    return read


@pytest.mark.parametrize("name", RADAR_RIGHT + RADAR_FILLED)
def test_radar_in_any_units_is_the_same_radar(decibels, cases, name):
    expected, _ = decibels(cases / "values" / "_common" / "s1.tif")
    found, said = decibels(cases / "values" / name / "s1.tif")
    there = np.isfinite(found)
    assert there.mean() > 0.8 if name in RADAR_FILLED else (there == np.isfinite(expected)).mean() > 0.99
    both = there & np.isfinite(expected)
    np.testing.assert_allclose(found[both], expected[both], atol=0.02)
    assert not said


@pytest.mark.parametrize("name", RADAR_REFUSED)
@pytest.mark.parametrize("command", ["remove", "prepare-s1"])
def test_what_is_no_radar_of_vv_and_vh_is_refused(unveil, cases, tmp_path, name, command):
    path, optical = cases / "values" / name / "s1.tif", cases / "values" / "_common" / "s2.tif"
    words = (optical, path, tmp_path / "o.tif", "--model", "fill") if command == "remove" else (
        path, optical, tmp_path / "o.tif"
    )  # fmt: skip
    code, said = unveil(command, *words)
    assert code == 1 and (RADAR_REFUSED[name] in said or "VV and VH" in said)


def test_swapped_radar_and_gamma0_are_warned_of(decibels, cases):
    assert "swapped" in decibels(cases / "values" / "s1_swapped_unnamed" / "s1.tif")[1]
    assert "gamma0" in decibels(cases / "values" / "s1_gamma" / "s1.tif")[1]


def test_what_is_called_something_else_is_no_radar(removed, cases):
    code, said, _ = removed("not_radar", s1=cases / "values" / "radar_not_radar" / "ndvi_elev.tif")
    assert code == 1 and "NDVI, depth" in said


def test_amplitude_of_asf_is_squared(unveil, cases, tmp_path, read_raster):
    folder = cases / "products" / "radar_amplitude"
    source = next(path for path in folder.iterdir() if path.is_dir())
    code, said = unveil("prepare-s1", source, folder / "reference_l1c.tif", tmp_path / "o.tif")
    assert code == 0 and "amplitude" in said and "gamma0" in said
    stored = read_raster(next(source.glob("*_VV.tif")))[0]
    made = read_raster(tmp_path / "o.tif")[0]
    both = np.isfinite(made) & (stored > 0)
    np.testing.assert_allclose(made[both], 20 * np.log10(stored[both]), atol=0.01)


@pytest.mark.parametrize("name", PRODUCTS_REFUSED)
def test_products_that_cannot_be_told_are_refused(unveil, cases, tmp_path, name):
    code, said = unveil("prepare-s2", cases / "products" / name, tmp_path / "p.tif")
    assert code == 1 and PRODUCTS_REFUSED[name] in said


@pytest.mark.parametrize("name", PRODUCTS_RIGHT)
def test_products_open(unveil, cases, tmp_path, read_raster, name):
    path = cases / "products" / name
    code, said = unveil("prepare-s2", next(path.glob("*.SAFE")) if path.is_dir() else path, tmp_path / "p.tif")
    assert code == 0, said
    assert read_raster(tmp_path / "p.tif").max() > 1000


def test_pictures_of_a_browser_with_alpha_open(unveil, cases, tmp_path):
    code, said = unveil("prepare-s2", cases / "products" / "eob_alpha", tmp_path / "p.tif", "--offset", "none")
    assert code == 0, said
