"""Reading and writing safetensors: a JSON header and raw numbers, so that a file of weights can hold no code.

Format: 8 bytes little-endian length of the header; the header, {name: {dtype, shape, data_offsets}} and texts under
`__metadata__`; the tensors, row-major and little-endian.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from unveil.models.errors import ModelError
from unveil.models.torch_file import check_size

MAXIMUM_HEADER = 16 * 2**20
MOST_TENSORS = 100_000
MOST_DIMENSIONS = 8

_TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BF16": "<u2",
    "I64": "<i8",
    "I32": "<i4",
    "U8": "|u1",
    "BOOL": "|b1",
}
_NAMES = {
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "int64": "I64",
    "int32": "I32",
    "uint8": "U8",
    "bool": "BOOL",
}


def is_tensorfile(head: bytes, size: int) -> bool:
    """Tell whether the first bytes of a file of that size can be a safetensors header."""
    return (
        len(head) >= 9 and 2 <= int.from_bytes(head[:8], "little") <= MAXIMUM_HEADER and head[8:9] == b"{" and size > 8
    )


def read_tensors(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Return the tensors of a safetensors file by name, and its texts; bfloat16 becomes float32.

    Raises:
        ModelError: the file cannot be read, is truncated or too large, or its header does not fit it.
    """
    path = Path(path)
    return tensors_of(read_weights(path), path)


def read_weights(path: Path) -> bytes:
    """Return the bytes of a file of weights; ModelError when it cannot be read, is no file or too large."""
    try:
        if path.exists() and not path.is_file():
            raise ModelError(f"The weights {path} are not a file.")
        check_size(path.stat().st_size, f"The file {path} has")
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"The file {path} cannot be read: {error.strerror}.") from error


def tensors_of(data: bytes, path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Return tensors and texts of a safetensors file that was read already; errors as for `read_tensors`."""
    start = 8 + int.from_bytes(data[:8], "little")
    if start > MAXIMUM_HEADER:
        raise ModelError(f"The file {path} is no safetensors file: its header is too long.")
    if len(data) < 8 or start > len(data):
        raise ModelError(f"The file {path} is truncated: its header is not complete; download or copy it again.")
    try:
        header = json.loads(data[8:start].decode("utf-8"))
        metadata = {str(key): str(value) for key, value in header.pop("__metadata__", {}).items()}
        _check_ranges(header, len(data) - start)
        tensors = {str(name): _tensor(data, start, entry) for name, entry in header.items()}
    except EOFError as error:
        raise ModelError(
            f"The file {path} is truncated: tensors are missing at its end; download or copy it again."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(f"The file {path} is no safetensors file: its header is not valid.") from error
    return tensors, metadata


def write_tensors(tensors: Mapping[str, np.ndarray], metadata: Mapping[str, str], path: Path) -> None:
    """Write tensors by name and texts as a safetensors file."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)}
    parts, position = [], 0
    for name, tensor in tensors.items():
        part = np.ascontiguousarray(tensor).tobytes()
        header[name] = {
            "dtype": _NAMES[tensor.dtype.name],
            "shape": list(tensor.shape),
            "data_offsets": [position, position + len(part)],
        }
        parts.append(part)
        position += len(part)
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.writelines(parts)


def _check_ranges(header: Mapping[str, Any], size: int) -> None:
    """Raise unless the tensors lie one after the other, as the format wants: shared bytes would unpack to many."""
    if len(header) > MOST_TENSORS:
        raise ValueError("too many tensors")
    position = 0
    for first, last in sorted(tuple(map(int, entry["data_offsets"])) for entry in header.values()):
        if first != position or last < first:
            raise ValueError("tensors overlap or leave gaps")
        position = last
    if position > size:
        raise EOFError


def _tensor(data: bytes, start: int, entry: Mapping[str, Any]) -> np.ndarray:
    kind, shape = np.dtype(_TYPES[entry["dtype"]]), [int(length) for length in entry["shape"]]
    first, last = (int(offset) for offset in entry["data_offsets"])
    count = math.prod(shape)
    if len(shape) > MOST_DIMENSIONS:
        raise ValueError("too many dimensions")
    if first < 0 or min(shape, default=0) < 0 or last - first != count * kind.itemsize:
        raise ValueError("offsets and shape do not agree")
    values = np.frombuffer(data, kind, count, start + first).reshape(shape)
    if entry["dtype"] == "BF16":
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values.copy()
