"""The options of every command that does a scene of a batch, and what they mean for it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from unveil.engine.commands.fetch import add_catalogues, check_box, check_catalogues

if TYPE_CHECKING:
    from unveil.engine.batch.job import Catalogues
    from unveil.engine.batch.scene import Recipe

RASTERS = ("mask", "quality", "sigma", "reference_age")
"""Further rasters of a scene."""


class SceneOptions:
    """How each scene is done. removal: adds the options of cloud removal to a parser."""

    def __init__(self, removal: Callable[[argparse.ArgumentParser], None]):
        self._removal = removal

    def add(self, parser: argparse.ArgumentParser) -> None:
        """Add the options to a command."""
        parser.add_argument("--also", nargs="+", default=[], choices=RASTERS, help="further rasters of each scene")
        parser.add_argument("--per-band", action="store_true", help="write each band as a file of its own")
        parser.add_argument(
            "--creation-option", action="append", default=[], metavar="NAME=VALUE", help="of GDAL's COG driver"
        )
        self._removal(parser)
        add_catalogues(parser, "")
        parser.add_argument("--keep-scenes", default="", metavar="FOLDER", help="where fetched scenes stay")

    def recipe(self, given: argparse.Namespace) -> Recipe:
        """Return how a scene is made; UnveilError where an option is none of GDAL's, ModelError without the model."""
        from unveil.engine.batch.scene import Recipe
        from unveil.engine.commands.models import user_models
        from unveil.engine.raster.cog import check_creation_options
        from unveil.engine.raster.form import parse_options
        from unveil.models.registry import find_model

        creation = parse_options("|".join(given.creation_option))
        check_creation_options("COG", creation)
        card = find_model(given.model, user_models())
        changed = {action.dest: getattr(given, action.dest) for action in self._changed(given)}
        # Where a scene is computed, and where its inputs stay, does not make it another one.
        for name in ("device", "keep_scenes", "also", "per_band", "creation_option"):
            changed.pop(name, None)
        return Recipe(changed, card.id, card.sha256, tuple(given.also), creation, given.per_band)

    def catalogues(self, given: argparse.Namespace) -> Catalogues:
        """Return where scenes come from that are items of catalogues."""
        from unveil.engine.batch.job import Catalogues

        check_catalogues(given, by_item=True)
        return Catalogues(
            given.catalogue,
            given.radar_catalogue,
            check_box(given.bbox),
            given.references,
            given.address,
            given.radar_address,
            given.keep_scenes,
        )

    def words(self, given: argparse.Namespace) -> list[str]:
        """Return the options that are not at their defaults as they are written on a command line."""
        words: list[str] = []
        for action in self._changed(given):
            value = getattr(given, action.dest)
            name = action.option_strings[-1]
            if action.nargs == 0:
                words.append(name)
            elif isinstance(value, (list, tuple)):
                separate = [word for each in value for word in (name, str(each))]
                words += [name, *map(str, value)] if action.nargs else separate
            else:
                words += [name, str(value)]
        return words

    def _changed(self, given: argparse.Namespace) -> list[argparse.Action]:
        parser = argparse.ArgumentParser(add_help=False)
        self.add(parser)
        return [action for action in parser._actions if getattr(given, action.dest) != action.default]
