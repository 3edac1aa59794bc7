"""The command `unveil`: the same work without QGIS, for servers and scripts."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unveil.engine.commands.batch import add_batch
from unveil.engine.commands.evaluate import add_benchmark, add_evaluate
from unveil.engine.commands.fetch import add_fetch
from unveil.engine.commands.masks import add_mask_reading
from unveil.engine.commands.run import add_run
from unveil.engine.commands.scene_options import SceneOptions
from unveil.engine.commands.stopping import StopSignals
from unveil.engine.commands.train import add_adapt, add_train
from unveil.engine.errors import PASSING_STATUS, Cancelled, PassingFault, UnveilError, sentence_of
from unveil.engine.feedback import Feedback
from unveil.engine.version import version
from unveil.models.errors import ModelError
from unveil.models.scratch import sweep
from unveil.models.threads import thread_count

if TYPE_CHECKING:
    from unveil.engine.raster.form import OutputForm
    from unveil.engine.removal.settings import RemovalReport
    from unveil.engine.scene.part import Part


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand.

    Return 0, 1 after an error (one sentence on stderr), 75 after one that may pass, 128 + the signal that stopped it.
    """
    options = _parser().parse_args(arguments)
    with StopSignals() as signals:
        console = Console(options.quiet, signals.wished.is_set)
        try:
            if options.all_threads is not None:
                os.environ["UNVEIL_THREADS"] = options.all_threads
            thread_count()
            sweep(Path(tempfile.gettempdir()), *user_models())
            options.run(options, console)
        except (UnveilError, ModelError, OSError, MemoryError, ModuleNotFoundError) as error:
            console.end()
            print(f"unveil: {sentence_of(error)}", file=sys.stderr)
            return PASSING_STATUS if isinstance(error, PassingFault) else 1
        except (KeyboardInterrupt, Cancelled) as stop:
            console.end()
            print(f"unveil: {str(stop) or 'stopped; nothing was written.'}", file=sys.stderr)
            return 128 + (signals.number or signal.SIGINT)
    console.end()
    return 0


class Console(Feedback):
    """Progress and messages on stderr, so that stdout holds results only."""

    def __init__(self, quiet: bool, is_cancelled: Callable[[], bool] = lambda: False):
        self._quiet = quiet
        self._is_cancelled = is_cancelled
        self._bar = not quiet and sys.stderr.isatty()
        self._percent = -1

    def is_cancelled(self) -> bool:
        return self._is_cancelled()

    def progress(self, fraction: float) -> None:
        percent = int(100 * fraction)
        if self._bar and percent != self._percent:
            self._percent = percent
            print(f"\r{percent:3d} %", end="", file=sys.stderr, flush=True)

    def info(self, text: str) -> None:
        if not self._quiet:
            self.end()
            print(text, file=sys.stderr)

    def warn(self, text: str) -> None:
        self.end()
        print(f"Warning: {text}", file=sys.stderr)

    def end(self) -> None:
        """Leave the line of the progress."""
        if self._bar and self._percent >= 0:
            print("\r     \r", end="", file=sys.stderr, flush=True)
            self._percent = -1


