from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.log import Log

from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.recognise import MaskCoding, recognise_mask
from unveil.engine.raster.source import describe
from unveil.engine.removal import estimate as estimate_module
from unveil.engine.removal.estimate import Work, amount, check_memory, cover_of, duration, estimate
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.models.plain import PLAIN
from unveil.models.predictor import load_predictor
from unveil.models.speed import Speed


def test_without_a_mask_every_tile_counts_and_it_says_so():
    found = estimate(Work((13, 512, 512), 2, tile=256, overlap=64), speed=Speed(0.5, rest=0.1))
    assert (found.tiles, found.predicted, found.certain) == (9, 9, False)
    assert found.seconds == pytest.approx(9 * 0.5 + 13 * 512 * 512 / 1e6 * 0.1)


def test_without_a_measurement_there_is_no_time():
    assert estimate(Work((13, 512, 512), 2, 256, 64)).seconds is None


def test_only_tiles_that_a_cloud_reaches_are_predicted():
    patches = np.zeros((64, 64), bool)
    patches[0, 0] = True
    corner = estimate(Work((13, 512, 512), 2, 256, 0), patches=patches)
    assert (corner.tiles, corner.predicted, corner.certain) == (4, 1, True)
    # The cloud ends in row and column 7; the next tiles begin at 256.
    assert estimate(Work((13, 512, 512), 2, 256, 0, 248), patches=patches).predicted == 1
    assert estimate(Work((13, 512, 512), 2, 256, 0, 249), patches=patches).predicted == 4


def test_an_overlap_of_more_than_half_a_tile_is_a_sentence():
    with pytest.raises(UnveilError, match="between 0 and 128 pixels"):
        estimate(Work((13, 512, 512), 2, 256, 129))


