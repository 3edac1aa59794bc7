"""Bits, standard errors and ages: what is said of every pixel of a result, and whether it is true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.dates import Files, Place
from fixtures.log import Log
from fixtures.rasters import save_model
from osgeo import gdal

from unveil.engine.masking import classes
from unveil.engine.raster.source import describe
from unveil.engine.references.reference import GivenReference
from unveil.engine.removal import calibration
from unveil.engine.removal import quality as bits
from unveil.engine.removal.depth import REACH, depth
from unveil.engine.removal.distance import Distances, bins_of
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.removal.quality import Pixels, describe_bits, quality_bits, quality_classes
from unveil.engine.removal.settings import QualityOutputs
from unveil.engine.removal.share import believed_share
from unveil.engine.removal.spread import Errors, SpreadSums
from unveil.engine.removal.texture import ResultTexture, texture
from unveil.models.card import read_card, write_card
from unveil.models.predictor import load_predictor
from unveil.models.scaling import Scaling

pytest.importorskip("onnxruntime")


def pixels(**changed):
    """Six pixels: clear, blended, thick cloud, thin cloud, shadow, no data."""
    codes = np.array([[0, 0, 1, 2, 3, 255]], np.uint8)
    nothing = np.zeros(codes.shape, bool)
    usual = {
        "codes": codes,
        "valid": np.array([[True] * 5 + [False]]),
        "weight": np.array([[0, 0.4, 1, 1, 1, 0]], np.float32),
        "radar": ~nothing,
        "known": np.zeros(codes.shape, np.float32),
        "changed": nothing,
        "far": nothing,
    }
    return Pixels(**{**usual, **changed})


def test_every_origin_has_its_bit():
    found = quality_bits(pixels())[0].tolist()
    assert found == [
        bits.OBSERVED,
        bits.BLENDED | bits.RADAR,
        bits.RESTORED | bits.THICK | bits.RADAR,
        bits.RESTORED | bits.THIN | bits.RADAR,
        bits.RESTORED | bits.SHADOW | bits.RADAR,
        bits.NO_DATA,
    ]


def test_what_was_used_and_what_is_doubtful_is_said_of_restored_ground_only():
    everywhere = np.ones((1, 6), bool)
    found = quality_bits(
        pixels(
            known=everywhere.astype(np.float32), changed=everywhere, far=everywhere, mismatch=True, radar=~everywhere
        )
    )[0]
    assert found[0] == bits.OBSERVED and found[5] == bits.NO_DATA
    assert found[2] == bits.RESTORED | bits.THICK | bits.REFERENCE | bits.CHANGE | bits.FAR | bits.LEVEL
    assert found[1] == bits.BLENDED | bits.REFERENCE | bits.LEVEL


def test_every_value_has_a_colour_and_words():
    values = set(quality_bits(pixels())[0].tolist())
    drawn = quality_classes(values)
    assert set(drawn.colours) == set(drawn.names) == values
    assert describe_bits(bits.RESTORED | bits.THICK) == "restored; below thick cloud"
    assert all(bin(bit).count("1") == 1 for bit in bits.MEANINGS) and max(bits.MEANINGS) < 2**16


def test_distance_is_that_to_the_nearest_patch_of_clear_ground():
    clear = np.zeros((5, 40), bool)
    clear[:, 0] = True
    metres = Distances(clear, 8, 10.0).rows(0, 40, 320)
    assert metres[0, 0] == 0 and metres[39, 111] == 13 * 80
    assert bins_of(metres[39, [8, 16, 112, 319]]).tolist() == [0, 1, 3, 3]
    assert bins_of(np.array([0.0, 99, 100, 999, 1000, np.inf])).tolist() == [0, 0, 1, 2, 3, 3]
    assert np.isinf(Distances(~np.ones((2, 2), bool), 8, 10.0).rows(0, 8, 8)).all()


def errors(error, signs=None, **changed):
    usual = {name: np.zeros(error.shape[1], np.intp) for name in ("source", "place", "square")}
    signs = np.zeros((2, error.shape[1])) if signs is None else signs
    return Errors(error, signs=signs, **{name: plane + changed.get(name, 0) for name, plane in usual.items()})


def test_rough_and_deep_ground_has_larger_errors_and_strange_parts_widen_all():
    random = np.random.default_rng(0)
    signs = random.normal([[5], [2]], [[0.5], [0.8]], (2, 8000))
    error = random.normal(0, 50, (3, 8000)) * np.exp(0.8 * (signs[0] - 5) + 0.3 * (signs[1] - 2))
    sums = SpreadSums(2, 3)
    sums.add(errors(error, signs, square=random.integers(0, 9, 8000)))
    alike = sums.spread()
    np.testing.assert_allclose(alike.growth[0].slopes, [0.75, 0.28], atol=0.05)
    assert not alike.growth[1].slopes.any()
    sigma = alike.table[0, :, :1] * alike.factors(np.zeros(8000, np.intp), signs)
    assert (np.abs(error) < 1.645 * sigma).mean() == pytest.approx(0.9, abs=0.02)
    sizes = np.repeat(np.array([0.5, 1, 2]), (3000, 2500, 2500))
    sums = SpreadSums(2, 3)
    sums.add(errors(random.normal(0, 50, (3, 8000)) * sizes, square=np.repeat([0, 1, 2], (3000, 2500, 2500))))
    usual = SpreadSums(2, 3)
    usual.add(errors(random.normal(0, 50, (3, 8000)) * sizes))
    assert 1.03 < (sums.spread().table[0] / usual.spread().table[0]).mean() <= 1.5


def test_a_cloud_beside_the_ground_is_no_texture_of_it():
    random = np.random.default_rng(0)
    dn = random.normal(1500, 100, (3, 60, 60)).astype(np.float32)
    cloud = np.zeros((60, 60), bool)
    cloud[20:40, 20:40] = True
    found = texture(np.where(cloud, 9000, dn), ~cloud)
    np.testing.assert_allclose(found[:15], texture(dn)[:15], atol=1e-5)
    # Beside the cloud there are fewer pixels to tell by.
    beside = found[16:20, 20:40]
    np.testing.assert_allclose(np.exp(beside).mean(), 110, rtol=0.1)
    assert texture(np.where(cloud, 9000, dn))[17:20, 25:35].min() > np.log(300)


def test_depth_is_the_logarithm_of_pixels_to_clear_ground():
    codes = np.full((90, 90), classes.CLOUD, np.uint8)
    codes[:, :10] = classes.CLEAR
    found = depth(codes)
    np.testing.assert_allclose(found[40, [5, 10, 29, 41, 80]], np.log1p([0, 1, 20, 32, 32]), rtol=1e-6)
    np.testing.assert_array_equal(depth(codes[10 : 20 + 2 * REACH])[REACH:-REACH], found[10 + REACH : 20 + REACH])


def test_the_texture_of_a_result_is_had_by_rows(files):
    values = gdal.Open(files.optical).ReadAsArray().astype(np.float32)
    with ResultTexture(files.optical, files.scene()) as rows:
        found = np.concatenate([rows.rows(start, min(start + 64, 200)) for start in range(0, 200, 64)])
    np.testing.assert_allclose(found, texture(values), atol=1e-4)
    assert found.min() >= np.log(11) - 1e-4 and found.max() < np.log(5000)


@pytest.mark.parametrize("draw", ["normal", "laplace"])
def test_nine_of_ten_errors_lie_within_the_interval(draw):
    random = np.random.default_rng(0)
    scale = np.array([20.0, 60.0])[:, None]
    sums = SpreadSums(1, 2)
    place = random.integers(0, 2, 20_000)
    error = getattr(random, draw)(0, 1, (2, 20_000)) * scale * (1 + place)
    sums.add(errors(error, place=place))
    table = sums.spread().table[0]
    for index in (0, 1):
        within = np.abs(error[:, place == index]) <= 1.645 * table[:, index, None]
        np.testing.assert_allclose(within.mean(axis=1), 0.9, atol=0.01)
    # Beyond what was held out the error is not said to be smaller.
    np.testing.assert_array_equal(table[:, 3], table[:, 1])


def test_dates_of_which_nothing_was_held_out_have_the_error_of_the_others_and_the_model_has_none():
    sums = SpreadSums(3, 1)
    sums.add(errors(np.ones((1, 500)), source=2))
    table = sums.spread().table
    # 1 DN, and what 500 pixels leave open.
    assert np.isnan(table[0]).all() and ((table[2] >= 1) & (table[2] < 1.2)).all()
    np.testing.assert_array_equal(table[1], table[2])
    assert SpreadSums(1, 1).spread() is None


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path, Place(200))


def removed(files, card, references=(), log=None, **layers):
    paths = {name: str(files.folder / f"{name}.tif") for name in ("quality", "sigma", "reference_age")}
    report = remove_clouds(
        SceneFiles(describe(files.optical), describe(files.radar), describe(files.mask)),
        Restorer(
            load_predictor(card, "cpu"),
            RemovalSettings(mask_dilation=0.0, references=tuple(references), layers=QualityOutputs(**paths)),
        ),
        str(files.folder / "out.tif"),
        log or Log(),
    )
    return report, {name: gdal.Open(path) for name, path in {**paths, "out": str(files.folder / "out.tif")}.items()}


def test_a_run_with_another_date_says_so_of_every_pixel(files, identity_card):
    log = Log()
    report, rasters = removed(files, identity_card, [files.reference(radar=files.place.radar())], log)
    assert report.from_references > 90
    assert any("the model stays out where they show the ground" in line for line in log.lines)
    out = rasters["out"].ReadAsArray().astype(float)
    assert np.sqrt(np.mean((out - files.truth)[:, files.hidden] ** 2)) < 60
    quality = rasters["quality"].ReadAsArray()
    assert (quality[files.hidden] & bits.RESTORED > 0).all()
    assert (quality[files.hidden] & bits.REFERENCE > 0).mean() > 0.95
    untouched = (out == gdal.Open(files.optical).ReadAsArray()).all(axis=0)
    assert untouched[quality == bits.OBSERVED].all()
    age = rasters["reference_age"].ReadAsArray()
    assert (age[quality & bits.REFERENCE > 0] == -61).all()
    assert (age[quality == bits.OBSERVED] == -32768).all()
    assert rasters["quality"].GetMetadataItem("UNVEIL_BIT_8") == "another date used"


def test_standard_errors_come_from_the_scenes_own_ground(files, identity_card):
    _, rasters = removed(files, identity_card, [files.reference()])
    sigma = rasters["sigma"].ReadAsArray().astype(float)
    out = rasters["out"].ReadAsArray().astype(float)
    quality = rasters["quality"].ReadAsArray()
    shown = files.hidden & (quality & bits.REFERENCE > 0) & (sigma[0] < 65535)
    within = np.abs(out - files.truth)[:, shown] <= 1.645 * sigma[:, shown]
    assert 0.8 < within.mean() < 0.97
    assert (sigma[:, quality == bits.OBSERVED] == 0).all()
    assert rasters["sigma"].GetRasterBand(2).GetDescription() == "B2 standard error"
    assert rasters["sigma"].GetRasterBand(2).GetScale() == pytest.approx(1e-4)


def test_without_clear_ground_to_hold_out_the_error_is_unknown(files, identity_card):
    everything = np.ones(files.hidden.shape, np.uint8)
    everything[:3] = 0
    files.mask = files.write("all.tif", everything[None], ["class"])
    _, rasters = removed(files, identity_card)
    sigma = rasters["sigma"].ReadAsArray()
    assert (sigma[:, 10:] == 65535).all()
    assert "unknown" in rasters["sigma"].GetMetadataItem("UNVEIL_SIGMA")


def test_dates_that_do_worse_than_the_model_are_not_used(files, fill_card, monkeypatch):
    """A model that is always right, and a reference whose relation does not hold where it matters."""
    from unveil.engine.removal import pipeline
    from unveil.engine.removal.calibration import Calibration

    monkeypatch.setattr(pipeline, "calibrate", lambda *_: Calibration(None, 50.0, 80.0, share=0.05))
    log = Log()
    report, rasters = removed(files, fill_card, [files.reference()], log)
    assert report.from_references == 0
    assert any("by 80 DN, and the model alone by 50 DN: the other dates are not used" in line for line in log.lines)
    assert not (rasters["quality"].ReadAsArray() & bits.REFERENCE).any()


def test_dates_beside_hazy_ground_are_not_judged_by_it(files, identity_card, monkeypatch):
    from unveil.engine.references import learning
    from unveil.engine.removal import pipeline
    from unveil.engine.removal.calibration import Calibration

    monkeypatch.setattr(pipeline, "calibrate", lambda *_: Calibration(None, 50.0, 80.0, share=0.0))
    monkeypatch.setattr(learning, "is_ground", lambda *_: False)
    report, rasters = removed(files, identity_card, [files.reference()])
    assert report.from_references == 100
    before = files.place.before.astype(np.uint16)
    missed = rasters["out"].ReadAsArray().astype(float) - before
    assert np.abs(missed[:, files.hidden]).max() <= 1


def test_dates_that_do_hardly_better_are_mixed_with_the_model(files, identity_card, monkeypatch):
    from unveil.engine.removal import pipeline
    from unveil.engine.removal.calibration import Calibration

    _, whole = removed(files, identity_card, [files.reference()])
    whole = whole["out"].ReadAsArray().astype(float)
    monkeypatch.setattr(pipeline, "calibrate", lambda *_: Calibration(None, 90.0, 95.0, share=0.5, mixed=80.0))
    log = Log()
    report, mixed = removed(files, identity_card, [files.reference("same.tif")], log)
    assert any("; 50 % of them beside the model by 80 DN: both are used" in line for line in log.lines)
    assert 45 < report.from_references <= 50 and report.predicted > 0
    # The model gives back the cloud, 6000 DN.
    expected = (whole + 6000) / 2
    assert np.abs(mixed["out"].ReadAsArray() - expected)[:, files.hidden].max() <= 1.5


def tried_of(alone, shown, squares=40):
    """Held-out pixels of the model's and of other dates' errors [bands, n], in so many squares."""
    number = alone.shape[1]
    nothing = np.zeros(number, np.intp)
    square = np.arange(number) * squares // number
    return calibration._Tried(alone, shown, None, nothing + 1, nothing, np.zeros((2, number)), np.zeros(number), square)


def test_the_share_of_the_dates_is_the_one_that_errs_least():
    random = np.random.default_rng(0)
    alone, shown = random.normal(0, 100, (2, 4000)), random.normal(0, 200, (2, 4000))
    found = calibration._compared([tried_of(alone, shown)])
    assert found.share == pytest.approx(0.2, abs=0.04) and not found.dates_are_worse
    assert found.mixed < found.without < found.with_dates and np.isnan(found.joined)
    good = calibration._compared([tried_of(shown, 0.3 * alone)])
    assert good.share == 1 and good.mixed == pytest.approx(good.with_dates)


def test_squares_that_do_not_agree_leave_the_share_at_what_is_usual():
    apart = np.ones(9)
    agreeing, scattered = np.full(9, 0.2), np.linspace(-3, 3.4, 9)
    assert believed_share(agreeing, apart) == pytest.approx(0.2)
    assert agreeing.mean() == pytest.approx(scattered.mean())
    assert 0.75 < believed_share(scattered, apart) < 0.9
    assert believed_share(agreeing[:2], apart[:2]) > 0.8 and believed_share(apart[:0], apart[:0]) == 1


def test_dates_that_are_surely_worse_are_not_used():
    random = np.random.default_rng(1)
    alone = random.normal(0, 30, (2, 8000))
    assert calibration._compared([tried_of(alone, random.normal(0, 400, (2, 8000)))]).dates_are_worse


@pytest.fixture
def adding_card(tmp_path):
    """A model on relative values that adds half a deviation to its background everywhere."""

    def added(helper):
        from onnx import TensorProto

        half = helper.make_tensor("value", TensorProto.FLOAT, [1], [0.5])
        return [
            helper.make_node("Constant", [], ["half"], value=half),
            helper.make_node("Add", ["background", "half"], ["cloud_free"]),
        ]

    folder = tmp_path / "zoo" / "adding"
    card = save_model(folder, added, tile=96, inputs=("optical", "radar", "mask", "background"))
    card = replace(card, level="", scaling=Scaling(kind="relative", deviations=(300.0,) * 13))
    write_card(card, folder / "card.toml")
    return read_card(folder / "card.toml")


def test_a_model_that_makes_the_dates_worse_stays_out(files, adding_card):
    log = Log()
    _, rasters = removed(files, adding_card, [files.reference()], log)
    assert any("the model stays out where they show the ground" in line for line in log.lines)
    missed = rasters["out"].ReadAsArray().astype(float) - files.truth
    shown = files.hidden & (rasters["quality"].ReadAsArray() & bits.REFERENCE > 0)
    assert np.sqrt(np.mean(missed[:, shown] ** 2)) < 60


def test_a_model_that_makes_them_better_adds_to_them(files, adding_card, monkeypatch):
    from unveil.engine.removal import pipeline
    from unveil.engine.removal.calibration import Calibration

    monkeypatch.setattr(pipeline, "better_of", lambda scene, predictor, *_: predictor)
    monkeypatch.setattr(pipeline, "calibrate", lambda *_: Calibration(None, 90.0, 80.0, 60.0))
    log = Log()
    _, rasters = removed(files, adding_card, [files.reference()], log)
    assert any("adding to the dates the model is off by 60 DN: it does" in line for line in log.lines)
    missed = rasters["out"].ReadAsArray().astype(float) - files.truth
    shown = files.hidden & (rasters["quality"].ReadAsArray() & bits.REFERENCE > 0)
    # Half a deviation of the scene's bands, which are hundreds of DN.
    assert 100 < np.median(missed[:, shown]) < 900


def test_a_reference_never_is_its_own_output(files, identity_card):
    from unveil.engine.errors import UnveilError

    reference = files.reference("out.tif")
    with pytest.raises(UnveilError, match="is one of the inputs"):
        removed(files, identity_card, [GivenReference(reference.optical)])


def test_tiles_whose_hidden_ground_other_dates_show_are_not_predicted(files, adding_card):
    whole = files.reference()
    cloud = files.place.disc(70, 90, 12)
    part = files.reference("part.tif", np.where(cloud, 7000, files.place.before), cloud)
    log = Log()
    report, rasters = removed(files, adding_card, [whole], log)
    assert report.predicted == 0 and any("of them from other dates" in line for line in log.lines)
    missed = rasters["out"].ReadAsArray().astype(float) - files.truth
    assert np.sqrt(np.mean(missed[:, files.hidden] ** 2)) < 60
    report, rasters = removed(files, adding_card, [part])
    assert report.predicted > 0
    assert (rasters["out"].ReadAsArray()[:, files.hidden] < 6000).all()


def test_bits_of_ground_that_no_date_shows_ask_no_network(files, adding_card):
    hole = np.zeros_like(files.hidden)
    hole[100:103, 110:113] = True
    log = Log()
    reference = files.reference("part.tif", np.where(hole, 7000, files.place.before), hole)
    report, rasters = removed(files, adding_card, [reference], log)
    assert report.predicted == 0 and any("of them from other dates" in line for line in log.lines)
    dn = rasters["out"].ReadAsArray()
    assert (dn[:, hole] < 6000).all() and not (rasters["quality"].ReadAsArray()[hole] & bits.OBSERVED).any()
