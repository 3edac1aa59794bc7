from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.importing import Pair, import_checkpoint, model_id  # noqa: E402
from unveil.models.networks import build, settings_of  # noqa: E402
from unveil.models.predictor import load_predictor  # noqa: E402
from unveil.models.registry import find_model, list_models  # noqa: E402
from unveil.models.torch_predictor import can_run_torch, load_torch_predictor  # noqa: E402

TILE = 32


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    torch.manual_seed(0)
    network = build("ib-hfn", "compact")
    torch.nn.init.normal_(network.exit.output.weight, std=0.01)
    path = tmp_path_factory.mktemp("weights") / "IB HFN.pth"
    torch.save(network.state_dict(), path)
    return path


@pytest.fixture(scope="module")
def installed(weights, tmp_path_factory):
    zoo = tmp_path_factory.mktemp("profile") / "models"
    told = []
    card = import_checkpoint(weights, "My IB-HFN", zoo, tile=TILE, report=lambda *what: told.append(what))
    assert [share for share, _ in told] == sorted(share for share, _ in told) and told[-1][0] == 1
    return card, zoo


def tiles(number):
    generator = np.random.default_rng(0)
    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13}
    return {name: generator.random((number, n, TILE, TILE), dtype=np.float32) for name, n in channels.items()}


def pair(cloud=0.4, size=TILE + 8, seed=0):
    """A clear scene, the same below haze, and radar; the untrained network does not change the image much."""
    generator = np.random.default_rng(seed)
    clear = np.repeat(generator.uniform(500, 3000, (1, size, size)), 13, axis=0).astype(np.float32)
    radar = generator.uniform(-20, -5, (2, size, size)).astype(np.float32)
    return Pair(cloudy=clear * (1 - cloud) + 9000 * cloud, radar=radar, clear=clear)


def test_an_imported_model_is_in_the_zoo_and_says_what_it_is(installed):
    card, zoo = installed
    assert card == find_model("my-ib-hfn", [zoo]) and card.id == "my-ib-hfn"
    assert sorted(path.name for path in card.folder.iterdir()) == ["card.toml", "model.onnx", "weights.safetensors"]
    assert [path.name for path in zoo.iterdir()] == ["my-ib-hfn"]
    assert card.settings.keys() == settings_of("ib-hfn", "compact").keys() and card.size == "compact"
    assert "re-implemented from the abstract" in card.title and "IB HFN.pth" in card.source
    assert card.inputs == ("optical", "radar", "mask", "background") and len(card.prior) == 13
    assert card.outputs == ("cloud_free", "clear_sky")
    assert card.parameters > 500_000 and card.macs.endswith("G at 128 x 128") and card.multiple == 8


def test_onnx_runtime_and_pytorch_agree_on_an_imported_model(installed):
    card, _ = installed
    inputs = tiles(3)
    expected = load_predictor(card, "cpu").predict(inputs)
    predictor = load_torch_predictor(card, "cpu", precision="float32")
    np.testing.assert_allclose(predictor.predict(inputs), expected, rtol=0, atol=1e-4)
    ours, theirs = (each.predict_outputs(inputs, ("clear_sky",)) for each in (predictor, load_predictor(card, "cpu")))
    np.testing.assert_allclose(ours["clear_sky"], theirs["clear_sky"], rtol=0, atol=1e-4)
    assert predictor.runtime.startswith("PyTorch 2.") and predictor.device == "cpu" and can_run_torch(card)


def test_the_self_test_on_a_pair_is_kept_in_the_card(weights, tmp_path):
    card = import_checkpoint(weights, "tested", tmp_path, pair=pair(), tile=TILE)
    nothing, model = card.scores
    assert nothing["name"] == "do nothing" and model["psnr"] > nothing["psnr"]
    assert nothing["psnr"] == pytest.approx(
        -10 * np.log10(np.square(pair().cloudy - pair().clear)[:, 4:-4, 4:-4].mean() / 1e8), abs=0.006
    )


def nothing_was_installed(zoo):
    return not zoo.exists() or not list(zoo.iterdir())


def test_a_model_that_fails_the_self_test_is_not_installed(weights, tmp_path):
    given = pair()
    with pytest.raises(ModelError, match=r"self-test failed: on the pair the model reaches [\d.]+ dB"):
        import_checkpoint(weights, "bad", tmp_path / "zoo", pair=Pair(given.clear, given.radar, given.clear), tile=TILE)
    assert nothing_was_installed(tmp_path / "zoo")


def test_a_pair_that_cannot_be_used_is_refused_before_any_work(tmp_path):
    given = pair()
    for wrong, words in (
        (Pair(given.cloudy[:12], given.radar, given.clear), "13 bands cloudy"),
        (pair(size=TILE - 1), "it needs 32 x 32"),
    ):
        with pytest.raises(ModelError, match=words):
            import_checkpoint(tmp_path / "none.pth", "x", tmp_path / "zoo", pair=wrong, tile=TILE)


def test_a_checkpoint_that_is_refused_leaves_nothing(tmp_path):
    path = tmp_path / "net.pth"
    path.write_bytes(b"no checkpoint")
    with pytest.raises(ModelError, match="is no checkpoint"):
        import_checkpoint(path, "x", tmp_path / "zoo")
    assert nothing_was_installed(tmp_path / "zoo")


class Stop(Exception):
    pass


@pytest.mark.parametrize("after", [0.1, 0.95])
def test_a_stopped_import_leaves_nothing_that_could_be_taken_for_a_model(weights, tmp_path, after):
    def report(share, text):
        assert not [card.id for card in list_models([tmp_path / "zoo"]) if card.id == "x"]
        if share >= after:
            raise Stop

    with pytest.raises(Stop):
        import_checkpoint(weights, "x", tmp_path / "zoo", tile=TILE, report=report)
    assert nothing_was_installed(tmp_path / "zoo")


def test_onnx_that_differs_from_pytorch_is_not_installed(weights, tmp_path, monkeypatch):
    from unveil.models import export

    monkeypatch.setattr(export, "TOLERANCE", -1.0)
    with pytest.raises(ModelError, match="differs from torch"):
        import_checkpoint(weights, "x", tmp_path / "zoo", tile=TILE)
    assert nothing_was_installed(tmp_path / "zoo")


def test_a_name_that_is_taken_or_none_is_refused(installed, weights):
    card, zoo = installed
    before = (card.folder / "card.toml").read_bytes()
    with pytest.raises(ModelError, match="already a model 'my-ib-hfn'"):
        import_checkpoint(weights, "MY ib-HFN", zoo)
    assert (card.folder / "card.toml").read_bytes() == before
    with pytest.raises(ModelError, match="no letter or digit"):
        model_id("../..")
    assert model_id(" Ünï /etc/x.1 ") == "n-etc-x.1"
    with pytest.raises(ModelError, match="'Ground' is that of the method without a network"):
        import_checkpoint(weights, "Ground", zoo)
    with pytest.raises(ModelError, match="'MMCANet' is that of a model that ships with Unveil"):
        import_checkpoint(weights, "MMCANet", zoo)


def test_a_folder_that_cannot_be_written_is_one_sentence(weights, tmp_path):
    (tmp_path / "zoo").write_text("a file, no folder")
    with pytest.raises(ModelError, match="cannot be written to"):
        import_checkpoint(weights, "x", tmp_path / "zoo", tile=TILE)
