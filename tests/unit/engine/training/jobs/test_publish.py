"""A finished run becomes a model folder whose card says what was measured."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal
from skimage.metrics import structural_similarity

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.engine.errors import UnveilError  # noqa: E402
from unveil.engine.training.jobs.publish import main, publish  # noqa: E402
from unveil.engine.training.loop.trainer import Trainer, TrainingSettings  # noqa: E402
from unveil.engine.training.loop.triplet_scores import (  # noqa: E402
    fill_background,
    fill_clear_mean,
    fill_gdal,
    read_triplets,
    similarity_below_thick_cloud,
    thick_cloud,
    triplet_inputs,
)
from unveil.models.card import read_card  # noqa: E402
from unveil.models.export import sample_inputs  # noqa: E402
from unveil.models.plain import PLAIN  # noqa: E402
from unveil.models.predictor import load_predictor  # noqa: E402

TINY = {"width": 8, "blocks": 1, "layers": 1, "growth": 4, "heads": 2, "window": 4, "up_width": 4, "plain": False}
PRIOR = np.array([1400, 1200, 1000, 850, 1100, 1900, 2200, 2300, 2500, 700, 15, 1600, 950], dtype=float)
SIDE = 32


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIDE, SIDE, len(data), gdal.GDT_Float32)
    dataset.WriteArray(data.astype(np.float32))
    dataset = None


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("triplets")
    generator = np.random.default_rng(0)
    # The shadow detector takes the darker part of any scene for shadow, so some of it must be brighter.
    clear = PRIOR[:, None, None] * np.linspace(0.5, 1.3, SIDE) * generator.uniform(0.97, 1.03, (13, SIDE, SIDE))
    cloudy = clear.copy()
    cloudy[:, :10, :10] = 7000
    for name, image in (("cloud", cloudy), ("overcast", np.full_like(clear, 7000))):
        write(folder / name / "s2_cloudy.tif", image)
        write(folder / name / "s2_clear.tif", clear)
        write(folder / name / "s1.tif", np.full((2, SIDE, SIDE), -12.0))
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    Trainer(TrainingSettings(overrides=TINY, precision="float32"), folder).save()
    facts = {"prior": PRIOR.tolist(), "places": ["here"], "held_out": [], "scenes": 1}
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


def test_card_tells_the_training_and_the_scores(run, folder, tmp_path) -> None:
    told = {"data": ["one place"], "note": "a test"}
    publish(run, tmp_path / "mine", SIDE, "GPL-2.0-or-later", folder, ("cloud", "overcast"), told)
    card = read_card(tmp_path / "mine" / "card.toml")
    assert card.id == "mine" and card.inputs == ("optical", "radar", "mask", "background")
    assert card.training["places"] == ["here"] and card.training["note"] == "a test"
    scores = {row["name"]: row for row in card.scores}
    assert {"do nothing", "model", "model without radar", "model without mask"} <= set(scores)
    assert scores["model"]["psnr"] > scores["do nothing"]["psnr"] + 5
    assert len(scores["model"]["scenes"]) == 2
    assert scores["model"]["ssim_thick"] > scores["do nothing"]["ssim_thick"]
    assert "mean over the images cloud, overcast" in scores["model"]["protocol"]


def test_unseen_ground_may_look_as_the_plain_ground_has_it(run, tmp_path) -> None:
    own, plain = (
        publish(run, tmp_path / name, SIDE, "", prior=prior) for name, prior in (("a", ()), ("b", PLAIN.prior))
    )
    assert own.prior == tuple(PRIOR.tolist()) and plain.prior == PLAIN.prior
    assert read_card(tmp_path / "b" / "card.toml").prior == PLAIN.prior


def test_a_radar_prior_that_was_trained_on_takes_the_place_of_the_network_s(tmp_path) -> None:
    tiny = {**TINY, "plain": True, "radar_prior": 8}
    facts = {"prior": PRIOR.tolist(), "deviations": (0.3 * PRIOR).tolist(), "places": [], "held_out": [], "scenes": 1}
    own = Trainer(TrainingSettings(overrides=tiny, precision="float32"), tmp_path / "own")
    (tmp_path / "own" / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    alone = TrainingSettings(architecture="radar-prior", overrides={"width": 8}, precision="float32")
    part = Trainer(alone, tmp_path / "part")
    with torch.no_grad():
        for parameter in part.average.parameters():
            parameter.copy_(0.1 * torch.randn_like(parameter))
    own.save(), part.save()
    card = publish(tmp_path / "own", tmp_path / "model", SIDE, "GPL-2.0-or-later", part=tmp_path / "part")
    fed = sample_inputs(card, 1, 2)
    made = load_predictor(card, "cpu").predict(fed)
    own.average.load_state_dict(part.average.state_dict(), strict=False)
    with torch.no_grad():
        wanted = own.average(*(torch.from_numpy(fed[name]) for name in card.inputs)).numpy()
    np.testing.assert_allclose(made, wanted, atol=1e-3)
    assert np.abs(made - fed["background"]).max() > 0.01
    with pytest.raises(UnveilError, match="of another network"):
        publish(tmp_path / "part", tmp_path / "other", SIDE, "GPL-2.0-or-later", part=tmp_path / "own")


def test_thick_cloud_is_scored_where_it_hides_the_ground(folder) -> None:
    cloud, overcast = read_triplets(folder, ("cloud", "overcast"))
    assert thick_cloud(cloud)[:8, :8].all() and thick_cloud(cloud)[17:, 17:].sum() == 0
    assert thick_cloud(overcast).all()
    truth = similarity_below_thick_cloud(lambda triplet: triplet.clear, (overcast,))
    assert truth == pytest.approx({"overcast": 1.0})
    flat = similarity_below_thick_cloud(lambda triplet: np.full_like(triplet.clear, 7000), (overcast,))
    inner = (slice(None), slice(5, -5), slice(5, -5))
    expected = structural_similarity(
        overcast.clear / 10000,
        np.full_like(overcast.clear, 0.7),
        data_range=1.0,
        channel_axis=0,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        full=True,
    )[1][inner].mean()
    assert flat["overcast"] == pytest.approx(expected, abs=1e-6)
    rim = replace(overcast, codes=overcast.codes.copy())
    rim.codes[5:-5, 5:-5] = 0
    for without in (replace(cloud, cloudy=cloud.clear), rim):
        assert similarity_below_thick_cloud(lambda triplet: triplet.clear, (without,)) == {}


def test_pictures_of_all_triplets_are_written_beside_the_run(run, folder, tmp_path) -> None:
    given = ["--run", str(run), "--out", str(tmp_path / "mine"), "--tile", str(SIDE), "--triplets", str(folder)]
    assert main([*given, "--names", "cloud", "--pictures", str(tmp_path / "pictures")]) == 0
    for name in ("cloud", "overcast"):
        picture = gdal.Open(str(tmp_path / "pictures" / f"{name}.png"))
        assert (picture.RasterXSize, picture.RasterYSize) == (4 * SIDE + 5 * 8, SIDE + 2 * 8)
    panels = gdal.Open(str(tmp_path / "pictures" / "overcast.png")).ReadAsArray()[:, 8:-8, 8:]
    assert panels[:, :, :SIDE].min() > 200 > panels[:, :, -SIDE - 8 : -8].mean()


def test_pictures_need_triplets(run, tmp_path, caplog) -> None:
    given = ["--run", str(run), "--out", str(tmp_path / "mine"), "--tile", str(SIDE)]
    assert main([*given, "--pictures", str(tmp_path / "pictures")]) == 1
    assert "give --triplets" in caplog.text and not (tmp_path / "mine").exists()


def test_run_without_a_checkpoint_is_refused(tmp_path) -> None:
    with pytest.raises(UnveilError, match="has no checkpoint"):
        publish(tmp_path, tmp_path / "mine", SIDE, "")


def test_missing_triplet_is_named(folder) -> None:
    with pytest.raises(UnveilError, match="nowhere"):
        read_triplets(folder, ["nowhere"])


def test_fills_change_nothing_outside_the_mask(folder) -> None:
    triplet = read_triplets(folder, ["cloud"])[0]
    triplet = replace(triplet, codes=np.where(triplet.cloudy[1] == 7000, 1, 0).astype(np.uint8))
    for fill in (fill_clear_mean, fill_background, fill_gdal):
        filled = fill(triplet, PRIOR)
        np.testing.assert_array_equal(filled[:, ~triplet.restore], triplet.cloudy[:, ~triplet.restore])
        assert filled[:, triplet.codes == 1].max() < 5000


def test_fills_take_the_prior_where_nothing_is_clear(folder) -> None:
    triplet = read_triplets(folder, ["overcast"])[0]
    for fill in (fill_clear_mean, fill_background, fill_gdal):
        np.testing.assert_allclose(fill(triplet, PRIOR).mean(axis=(1, 2)), PRIOR, rtol=1e-4)


def test_inputs_without_mask_or_radar_say_so(folder) -> None:
    inputs = triplet_inputs(read_triplets(folder, ["cloud"])[0], PRIOR, with_mask=False, with_radar=False)
    assert (inputs["mask"] == 0.5).all()
    assert not inputs["radar"].any()
    np.testing.assert_allclose(inputs["background"][0].mean(axis=(1, 2)), PRIOR / 10000, rtol=1e-4)
