"""Messages of Protocol Buffers in wire format, so far as ONNX files need them: no package is needed for these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

Part = Union[int, memoryview]


def field(number: int, content: bytes | memoryview) -> bytes:
    """Return a field that holds a text, bytes or a message."""
    return varint(number << 3 | 2) + varint(len(content)) + bytes(content)


def whole(number: int, value: int) -> bytes:
    """Return a field that holds a whole number, not below 0."""
    return varint(number << 3) + varint(value)


def varint(value: int) -> bytes:
    """Return a whole number, not below 0."""
    content = bytearray()
    while value > 127:
        content.append(value & 127 | 128)
        value >>= 7
    content.append(value)
    return bytes(content)


def parts(message: memoryview) -> Iterator[tuple[int, Part]]:
    """Yield number and content of each field: a whole number, or a view of bytes (4 or 8 for numbers of fixed length).

    Raises:
        ValueError: it is no such message.
    """
    place = 0
    while place < len(message):
        key, place = _read(message, place)
        kind = key & 7
        if kind == 0:
            value, place = _read(message, place)
            yield key >> 3, value
            continue
        if kind not in (1, 2, 5):
            raise ValueError(f"a field of kind {kind}")
        length, place = _read(message, place) if kind == 2 else (8 if kind == 1 else 4, place)
        if place + length > len(message):
            raise ValueError("it ends early")
        yield key >> 3, message[place : place + length]
        place += length


def _read(message: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(message):
            raise ValueError("it ends early")
        byte = message[place]
        place += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, place
        shift += 7
