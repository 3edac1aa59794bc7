"""Blocks of a tiled TIFF file as they lie in it, compressed: what is the same in two files need not be coded anew.

What is read is the first directory of a little-endian file (TIFF 6.0, and BigTIFF as libtiff defines it).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

_TYPES = {1: "<u1", 3: "<u2", 4: "<u4", 16: "<u8"}
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _BANDS, _PLANAR, _PREDICTOR, _ACROSS, _DOWN, _OFFSETS, _SIZES, _FORMAT, _ORDER = (
    256, 257, 258, 259, 277, 284, 317, 322, 323, 324, 325, 339, 266,
)  # fmt: skip
_DEFLATE, _APART = 8, 2
_MOST_ENTRIES = 1000
_MOST_VALUES = 50_000_000
_COPIED = 1 << 24
"""Bytes that are copied at a time."""


@dataclass(frozen=True)
class Layout:
    """How values lie in a file. size: (bands, height, width); bits, kind: of a value, 1 unsigned, 2 signed, 3 floating;
    block: pixels along a side; predictor: 2 or 3 for differences, 1 for none. Bands lie apart, compressed by DEFLATE.
    """

    size: tuple[int, int, int]
    bits: int
    kind: int
    block: int
    predictor: int

    @classmethod
    def of(cls, size: tuple[int, int, int], dtype: np.dtype, block: int, predictor: int) -> Layout:
        """Return the layout of values of a type."""
        kind = {"u": 1, "i": 2, "f": 3}[dtype.kind]
        return cls(size, 8 * dtype.itemsize, kind, block, predictor)


@dataclass(frozen=True)
class Blocks:
    """Where the blocks of a file lie. offsets, sizes [bands, rows, columns] in bytes, 0 for blocks that are not there.

    places: of both lists in the file, and NumPy's names of their types.
    """

    layout: Layout
    offsets: np.ndarray
    sizes: np.ndarray
    places: tuple[tuple[int, str], tuple[int, str]]


def find_blocks(path: str) -> Blocks | None:
    """Return the blocks of a file; None where it is no such TIFF, or has another way to hold values than `Layout`."""
    try:
        with Path(path).open("rb") as file:
            return _found(file, Path(path).stat().st_size)
    except (OSError, struct.error, ValueError, KeyError):
        return None


def copy_blocks(source: str, target: str, chosen: np.ndarray) -> None:
    """Have blocks of the file `target` hold what those of `source` do; chosen [rows, columns] bool, of all bands.

    What stood there before stays in the file and is not used any more.

    Raises:
        OSError: a file cannot be read or written.
        ValueError: both are not of one layout, or a chosen block is missing.
    """
    own, other = find_blocks(target), find_blocks(source)
    if own is None or other is None or own.layout != other.layout:
        raise ValueError("the blocks of both files are not alike")
    every = np.broadcast_to(chosen, own.offsets.shape)
    if not every.any():
        return
    if not (other.sizes[every] > 0).all():
        raise ValueError("a block is missing")
    offsets, sizes = own.offsets.copy(), own.sizes.copy()
    with Path(source).open("rb") as read, Path(target).open("r+b") as written:
        end = written.seek(0, 2)
        places = np.flatnonzero(every)
        places = places[np.argsort(other.offsets.ravel()[places], kind="stable")]
        for run in _runs(other.offsets.ravel()[places], other.sizes.ravel()[places]):
            blocks = places[run]
            first, length = int(other.offsets.ravel()[blocks[0]]), int(other.sizes.ravel()[blocks].sum())
            read.seek(first)
            data = read.read(length)
            if len(data) != length:
                raise ValueError("a block is cut short")
            written.write(data)
            offsets.ravel()[blocks] = end + other.offsets.ravel()[blocks] - first
            sizes.ravel()[blocks] = other.sizes.ravel()[blocks]
            end += length
        for values, (place, kind) in zip((offsets, sizes), own.places):
            if int(values.max()) > np.iinfo(kind).max:
                raise ValueError("the file grows beyond what its offsets can say")
            written.seek(place)
            written.write(values.astype(kind).tobytes())


def _runs(offsets: np.ndarray, sizes: np.ndarray) -> Iterator[slice]:
    """Give runs of blocks [n] that lie one behind the other in a file, some megabytes at most each."""
    start = length = 0
    for index in range(len(offsets)):
        apart = index > start and offsets[index] != offsets[index - 1] + sizes[index - 1]
        if index > start and (apart or length + sizes[index] > _COPIED):
            yield slice(start, index)
            start, length = index, 0
        length += int(sizes[index])
    yield slice(start, len(offsets))


def _found(file: BinaryIO, length: int) -> Blocks | None:
    entries = _entries(file)

    def one(tag: int, otherwise: int | None = None) -> int:
        if tag not in entries and otherwise is not None:
            return otherwise
        values = np.unique(_values(file, entries[tag], length))
        if len(values) != 1:
            raise ValueError("values of a tag differ")
        return int(values[0])

    size = one(_BANDS, 1), one(_HEIGHT), one(_WIDTH)
    block = one(_ACROSS)
    as_asked = (one(_COMPRESSION, 1), one(_PLANAR, 1), one(_DOWN), one(_ORDER, 1))
    if as_asked != (_DEFLATE, _APART, block, 1) and not (size[0] == 1 and as_asked == (_DEFLATE, 1, block, 1)):
        return None
    shape = (size[0], -(-size[1] // block), -(-size[2] // block))
    offsets, sizes = (_values(file, entries[tag], length).astype(np.int64) for tag in (_OFFSETS, _SIZES))
    if offsets.size != np.prod(shape) or sizes.size != offsets.size:
        return None
    if (offsets < 0).any() or (sizes < 0).any() or (offsets + sizes > length).any():
        return None
    layout = Layout(size, one(_BITS, 1), one(_FORMAT, 1), block, one(_PREDICTOR, 1))
    places = tuple((entries[tag][2], _TYPES[entries[tag][0]]) for tag in (_OFFSETS, _SIZES))
    return Blocks(layout, offsets.reshape(shape), sizes.reshape(shape), (places[0], places[1]))


def _entries(file: BinaryIO) -> dict[int, tuple[int, int, int]]:
    """Return (type, number, place in the file) of the values of each tag of the first directory."""
    head = file.read(16)
    if head[:4] == b"II*\0":
        offset, number, entry, wide = *struct.unpack_from("<I", head, 4), "<H", "<HHI", 4
    elif head[:8] == b"II+\0\x08\0\0\0":
        offset, number, entry, wide = *struct.unpack_from("<Q", head, 8), "<Q", "<HHQ", 8
    else:
        raise ValueError("no little-endian TIFF")
    file.seek(offset)
    (count,) = struct.unpack(number, file.read(struct.calcsize(number)))
    if count > _MOST_ENTRIES:
        raise ValueError("no directory")
    found = {}
    for _ in range(count):
        tag, kind, values = struct.unpack(entry, file.read(struct.calcsize(entry)))
        place = file.tell()
        inside = file.read(wide)
        if kind in _TYPES:
            if values * np.dtype(_TYPES[kind]).itemsize > wide:
                (place,) = struct.unpack("<I" if wide == 4 else "<Q", inside)
            found[tag] = (kind, values, place)
    return found


def _values(file: BinaryIO, entry: tuple[int, int, int], length: int) -> np.ndarray:
    kind, number, place = entry
    dtype = np.dtype(_TYPES[kind])
    if number > _MOST_VALUES or place + number * dtype.itemsize > length:
        raise ValueError("values lie outside the file")
    file.seek(place)
    return np.frombuffer(file.read(number * dtype.itemsize), dtype=dtype)
