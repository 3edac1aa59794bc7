"""Adapting a model to a scene: what is learnt from, what is held out, and when the result is kept."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from fixtures.log import Log
from osgeo import gdal

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.engine.errors import Cancelled  # noqa: E402
from unveil.engine.feedback import Feedback  # noqa: E402
from unveil.engine.raster.source import describe  # noqa: E402
from unveil.engine.removal.survey import survey_scene  # noqa: E402
from unveil.engine.scene.scene import Scene, open_rasters  # noqa: E402
from unveil.engine.training.jobs import adapt  # noqa: E402
from unveil.engine.training.jobs.adapt import AdaptRequest, adapt_model  # noqa: E402
from unveil.engine.training.jobs.gain import measured_gain  # noqa: E402
from unveil.engine.training.sampling.clear_cells import BLOCK, clear_cells, find_clear_cells  # noqa: E402
from unveil.engine.training.sampling.scene_samples import SceneSamples  # noqa: E402
from unveil.models.card import BANDS, ModelCard, read_card  # noqa: E402
from unveil.models.export import export_model  # noqa: E402
from unveil.models.networks import build, settings_of  # noqa: E402
from unveil.models.scaling import Scaling  # noqa: E402

TINY = {"width": 8, "optical_blocks": (1, 1), "radar_blocks": (1, 1)}
LEVEL = np.array([1400, 1200, 1000, 850, 1100, 1900, 2200, 2300, 2500, 700, 15, 1600, 950])[:, None, None]
SIDE = 768


def write(path, data, names, crs='LOCAL_CS["x"]'):
    kind = gdal.GDT_Float32 if data.dtype == np.float32 else gdal.GDT_UInt16
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), data.shape[2], data.shape[1], len(data), kind)
    dataset.SetGeoTransform((500000, 10, 0, 4000000, 0, -10))
    dataset.SetProjection("EPSG:32633" if crs else "")
    dataset.WriteArray(data)
    for index, name in enumerate(names, 1):
        dataset.GetRasterBand(index).SetDescription(name)
    dataset = None
    return describe(str(path))


@pytest.fixture(scope="module")
def rasters(tmp_path_factory):
    """A scene unlike any training data, all of it red; a cloud in its lower right corner, and the mask of it."""
    folder = tmp_path_factory.mktemp("scene")
    generator = np.random.default_rng(0)
    fields = np.kron(generator.uniform(0.8, 1.2, (SIDE // 24, SIDE // 24)), np.ones((24, 24)))
    image = LEVEL * fields
    image[3] *= 5
    mask = np.zeros((1, SIDE, SIDE), np.uint16)
    mask[:, 600:, 600:] = 1
    image[:, 600:, 600:] = 7000
    radar = np.stack([10 * np.log10(fields) - 12, 10 * np.log10(fields) - 18]).astype(np.float32)
    return (
        write(folder / "s2.tif", image.astype(np.uint16), BANDS),
        write(folder / "s1.tif", radar, ("VV", "VH")),
        write(folder / "mask.tif", mask, ("mask",)),
    )


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    """A network whose answer is too bright everywhere, as one may be that was trained elsewhere."""
    torch.manual_seed(0)
    network = build("ib-hfn", "compact", **TINY)
    torch.nn.init.constant_(network.exit.output.bias, 1.0)
    made = ModelCard(
        id="given",
        title="Given",
        architecture="ib-hfn",
        tile=64,
        sha256="",
        size="compact",
        settings=settings_of("ib-hfn", "compact", **TINY),
        inputs=("optical", "radar", "mask", "background"),
        overlap=16,
        prior=tuple(LEVEL.ravel().tolist()),
        level="",
        scaling=Scaling(kind="relative", deviations=tuple((0.3 * LEVEL).ravel().tolist())),
        licence="Mine",
    )
    return export_model(network, made, tmp_path_factory.mktemp("zoo") / "given")


@pytest.fixture(autouse=True)
def _little_to_draw(monkeypatch):
    """Few clouds are drawn, and few blocks measured: how many there are is nobody's point here."""
    monkeypatch.setattr(adapt, "SceneSamples", partial(SceneSamples, clouds=4))
    monkeypatch.setattr(adapt, "MOST_BLOCKS", 8)


