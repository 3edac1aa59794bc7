"""What an ONNX file refers to, found by walking its protocol buffers; nothing of it is loaded or run.

Wire format: a field is a key, number << 3 | type, as a varint, and a value: a varint (type 0), 8 bytes (1), a length
and as many bytes (2), or 4 bytes (5). Numbers of fields from onnx.proto (ONNX 1.17).
"""

from __future__ import annotations

from collections.abc import Iterator

from unveil.models.errors import ModelError

MOST_BYTES = 2**31 - 1
"""The most that a protocol buffer can hold."""

_MOST_MESSAGES = 2_000_000
_EXTERNAL = 1

_CHILDREN: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
"""Which fields of a message hold messages that are looked into, and of what kind these are."""

_OPERATOR, _LOCATION, _EXTERNAL_DATA = 4, 14, 13


def check_model(data: bytes, name: str) -> None:
    """Raise a ModelError unless an ONNX file holds all that it runs; `name` is what the sentence calls it.

    Weights in files beside it would run unseen, whatever its SHA-256; so would what a node EPContext names.
    """
    waiting, seen = [("model", 0, len(data))], 0
    try:
        while waiting:
            kind, start, stop = waiting.pop()
            seen += 1
            if seen > _MOST_MESSAGES:
                raise ModelError(f"{name} has more parts than a network has; it is not loaded.")
            for number, value in _fields(data, start, stop):
                _check(kind, number, value, data, name)
                child = _CHILDREN[kind].get(number)
                if child and isinstance(value, tuple):
                    waiting.append((child, *value))
    except (IndexError, ValueError) as error:
        raise ModelError(f"{name} is no ONNX file, or damaged.") from error
    if seen == 1:
        raise ModelError(f"{name} is no ONNX file: it has no graph.")


def _check(kind: str, number: int, value: int | tuple[int, int], data: bytes, name: str) -> None:
    if kind == "tensor" and (number == _EXTERNAL_DATA or (number == _LOCATION and value == _EXTERNAL)):
        raise ModelError(f"{name} keeps weights in another file, which its SHA-256 does not cover; store them in it.")
    if kind == "node" and number == _OPERATOR and isinstance(value, tuple) and data[slice(*value)] == b"EPContext":
        raise ModelError(f"{name} refers to a compiled network outside itself (EPContext); give the network itself.")


def _fields(data: bytes, start: int, stop: int) -> Iterator[tuple[int, int | tuple[int, int]]]:
    """Yield the fields of a message: the number, and a varint's value or where the bytes lie."""
    while start < stop:
        key, start = _varint(data, start)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, start = _varint(data, start)
            yield number, value
        elif wire == 2:
            length, start = _varint(data, start)
            if start + length > stop:
                raise ValueError("a field is longer than its message")
            yield number, (start, start + length)
            start += length
        elif wire in (1, 5):
            start += 8 if wire == 1 else 4
            if start > stop:
                raise ValueError("a number is cut off")
        else:
            raise ValueError("a type of field that ONNX does not use")


def _varint(data: bytes, start: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = data[start]
        start += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, start
        shift += 7
        if shift > 63:
            raise ValueError("a number is too long")
