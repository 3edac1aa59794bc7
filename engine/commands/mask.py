"""The command `unveil mask`."""

from __future__ import annotations

import argparse

from unveil.engine.commands.console import Console, Show
from unveil.engine.commands.forms import add_form, form_of


def add_mask(commands: argparse._SubParsersAction, show: Show) -> None:
    """Add `unveil mask`."""
    from unveil.engine.masking.detectors.methods import AUTO, METHODS
    from unveil.engine.masking.settings import RESOLUTION

    mask = commands.add_parser("mask", help="find clouds and their shadows")
    mask.add_argument("input", help="Sentinel-2 raster, DN = reflectance x 10000, or the SCL of an L2A product")
    mask.add_argument("output", help="class raster (.tif): 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data")
    mask.add_argument("--method", default=AUTO, choices=METHODS)
    metres = {"type": float, "default": 0.0, "metavar": "METRES"}
    mask.add_argument("--resolution", **{**metres, "default": RESOLUTION}, help="of the cells that the detector sees")
    mask.add_argument("--threshold", type=float, metavar="SCORE", help="score from which a pixel is cloud")
    mask.add_argument("--averaging", **metres, help="radius of the disc over which the score is averaged")
    mask.add_argument("--closing", **metres, help="close gaps in clouds up to this radius")
    mask.add_argument("--opening", **metres, help="remove cloud that is narrower than this radius")
    mask.add_argument("--minimum-area", **{**metres, "metavar": "M2"}, help="smaller clouds and shadows are clear")
    mask.add_argument("--dilation", **metres, help="grow clouds and shadows")
    mask.add_argument("--shadow-dilation", **{**metres, "default": None}, help="grow shadows by another length")
    mask.add_argument("--sun-azimuth", type=float, metavar="DEGREES", help="drop shadows that no cloud can cast")
    mask.add_argument("--sun-elevation", type=float, metavar="DEGREES", help="of the sun above the horizon")
    mask.add_argument("--lone-shadows", action="store_true", help="keep shadows that no cloud of the scene casts, too")
    mask.add_argument("--level", choices=("L1C", "L2A"), help="where bands and metadata do not tell")
    mask.add_argument("--probability", metavar="FILE", help="also write the detector's score")
    add_form(mask)
    mask.set_defaults(run=lambda options, console: show([_mask(options, console)]))


def _mask(options: argparse.Namespace, console: Console) -> str:
    from unveil.engine.masking.settings import MaskSettings
    from unveil.engine.masking.sun import chosen_sun
    from unveil.engine.prepare.optical import described
    from unveil.engine.scene.detection import mask_scene

    raster = described(options.input)
    settings = MaskSettings(
        options.method,
        options.resolution,
        options.threshold,
        options.averaging,
        options.closing,
        options.opening,
        options.minimum_area,
        chosen_sun(raster, options.sun_azimuth, options.sun_elevation),
        options.dilation,
        options.shadow_dilation,
        options.level,
        lone_shadows=options.lone_shadows,
        form=form_of(options).check(),
        probability=options.probability or "",
    )
    found = mask_scene(raster, options.output, console, settings)
    console.end()
    return f"cloud {found.cloud_cover:.2f} %, shadow {found.shadow_cover:.2f} %"
