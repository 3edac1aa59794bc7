"""Hidden ground on four sets and at the edges of use: the plain chain and every shipped model beside plain fills.

Planted clouds have the truth of the same date; averages and intervals are over places (`engine/evaluation/planted.py`).
What a model makes is what `remove_clouds` writes with the true mask, which it does not grow.
"""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.rasters import write_raster

from unveil.engine.evaluation.baselines import clear_mean, interpolate
from unveil.engine.evaluation.planted import MEASURES, gain, measure, place_mean
from unveil.engine.feedback import Feedback
from unveil.engine.ground.plain import scene_chain, scene_sight
from unveil.engine.ground.typical import typical_ground
from unveil.engine.masking import classes
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.training.data.ground_sets import SETS, named_cases, read_set
from unveil.engine.training.jobs.ground_scores import score_on_sets
from unveil.models.plain import PLAIN
from unveil.models.predictor import load_predictor
from unveil.models.registry import find_model, list_models
from unveil.tools.train_zoo import HELD_OUT

SEEDS = 2


def spectrum(scene):
    """Return a typical spectrum of the scene's bands in DN, one that fits its level."""
    usual = dict(zip(PLAIN.bands, PLAIN.prior))
    return typical_ground([usual[band] for band in scene.clear.bands], scene.clear.bands, scene.clear.level)


def known(scene):
    return scene.clear.valid & (scene.codes == classes.CLEAR)


def nothing(scene):
    return scene.cloudy


def mean(scene):
    return clear_mean(scene.cloudy, scene.restore, known(scene), scene.clear.radar, spectrum(scene))


def fill(scene):
    return interpolate(scene.cloudy, scene.restore, known(scene), scene.clear.radar, spectrum(scene))


def plain(scene, radar=True):
    decibels = scene.clear.radar if radar else np.full_like(scene.clear.radar, np.nan)
    sight = scene_sight(scene.cloudy, scene.codes, scene.clear.valid, decibels)
    return scene_chain(sight, spectrum(scene), scene.clear.bands.index("B2")).image(sight)


METHODS = {
    "do nothing": nothing,
    "mean of clear": mean,
    "gdal.FillNodata": fill,
    "ground": plain,
    "ground, no radar": lambda scene: plain(scene, False),
}


@pytest.fixture
def table(capsys):
    """A function that scores methods on scenes, prints a line for each, and returns the measures by method."""

    def made(name, scenes, methods):
        rows = {method: [measure(scene, function(scene)) for scene in scenes] for method, function in methods.items()}
        with capsys.disabled():
            print(f"\n{name}: {len(scenes)} images of {len({scene.clear.place for scene in scenes})} places")
            for method, scores in rows.items():
                means = "  ".join(f"{item} {place_mean(scenes, scores, item):6.3f}" for item in MEASURES)
                above = gain(scenes, scores, rows["gdal.FillNodata"], "psnr")
                print(f"  {method:18s} {means}  {above.mean:+.2f} dB [{above.low:+.2f}, {above.high:+.2f}]")
        return rows

    return made


@pytest.mark.parametrize("name", SETS)
def test_hidden_ground_is_nearer_to_the_truth_than_a_fill(name, real_data, table) -> None:
    scenes = read_set(real_data, name, SEEDS)
    rows = table(name, scenes, METHODS)
    psnr, ssim, correlation, energy = (
        {method: place_mean(scenes, scores, item) for method, scores in rows.items()}
        for item in ("psnr", "ssim", "correlation", "energy")
    )
    least = {"l1c": 0.5, "l2a-radar": 0.7, "l2a": 0.3, "triplets": 0.0, "months": 0.5}[name]
    assert psnr["ground"] > psnr["gdal.FillNodata"] + least
    assert ssim["ground"] > ssim["gdal.FillNodata"] - 0.005
    if name in ("l1c", "l2a-radar"):
        assert psnr["ground"] > psnr["ground, no radar"] + 0.5
        assert ssim["ground"] > ssim["ground, no radar"] + 0.01
        assert correlation["ground"] > 1.5 * correlation["gdal.FillNodata"]
        assert energy["ground"] > 0.4


