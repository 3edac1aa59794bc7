"""The options of every command that writes rasters."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unveil.engine.raster.form import OutputForm


def add_form(parser: argparse.ArgumentParser) -> None:
    """Add how outputs are written."""
    parser.add_argument("--cog", action="store_true", help="write cloud-optimised GeoTIFFs")
    parser.add_argument(
        "--creation-option", action="append", default=[], metavar="NAME=VALUE", help="of GDAL's driver; may be repeated"
    )


def form_of(options: argparse.Namespace) -> OutputForm:
    """Return how outputs are written; UnveilError where GDAL does not know an option."""
    from unveil.engine.raster.form import OutputForm, parse_options

    return OutputForm(getattr(options, "cog", False), parse_options("|".join(getattr(options, "creation_option", ()))))
