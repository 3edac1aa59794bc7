"""The commands `unveil evaluate` and `unveil benchmark`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from unveil.engine.commands.console import Show
from unveil.engine.commands.mask_reading import add_mask_reading
from unveil.engine.errors import Cancelled, UnveilError
from unveil.engine.feedback import Feedback


def add_evaluate(commands: argparse._SubParsersAction, show: Show) -> None:
    """Add `evaluate` to the parser's commands."""
    from unveil.engine.evaluation.protocols import PROTOCOLS

    evaluate = commands.add_parser("evaluate", help="score a cloud-free raster against a reference")
    evaluate.add_argument("prediction", help="the result: Sentinel-2 raster, DN = reflectance x 10000")
    evaluate.add_argument("reference", help="a clear image of the same place; bands in common are compared")
    evaluate.add_argument("--cloudy", metavar="RASTER", help="the cloudy image, to be scored beside the result")
    evaluate.add_argument(
        "--mask",
        metavar="RASTER",
        help="raster of any coding, or cloud polygons; without it one is made of the cloudy image",
    )
    evaluate.add_argument(
        "--other",
        action="append",
        default=[],
        metavar="RASTER",
        help="another result of the scene, such as another model's, scored beside the first; once for each",
    )
    evaluate.add_argument("--quality", metavar="RASTER", help="the run's quality bits: scores by their classes as well")
    evaluate.add_argument("--sigma", metavar="RASTER", help="the run's standard errors, to be tested")
    add_mask_reading(evaluate)
    evaluate.add_argument("--protocol", default="full", choices=tuple(PROTOCOLS))
    evaluate.add_argument("--resample", action="store_true", help="warp what lies on another grid onto the result's")
    evaluate.add_argument("--report", metavar="FILE", help="also write a page (.html)")
    evaluate.add_argument("--json", metavar="FILE", help="also write all numbers (.json)")
    evaluate.set_defaults(run=lambda options, console: show(_evaluate(options, console)))


def add_benchmark(commands: argparse._SubParsersAction, show: Show) -> None:
    """Add `benchmark` to the parser's commands."""
    from unveil.engine.evaluation.protocols import PROTOCOLS
    from unveil.models.runtimes import PROVIDERS

    benchmark = commands.add_parser("benchmark", help="compare models and simple methods on a folder of triplets")
    benchmark.add_argument("folder", help="SEN12MS-CR, or folders <id> with s1.tif, s2_cloudy.tif and s2_clear.tif")
    benchmark.add_argument("csv", help="table, a row for each image and method; one that is there is continued")
    benchmark.add_argument("--model", nargs="+", default=[], metavar="ID", help="installed models")
    benchmark.add_argument("--protocol", default="full", choices=tuple(PROTOCOLS))
    benchmark.add_argument("--no-baselines", action="store_true", help="leave out what needs no network")
    benchmark.add_argument(
        "--replace-clear", action="store_true", help="take the network's answer for clear pixels too"
    )
    benchmark.add_argument("--device", default="auto", choices=("auto", *PROVIDERS))
    benchmark.add_argument("--limit", type=int, default=0, metavar="N", help="only N images, spread over the folder")
    benchmark.add_argument("--report", metavar="FILE", help="also write a page (.html)")
    benchmark.set_defaults(run=lambda options, console: show(_benchmark(options, console)))


def _evaluate(options: argparse.Namespace, console: Feedback) -> list[str]:
    from unveil.engine.evaluation.claims import Claims
    from unveil.engine.evaluation.compare import evaluate
    from unveil.engine.evaluation.others import score_beside
    from unveil.engine.evaluation.protocols import find_protocol
    from unveil.engine.evaluation.report.page import write_page
    from unveil.engine.evaluation.report.scene_json import evaluation_json
    from unveil.engine.evaluation.report.scene_page import evaluation_page, score_lines
    from unveil.engine.prepare.optical import described
    from unveil.engine.raster.source import describe
    from unveil.engine.raster.targets import check_targets
    from unveil.engine.scene.mask import MaskReading, describe_mask

    given = (options.prediction, options.reference, options.cloudy)
    read = (*given, *options.other, options.mask, options.quality, options.sigma)
    check_targets((options.report, options.json), read, rasters=False)
    if os.path.realpath(options.reference) in map(os.path.realpath, filter(None, (options.prediction, options.cloudy))):
        raise UnveilError(
            "The clear reference is the result or the cloudy image itself; choose a clear image of the same place."
        )
    prediction, reference = described(options.prediction), described(options.reference)
    cloudy = described(options.cloudy) if options.cloudy else None
    others = [described(path) for path in options.other]
    mask = describe_mask(options.mask) if options.mask else None
    protocol = find_protocol(options.protocol)
    masking = MaskReading(options.mask_coding, options.mask_threshold, use="covered")
    claims = Claims(*(describe(path) if path else None for path in (options.quality, options.sigma)))

    def score(image, feedback):
        # What a run claims is claimed of its own result.
        own = claims if image is prediction else Claims()
        return evaluate(image, reference, cloudy, mask, protocol, feedback, options.resample, masking, claims=own)

    evaluation = score_beside(prediction, others, score, console)
    if options.report:
        write_page(options.report, evaluation_page(evaluation))
    if options.json:
        write_page(options.json, evaluation_json(evaluation))
    return score_lines(evaluation)


def _benchmark(options: argparse.Namespace, console: Feedback) -> list[str]:
    from unveil.engine.commands.models import user_models
    from unveil.engine.evaluation.benchmark import BenchmarkSettings, run_benchmark
    from unveil.engine.evaluation.report.benchmark_page import benchmark_page, summary_lines
    from unveil.engine.evaluation.report.page import write_page
    from unveil.engine.raster.output_names import check_page
    from unveil.models.registry import find_model

    if options.report:
        check_page(options.report)
    cards = [find_model(name, user_models()) for name in dict.fromkeys(options.model)]
    settings = BenchmarkSettings(
        options.protocol, not options.replace_clear, not options.no_baselines, options.device, options.limit
    )
    try:
        found = run_benchmark(Path(options.folder), cards, Path(options.csv), settings, console)
    except (KeyboardInterrupt, Cancelled) as stop:
        raise Cancelled(f"stopped; what is done stands in {options.csv}, and the same command goes on there.") from stop
    if options.report:
        write_page(options.report, benchmark_page(found))
    return summary_lines(found)