def removed(scene, predictor, folder):
    """Return what `remove_clouds` writes with the true mask, in DN [bands, h, w]."""
    clear = scene.clear
    optical = write_raster(folder / f"{clear.level}_s2.tif", np.rint(scene.cloudy).astype(np.uint16), clear.bands)
    radar = write_raster(folder / "s1.tif", clear.radar, ["VV", "VH"])
    mask = write_raster(folder / "mask.tif", scene.codes[None], nodata=classes.NODATA)
    settings = RemovalSettings(mask_dilation=0.0, mask_coding="classes", feather=0.0)
    output = str(folder / "out.tif")
    files = SceneFiles(describe(optical), describe(radar), describe(mask))
    remove_clouds(files, Restorer(predictor, settings), output, Feedback())
    from osgeo import gdal

    return gdal.Open(output).ReadAsArray().astype(np.float32)


def runs(folder):
    """Return whole runs by their names: of every shipped model, and of the plain ground."""
    predictors = {card.id: load_predictor(card, "cpu") for card in (*list_models(), PLAIN)}
    return {
        f"run, {name}": lambda scene, predictor=predictor: removed(scene, predictor, folder)
        for name, predictor in predictors.items()
    }


@pytest.mark.parametrize("name", SETS)
def test_models_beside_the_plain_ground(name, real_data, table, tmp_path) -> None:
    scenes = read_set(real_data, name, 1, quick=True)
    rows = table(f"{name}, whole runs", scenes, {**METHODS, **runs(tmp_path)})
    # The run by windows is the chain over the whole scene, and what it sees through cloud must not be worse.
    assert place_mean(scenes, rows["run, ground"], "psnr") > place_mean(scenes, rows["ground"], "psnr") - 0.3


@pytest.fixture(scope="module")
def fills(tmp_path_factory):
    """A file that keeps the scores of fills from one model to the next."""
    return tmp_path_factory.mktemp("fills") / "fills.json"


@pytest.mark.parametrize("model", [card.id for card in list_models()])
def test_a_card_says_what_is_measured(model, real_data, fills, capsys) -> None:
    card = find_model(model, ())
    said = {(row["set"], row["name"]): row for row in card.scores}
    found = {(row["set"], row["name"]): row for row in score_on_sets(card, real_data, HELD_OUT, fills)}
    with capsys.disabled():
        print(f"\n{model}: PSNR on its card and now, SSIM on its card and now")
        for key, row in found.items():
            given = said[key]
            print(f"  {' '.join(key):40s} {given['psnr']:.2f} {row['psnr']:.2f}  {given['ssim']:.3f} {row['ssim']:.3f}")
    assert found.keys() == said.keys()
    for key, row in found.items():
        assert row["psnr"] == pytest.approx(said[key]["psnr"], abs=0.02), key
        assert row["ssim"] == pytest.approx(said[key]["ssim"], abs=0.002), key


def test_edges_of_use(real_data, capsys, tmp_path) -> None:
    found = {}
    fills, whole_runs = {"gdal.FillNodata": fill, "ground": plain}, runs(tmp_path)
    for name, scene in named_cases(real_data).items():
        made = plain(scene)
        assert np.isfinite(made).all()
        seen = known(scene)
        np.testing.assert_array_equal(made[:, seen], scene.cloudy[:, seen])
        # An image that is as white in every band alike is refused: it is nothing that Sentinel-2 records.
        methods = fills if name == "100 % cloud" else {**fills, **whole_runs}
        found[name] = {method: measure(scene, function(scene)) for method, function in methods.items()}
        with capsys.disabled():
            print(f"\n  {name}, {scene.restore.mean():.0%} hidden")
            for method, row in found[name].items():
                print(f"    {method:18s} {row['psnr']:.2f} dB / {row['ssim']:.3f} / cast {row['cast']:.4f}")
    # Nothing is seen: a typical colour, drawn by no radar that could be understood, and said to be a guess by the run.
    assert found["100 % cloud"]["ground"]["psnr"] > 15
    assert found["sea"]["ground"]["psnr"] > 40
    # Straight rays keep beach and sea apart better.
    assert found["coast"]["ground"]["psnr"] > found["coast"]["gdal.FillNodata"]["psnr"] - 3.3
    for name in ("5 % cloud", "lakes", "snow", "desert", "mountains"):
        assert found[name]["ground"]["psnr"] > found[name]["gdal.FillNodata"]["psnr"] - 0.5
