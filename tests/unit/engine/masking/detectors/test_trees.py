from __future__ import annotations

import numpy as np
import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.masking.detectors.trees import read_trees, trees_as_onnx

TEXT = """tree
version=v2

Tree=0
num_leaves=3
split_feature=1 0
threshold=0.1 0.25
decision_type=2 2
left_child=1 -1
right_child=-3 -2
leaf_value=-1.5 0.5 2

Tree=1
num_leaves=1
leaf_value=0.25

end of trees
"""


def by_hand(x):
    result = np.where(x[:, 1].astype(float) <= 0.1, np.where(x[:, 0].astype(float) <= 0.25, -1.5, 0.5), 2.0)
    return result + 0.25


def run(model, x):
    onnxruntime = pytest.importorskip("onnxruntime")
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0][:, 0]


def test_trees_become_an_onnx_model_with_the_same_answers(tmp_path):
    (tmp_path / "m.txt").write_text(TEXT)
    model = trees_as_onnx(read_trees(tmp_path / "m.txt"), 2)
    x = np.random.default_rng(0).uniform(0, 0.4, (500, 2)).astype(np.float32)
    # The float32 next to a threshold that no float32 can hold.
    x[:3, 1] = [
        np.float32(0.1),
        np.nextafter(np.float32(0.1), np.float32(0)),
        np.nextafter(np.float32(0.1), np.float32(1)),
    ]
    np.testing.assert_allclose(run(model, x), by_hand(x), rtol=1e-6)


def test_the_bytes_are_those_of_an_onnx_model(tmp_path):
    onnx = pytest.importorskip("onnx")
    (tmp_path / "m.txt").write_text(TEXT)
    model = onnx.load_from_string(trees_as_onnx(read_trees(tmp_path / "m.txt"), 2))
    onnx.checker.check_model(model, full_check=True)
    node = model.graph.node[0]
    attributes = {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}
    assert attributes["nodes_modes"] == [b"BRANCH_LEQ", b"BRANCH_LEQ", b"LEAF", b"LEAF", b"LEAF", b"LEAF"]
    assert list(attributes["nodes_truenodeids"]) == [1, 2, 0, 0, 0, 0]
    assert list(attributes["nodes_falsenodeids"]) == [4, 3, 0, 0, 0, 0]
    assert list(attributes["target_weights"]) == [-1.5, 0.5, 2.0, 0.25]


@pytest.mark.parametrize(
    ("old", "new"),
    [("decision_type=2 2", "decision_type=2 1"), ("0.25\nd", "x\nd"), ("Tree=", "Wood="), ("leaf_value", "l")],
)
def test_other_files_are_refused_in_one_sentence(tmp_path, old, new):
    (tmp_path / "m.txt").write_text(TEXT.replace(old, new))
    with pytest.raises(UnveilError, match=r"m\.txt.*install.*\.$"):
        read_trees(tmp_path / "m.txt")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnveilError, match="cannot be read as LightGBM's text"):
        read_trees(tmp_path / "none.txt")