@pytest.fixture(scope="module")
def samples(rasters, card):
    optical, radar = open_rasters(*rasters[:2], BANDS, fill=True)
    scene = Scene(optical, rasters[2], radar)
    cells = find_clear_cells(scene, Feedback())
    made = SceneSamples(scene, survey_scene(scene, True, Feedback()), cells, card, seed=0, crop=64, clouds=3)
    yield made, cells
    made.close()


def test_held_out_blocks_are_apart_from_what_is_learnt_from() -> None:
    share, cloud = np.ones((30, 30)), np.zeros((30, 30), dtype=bool)
    cloud[3, 3], share[20, 20] = True, 0.5
    cells = clear_cells(share, cloud)
    assert not cells.clear[2:5, 2:5].any() and not cells.clear[20, 20] and cells.clear[5, 5]
    assert len(cells.blocks) == 6 and cells.enough
    for row, column in cells.blocks:
        around = (slice(max(row - 1, 0), row + BLOCK + 1), slice(max(column - 1, 0), column + BLOCK + 1))
        assert not cells.learnt[around].any()
        assert cells.held_out[row : row + BLOCK, column : column + BLOCK].sum() >= 9
    assert not (cells.learnt & cells.held_out).any()


def test_patch_of_256_pixels_never_has_enough() -> None:
    assert not clear_cells(np.ones((8, 8)), np.zeros((8, 8), dtype=bool)).enough
    assert clear_cells(np.ones((28, 28)), np.zeros((28, 28), dtype=bool)).enough


def test_network_never_sees_held_out_pixels_in_training(samples) -> None:
    made, cells = samples
    row, column = cells.blocks[0]
    truth = made._read(max(row - 1, 0), max(column - 1, 0)).image
    for step in range(6):
        batch = made.batch(step)
        assert batch["optical"].shape == (4, 13, 64, 64) and batch["weight"].max() == 1
        assert all(np.isfinite(array).all() for array in batch.values())
    start = tuple(int(np.clip(value - 1, 0, 24 - 8)) for value in (row, column))
    kept_back = np.kron(cells.kept_back[start[0] : start[0] + 8, start[1] : start[1] + 8], np.ones((32, 32), bool))
    learnt = np.kron(cells.learnt[start[0] : start[0] + 8, start[1] : start[1] + 8], np.ones((32, 32), bool))
    generator = np.random.default_rng(0)
    sight = made._read(*start)
    sample = made._sample(sight, made._clouds[0], *start, generator, learnt, kept_back)
    np.testing.assert_array_equal(sample["optical"][:, kept_back], sample["background"][:, kept_back])
    assert not sample["weight"][:, kept_back].any() and not sample["mask"][:, kept_back].any()
    assert truth.shape == (13, 256, 256)


def test_held_out_ground_tells_nothing_of_colour_and_radar(samples, rasters, card, tmp_path) -> None:
    made, cells = samples
    optical, radar, mask = rasters
    dn = gdal.Open(optical.path).ReadAsArray()
    back = np.kron(cells.kept_back, np.ones((32, 32), dtype=bool))[:SIDE, :SIDE]
    dn[:, back] = dn[:, back][:, ::-1] // 2
    changed = write(tmp_path / "s2.tif", dn, BANDS)
    again, backscatter = open_rasters(changed, radar, BANDS, fill=True)
    scene = Scene(again, mask, backscatter)
    other = SceneSamples(scene, survey_scene(scene, True, Feedback()), cells, card, seed=0, crop=64, clouds=3)
    other.close()
    np.testing.assert_allclose(other._prior, made._prior)
    np.testing.assert_allclose(other._relation.weights, made._relation.weights)


