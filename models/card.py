"""The model card: all that is needed to feed a network rightly, kept in `card.toml` beside its weights."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from unveil.models.card_schema import fault, shown
from unveil.models.errors import ModelError
from unveil.models.scaling import Scaling
from unveil.models.toml import format_toml, read_toml

SCHEMA = 1

BANDS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B8A", "B9", "B10", "B11", "B12")
"""The order of SEN12MS-CR (Meraner et al. 2020), which networks of this field take."""

TRUE_COLOUR = tuple(BANDS.index(name) for name in ("B4", "B3", "B2"))
"""The places of red, green and blue among them."""

INPUTS = ("optical", "radar", "mask", "background")
"""What a network may ask for, by the names of its graph's inputs; optical and radar it always takes."""

CLOUD_FREE, CLEAR_SKY = "cloud_free", "clear_sky"
OUTPUTS = (CLOUD_FREE, CLEAR_SKY)
"""What a network may give, by the names of its graph's outputs: the image always, and with some a map [n, 1, h, w] of
the probability, 0..1, with which a pixel is clear sky."""


@dataclass(frozen=True)
class ModelCard:
    """One model. `folder` is where the card was read from; everything else stands in `card.toml`.

    bands: the optical bands in the network's order. level: the product it was trained on, "L1C" or "L2A".
    inputs: which of INPUTS the graph has. outputs: which of OUTPUTS; only the image where a card does not say.
    tile: pixels of its fixed square input; batch is free.
    multiple: what a size of input must be a multiple of in the network itself. overlap: recommended, in pixels.
    weights_sha256: of `weights.safetensors` beside the card, where there is one, for PyTorch.
    prior: a typical clear spectrum in DN, one number a band. scores: measured rows, each with its protocol.
    """

    id: str
    title: str
    architecture: str
    tile: int
    sha256: str
    size: str = "custom"
    settings: dict[str, Any] = field(default_factory=dict)
    bands: tuple[str, ...] = BANDS
    level: str = "L1C"
    inputs: tuple[str, ...] = ("optical", "radar")
    outputs: tuple[str, ...] = (CLOUD_FREE,)
    multiple: int = 1
    overlap: int = 64
    scaling: Scaling = Scaling()
    prior: tuple[float, ...] = ()
    licence: str = ""
    source: str = ""
    parameters: int = 0
    macs: str = ""
    file: str = "model.onnx"
    weights_sha256: str = ""
    training: dict[str, Any] = field(default_factory=dict)
    scores: tuple[dict[str, Any], ...] = ()
    folder: Path = Path()

    @property
    def model_path(self) -> Path:
        return self.folder / self.file


def read_card(path: Path) -> ModelCard:
    """Return the card in a `card.toml`; a ModelError says in one sentence what is wrong with it."""
    path = Path(path)
    table = read_toml(path)
    schema = table.pop("schema", None)
    if schema != SCHEMA:
        raise ModelError(
            f"The model card {path} has schema {shown(schema)}, and this version of Unveil reads schema {SCHEMA}."
        )
    if words := fault(table):
        raise ModelError(f"The model card {path} {words}.")
    scaling = table.get("scaling", {})
    table["scaling"] = Scaling(**{**scaling, "deviations": tuple(scaling.get("deviations", ()))})
    for name in ("bands", "inputs", "outputs", "prior", "scores"):
        if name in table:
            table[name] = tuple(table[name])
    card = ModelCard(folder=path.parent, **table)
    _check(card, path)
    return card


def write_card(card: ModelCard, path: Path) -> None:
    """Write the card as TOML, whole or not at all."""
    table: dict[str, Any] = {"schema": SCHEMA, **asdict(card)}
    del table["folder"]
    path = Path(path)
    part = path.with_name(path.name + ".part")
    # Scanners for secrets take a digest for one, unless its line says that it is none.
    text = re.sub(r'^(\w*sha256 = ".+")$', r"\1  # pragma: allowlist secret", format_toml(table), flags=re.MULTILINE)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _are_among(names: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Tell whether all names are known, and none stands twice."""
    return len(set(names)) == len(names) and set(names) <= set(known)


def _check(card: ModelCard, path: Path) -> None:
    scaling = card.scaling
    faults = [
        (card.inputs[:2] != ("optical", "radar"), "its inputs must begin with optical and radar"),
        (not _are_among(card.inputs, INPUTS), f"its inputs must be among {', '.join(INPUTS)}, each once"),
        (card.outputs[:1] != (CLOUD_FREE,), f"its outputs must begin with {CLOUD_FREE}"),
        (not _are_among(card.outputs, OUTPUTS), f"its outputs must be among {', '.join(OUTPUTS)}, each once"),
        (not card.bands or not _are_among(card.bands, BANDS), f"its bands must be among {', '.join(BANDS)}, each once"),
        (card.tile % card.multiple != 0, "its tile is not a positive multiple of `multiple`"),
        (not 0 <= card.overlap <= card.tile // 2, "its overlap is not between 0 and half a tile"),
        ("background" in card.inputs and len(card.prior) != len(card.bands), "its prior needs one number a band"),
        (not scaling.optical_min < scaling.optical_max, "its scaling has optical_min above optical_max"),
        (not scaling.vv_min < scaling.vv_max, "its scaling has vv_min above vv_max"),
        (not scaling.vh_min < scaling.vh_max, "its scaling has vh_min above vh_max"),
        (scaling.relative and "background" not in card.inputs, "relative values need a background among its inputs"),
        (
            scaling.relative and len(scaling.deviations) != len(card.bands),
            "its scaling needs one deviation a band",
        ),
    ]
    for wrong, sentence in faults:
        if wrong:
            raise ModelError(f"The model card {path} cannot be used: {sentence}.")
