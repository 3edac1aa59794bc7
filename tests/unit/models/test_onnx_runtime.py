from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from unveil.models.card import file_sha256
from unveil.models.errors import Cancelled, ModelError
from unveil.models.predictor import load_predictor

pytest.importorskip("onnxruntime")
onnx = pytest.importorskip("onnx")

TELL = """
import sys
sys.path.insert(0, sys.argv[1])
import conftest
from pathlib import Path
from unveil.models.card import read_card
from unveil.models.predictor import load_predictor
import numpy as np
card = read_card(Path(sys.argv[2]))
shape = (1, 13, card.tile, card.tile)
inputs = {name: np.zeros((1, {"radar": 2, "mask": 1}.get(name, 13), *shape[2:]), np.float32) for name in card.inputs}
load_predictor(card, "cpu").predict(inputs)
"""


def graph(tmp_path, card, nodes, more=()):
    """Return the card of a model with these nodes, which turn `optical` into `cloud_free`."""
    from onnx import TensorProto, helper

    sides = (card.tile, card.tile)
    inputs = [("optical", 13), ("radar", 2)]
    made = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size, *sides]) for name, size in inputs],
        [helper.make_tensor_value_info("cloud_free", TensorProto.FLOAT, None)],
        list(more),
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path = tmp_path / "made" / "model.onnx"
    path.parent.mkdir()
    path.write_bytes(model.SerializeToString())
    return replace(card, sha256=file_sha256(path), folder=path.parent)


def inputs(card):
    sides = (card.tile, card.tile)
    return {"optical": np.ones((1, 13, *sides), np.float32), "radar": np.zeros((1, 2, *sides), np.float32)}


def endless(tmp_path, card):
    """A model whose loop never ends."""
    from onnx import TensorProto, helper

    names = ("i", "going", "x")
    kinds = (TensorProto.INT64, TensorProto.BOOL, TensorProto.FLOAT)
    body = helper.make_graph(
        [helper.make_node("Identity", ["going"], ["on"]), helper.make_node("Neg", ["x"], ["y"])],
        "body",
        [helper.make_tensor_value_info(name, kind, [] if name != "x" else None) for name, kind in zip(names, kinds)],
        [helper.make_tensor_value_info("on", kinds[1], []), helper.make_tensor_value_info("y", kinds[2], None)],
    )
    ever = helper.make_tensor("ever", TensorProto.BOOL, [], [True])
    loop = helper.make_node("Loop", ["", "ever", "optical"], ["cloud_free"], body=body)
    return graph(tmp_path, card, [loop], [ever])


def test_a_run_writes_no_file_and_asks_no_host(identity_card, root, tmp_path):
    home, scratch, log = tmp_path / "home", tmp_path / "tmp", tmp_path / "calls"
    home.mkdir(), scratch.mkdir()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ORT_", "XDG_"))}
    environment.update(HOME=str(home), TMPDIR=str(scratch), PYTHONDONTWRITEBYTECODE="1")
    command = [sys.executable, "-c", TELL, str(root / "tests"), str(identity_card.folder / "card.toml")]
    if strace := shutil.which("strace"):
        command = [strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(log), *command]
    subprocess.run(command, check=True, env=environment)
    time.sleep(0.5)
    left = sorted(str(path.relative_to(tmp_path)) for folder in (home, scratch) for path in folder.rglob("*"))
    assert left == []
    if strace:
        assert "AF_INET" not in log.read_text()


def test_an_endless_graph_ends_when_the_user_cancels(identity_card, tmp_path):
    wish = threading.Event()
    predictor = load_predictor(endless(tmp_path, identity_card), "cpu", wish.is_set)
    threading.Timer(0.5, wish.set).start()
    # It would go on for ever.
    with pytest.raises(Cancelled):
        predictor.predict(inputs(identity_card))
    assert wish.is_set()


