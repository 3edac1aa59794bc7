"""Files of PyTorch (.pth, .pt), judged before anything of them is loaded, and loaded without running code.

A checkpoint of PyTorch is a pickle, which can run code when it is loaded; `weights_only=True` loads tensors, numbers,
texts and containers and refuses everything else. What it would load is looked at first: the names of functions that the
pickle calls, and whether its parts are as large as they claim.
"""

from __future__ import annotations

import pickletools  # nosec B403  # takes pickles apart; loads nothing
import re
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from unveil.models.errors import ModelError
from unveil.models.memory import memory_budget

MAXIMUM_BYTES = 2 * 10**9
"""The greatest checkpoint of these networks, with its optimiser, has 0.2e9."""

MAXIMUM_TABLE = 64 * 2**20
"""Bytes of the pickle itself, without the numbers of its tensors."""

_OURS = ("torch", "collections.OrderedDict")
_ODD = re.compile(r"sparse|meta|nested|quant|qtensor|wrapper|subclass|device_tensor|bytearray", re.IGNORECASE)
"""Kinds of tensors whose size or place is not that of their numbers in the file."""


def load_torch_file(torch: Any, path: Path) -> Any:
    """Return what a checkpoint of PyTorch holds, loaded with `weights_only=True`.

    Raises:
        ModelError: it is damaged, holds code or odd tensors, or is larger inside than outside.
    """
    truncated = f"The checkpoint {path} is truncated or damaged; download or copy it again."
    try:
        names = _globals(path)
    except ModelError:
        raise
    except Exception as error:  # the parsers of zip files and pickles raise whatever a damaged file leads them into
        raise ModelError(truncated) from error
    foreign = [name for name in names if not name.startswith(_OURS)]
    odd = [name for name in names if _ODD.search(name)]
    if odd and not foreign:
        raise ModelError(
            f"The checkpoint {path} was not loaded: it holds tensors that are not plain numbers ({odd[0]}); ask its "
            "author for a file of plain tensors."
        )
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # the parser of PyTorch raises whatever a damaged file leads it into
        if foreign:
            raise ModelError(
                f"The checkpoint {path} was not loaded: besides tensors it holds code or objects ({foreign[0]}), which "
                "could run anything; ask its author for a file of plain tensors."
            ) from error
        raise ModelError(truncated) from error


def check_size(size: int, what: str) -> None:
    """Raise a ModelError where so many bytes are more than a checkpoint has, or than this machine can take."""
    if size > MAXIMUM_BYTES:
        raise ModelError(f"{what} {size / 1e9:.1f} GB, more than any checkpoint of a network that Unveil knows.")
    if 3 * size > (budget := memory_budget()):
        raise ModelError(f"{what} {size / 1e9:.1f} GB, too much for the {budget / 1e9:.1f} GB of memory at hand.")


def _globals(path: Path) -> list[str]:
    """Return the names of functions and classes that a checkpoint refers to, without loading it."""
    if not zipfile.is_zipfile(path):
        with open(path, "rb") as file:
            # The old format: a magic number, a version, facts of the system, the content; then raw numbers.
            return [name for _ in range(4) for name in _names_in(file)]
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        inside = sum(entry.file_size for entry in entries)
        check_size(inside, f"The checkpoint {path} unpacks to")
        # PyTorch stores its entries as they are; compressed or overlapping ones unpack to more than they take.
        if inside > path.stat().st_size or any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
            raise ModelError(f"The checkpoint {path} is packed in a way that PyTorch does not use; save it again.")
        tables = [entry for entry in entries if entry.filename.endswith("data.pkl")]
        if not tables:
            raise ModelError(f"The file {path} is no checkpoint: it is a zip file without tensors.")
        if len(tables) > 1 or tables[0].file_size > MAXIMUM_TABLE:
            raise ModelError(f"The checkpoint {path} has a table of contents that no network has.")
        return _names_in(archive.read(tables[0]))


def _names_in(pickled: bytes | BinaryIO) -> list[str]:
    names: list[str] = []
    texts: list[str] = []
    for operation, argument, _ in pickletools.genops(pickled):
        if operation.name == "GLOBAL":
            names.append(str(argument).replace(" ", "."))
        elif operation.name == "STACK_GLOBAL" and len(texts) > 1:
            names.append(".".join(texts[-2:]))
        elif isinstance(argument, str):
            texts.append(argument)
    return names
