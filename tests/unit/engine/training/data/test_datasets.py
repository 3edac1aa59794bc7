"""Every kind of training raster becomes a scene that looks like L1C, and places stay together."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.training.data.datasets import place_of, read_scenes, split_places
from unveil.models.card import BANDS


@pytest.fixture(scope="module")
def scenes(training_folder):
    return {scene.name: scene for scene in read_scenes(training_folder)}


def test_reads_every_folder(scenes) -> None:
    assert set(scenes) == {
        "new_place",
        "finland_aa_03",
        "ROIs1158_spring_s2_39_p100",
        "ROIs1868_summer_s2_101_p5",
        "s2_ROIs2017_146_ImgNo_7_2018-04-01_patch_0",
        "s2_ROIs2017_146_ImgNo_8_2018-04-11_patch_0",
    }


def test_an_overcast_date_is_paired_with_the_nearest_clear_one(scenes) -> None:
    overcast = scenes["s2_ROIs2017_146_ImgNo_8_2018-04-11_patch_0"]
    assert overcast.cloudy is not None and (overcast.cloudy > 0.4).all()
    assert np.array_equal(overcast.clear, scenes["s2_ROIs2017_146_ImgNo_7_2018-04-01_patch_0"].clear)


def test_an_overcast_date_without_a_clear_one_is_left_out(tmp_path, training_folder) -> None:
    series = tmp_path / "s2_series"
    series.mkdir()
    for path in (training_folder / "s2_series").glob("*.tif"):
        other = path.name.replace("patch_0", "patch_1") if "2018-04-11" in path.name else path.name
        shutil.copy(path, series / other)
    assert [scene.name for scene in read_scenes(tmp_path)] == ["s2_ROIs2017_146_ImgNo_7_2018-04-01_patch_0"]


def test_offset_of_new_products_is_removed(scenes) -> None:
    spectrum = np.median(scenes["new_place"].clear, axis=(1, 2))
    assert spectrum[BANDS.index("B10")] < 0.01
    assert spectrum[BANDS.index("B8")] == pytest.approx(0.23, abs=0.05)


def test_values_of_old_products_stay(scenes) -> None:
    spectrum = np.median(scenes["ROIs1868_summer_s2_101_p5"].clear, axis=(1, 2))
    assert spectrum[BANDS.index("B2")] == pytest.approx(0.12, abs=0.03)


def test_missing_bands_are_filled_but_not_counted(scenes) -> None:
    scene = scenes["finland_aa_03"]
    assert [name for name, there in zip(BANDS, scene.present) if not there] == ["B1", "B9", "B10"]
    assert (scene.clear > 0).all()


def test_surface_reflectance_gets_the_air_back(scenes) -> None:
    surface = 0.12
    blue = np.median(scenes["finland_aa_03"].clear[BANDS.index("B2")])
    assert blue > surface + 0.04


def test_radar_keeps_its_gaps(scenes) -> None:
    radar = scenes["new_place"].radar
    assert np.isnan(radar[:, :4]).all() and np.isfinite(radar[:, 4:]).all()


def test_real_pair_keeps_its_clouds(scenes) -> None:
    scene = scenes["ROIs1158_spring_s2_39_p100"]
    assert scene.cloudy[1, 60, 60] == pytest.approx(0.6)
    assert scene.clear[1, 60, 60] < 0.3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ROIs1158_spring_s2_101_p34", "ROIs1158_spring_101_30"),
        ("biomassters_0060c0a5_03", "biomassters_0060c0a5_11"),
        ("s2_ROIs2017_146_ImgNo_7_2018-04-01_patch_204", "s2_ROIs2017_146_ImgNo_8_2018-04-11_patch_0"),
        ("tervuren_2022-01-21", "tervuren_2022-12-01"),
        ("ben_S2A_MSIL2A_20170613T101031_0_45", "ben_S2A_MSIL2A_20170613T101031_87_48"),
    ],
)
def test_dates_and_patches_of_a_place_are_one_place(first: str, second: str) -> None:
    assert place_of(first) == place_of(second)


def test_split_is_by_place(scenes) -> None:
    training, held_out = split_places(tuple(scenes.values()), ("spring_39",))
    assert [scene.name for scene in held_out] == ["ROIs1158_spring_s2_39_p100"]
    assert not {scene.place for scene in training} & {scene.place for scene in held_out}


def test_nothing_held_out_is_all_for_training(scenes) -> None:
    training, held_out = split_places(tuple(scenes.values()), ())
    assert len(training) == len(scenes) and held_out == ()


def test_empty_folder_is_refused(tmp_path) -> None:
    with pytest.raises(UnveilError, match="holds no training scenes"):
        read_scenes(tmp_path)


def test_broken_file_is_named(tmp_path) -> None:
    path = tmp_path / "s2_clear" / "broken.tif"
    path.parent.mkdir()
    path.write_bytes(b"no raster")
    with pytest.raises(UnveilError, match="broken.tif"):
        read_scenes(tmp_path)


def test_values_are_read_by_the_rules_of_a_scene(raster_file, tmp_path) -> None:
    """Reflectance and radar as power are taken for what they are; what no sensor measures is refused."""
    from fixtures.rasters import S2, optical_dn, radar_db

    dn, decibels = optical_dn(100, 120), radar_db(100, 120)
    folder = tmp_path / "s1s2_clear" / "place"
    folder.mkdir(parents=True)
    power = (10 ** (decibels / 10)).astype(np.float32)
    raster_file("s1s2_clear/place/s1.tif", power[::-1], names=["VH", "VV"])
    raster_file("s1s2_clear/place/s2.tif", dn.astype(np.float32) / 10000, names=S2)
    (scene,) = read_scenes(tmp_path)
    np.testing.assert_allclose(scene.clear, dn / 10000, atol=1e-6)
    np.testing.assert_allclose(scene.radar, decibels, atol=1e-3)
    raster_file("s1s2_clear/place/s2.tif", dn - np.uint16(1000), names=S2)
    with pytest.raises(UnveilError, match="wrapped below zero"):
        read_scenes(tmp_path)