def user_models() -> tuple[Path, ...]:
    """Return the folders of the user's own models: those in UNVEIL_MODELS, else one in the user's data folder."""
    given = os.environ.get("UNVEIL_MODELS")
    if given:
        return tuple(Path(folder) for folder in given.split(os.pathsep) if folder)
    base = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return (Path(base) / "unveil" / "models",)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="unveil", description="Remove clouds from Sentinel-2 imagery with the help of Sentinel-1 radar."
    )
    parser.add_argument("--version", action="version", version=f"unveil {version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_mask(commands)
    _add_remove(commands)
    _add_haze(commands)
    _add_prepare(commands)
    _add_import(commands)
    add_train(commands, _show, user_models)
    add_adapt(commands, _show, user_models)
    _add_models(commands)
    add_evaluate(commands, _show)
    add_benchmark(commands, _show)
    scene = SceneOptions(add_removal_options)
    add_batch(commands, scene, _show)
    add_run(commands, scene, _remove, _show)
    add_fetch(commands, _show)
    for name, command in commands.choices.items():
        command.add_argument("--quiet", action="store_true", help="print errors and warnings only")
        command.set_defaults(all_threads=None)
        if name != "batch":  # which divides them among its workers
            command.add_argument("--threads", dest="all_threads", metavar="N", help="at most (or UNVEIL_THREADS)")
    return parser


def _show(lines: list[str]) -> None:
    print("\n".join(lines))


def _add_mask(commands: argparse._SubParsersAction) -> None:
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
    mask.set_defaults(run=_mask)


def _add_haze(commands: argparse._SubParsersAction) -> None:
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


def _add_remove(commands: argparse._SubParsersAction) -> None:
    remove = commands.add_parser("remove", help="replace clouds and shadows with the help of radar")
    remove.add_argument("optical", help="cloudy Sentinel-2 raster or product, L1C or L2A")
    remove.add_argument("radar", help="Sentinel-1 raster with VV and VH on any grid")
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
    remove.set_defaults(run=_remove)


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


def _add_prepare(commands: argparse._SubParsersAction) -> None:
    s2 = commands.add_parser("prepare-s2", help="make one raster with named bands of a Sentinel-2 product")
    s2.add_argument("input", help="SAFE folder, zip, MTD xml, folder of band files, or raster with named bands")
    s2.add_argument("output", help="raster (.tif) of named bands on the 10 m grid, DN without offset")
    s2.add_argument("--resampling", default="cubic", choices=("cubic", "nearest"), help="of 20 m and 60 m bands")
    s2.add_argument("--offset", default="auto", choices=("auto", "none", "1000"), help="where no metadata say")
    s2.add_argument("--bands", default="", metavar="B2,B3,...", help="names of the bands of a raster without names")
    flag = argparse.BooleanOptionalAction
    s2.add_argument("--verify", action=flag, default=True, help="compare a SAFE product's files with its checksums")
    s2.add_argument("--scl", metavar="FILE", help="also write the scene classification of L2A")
    s2.set_defaults(run=_prepare_s2)
    s1 = commands.add_parser("prepare-s1", help="bring radar to the grid of a Sentinel-2 raster")
    s1.add_argument("input", help="raster with VV and VH, folder with a file for each, or SAFE GRD product")
    s1.add_argument("reference", help="Sentinel-2 raster whose grid the radar is brought to")
    s1.add_argument("output", help="raster (.tif) with VV and VH in dB")
    s1.add_argument("--vh", default="", metavar="FILE", help="second file, where each holds one polarisation")
    s1.add_argument("--backscatter", default="auto", choices=("auto", "sigma0", "gamma0"), help="what the file holds")
    s1.add_argument("--units", default="auto", choices=("auto", "dB", "linear", "amplitude"), help="of the input")
    s1.add_argument("--correct-shift", action="store_true", help="undo a shift of whole pixels that can be told")
    s1.set_defaults(run=_prepare_s1)


def _add_import(commands: argparse._SubParsersAction) -> None:
    model = commands.add_parser("import", help="make a model of published weights or of your own")
    model.add_argument("checkpoint", help="weights: .pth, .pt or .safetensors")
    model.add_argument("--name", help="of the new model (default: the file's)")
    model.add_argument("--pair", nargs=3, metavar=("CLOUDY", "RADAR", "CLEAR"), help="rasters of one place, for a test")
    model.add_argument("--tile", type=int, metavar="PIXELS", help="side of the model's tiles (default: 256)")
    model.set_defaults(run=_import)


def _add_models(commands: argparse._SubParsersAction) -> None:
    models = commands.add_parser("models", help="list the installed models")
    models.set_defaults(run=_models)


def _mask(options: argparse.Namespace, console: Console) -> None:
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
    print(f"cloud {found.cloud_cover:.2f} %, shadow {found.shadow_cover:.2f} %")


def _remove(options: argparse.Namespace, console: Console) -> RemovalReport:
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
    files = SceneFiles(optical, describe_radar(options.radar), mask)
    return remove_clouds(files, Restorer(predictor, settings), options.output, console)


def _haze(options: argparse.Namespace, console: Console) -> None:
    from unveil.engine.prepare.optical import described
    from unveil.engine.removal.haze import HazeSettings, correct_haze
    from unveil.engine.scene.mask import Masking, MaskReading, describe_mask

    reading = MaskReading(options.mask_coding, dilation=options.mask_dilation, use="looked through")
    mask = describe_mask(options.mask) if options.mask else None
    settings = HazeSettings(Masking(mask, options.mask_method, reading), form_of(options).check())
    correct_haze(described(options.optical), options.output, settings, console)


def _part(options: argparse.Namespace, crs: str) -> Part | None:
    from unveil.engine.scene.part import part_of, read_area, rectangle

    rectangles = (rectangle(*options.extent),) if options.extent else ()
    polygons = read_area(options.area, crs) if options.area else ()
    part = part_of(rectangles, polygons, options.cut)
    if options.cut and part is None:
        raise UnveilError("--cut needs to know the part: give --extent or --area.")
    return part


def _prepare_s2(options: argparse.Namespace, console: Console) -> None:
    from unveil.engine.prepare.optical import OpticalSettings, prepare_optical
    from unveil.engine.sentinel.products import open_product

    product = open_product(options.input, tuple(options.bands.replace(",", " ").split()))
    prepare_optical(
        product,
        options.output,
        OpticalSettings(options.resampling, options.offset, options.verify, options.scl or ""),
        console,
    )


def _import(options: argparse.Namespace, console: Console) -> None:
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
    print(card.id)


def _prepare_s1(options: argparse.Namespace, console: Console) -> None:
    from unveil.engine.prepare.radar import RadarSettings, RadarTarget, prepare_radar
    from unveil.engine.raster.source import describe
    from unveil.engine.sentinel.radar_products import open_radar_product

    stated = "" if options.backscatter == "auto" else options.backscatter
    product = open_radar_product(options.input, options.vh, stated)
    settings = RadarSettings(options.backscatter, options.units, options.correct_shift)
    target = RadarTarget(describe(options.reference), options.output)
    report = prepare_radar(product, target, settings, console)
    console.end()
    if report.shift is not None and report.shift.decidable:
        print(f"shift {report.shift.x} {report.shift.y}, confidence {report.shift.confidence:.2f}")
    else:
        print("shift unknown")


def _models(options: argparse.Namespace, console: Console) -> None:
    from unveil.models.plain import PLAIN
    from unveil.models.registry import list_models

    for card in (*list_models(user_models(), console.warn), PLAIN):
        print(f"{card.id}\t{card.title}")


if __name__ == "__main__":
    sys.exit(main())
