"""SEN12MS-CR's own folders, plain folders, and what is wrong with them."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

pytest.importorskip("torch")

from unveil.engine.errors import UnveilError  # noqa: E402
from unveil.engine.feedback import Feedback  # noqa: E402
from unveil.engine.training.data.patches import Patch, PatchSampler, cover_class  # noqa: E402
from unveil.engine.training.data.sen12mscr import find_patches, split_of  # noqa: E402
from unveil.engine.training.data.sources import find_scenes, open_training_data  # noqa: E402
from unveil.engine.training.sampling.samples import SampleSettings  # noqa: E402

LEVEL = np.array([1400, 1200, 1000, 850, 1100, 1900, 2200, 2300, 2500, 700, 15, 1600, 950])[:, None, None]
NAMES = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12"]


def optical(seed=0, side=96, cloud=0.0):
    generator = np.random.default_rng(seed)
    fields = np.kron(generator.uniform(0.7, 1.3, (side // 8, side // 8)), np.ones((8, 8)))
    image = LEVEL * fields * generator.uniform(0.97, 1.03, (13, side, side))
    image[:, : round(side * cloud)] = 7000
    return image.astype(np.uint16)


def radar(side=96):
    return (np.array([-11, -18])[:, None, None] + np.random.default_rng(1).normal(0, 2, (2, side, side))).astype(
        np.float32
    )


def write(path, data, names=(), transform=(0, 10, 0, 0, 0, -10)):
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = gdal.GDT_Float32 if data.dtype == np.float32 else gdal.GDT_UInt16
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), data.shape[2], data.shape[1], len(data), kind)
    dataset.SetGeoTransform(transform)
    dataset.WriteArray(data)
    for index, name in enumerate(names, 1):
        dataset.GetRasterBand(index).SetDescription(name)
    dataset = None


def put(folder, season, scene, patch, cloud=0.3, kinds=("s1", "s2", "s2_cloudy")):
    made = {"s1": radar(), "s2": optical(patch), "s2_cloudy": optical(patch, cloud=cloud)}
    for kind in kinds:
        write(folder / f"{season}_{kind}" / f"{kind}_{scene}" / f"{season}_{kind}_{scene}_p{patch}.tif", made[kind])


@pytest.fixture
def sen12(tmp_path):
    put(tmp_path, "ROIs1158_spring", 1, 30)
    put(tmp_path, "ROIs1158_spring", 1, 100, cloud=0.9)
    put(tmp_path, "ROIs1158_spring", 31, 30)
    put(tmp_path / "ROIs2017_winter", "ROIs2017_winter", 22, 7)
    put(tmp_path, "ROIs1868_summer", 5, 8, kinds=("s1", "s2_cloudy"))
    return tmp_path


def test_patches_are_found_by_their_names_and_split_by_scene(sen12) -> None:
    found, left_out = find_patches(sen12)
    assert [(patch.name, patch.place) for patch in found] == [
        ("ROIs1158_spring_1_p30", "spring_1"),
        ("ROIs1158_spring_1_p100", "spring_1"),
    ]
    assert found[0].cloudy.name == "ROIs1158_spring_s2_cloudy_1_p30.tif" and found[0].cloudy.exists()
    assert left_out == ("ROIs1868_summer_5_p8: ROIs1868_summer_s2_5_p8.tif missing",)
    assert [patch.place for patch in find_patches(sen12, "validation")[0]] == ["winter_22"]
    assert [patch.place for patch in find_patches(sen12, "test")[0]] == ["spring_31"]
    assert len(find_patches(sen12, "all")[0]) == 4


def test_split_is_the_canonical_one() -> None:
    assert [split_of(place) for place in ("winter_63", "summer_73", "fall_65", "spring_1", "spring_310")] == [
        "test",
        "test",
        "validation",
        "train",
        "train",
    ]


def test_sampler_reads_patches_when_it_draws_them_and_reports_what_it_leaves_out(sen12, tmp_path) -> None:
    (sen12 / "ROIs1158_spring_s1/s1_1/ROIs1158_spring_s1_1_p100.tif").write_bytes(b"II*\0truncated")
    data = open_training_data(sen12)
    settings = SampleSettings(crop=32, batch=2, clouds=2, canvas=96)
    sampler = data.sampler(settings, 3, tmp_path / "left_out.txt")
    assert isinstance(sampler, PatchSampler)
    batch = sampler.batch(0)
    again = data.sampler(settings, 3, tmp_path / "again.txt").batch(0)
    assert batch["optical"].shape == (2, 13, 32, 32) and np.isfinite(batch["radar"]).all()
    np.testing.assert_array_equal(batch["target"], again["target"])
    for step in range(1, 5):
        assert sampler.batch(step)["target"][:, 7].min() > 0, "a patch that cannot be read never becomes zeros"
    lines = (tmp_path / "left_out.txt").read_text().splitlines()
    assert (
        len(lines) == 1 and lines[0].startswith("ROIs1158_spring_1_p100: The raster ") and "cannot be read" in lines[0]
    )


def test_draws_are_balanced_by_cloud_cover(tmp_path) -> None:
    patches = []
    for index, cloud in enumerate([0.1] * 7 + [0.9]):
        put(tmp_path, "ROIs1158_spring", 1, index, cloud=cloud)
        patches.append(f"p{index}")
    data = open_training_data(tmp_path)
    sampler = data.sampler(SampleSettings(crop=32, batch=1, clouds=1, canvas=96), 0)
    generator = np.random.default_rng(0)
    covers = [cover_class(sampler._pick(generator).cloudy) for _ in range(60)]
    # Without balance an eighth of the draws would be the cloudy one.
    assert 13 <= sum(cover >= 3 for cover in covers) <= 40


def test_all_patches_spoilt_ends_with_a_sentence(sen12) -> None:
    broken = tuple(Patch(f"p{index}", "here", sen12 / "nothing.tif") for index in range(60))
    sampler = PatchSampler(broken, np.full(13, 0.1), None, SampleSettings(crop=32, clouds=1, canvas=96), 0)
    with pytest.raises(UnveilError, match="50 training patches in a row cannot be used"):
        sampler.batch(0)


def test_plain_folders_hold_triplets_pairs_and_single_scenes(tmp_path) -> None:
    for name in ("s1", "s2_cloudy", "s2_clear"):
        write(tmp_path / "a" / f"{name}.tif", radar() if name == "s1" else optical(), ())
    twelve = [name for name in NAMES if name != "B10"]
    write(tmp_path / "b" / "s2.tif", np.delete(optical(), 10, axis=0), twelve)
    write(tmp_path / "b" / "s1.tif", radar())
    write(tmp_path / "c.tif", optical() + 1000)
    write(tmp_path / "d" / "s2_cloudy.tif", optical())
    scenes, left_out = find_scenes(tmp_path, "train", Feedback())
    assert {(scene.name, scene.radar is not None, scene.cloudy is not None) for scene in scenes} == {
        ("a", True, True),
        ("b", True, False),
        ("c", False, False),
    }
    assert left_out == ("d: no clear optical image",)
    loaded = {scene.name: scene.load() for scene in scenes}
    assert not loaded["b"].present[10] and loaded["b"].present.sum() == 12
    # The offset of products since 2022 is taken away.
    np.testing.assert_allclose(loaded["c"].clear, optical() / 10000, atol=1e-6)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda path: write(path / "s1.tif", radar(), transform=(500, 10, 0, 0, 0, -10)), None),
        (lambda path: write(path / "s1.tif", radar(104)), "do not lie on one grid"),
        (lambda path: write(path / "s2.tif", np.full((13, 96, 96), 1200, np.uint16)), "same value everywhere"),
        (lambda path: write(path / "s2.tif", optical()[:5]), "5 bands without Sentinel-2 names"),
        (lambda path: write(path / "s2.tif", optical(side=64)), "96 a side are needed"),
        (lambda path: write(path / "s1.tif", np.abs(radar())), "no calibrated backscatter"),
        (lambda path: (path / "s2.tif").write_bytes(b"no raster"), "cannot be read"),
    ],
)
def test_folder_in_which_nothing_can_be_used_gets_one_sentence(tmp_path, change, sentence) -> None:
    write(tmp_path / "a" / "s2.tif", optical())
    write(tmp_path / "a" / "s1.tif", radar())
    change(tmp_path / "a")
    if sentence is None:
        assert open_training_data(tmp_path).places == ("a",)
        return
    with pytest.raises(UnveilError, match=f"None of 1 scenes can be used to train on; the first: .*{sentence}"):
        open_training_data(tmp_path)


def test_empty_and_missing_folders_get_one_sentence(tmp_path) -> None:
    with pytest.raises(UnveilError, match="holds nothing to train on; it needs SEN12MS-CR"):
        open_training_data(tmp_path)
    with pytest.raises(UnveilError, match="does not exist"):
        open_training_data(tmp_path / "nowhere")