@pytest.mark.parametrize(
    ("width", "tile", "itemsize", "measured"),
    [
        (10980, 256, 2, 707e6),
        (5490, 256, 2, 411e6),
        (2000, 256, 2, 231e6),
        (10980, 128, 2, 553e6),
        (5490, 256, 4, 608e6),
    ],
)
def test_the_memory_is_that_of_measured_runs(width, tile, itemsize, measured):
    """Peaks of runs of 900 rows and 13 bands through an identity network, less what the program held before."""
    assert estimate(Work((13, 900, width), itemsize, tile, tile // 4)).memory == pytest.approx(measured, rel=0.15)


@pytest.mark.parametrize(("height", "width", "measured"), [(520, 10976, 641e6), (800, 2744, 291e6)])
def test_the_memory_is_that_of_measured_runs_of_the_plain_ground(height, width, measured, monkeypatch):
    """Peaks of runs of 13 bands with one thread, less what the program held before."""
    monkeypatch.setenv("UNVEIL_THREADS", "1")
    assert estimate(Work((13, height, width), 2, 256, 0, card=PLAIN)).memory == pytest.approx(measured, rel=0.15)


def test_memory_depends_on_the_width_and_on_the_model_and_not_on_the_height():
    low = estimate(Work((13, 1000, 5000), 2, 256, 64))
    high = estimate(Work((13, 9000, 5000), 2, 256, 64))
    with_model = estimate(Work((13, 9000, 5000), 2, 256, 64), speed=Speed(1.0, memory=3e8))
    assert low.memory == high.memory == with_model.memory - 3e8
    assert estimate(Work((13, 100, 5000), 2, 256, 64)).memory < low.memory


@pytest.mark.parametrize("size", [(64, 64), (61, 75), (2100, 9)])
def test_the_cover_of_a_mask_shows_its_clouds_eight_by_eight(raster_file, size):
    mask = np.zeros(size, np.uint8)
    mask[16:48, :8], mask[-24:, :] = 1, 3
    raster = describe(raster_file("m.tif", mask[None], nodata=255))
    cover = cover_of(raster, recognise_mask(raster, Feedback()), Feedback())
    assert cover.shape == (-(-size[0] // 8), -(-size[1] // 8))
    assert cover[2:5, 0].all() and cover[-2:].all() and not cover[:1].any()


def test_the_cover_follows_what_the_values_mean(raster_file):
    percent = np.full((1, 32, 32), 20, np.uint8)
    percent[:, :16] = 70
    raster = describe(raster_file("p.tif", percent))
    assert cover_of(raster, MaskCoding("probability 0 to 100"), Feedback())[:, 0].tolist() == [True, True, False, False]


def test_the_cover_can_be_cancelled_and_a_broken_mask_is_a_sentence(raster_file, tmp_path):
    path = raster_file("m.tif", np.zeros((1, 2000, 900), np.uint8))
    raster = describe(path)
    with pytest.raises(Cancelled):
        cover_of(raster, MaskCoding(), Log(stop=True))
    whole = (tmp_path / "m.tif").read_bytes()
    (tmp_path / "m.tif").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnveilError, match="cannot be read"):
        cover_of(raster, MaskCoding(), Feedback())


def test_the_estimate_from_the_mask_is_what_the_run_then_does(tmp_path, scene_files, identity_card):
    pytest.importorskip("onnxruntime")
    mask = np.zeros((150, 170))
    mask[40:80, 100:140] = 1
    files = [describe(path) for path in scene_files(150, 170, mask=mask)]
    log = Log()
    settings = RemovalSettings(speed=Speed(2.0, memory=5e8), mask_dilation=0.0)
    report = remove_clouds(
        SceneFiles(*files), Restorer(load_predictor(identity_card, "cpu"), settings), str(tmp_path / "o.tif"), log
    )
    patches = cover_of(files[2], recognise_mask(files[2], Feedback()), Feedback())
    found = estimate(Work((13, 150, 170), 2, 32, 8, 8), patches=patches, speed=settings.speed)
    assert 0 < found.predicted == report.predicted < found.tiles == report.predicted + report.copied
    said = next(line for line in log.infos if line.startswith("Estimate: "))
    assert (
        said == f"Estimate: about {duration(found.seconds)} and 700 MB of memory (2 s a tile, as measured here before)."
    )


def test_a_run_without_a_measurement_tells_its_memory(tmp_path, scene_files, identity_card):
    pytest.importorskip("onnxruntime")
    optical, radar, _ = scene_files(40, 40)
    log = Log()
    predictor = load_predictor(identity_card, "cpu")
    remove_clouds(
        SceneFiles(describe(optical), describe(radar), None),
        Restorer(predictor, RemovalSettings()),
        str(tmp_path / "o.tif"),
        log,
    )
    assert "Estimate: about 200 MB of memory; the time is told with the first tiles." in log.infos


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (89, "89 s"), (90, "2 minutes"), (3600, "60 minutes"), (5400, "1.5 hours"), (36000, "10.0 hours")],
)
def test_durations_are_said_as_people_say_them(seconds, text):
    assert duration(seconds) == text


@pytest.mark.parametrize(("bytes_", "text"), [(1, "100 MB"), (2.1e8, "300 MB"), (9.6e8, "1.0 GB"), (4.26e9, "4.3 GB")])
def test_amounts_are_rounded_up_below_a_gigabyte(bytes_, text):
    assert amount(bytes_) == text


def test_other_dates_take_time_and_memory():
    none, one, two = (estimate(Work((13, 512, 512), 2, 256, 64), speed=Speed(0.5), references=n) for n in range(3))
    assert two.seconds - one.seconds == pytest.approx(one.seconds - none.seconds) and one.seconds > none.seconds
    assert none.memory < one.memory < two.memory < none.memory + 2 * (one.memory - none.memory)


def test_a_scene_that_memory_cannot_hold_is_refused_before_any_work(tmp_path, scene_files, identity_card, monkeypatch):
    optical, radar, mask = map(describe, scene_files(60, 70, mask=np.ones((60, 70))))
    restorer = Restorer(load_predictor(identity_card, "cpu"), RemovalSettings())
    for free, words in ((5e7, "50 MB|100 MB"), (1e9, None)):
        monkeypatch.setattr(estimate_module, "free_memory", lambda free=free: int(free))
        if words:
            with pytest.raises(UnveilError, match="of memory, and 100 MB are free; take a part of the scene"):
                remove_clouds(SceneFiles(optical, radar, mask), restorer, str(tmp_path / "o.tif"), Log())
            assert not (tmp_path / "o.tif").exists()
        else:
            remove_clouds(SceneFiles(optical, radar, mask), restorer, str(tmp_path / "o.tif"), Log())


def test_the_memory_that_a_user_allows_counts_for_a_scene(scene_files, monkeypatch):
    raster = describe(scene_files(60, 70)[0])
    wide = replace(raster, grid=replace(raster.grid, width=200_000, height=5000))
    monkeypatch.setenv("UNVEIL_MEMORY", "2")
    check_memory(raster, 256)
    with pytest.raises(UnveilError, match=r"takes about \d+\.\d GB of memory, and 2.0 GB are allowed"):
        check_memory(wide, 256)


def test_a_model_that_starts_from_the_ground_counts_its_trial_and_what_the_ground_takes(identity_card):
    from dataclasses import replace

    from unveil.models.scaling import Scaling
    from unveil.models.speed import CLEAR_SHARE, FIRST_MEGAVALUES, SEEN_SHARE, TRIAL_MEGAVALUES

    size, speed = (13, 900, 1000), Speed(0.5, rest=0.1)
    plain = estimate(Work(size, 2, 256, 32, card=identity_card), speed=speed)
    assert plain == estimate(Work(size, 2, 256, 32), speed=speed)
    ground = replace(identity_card, inputs=(*identity_card.inputs, "mask", "background"))
    with_ground = estimate(Work(size, 2, 256, 32, card=ground), speed=speed)
    assert with_ground.seconds == pytest.approx(plain.seconds + 0.1 * FIRST_MEGAVALUES)
    assert with_ground.memory > plain.memory
    tried = replace(ground, scaling=Scaling(kind="relative", deviations=(100.0,) * 13))
    found = estimate(Work(size, 2, 256, 32, card=tried), speed=speed)
    # Two windows of 512 pixels, two by two tiles each.
    more = 8 * 0.5 + 0.1 * 2 * TRIAL_MEGAVALUES
    assert found.seconds == pytest.approx(with_ground.seconds + more)
    # Where no cloud hides the ground no tile is predicted, and none is tried.
    nothing = np.zeros((113, 125), dtype=bool)
    clear, seen = (estimate(Work(size, 2, 256, 32, card=tried, active=share), nothing, speed) for share in (None, 1.0))
    values = 13 * size[1] * size[2] / 1e6
    assert clear.predicted == seen.predicted == 0
    assert clear.seconds == pytest.approx(0.1 * (FIRST_MEGAVALUES + CLEAR_SHARE * values))
    assert seen.seconds == pytest.approx(clear.seconds + 0.1 * SEEN_SHARE * values)


def test_windows_that_models_and_dates_are_tried_on_are_as_many_as_an_estimate_counts():
    from unveil.engine.removal import held_out, trial
    from unveil.models import speed

    assert (speed.MOST_TRIED, speed.MOST_HELD_OUT) == (trial.MOST_WINDOWS, held_out.MOST_WINDOWS)
