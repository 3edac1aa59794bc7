from __future__ import annotations

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from unveil.models.half_weights import halve_weights  # noqa: E402


def test_tensors_that_float16_cannot_hold_stay_as_they_are(tmp_path):
    weights = np.linspace(1, 1e5, 300, dtype=np.float32)
    graph = helper.make_graph(
        [helper.make_node("Add", ["x", "w"], ["y"])],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [300])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [300])],
        [numpy_helper.from_array(weights, "w")],
    )
    path = tmp_path / "model.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    halve_weights(path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    np.testing.assert_array_equal(session.run(["y"], {"x": np.zeros(300, np.float32)})[0], weights)


def test_the_file_halves_and_the_result_is_that_of_rounded_weights(tmp_path):
    generator = np.random.default_rng(0)
    weights, bias = generator.normal(0, 0.1, (400, 300)).astype(np.float32), np.float32([1 / 3] * 300)
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["xw"]), helper.make_node("Add", ["xw", "b"], ["y"])],
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 400])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 300])],
        [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(bias[:100].repeat(3), "b")],
    )
    path = tmp_path / "model.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    before = path.stat().st_size
    halve_weights(path)
    assert path.stat().st_size < 0.52 * before
    x = generator.random((5, 400), dtype=np.float32)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    expected = x @ weights.astype(np.float16).astype(np.float32) + bias.astype(np.float16).astype(np.float32)
    np.testing.assert_allclose(session.run(["y"], {"x": x})[0], expected, rtol=1e-5, atol=1e-5)