def test_a_graph_that_wants_all_memory_is_one_sentence(identity_card, tmp_path):
    from onnx import TensorProto, helper

    size = helper.make_tensor("size", TensorProto.INT64, [1], [10**12])
    fill = helper.make_tensor("fill", TensorProto.FLOAT, [1], [1.0])
    nodes = [
        helper.make_node("ConstantOfShape", ["size"], ["many"], value=fill),
        helper.make_node("ReduceSum", ["many"], ["sum"], keepdims=0),
        helper.make_node("Add", ["optical", "sum"], ["cloud_free"]),
    ]
    card = graph(tmp_path, identity_card, nodes, [size])
    with pytest.raises(ModelError, match="needs more memory than the .* GB allowed"):
        load_predictor(card, "cpu").predict(inputs(card))


@pytest.mark.parametrize("side", [16, 64])
def test_an_output_of_another_size_is_one_sentence(identity_card, tmp_path, side):
    from onnx import TensorProto, helper

    sizes = helper.make_tensor("sizes", TensorProto.INT64, [4], [1, 13, side, side])
    node = helper.make_node("Resize", ["optical", "", "", "sizes"], ["cloud_free"], mode="nearest")
    card = graph(tmp_path, identity_card, [node], [sizes])
    with pytest.raises(ModelError, match=r"gives \[13, \d+, \d+\] as cloud_free of a tile, and its card says"):
        load_predictor(card, "cpu")


def test_an_output_whose_size_only_a_tile_shows_is_one_sentence(identity_card, tmp_path):
    from onnx import TensorProto, helper

    shape = helper.make_tensor("shape", TensorProto.INT64, [4], [1, -1, 16, 16])
    card = graph(tmp_path, identity_card, [helper.make_node("Reshape", ["optical", "shape"], ["cloud_free"])], [shape])
    with pytest.raises(ModelError, match=r"as cloud_free of a tile, and its card says"):
        load_predictor(card, "cpu").predict(inputs(card))


def test_weights_beside_the_model_are_refused_though_the_digest_is_right(identity_card, tmp_path):
    from onnx import TensorProto, helper, numpy_helper
    from onnx.external_data_helper import set_external_data

    weight = numpy_helper.from_array(np.ones((1, 13, 1, 1), np.float32), "weight")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "w.bin").write_bytes(weight.raw_data)
    set_external_data(weight, "w.bin")
    weight.ClearField("raw_data")
    weight.data_location = TensorProto.EXTERNAL
    (tmp_path / "made" / "w.bin").rename(tmp_path / "w.bin")
    (tmp_path / "made").rmdir()
    card = graph(tmp_path, identity_card, [helper.make_node("Mul", ["optical", "weight"], ["cloud_free"])], [weight])
    (tmp_path / "w.bin").rename(card.folder / "w.bin")
    with pytest.raises(ModelError, match="keeps weights in another file"):
        load_predictor(card, "cpu")


def test_a_compiled_network_outside_the_file_is_refused(identity_card, tmp_path):
    from onnx import helper

    node = helper.make_node("EPContext", ["optical"], ["cloud_free"], domain="com.microsoft", embed_mode=0)
    with pytest.raises(ModelError, match="EPContext"):
        load_predictor(graph(tmp_path, identity_card, [node]), "cpu")


def test_a_model_that_is_a_pipe_is_not_waited_for(identity_card):
    identity_card.model_path.unlink()
    os.mkfifo(identity_card.model_path)
    with pytest.raises(ModelError, match="is not a file"):
        load_predictor(identity_card, "cpu")


def test_the_hostile_models_of_the_cases_end_in_a_sentence(cases):
    from unveil.models.card import read_card

    card = read_card(cases / "hostile" / "onnx_wrongshape" / "models" / "mine" / "card.toml")
    channels = {"optical": 13, "radar": 2, "mask": 1, "background": 13}
    fed = {name: np.zeros((1, channels[name], card.tile, card.tile), np.float32) for name in card.inputs}
    with pytest.raises(ModelError, match="its card says"):
        load_predictor(card, "cpu").predict(fed)
    card = read_card(cases / "hostile" / "onnx_loopbomb" / "models" / "mine" / "card.toml")
    wish = threading.Event()
    threading.Timer(1, wish.set).start()
    fed = {name: np.zeros((1, channels[name], card.tile, card.tile), np.float32) for name in card.inputs}
    with pytest.raises(Cancelled):
        load_predictor(card, "cpu", wish.is_set).predict(fed)
