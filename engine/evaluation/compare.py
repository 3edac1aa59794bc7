"""Scores of one image against its reference, whatever its size: read in tiles, summed exactly.

A few rows of tiles are worked on at a time, each in a thread of its own; memory does not grow with the image's height.
The sums do not depend on how the image is cut.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

from unveil.engine.errors import naming
from unveil.engine.evaluation.claims import Claims
from unveil.engine.evaluation.evaluation import Evaluation
from unveil.engine.evaluation.pairing import Pair, open_pair
from unveil.engine.evaluation.protocols import Protocol
from unveil.engine.evaluation.report.overview import read_overview
from unveil.engine.evaluation.tile_sums import PairReaders, Total, score_row
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.prepare.optical import prepared_copy
from unveil.engine.raster.source import Raster, describe
from unveil.engine.scene.detection import mask_scene
from unveil.engine.scene.mask import MaskReading, open_mask
from unveil.engine.scene.polygons import Polygons
from unveil.engine.workplace import Workplace
from unveil.models.cloud_detector import NEEDED
from unveil.models.scratch import scratch_folder
from unveil.models.threads import thread_count

TILE = 256
"""Pixels along a side of the tiles in which images are read."""

_MOST_THREADS = 4


def evaluate(
    prediction: Raster,
    reference: Raster,
    cloudy: Raster | None,
    mask: Raster | Polygons | None,
    protocol: Protocol,
    feedback: Feedback,
    resample: bool = False,
    masking: MaskReading = MaskReading(use="covered"),  # noqa: B008
    tile: int = TILE,
    claims: Claims = Claims(),  # noqa: B008
) -> Evaluation:
    """Score a prediction against its reference, and beside it the cloudy image if there is one.

    A mask is read as `masking` says, in any coding that removal takes; feedback says what it was taken for. Without one
    the default detector makes one of the cloudy image, where that has the bands for it. claims: what the run said of
    its result, to be tested.

    Raises:
        UnveilError: the rasters cannot be compared, or no pixel is valid in all of them.
        Cancelled: the user stopped it.
    """
    names = {
        role: raster.path
        for role, raster in (("prediction", prediction), ("reference", reference), ("cloudy", cloudy), ("mask", mask))
        if raster is not None
    }
    with scratch_folder() as folder, ExitStack() as stack:
        place = Workplace(folder, feedback)
        prediction = _prepared(prediction, place.room("prediction"), stack)
        reference = _prepared(reference, place.room("reference"), stack)
        cloudy = None if cloudy is None else _prepared(cloudy, place.room("cloudy"), stack)
        pair = open_pair(prediction, reference, cloudy, mask, folder, resample)
        _say_what_differs(pair, feedback)
        source = "given" if mask is not None else ""
        start = 0.0
        coding = ""
        claims.check(pair.grid, pair.bands)
        if pair.mask is not None:
            given = open_mask(pair.mask, pair.grid, masking, Workplace(folder, Step(feedback, 0, 0.05)))
            pair = replace(pair, mask=given.raster)
            coding, start = given.coding.kind, 0.05
        if mask is None and pair.cloudy is not None and set(NEEDED) <= set(pair.bands):
            path = os.path.join(folder, "own_mask.tif")
            # The detector that removal takes, nothing grown: rims are scored as what they are.
            found = mask_scene(pair.cloudy.raster, path, Step(feedback, 0, 0.1), MaskSettings())
            # A CRS of no place does not survive being stored.
            pair = replace(pair, mask=replace(describe(path), grid=pair.grid))
            source, start = found.detector, 0.1
        evaluation = score_pair(pair, protocol, Step(feedback, start, 0.95), tile, claims)
        overview = read_overview(pair, evaluation.region)
        feedback.progress(1.0)
    return replace(evaluation, mask=source, coding=coding, names=names, overview=overview)


def _say_what_differs(pair: Pair, feedback: Feedback) -> None:
    if pair.left_out:
        feedback.warn(
            f"The images are compared by the {len(pair.bands)} bands that all of them have; left out: "
            f"{', '.join(pair.left_out)}."
        )
    result, reference = pair.prediction.level, pair.reference.level
    if result and reference and result != reference:
        feedback.warn(
            f"The result is {result} and the reference {reference}: part of the difference is the air between them."
        )


def _prepared(raster: Raster, room: Workplace, stack: ExitStack) -> Raster:
    """Return the raster that is read of what a user gave, which may be a product; errors name what was given."""
    made, _ = prepared_copy(raster, room.folder, room.feedback)
    stack.enter_context(naming(raster.path, made.path))
    return made


def score_pair(
    pair: Pair,
    protocol: Protocol,
    feedback: Feedback,
    tile: int = TILE,
    claims: Claims = Claims(),  # noqa: B008
) -> Evaluation:
    """Score what `open_pair` put together; an UnveilError says which image holds nothing valid."""
    region = protocol.region(pair.grid.height, pair.grid.width)
    total = Total()
    starts = range(region.row, region.row + region.height, tile)
    with (
        PairReaders(pair, claims) as readers,
        ThreadPoolExecutor(_threads(), thread_name_prefix="unveil-score") as pool,
    ):
        waiting: deque[Future[Total]] = deque()
        for index, row in enumerate(starts):
            waiting.append(pool.submit(score_row, readers, pair, protocol, region, row, tile, feedback))
            # Rows are added in their order, so that rounding does not depend on which thread was quicker.
            while waiting and (len(waiting) > _threads() or index + 1 == len(starts)):
                total = total + waiting.popleft().result()
                feedback.progress((index + 1 - len(waiting)) / len(starts))
    total.check(pair)
    return Evaluation(
        pair.bands,
        protocol,
        pair.grid,
        region,
        total.result,
        total.nothing,
        region.height * region.width - total.result["all"].pixels,
        "given" if pair.mask is not None else "",
        total.profile,
        total.nothing_profile,
        indices=total.indices,
        nothing_indices=total.nothing_indices,
        trust=total.trust,
        bands_left_out=pair.left_out,
    )


def _threads() -> int:
    return min(thread_count(), _MOST_THREADS)
