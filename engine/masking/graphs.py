"""The graph of an ONNX file, read and written without the package `onnx` (field numbers of onnx.proto)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

import numpy as np

from unveil.engine.masking.wire import Part, field, parts, varint, whole

Attribute = Union[int, bytes, "list[int]"]

_DTYPES = {1: np.dtype("<f4"), 7: np.dtype("<i8")}
_INT, _STRING, _INTS = 2, 3, 7


@dataclass
class Node:
    """One operation; attributes that are whole numbers, lists of these or texts can be read, others are kept."""

    kind: str
    inputs: list[str]
    outputs: list[str]
    domain: str
    attributes: dict[str, bytes]

    def get(self, name: str) -> Attribute | None:
        """Return an attribute's value, None where it is missing or of another type."""
        message = self.attributes.get(name)
        return None if message is None else _value(message)


class Graph:
    """Nodes in the order in which they run, and constant tensors by name.

    Raises ValueError when the bytes are no ONNX model of one graph.
    """

    def __init__(self, model: bytes):
        self._around: list[bytes] = []
        self._ends: list[bytes] = []
        self.nodes: list[Node] = []
        self.results: list[str] = []
        self._stored: dict[str, memoryview] = {}
        self._added: dict[str, np.ndarray] = {}
        graphs = []
        for number, part in parts(memoryview(model)):
            if number == 7:
                graphs.append(_message(part))
            else:
                self._around.append(_again(number, part))
        if len(graphs) != 1:
            raise ValueError("it holds no graph")
        for number, part in parts(graphs[0]):
            if number == 1:
                self.nodes.append(_node(_message(part)))
            elif number == 5:
                self._stored[_text(_message(part), 8)] = _message(part)
            elif number in (2, 11, 12):
                self._ends.append(_again(number, part))
                if number == 12:
                    self.results.append(_text(_message(part), 1))

    def tensor(self, name: str) -> np.ndarray | None:
        """Return a constant of float32 or int64, None where there is none of that name."""
        if name in self._added:
            return self._added[name]
        return _array(self._stored[name]) if name in self._stored else None

    def add(self, array: np.ndarray) -> str:
        """Keep a constant of float32 or int64 and return its name."""
        name = f"unveil_{len(self._added)}"
        self._added[name] = np.ascontiguousarray(array)
        return name

    def users(self, name: str) -> list[Node]:
        """Return the nodes that take a tensor."""
        return [node for node in self.nodes if name in node.inputs]

    def maker(self, name: str) -> Node | None:
        """Return the node that makes a tensor; None for constants and the graph's inputs."""
        return next((node for node in self.nodes if name in node.outputs), None)

    def drop_unused(self) -> None:
        """Leave out the nodes on whose results nothing depends."""
        needed = set(self.results)
        kept = []
        for node in reversed(self.nodes):
            if needed.intersection(node.outputs):
                kept.append(node)
                needed.update(node.inputs)
        self.nodes = kept[::-1]

    def pieces(self) -> Iterator[bytes]:
        """Yield the model's file piece by piece, without the constants that no node takes."""
        needed = {name for node in self.nodes for name in node.inputs}
        content = [field(1, _packed(node)) for node in self.nodes] + self._ends
        content += [field(5, message) for name, message in self._stored.items() if name in needed]
        for name, array in self._added.items():
            if name in needed:
                content.append(field(5, _tensor(name, array)))
        yield b"".join(self._around)
        yield varint(7 << 3 | 2) + varint(sum(map(len, content)))
        yield from content


def node(kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Attribute) -> Node:
    """Return a node with one output."""
    return Node(kind, inputs, [output], domain, {name: _attribute(name, value) for name, value in attributes.items()})


def _node(message: memoryview) -> Node:
    result = Node("", [], [], "", {})
    for number, part in parts(message):
        if number == 1:
            result.inputs.append(str(_message(part), "utf-8"))
        elif number == 2:
            result.outputs.append(str(_message(part), "utf-8"))
        elif number == 4:
            result.kind = str(_message(part), "utf-8")
        elif number == 5:
            result.attributes[_text(_message(part), 1)] = bytes(_message(part))
        elif number == 7:
            result.domain = str(_message(part), "utf-8")
    return result


def _packed(entry: Node) -> bytes:
    texts = [(1, name) for name in entry.inputs] + [(2, name) for name in entry.outputs]
    texts += [(4, entry.kind), (7, entry.domain)]
    message = b"".join(field(number, text.encode()) for number, text in texts)
    return message + b"".join(field(5, attribute) for attribute in entry.attributes.values())


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        content = whole(3, value) + whole(20, _INT)
    elif isinstance(value, bytes):
        content = field(4, value) + whole(20, _STRING)
    else:
        content = b"".join(whole(8, number) for number in value) + whole(20, _INTS)
    return field(1, name.encode()) + content


def _value(message: bytes) -> Attribute | None:
    kind: Part = 0
    single: Part = 0
    text, numbers = b"", []
    for number, part in parts(memoryview(message)):
        if number == 20:
            kind = part
        elif number == 3:
            single = part
        elif number == 4:
            text = bytes(_message(part))
        elif number == 8:
            if not isinstance(part, int):
                return None
            numbers.append(part)
    return {_INT: single, _STRING: text, _INTS: numbers}.get(kind)


def _tensor(name: str, array: np.ndarray) -> bytes:
    kind = next(code for code, dtype in _DTYPES.items() if dtype == array.dtype)
    dimensions = b"".join(whole(1, size) for size in array.shape)
    return dimensions + whole(2, kind) + field(8, name.encode()) + field(9, array.data.cast("B"))


def _array(message: memoryview) -> np.ndarray | None:
    shape, kind, content = [], 0, None
    for number, part in parts(message):
        if number == 1 and isinstance(part, int):
            shape.append(part)
        elif number == 2:
            kind = part
        elif number == 9:
            content = part
    if content is None or kind not in _DTYPES:
        return None
    return np.frombuffer(content, dtype=_DTYPES[kind]).reshape(shape)


def _text(message: memoryview, wanted: int) -> str:
    return next((str(_message(part), "utf-8") for number, part in parts(message) if number == wanted), "")


def _message(part: Part) -> memoryview:
    if isinstance(part, int):
        raise ValueError("a number where a message belongs")
    return part


def _again(number: int, part: Part) -> bytes:
    return whole(number, part) if isinstance(part, int) else field(number, part)
