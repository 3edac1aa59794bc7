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

MAXIMUM_HEADER = 16 * 2**20

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
        ModelError: the file cannot be read, is truncated, or its header does not fit it.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ModelError(f"The file {path} cannot be read: {error.strerror}.") from error
    start = 8 + int.from_bytes(data[:8], "little")
    if len(data) < 8 or start > len(data):
        raise ModelError(f"The file {path} is truncated: its header is not complete; download or copy it again.")
    try:
        header = json.loads(data[8:start].decode("utf-8"))
        metadata = {str(key): str(value) for key, value in header.pop("__metadata__", {}).items()}
        tensors = {name: _tensor(data, start, entry) for name, entry in header.items()}
    except EOFError as error:
        raise ModelError(
            f"The file {path} is truncated: tensors are missing at its end; download or copy it again."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
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


def _tensor(data: bytes, start: int, entry: Mapping[str, Any]) -> np.ndarray:
    kind, shape = np.dtype(_TYPES[entry["dtype"]]), [int(length) for length in entry["shape"]]
    first, last = (int(offset) for offset in entry["data_offsets"])
    count = math.prod(shape)
    if first < 0 or min(shape, default=0) < 0 or last - first != count * kind.itemsize:
        raise ValueError("offsets and shape do not agree")
    if start + last > len(data):
        raise EOFError
    values = np.frombuffer(data, kind, count, start + first).reshape(shape)
    if entry["dtype"] == "BF16":
        return (values.astype(np.uint32) << 16).view(np.float32)
    return values.copy()
