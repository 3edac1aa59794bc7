"""The cloud detector that ships: what its network takes and gives, and where its weights lie."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from unveil.models.errors import ModelError
from unveil.models.toml import read_toml

BANDS = ("B1", "B2", "B3", "B4", "B5", "B8", "B8A", "B9", "B10", "B11", "B12")
"""What the network reads, as reflectance, in this order. A band, or a cell, that is not there holds MISSING."""

NEEDED = ("B2", "B3", "B4", "B8", "B11")
"""Bands without which it does not answer."""

MISSING = -1.0

CLASSES = ("clear", "cloud", "thin cloud", "shadow")
"""What its four outputs stand for, in the order of the codes of a cloud mask."""

CELL = 20.0
"""Metres of the cells that it was trained on."""

MULTIPLE = 16
"""Height and width of an input are multiples of this."""

FOLDER = Path(__file__).resolve().parent / "detectors" / "unveil"


@lru_cache(maxsize=1)
def detector_weights() -> bytes:
    """Return the network as ONNX, checked against the SHA-256 in its card.

    Raises:
        ModelError: the file is missing, or another one than the card's.
    """
    path = FOLDER / "model.onnx"
    try:
        weights = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The cloud detector's weights {path} cannot be read; install Unveil again.") from error
    if hashlib.sha256(weights).hexdigest() != read_toml(FOLDER / "card.toml").get("sha256"):
        raise ModelError(f"The cloud detector's weights {path} are not those of its card; install Unveil again.")
    return weights


def detector_thresholds(level: str = "L1C") -> tuple[float, float]:
    """Return the probabilities from which a cell is cloud or thin cloud, and from which it is shadow, of its card.

    level: "L1C" or "L2A", for which a card may have thresholds of its own.
    """
    card = read_toml(FOLDER / "card.toml")
    cloud, shadow = (
        card.get(f"{name}_{level.lower()}", card[name]) for name in ("cloud_threshold", "shadow_threshold")
    )
    return float(cloud), float(shadow)
