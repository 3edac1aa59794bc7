"""The command `unveil haze`."""

from __future__ import annotations

import argparse

from unveil.engine.commands.console import Console
from unveil.engine.commands.forms import add_form, form_of


def add_haze(commands: argparse._SubParsersAction) -> None:
    """Add `unveil haze`."""
    from unveil.engine.masking.codings import MASK_CODINGS
    from unveil.engine.masking.detectors.methods import AUTO, METHODS

    haze = commands.add_parser("haze", help="see through thin cloud, without radar; all else stays as it is")
    haze.add_argument("optical", help="Sentinel-2 raster or product, L1C or L2A")
    haze.add_argument("output", help="raster (.tif) on the same grid")
    haze.add_argument("--mask", help="raster of any coding, or cloud polygons; without it one is made")
    haze.add_argument("--mask-coding", default="auto", choices=MASK_CODINGS, help="of the mask that is given")
    haze.add_argument("--mask-method", default=AUTO, choices=METHODS, help="of the mask that is made")
    haze.add_argument("--mask-dilation", type=float, default=60.0, metavar="METRES", help="grow every mask")
    add_form(haze)
    haze.set_defaults(run=_haze)


def _haze(options: argparse.Namespace, console: Console) -> None:
    from unveil.engine.prepare.optical import described
    from unveil.engine.removal.haze import HazeSettings, correct_haze
    from unveil.engine.scene.mask import Masking, MaskReading, describe_mask

    reading = MaskReading(options.mask_coding, dilation=options.mask_dilation, use="looked through")
    mask = describe_mask(options.mask) if options.mask else None
    settings = HazeSettings(Masking(mask, options.mask_method, reading), form_of(options).check())
    correct_haze(described(options.optical), options.output, settings, console)
