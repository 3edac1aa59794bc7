"""The commands that list the installed models, and make one of weights; and where models of the user lie."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from unveil.engine.commands.console import Console, Show


def user_models() -> tuple[Path, ...]:
    """Return the folders of the user's own models: those in UNVEIL_MODELS, else one in the user's data folder."""
    given = os.environ.get("UNVEIL_MODELS")
    if given:
        return tuple(Path(folder) for folder in given.split(os.pathsep) if folder)
    base = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return (Path(base) / "unveil" / "models",)


def add_import(commands: argparse._SubParsersAction, show: Show) -> None:
    """Add `unveil import`."""
    model = commands.add_parser("import", help="make a model of published weights or of your own")
    model.add_argument("checkpoint", help="weights: .pth, .pt or .safetensors")
    model.add_argument("--name", help="of the new model (default: the file's)")
    model.add_argument("--pair", nargs=3, metavar=("CLOUDY", "RADAR", "CLEAR"), help="rasters of one place, for a test")
    model.add_argument("--tile", type=int, metavar="PIXELS", help="side of the model's tiles (default: 256)")
    model.set_defaults(run=lambda options, console: show([_import(options, console)]))


def add_models(commands: argparse._SubParsersAction, show: Show) -> None:
    """Add `unveil models`."""
    models = commands.add_parser("models", help="list the installed models")
    models.set_defaults(run=lambda options, console: show(_models(console)))


def _import(options: argparse.Namespace, console: Console) -> str:
    from unveil.engine.evaluation.importing import read_pair
    from unveil.engine.raster.source import describe
    from unveil.models.importing import TILE, import_checkpoint

    def report(share: float, text: str) -> None:
        console.info(text)
        console.progress(share)

    path, tile = Path(options.checkpoint), options.tile or TILE
    pair = None
    if options.pair:
        cloudy, radar, clear = map(describe, options.pair)
        pair = read_pair(cloudy, radar, clear, tile)
    card = import_checkpoint(path, options.name or path.stem, user_models()[0], pair, tile, report)
    console.end()
    return card.id


def _models(console: Console) -> list[str]:
    from unveil.models.plain import PLAIN
    from unveil.models.registry import list_models

    return [f"{card.id}\t{card.title}" for card in (*list_models(user_models(), console.warn), PLAIN)]
