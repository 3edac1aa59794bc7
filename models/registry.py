"""The models that are installed: those that ship in `zoo/` and the user's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from unveil.models.card import CLEAR_SKY, CLOUD_FREE, ModelCard, read_card
from unveil.models.errors import ModelError

_MEANING = {CLOUD_FREE: "cloud-free image", CLEAR_SKY: "map of clear sky"}

ZOO = Path(__file__).resolve().parent / "zoo"

DEFAULT_MODEL = "mmcanet"
"""The id of the shipped model that runs where none is named."""


def list_models(folders: Iterable[Path] = ()) -> tuple[ModelCard, ...]:
    """Return the readable cards of the shipped zoo and of the user's `folders`, sorted by id.

    A user's model of the same id stands for the shipped one. Cards that cannot be read are left out here;
    `find_model` says what is wrong with them.
    """
    found = {}
    for path in _card_paths(folders):
        try:
            card = read_card(path)
        except ModelError:
            continue
        found[card.id] = card
    return tuple(found[name] for name in sorted(found))


def find_model(name: str, folders: Iterable[Path] = ()) -> ModelCard:
    """Return the card of the model `name`; a ModelError names the installed ones, or says what is wrong with it."""
    folders = tuple(folders)
    for path in reversed(_card_paths(folders)):
        if path.parent.name == name:
            return read_card(path)
    for card in list_models(folders):
        if card.id == name:
            return card
    installed = ", ".join(card.id for card in list_models(folders)) or "none"
    raise ModelError(f"There is no model '{name}'; installed models: {installed}.")


def require_output(card: ModelCard, output: str, folders: Iterable[Path] = ()) -> None:
    """Raise a ModelError that names the installed models which give an output, one of OUTPUTS, unless this one does."""
    if output in card.outputs:
        return
    able = ", ".join(other.id for other in list_models(folders) if output in other.outputs)
    raise ModelError(
        f"The model '{card.id}' has no {_MEANING[output]}; "
        + (f"models that have one: {able}." if able else "none of the installed models has one; those of IB-HFN do.")
    )


def _card_paths(folders: Iterable[Path]) -> list[Path]:
    paths: list[Path] = []
    for folder in (ZOO, *map(Path, folders)):
        paths += sorted(folder.glob("*/card.toml"))
    return paths
