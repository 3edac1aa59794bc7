"""Boosted decision trees from a LightGBM text file, and the same trees as an ONNX model.

The text format is that of `lightgbm.Booster.save_model`; the ONNX operator is TreeEnsembleRegressor of ai.onnx.ml 1.
The bytes of the ONNX file are written here (Protocol Buffers wire format, field numbers of onnx.proto), so that neither
LightGBM nor the package `onnx` is needed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError

_PLAIN_SPLIT = 2
"""decision_type of a numerical split "value <= threshold" without missing values, the only one that is converted."""


@dataclass(frozen=True)
class Tree:
    """One tree: inner nodes first, then leaves. Children are node numbers; all arrays of inner nodes have one length.

    features, thresholds, left, right: of the inner nodes, left where value <= threshold. leaves: values.
    """

    features: np.ndarray
    thresholds: np.ndarray
    left: np.ndarray
    right: np.ndarray
    leaves: np.ndarray


def read_trees(path: Path) -> list[Tree]:
    """Read the trees of a binary LightGBM model; their sum is the logit.

    Thresholds are rounded down to float32, which decides every float32 value as the stored double does.

    Raises:
        UnveilError: it is no such file, or has categorical splits or splits for missing values.
    """
    fields: list[dict[str, str]] = []
    try:
        with open(path, encoding="ascii") as file:
            for line in file:
                key, _, value = line.rstrip("\n").partition("=")
                if key == "Tree":
                    fields.append({})
                elif key.startswith("end of trees"):
                    break
                elif fields:
                    fields[-1][key] = value
        trees = [_tree(entry) for entry in fields]
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise UnveilError(f"The model {path} cannot be read as LightGBM's text ({error}); install it again.") from error
    if not trees:
        raise UnveilError(f"The model {path} holds no trees; install the package it belongs to again.")
    return trees


def _tree(fields: dict[str, str]) -> Tree:
    leaves = np.array(fields["leaf_value"].split(), dtype=np.float64)
    if len(leaves) == 1:
        nothing = np.empty(0, dtype=np.int64)
        return Tree(nothing, np.empty(0, dtype=np.float32), nothing, nothing, leaves)
    kinds = set(fields["decision_type"].split())
    if kinds != {str(_PLAIN_SPLIT)}:
        raise ValueError(f"decision types {', '.join(sorted(kinds))}")
    exact = np.array(fields["threshold"].split(), dtype=np.float64)
    rounded = exact.astype(np.float32)
    rounded = np.where(rounded > exact, np.nextafter(rounded, np.float32(-np.inf)), rounded)
    features = np.array(fields["split_feature"].split(), dtype=np.int64)
    children = []
    for name in ("left_child", "right_child"):
        child = np.array(fields[name].split(), dtype=np.int64)
        # A leaf is written as -1 - its number.
        children.append(np.where(child >= 0, child, len(features) - 1 - child))
    return Tree(features, rounded, children[0], children[1], leaves)


def trees_as_onnx(trees: Sequence[Tree], features: int) -> bytes:
    """Return the bytes of an ONNX model: input `x` [n, features] float32, output `y` [n, 1], the sum of the trees."""
    inner = [len(tree.features) for tree in trees]
    leaves = [len(tree.leaves) for tree in trees]
    nodes = [number + count for number, count in zip(inner, leaves)]

    def of_nodes(values: Iterable[np.ndarray], dtype: np.typing.DTypeLike) -> np.ndarray:
        parts = []
        for value, count in zip(values, leaves):
            parts += [value, np.zeros(count)]
        return np.concatenate(parts).astype(dtype)

    modes = b"".join(
        _field(9, b"BRANCH_LEQ") * number + _field(9, b"LEAF") * count for number, count in zip(inner, leaves)
    )
    numbers = {
        "nodes_treeids": np.repeat(np.arange(len(trees)), nodes),
        "nodes_nodeids": np.concatenate([np.arange(count) for count in nodes]),
        "nodes_featureids": of_nodes((tree.features for tree in trees), np.int64),
        "nodes_truenodeids": of_nodes((tree.left for tree in trees), np.int64),
        "nodes_falsenodeids": of_nodes((tree.right for tree in trees), np.int64),
        "target_treeids": np.repeat(np.arange(len(trees)), leaves),
        "target_nodeids": np.concatenate([number + np.arange(count) for number, count in zip(inner, leaves)]),
        "target_ids": np.zeros(sum(leaves), dtype=np.int64),
    }
    attributes = [_attribute(name, 7, _field(8, _varints(values))) for name, values in numbers.items()]
    weights = np.concatenate([tree.leaves for tree in trees]).astype("<f4")
    attributes += [
        _attribute("nodes_values", 6, _field(7, of_nodes((tree.thresholds for tree in trees), "<f4").tobytes())),
        _attribute("nodes_modes", 8, modes),
        _attribute("target_weights", 6, _field(7, weights.tobytes())),
        _attribute("n_targets", 2, _number(3, 1)),
        _attribute("aggregate_function", 3, _field(4, b"SUM")),
        _attribute("post_transform", 3, _field(4, b"NONE")),
    ]
    node = _field(1, b"x") + _field(2, b"y") + _field(4, b"TreeEnsembleRegressor")
    node += b"".join(_field(5, attribute) for attribute in attributes) + _field(7, b"ai.onnx.ml")
    graph = _field(1, node) + _field(2, b"trees") + _field(11, _value(b"x", features)) + _field(12, _value(b"y", 1))
    imports = _field(8, _field(1, b"ai.onnx.ml") + _number(2, 1)) + _field(8, _field(1, b"") + _number(2, 17))
    return _number(1, 8) + _field(7, graph) + imports


def _attribute(name: str, kind: int, content: bytes) -> bytes:
    return _field(1, name.encode()) + content + _number(20, kind)


def _value(name: bytes, columns: int) -> bytes:
    shape = _field(1, _field(2, b"n")) + _field(1, _number(1, columns))
    tensor = _number(1, 1) + _field(2, shape)
    return _field(1, name) + _field(2, _field(1, tensor))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return struct.pack(f"{len(parts) + 1}B", *parts, value)


def _varints(values: np.ndarray) -> bytes:
    """Return many non-negative numbers packed."""
    table = [_varint(value) for value in range(int(values.max(initial=0)) + 1)]
    return b"".join([table[value] for value in values.tolist()])