def test_held_out_pixels_are_measured_where_they_are_hidden(samples) -> None:
    made, cells = samples
    blocks = made.held_out(3)
    assert len(blocks) == 3
    for block in blocks:
        hidden = block["weight"][0, 1] > 0
        assert hidden.sum() > 500
        # Under an opaque cloud the input is far from the truth.
        error = np.abs(block["optical"][0, 1] - block["target"][0, 1])[hidden]
        assert np.median(error) > 0.05


def test_adapted_model_is_installed_with_what_was_measured(rasters, card, tmp_path) -> None:
    request = AdaptRequest("Here", minutes=60, device="cpu", steps=30, rate=5e-3, crop=64)
    report = adapt_model(*rasters, card, request, tmp_path, Feedback())
    assert report.kept and report.measured.gain > 0.5, report.sentence
    assert "the adapted model is installed as 'here'" in report.sentence
    made = read_card(tmp_path / "here" / "card.toml")
    assert made == report.card and made.training["adapted_from"] == "given" and made.licence == "Mine"
    assert [row["name"] for row in made.scores] == ["given", "adapted"]
    assert made.scores[1]["psnr"] - made.scores[0]["psnr"] == pytest.approx(report.measured.gain, abs=0.02)
    assert made.level == "L1C" and made.prior == card.prior


def test_model_that_gains_nothing_stays(rasters, card, tmp_path) -> None:
    request = AdaptRequest("Here", minutes=60, device="cpu", steps=1, rate=1e-9, crop=64)
    report = adapt_model(*rasters, card, request, tmp_path, Feedback())
    assert not report.kept and report.card == card and "no sure gain, so the model given stays" in report.sentence
    assert not list(tmp_path.iterdir())


def test_too_little_clear_ground_is_told_before_anything_is_trained(rasters, card, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(adapt, "network_of", None)
    optical, radar, _ = rasters
    mask = write(tmp_path / "mask.tif", np.ones((1, SIDE, SIDE), np.uint16), ("mask",))
    log = Log()
    report = adapt_model(optical, radar, mask, card, AdaptRequest("Here"), tmp_path / "zoo", log)
    assert not report.kept and report.card == card and report.measured is None
    assert report.sentence.startswith("The scene has 0 clear cells of 32 x 32 pixels away from clouds, 0 of them to ")
    assert "; 100, 50 and 3 are needed, so nothing was adapted" in report.sentence and not (tmp_path / "zoo").exists()
    assert not any("is restored" in line or "is a guess" in line for line in log.lines), "nothing is restored here"


def test_a_scene_smaller_than_what_is_learnt_from_is_told(rasters, card, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(adapt, "network_of", None)
    optical, radar, mask = (
        describe(
            gdal.Translate(str(tmp_path / f"{number}.tif"), raster.path, srcWin=[0, 0, SIDE, 200]).GetDescription()
        )
        for number, raster in enumerate(rasters)
    )
    report = adapt_model(optical, radar, mask, card, AdaptRequest("Here"), tmp_path / "zoo", Feedback())
    assert report.sentence.startswith(f"A scene of {SIDE} x 200 pixels is smaller than the 256 ")


def test_gain_must_not_be_luck_of_the_blocks() -> None:
    before = np.array([[1.0, 100.0]] * 8)
    sure = measured_gain(before, before * [0.9, 1], 0)
    assert sure.gain == pytest.approx(-10 * np.log10(0.9)) and sure.helps and sure.low == pytest.approx(sure.gain)
    lucky = before.copy()
    lucky[0, 0], lucky[1:, 0] = 0.01, 1.02
    found = measured_gain(before, lucky, 0)
    assert found.gain > 0.2 and found.low < 0 and not found.helps
    assert not measured_gain(before, before * [0.97, 1], 0).helps


def test_cancelled_adaptation_installs_nothing(rasters, card, tmp_path) -> None:
    class Stop(Feedback):
        def is_cancelled(self):
            return self.told

        told = False

        def progress(self, fraction):
            self.told = fraction > 0.3

    request = AdaptRequest("Here", minutes=60, device="cpu", steps=8, crop=64)
    with pytest.raises(Cancelled):
        adapt_model(*rasters, card, request, tmp_path, Stop())
    assert not list(tmp_path.iterdir())
