"""The models that are installed: those that ship in `zoo/` and the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from unveil.models.card import CLEAR_SKY, CLOUD_FREE, ModelCard, read_card
from unveil.models.errors import ModelError
from unveil.models.plain import PLAIN

_MEANING = {CLOUD_FREE: "cloud-free image", CLEAR_SKY: "map of clear sky"}

ZOO = Path(__file__).resolve().parent / "zoo"

DEFAULT_MODEL = "mmcanet"
"""The id of the shipped model that runs where none is named."""


@dataclass(frozen=True)
class Zoo:
    """What was found in the folders of models: cards sorted by id, and a sentence for each card that was left out."""

    cards: tuple[ModelCard, ...]
    faults: tuple[str, ...]


def survey_models(folders: Iterable[Path] = ()) -> Zoo:
    """Return the cards of the shipped zoo and of the user's `folders`, and what is wrong with those left out.

    A user's model of the same id stands for the shipped one. Whatever a card holds, it takes no other along.
    """
    found, faults = {}, []
    for path in _card_paths(folders):
        try:
            card = _known_card(path)
        except ModelError as error:
            faults.append(str(error))
            continue
        found[card.id] = card
    return Zoo(tuple(found[name] for name in sorted(found)), tuple(faults))


def list_models(folders: Iterable[Path] = (), warn: Callable[[str], None] = lambda text: None) -> tuple[ModelCard, ...]:
    """Return the readable cards of the shipped zoo and of the user's `folders`, sorted by id.

    warn: takes a sentence for each card that is left out.
    """
    zoo = survey_models(folders)
    for fault in zoo.faults:
        warn(f"A model is left out. {fault}")
    return zoo.cards


def find_model(name: str, folders: Iterable[Path] = ()) -> ModelCard:
    """Return the card of the model `name`; a ModelError names the installed ones, or says what is wrong with it.

    The method without a network is found by its id as well, though it is no model that `list_models` would give.
    """
    folders = tuple(folders)
    if name == PLAIN.id:
        return PLAIN
    for path in reversed(_card_paths(folders)):
        if path.parent.name == name:
            return _known_card(path)
    for card in list_models(folders):
        if card.id == name:
            return card
    installed = ", ".join((*(card.id for card in list_models(folders)), PLAIN.id))
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


def _known_card(path: Path) -> ModelCard:
    """Return `read_card`, from memory as long as the file is the same: lists of models are asked for all the time."""
    try:
        file = path.stat()
    except OSError:
        return read_card(path)
    return _read_card(path, (file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns))


@lru_cache(maxsize=100)
def _read_card(path: Path, stamp: tuple[int, ...]) -> ModelCard:
    return read_card(path)


def _card_paths(folders: Iterable[Path]) -> list[Path]:
    paths: list[Path] = []
    for folder in (ZOO, *map(Path, folders)):
        paths += sorted(folder.glob("*/card.toml"))
    return paths
