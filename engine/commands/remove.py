"""The command `unveil remove`, whose options those for many scenes share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from unveil.engine.commands.console import Console
from unveil.engine.commands.forms import add_form, form_of
from unveil.engine.commands.mask_reading import add_mask_reading
from unveil.engine.commands.models import user_models
from unveil.engine.errors import UnveilError

if TYPE_CHECKING:
    from unveil.engine.removal.settings import RemovalReport
    from unveil.engine.scene.part import Part

NO_RADAR = "none"


def add_remove(commands: argparse._SubParsersAction) -> None:
    """Add `unveil remove`."""
    remove = commands.add_parser("remove", help="replace clouds and shadows with the help of radar")
    remove.add_argument("optical", help="cloudy Sentinel-2 raster or product, L1C or L2A")
    remove.add_argument("radar", help="Sentinel-1 raster with VV and VH on any grid; none where there is no radar")
    remove.add_argument("output", help="cloud-free raster (.tif) on the optical raster's grid")
    remove.add_argument("--mask", help="raster of any coding, or cloud polygons; without it one is made")
    remove.add_argument("--clear-sky", metavar="FILE", help="also write the network's clear-sky probability (ib-hfn)")
    many = {"action": "append", "default": [], "metavar": "FILE"}
    remove.add_argument("--reference", **many, help="another date of the place, cloudy or not; may be repeated")
    remove.add_argument("--reference-radar", **many, help="radar of that date; as many as references, in their order")
    remove.add_argument("--reference-mask", **many, help="its clouds, likewise; without them masks are made")
    remove.add_argument("--mask-used", default="", metavar="FILE", help="also write the mask that was used")
    remove.add_argument("--quality", metavar="FILE", help="also write what is known of every pixel, as bits")
    remove.add_argument("--sigma", metavar="FILE", help="also write the standard error of each band, in DN")
    remove.add_argument("--reference-age", metavar="FILE", help="also write the days to the other date that was used")
    add_removal_options(remove)
    add_form(remove)
    remove.set_defaults(run=remove_scene)


def add_removal_options(remove: argparse.ArgumentParser) -> None:
    """Add how to remove, the same for one scene and for many; files of a scene are not among them."""
    from unveil.engine.masking.detectors.methods import AUTO, METHODS
    from unveil.engine.removal.settings import MASK_DILATION
    from unveil.models.registry import DEFAULT_MODEL
    from unveil.models.runtimes import PROVIDERS

    remove.add_argument("--mask-method", default=AUTO, choices=METHODS, help="detector for a mask that is made")
    add_mask_reading(remove)
    remove.add_argument(
        "--mask-dilation", type=float, default=MASK_DILATION, metavar="METRES", help="growth of the mask, made or given"
    )
    remove.add_argument("--model", default=DEFAULT_MODEL, help="id of an installed model (default: %(default)s)")
    remove.add_argument("--replace-clear", action="store_true", help="take the network's answer for clear pixels too")
    remove.add_argument("--device", default="auto", choices=("auto", *PROVIDERS))
    remove.add_argument("--feather", type=float, default=80.0, metavar="METRES", help="transition round clouds")
    remove.add_argument("--overlap", type=int, metavar="PIXELS", help="overlap of tiles (default: the model card's)")
    bounds: dict[str, Any] = {"nargs": 4, "type": float, "metavar": ("XMIN", "YMIN", "XMAX", "YMAX")}
    remove.add_argument("--extent", **bounds, help="restore in this rectangle only, in the optical raster's CRS")
    remove.add_argument("--area", metavar="FILE", help="restore in the polygons of this vector file only")
    remove.add_argument("--cut", action="store_true", help="write that part only, not the rest of the scene")


def remove_scene(options: argparse.Namespace, console: Console) -> RemovalReport:
    """Remove the clouds of the scene that options name."""
    from unveil.engine.prepare.optical import described
    from unveil.engine.references.reference import given_references
    from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
    from unveil.engine.removal.settings import QualityOutputs
    from unveil.engine.scene.mask import describe_mask
    from unveil.engine.sentinel.radar import describe_radar
    from unveil.models.card import CLEAR_SKY
    from unveil.models.predictor import load_predictor
    from unveil.models.registry import find_model, require_output

    card = find_model(options.model, user_models())
    if options.clear_sky:
        require_output(card, CLEAR_SKY, user_models())
    predictor = load_predictor(card, options.device, console.is_cancelled)
    if predictor.note:
        console.warn(predictor.note)
    optical = described(options.optical)
    mask = describe_mask(options.mask) if options.mask else None
    settings = RemovalSettings(
        not options.replace_clear,
        options.feather,
        options.overlap,
        options.mask_method,
        options.mask_dilation,
        options.mask_threshold,
        options.mask_coding,
        part=_part(options, optical.grid.crs),
        form=form_of(options).check(),
        references=given_references(options.reference, options.reference_radar, options.reference_mask),
        layers=QualityOutputs(options.quality, options.sigma, options.reference_age),
        mask_used=options.mask_used or "",
        clear_sky=options.clear_sky or "",
    )
    radar = None if options.radar == NO_RADAR else describe_radar(options.radar)
    files = SceneFiles(optical, radar, mask)
    return remove_clouds(files, Restorer(predictor, settings), options.output, console)


def _part(options: argparse.Namespace, crs: str) -> Part | None:
    from unveil.engine.scene.part import part_of, read_area, rectangle

    rectangles = (rectangle(*options.extent),) if options.extent else ()
    polygons = read_area(options.area, crs) if options.area else ()
    part = part_of(rectangles, polygons, options.cut)
    if options.cut and part is None:
        raise UnveilError("--cut needs to know the part: give --extent or --area.")
    return part
