from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from unveil.models.card import ModelCard, file_sha256  # noqa: E402
from unveil.models.errors import ModelError  # noqa: E402
from unveil.models.networks import build, settings_of  # noqa: E402
from unveil.models.networks.ib_hfn import Restored  # noqa: E402
from unveil.models.tensorfile import write_tensors  # noqa: E402
from unveil.models.torch_predictor import WEIGHTS, TorchPredictor, can_run_torch, load_torch_predictor  # noqa: E402

TILE = 64


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("zoo") / "mine"
    folder.mkdir()
    network = build("mmcanet", "compact")
    torch.nn.init.normal_(network.passes[0].exit.output.weight, std=0.02)
    write_tensors({name: tensor.numpy() for name, tensor in network.state_dict().items()}, {}, folder / WEIGHTS)
    return ModelCard(
        id="mine",
        title="Mine",
        architecture="mmcanet",
        settings=settings_of("mmcanet", "compact"),
        tile=TILE,
        multiple=64,
        overlap=16,
        sha256="",
        inputs=("optical", "radar", "mask", "background"),
        weights_sha256=file_sha256(folder / WEIGHTS),
        folder=folder,
    )


def tiles(number):
    generator = np.random.default_rng(0)
    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13}
    return {name: generator.random((number, n, TILE, TILE), dtype=np.float32) for name, n in channels.items()}


def test_the_first_tile_chooses_a_precision_that_is_exact_enough(card):
    predictor = load_torch_predictor(card, "cpu")
    exact = load_torch_predictor(card, "cpu", precision="float32").predict(tiles(3))
    assert predictor.precision == ""
    result = predictor.predict(tiles(3))
    assert result.shape == (3, 13, TILE, TILE) and result.dtype == np.float32
    assert predictor.precision in ("float32", "bfloat16") and predictor.precision in predictor.runtime
    np.testing.assert_array_equal(result[0], exact[0])
    assert -10 * np.log10(np.square(result - exact).mean() + 1e-12) >= 45


class Answers(torch.nn.Module):
    """A network of which the answer and the speed depend on the precision that is tried."""

    def __init__(self, error):
        super().__init__()
        self.error = error

    def forward(self, optical, radar):
        if optical.dtype == torch.bfloat16:
            return optical + self.error
        for _ in range(2000):
            optical = optical + 0 * radar.mean()
        return optical


@pytest.mark.parametrize(("error", "expected"), [(0.001, "bfloat16"), (0.02, "float32")])
def test_bfloat16_is_taken_where_it_is_faster_and_exact_and_refused_aloud_where_it_is_not(card, error, expected):
    predictor = TorchPredictor(replace(card, inputs=("optical", "radar")), Answers(error), "cpu")
    predictor.predict(tiles(1))
    assert predictor.precision == expected
    assert ("within 34 dB of float32" in predictor.note) == (expected == "float32")


class Gated(Answers):
    """The same with a map of clear sky, of which alone the exactness is poor."""

    def forward(self, optical, radar):
        image = super().forward(optical, radar)
        rough = 0.02 if optical.dtype == torch.bfloat16 else 0.0
        return Restored(image, 0 * radar[:, :1] + 0.5 + rough, None)


def test_every_output_that_is_asked_for_must_be_exact_enough(card):
    card = replace(card, inputs=("optical", "radar"), outputs=("cloud_free", "clear_sky"))
    predictor = TorchPredictor(card, Gated(0.0), "cpu")
    given = predictor.predict_outputs(tiles(2), ("cloud_free", "clear_sky"))
    assert predictor.precision == "float32" and "within 34 dB" in predictor.note
    np.testing.assert_array_equal(given["cloud_free"], tiles(2)["optical"])
    np.testing.assert_array_equal(given["clear_sky"], np.full((2, 1, TILE, TILE), 0.5, np.float32))
    image_only = TorchPredictor(card, Gated(0.0), "cpu")
    image_only.predict(tiles(1))
    assert image_only.precision == "bfloat16"
    with pytest.raises(ModelError, match="does not give clear_sky"):
        TorchPredictor(replace(card, outputs=("cloud_free",)), Gated(0.0), "cpu").predict_outputs(
            tiles(1), ("clear_sky",)
        )


def test_a_gpu_that_runs_out_of_memory_gets_smaller_batches(card):
    calls = []

    class Small(torch.nn.Module):
        def forward(self, optical, radar):
            calls.append(len(optical))
            if len(optical) > 2:
                raise torch.OutOfMemoryError("CUDA out of memory.")
            return optical

    predictor = TorchPredictor(replace(card, inputs=("optical", "radar")), Small(), "cpu", "float32")
    predictor.batch = 8
    np.testing.assert_array_equal(predictor.predict(tiles(9)), tiles(9)["optical"])
    assert calls == [8, 4, 2, 2, 2, 2, 1] and predictor.batch == 2


def test_values_that_are_no_numbers_are_an_error(card):
    fed = tiles(1)
    fed["optical"][0, 0, 0, 0] = np.nan
    with pytest.raises(ModelError, match="not numbers"):
        load_torch_predictor(card, "cpu", "float32").predict(fed)


def test_weights_that_are_missing_changed_or_others_are_refused(card, tmp_path):
    with pytest.raises(ModelError, match="no weights for PyTorch"):
        load_torch_predictor(replace(card, folder=tmp_path), "cpu")
    assert not can_run_torch(replace(card, weights_sha256=""))
    with pytest.raises(ModelError, match="SHA-256 differs"):
        load_torch_predictor(replace(card, weights_sha256="0" * 64), "cpu")
    with pytest.raises(ModelError, match="do not fit the network mmcanet"):
        load_torch_predictor(replace(card, settings={**card.settings, "width": 32}), "cpu")


def test_a_device_that_is_not_there_is_refused_by_name(card):
    with pytest.raises(ModelError, match="choose auto, cuda or cpu"):
        load_torch_predictor(card, "tpu")
    if not torch.cuda.is_available():
        with pytest.raises(ModelError, match="cannot use the device 'cuda'"):
            load_torch_predictor(card, "cuda")
