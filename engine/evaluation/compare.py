"""Scores of one image against its reference, whatever its size: read in tiles, summed exactly.

A few rows of tiles are worked on at a time, each in a thread of its own; memory does not grow with the image's height.
The sums do not depend on how the image is cut.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import numpy as np

from unveil.engine.errors import UnveilError, naming
from unveil.engine.evaluation.claims import Claims, quality_selections, trust_by_class
from unveil.engine.evaluation.indices import IndexErrors, index_errors
from unveil.engine.evaluation.metrics import ErrorSums, class_sums, reflectance
from unveil.engine.evaluation.pairing import Pair, is_somewhere, open_pair
from unveil.engine.evaluation.protocols import Protocol
from unveil.engine.evaluation.report.overview import Overview, read_overview
from unveil.engine.evaluation.similarity import HALO
from unveil.engine.evaluation.trust import TrustSums
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking import classes
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.prepare.optical import prepared_copy
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.ground import ground_sampling_distance
from unveil.engine.raster.nearest import distance_to
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.scene.detection import mask_scene
from unveil.engine.scene.mask import MaskReading, open_mask
from unveil.engine.scene.polygons import Polygons
from unveil.engine.sentinel.optical import Optical
from unveil.engine.workplace import Workplace
from unveil.models.cloud_detector import NEEDED
from unveil.models.scratch import scratch_folder
from unveil.models.threads import thread_count

TILE = 256
"""Pixels along a side of the tiles in which images are read."""

_MOST_THREADS = 4

DISTANCES = (2, 4, 8, 16, 32, 64)
"""Upper ends, in pixels, of the classes of distance from the cloud's edge; the last class has none."""


@dataclass(frozen=True)
class DistanceProfile:
    """Mean absolute error by distance from the edge of what was restored.

    inside: pixels under cloud or shadow, by their distance from the nearest clear one; outside: clear pixels, by their
    distance from the nearest one to be restored. Sums of errors (mean of the bands, reflectance) and numbers of pixels,
    each for the classes that end at DISTANCES pixels and the one beyond.
    """

    inside: tuple[float, ...]
    outside: tuple[float, ...]
    inside_pixels: tuple[int, ...]
    outside_pixels: tuple[int, ...]

    def __add__(self, other: DistanceProfile) -> DistanceProfile:
        return DistanceProfile(
            tuple(a + b for a, b in zip(self.inside, other.inside)),
            tuple(a + b for a, b in zip(self.outside, other.outside)),
            tuple(a + b for a, b in zip(self.inside_pixels, other.inside_pixels)),
            tuple(a + b for a, b in zip(self.outside_pixels, other.outside_pixels)),
        )


@dataclass(frozen=True)
class Evaluation:
    """Scores of one image. `result`, and `nothing` for the cloudy image itself, by class of pixel.

    Classes: "all", and with a mask "cloud" (thin cloud too), "shadow", "clear", where there are such pixels.
    left_out: pixels of the region that are nodata in any of the images. cover: percent of the counted pixels that are
    cloud, None without a mask. mask: where the mask came from, "" for none; coding: what a given one was taken for.
    indices, nothing_indices: errors of NDVI and others by class. Where quality bits were given their classes stand
    beside ("restored", "another date" ...); trust: of standard errors, by class. others: `result` of further results
    of the scene by their names.
    """

    bands: tuple[str, ...]
    protocol: Protocol
    grid: Grid
    region: Window
    result: Mapping[str, ErrorSums]
    nothing: Mapping[str, ErrorSums]
    left_out: int
    mask: str = ""
    profile: DistanceProfile | None = None
    nothing_profile: DistanceProfile | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    overview: Overview | None = None
    coding: str = ""
    indices: Mapping[str, IndexErrors] = field(default_factory=dict)
    nothing_indices: Mapping[str, IndexErrors] = field(default_factory=dict)
    trust: Mapping[str, TrustSums] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, ErrorSums]] = field(default_factory=dict)

    @property
    def cover(self) -> float | None:
        if not self.mask:
            return None
        cloud = self.result["cloud"].pixels if "cloud" in self.result else 0
        return 100 * cloud / self.result["all"].pixels

    @property
    def pixel_length(self) -> float | None:
        """Metres of a pixel on the ground; None for patches that lie nowhere."""
        return ground_sampling_distance(self.grid) if is_somewhere(self.grid) else None


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
    total = _Total()
    starts = range(region.row, region.row + region.height, tile)
    with _Readers(pair, claims) as readers, ThreadPoolExecutor(_threads(), thread_name_prefix="unveil-score") as pool:
        waiting: deque[Future[_Total]] = deque()
        for index, row in enumerate(starts):
            waiting.append(pool.submit(_score_row, readers, pair, protocol, region, row, tile, feedback))
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
    )


class _Readers:
    """Readers of all images of a pair and of what is claimed of them, closed together."""

    def __init__(self, pair: Pair, claims: Claims):
        self.images = {
            role: (Reader(optical.raster), optical)
            for role, optical in (
                ("prediction", pair.prediction),
                ("reference", pair.reference),
                ("cloudy", pair.cloudy),
            )
            if optical is not None
        }
        self.mask, self.quality, self.sigma = (
            Reader(raster) if isinstance(raster, Raster) else None
            for raster in (pair.mask, claims.quality, claims.sigma)
        )
        self.sigma_places = claims.sigma_places(pair.bands)

    def __enter__(self) -> _Readers:
        return self

    def forget_blocks(self) -> None:
        """Give back what GDAL caches for this thread's handles."""
        for reader in self._all():
            reader.forget_blocks()

    def __exit__(self, *_: object) -> None:
        for reader in self._all():
            reader.close()

    def _all(self) -> list[Reader]:
        images = [reader for reader, _ in self.images.values()]
        return [*images, *filter(None, (self.mask, self.quality, self.sigma))]


@dataclass(frozen=True)
class _Total:
    """What has been summed so far; classes without pixels are left out. valid: pixels of each image."""

    result: Mapping[str, ErrorSums] = field(default_factory=dict)
    nothing: Mapping[str, ErrorSums] = field(default_factory=dict)
    profile: DistanceProfile | None = None
    nothing_profile: DistanceProfile | None = None
    valid: Mapping[str, int] = field(default_factory=dict)
    indices: Mapping[str, IndexErrors] = field(default_factory=dict)
    nothing_indices: Mapping[str, IndexErrors] = field(default_factory=dict)
    trust: Mapping[str, TrustSums] = field(default_factory=dict)

    def __add__(self, other: _Total) -> _Total:
        return _Total(
            _joined(self.result, other.result),
            _joined(self.nothing, other.nothing),
            _both(self.profile, other.profile),
            _both(self.nothing_profile, other.nothing_profile),
            _joined(self.valid, other.valid),
            _joined(self.indices, other.indices),
            _joined(self.nothing_indices, other.nothing_indices),
            _joined(self.trust, other.trust),
        )

    def check(self, pair: Pair) -> None:
        opened = {"prediction": pair.prediction, "reference": pair.reference, "cloudy": pair.cloudy}
        for role, optical in opened.items():
            if optical is not None and not self.valid.get(role):
                raise UnveilError(
                    f"The raster {optical.raster.path} has no valid pixel where it is compared: all of it is nodata."
                )
        if "all" not in self.result:
            raise UnveilError("No pixel is valid in all of the images; there is nothing to compare.")


def _both(first, second):
    return second if first is None else first if second is None else first + second


def _joined(first: Mapping, second: Mapping) -> dict:
    """Add what both hold under one name; the first one's names come first."""
    return {name: _both(first.get(name), second.get(name)) for name in dict.fromkeys((*first, *second))}


def _threads() -> int:
    return min(thread_count(), _MOST_THREADS)


def _score_row(
    readers: _Readers, pair: Pair, protocol: Protocol, region: Window, row: int, tile: int, feedback: Feedback
) -> _Total:
    """Score the tiles of one row; Cancelled when the user asked to stop."""
    total = _Total()
    end = region.column + region.width
    for column in range(region.column, end, tile):
        feedback.check()
        window = Window(row, column, min(tile, region.row + region.height - row), min(tile, end - column))
        total = total + _score_tile(readers, pair, protocol, region, window)
    readers.forget_blocks()
    return total


def _score_tile(readers: _Readers, pair: Pair, protocol: Protocol, region: Window, window: Window) -> _Total:
    outer = _inside(window.grow(HALO), region)
    inner = _part(window, outer)
    images, valid, counts = {}, np.ones((outer.height, outer.width), dtype=bool), {}
    for role, (reader, optical) in readers.images.items():
        dn, there = _read(reader, optical, outer)
        counts[role] = int(np.count_nonzero(there[inner]))
        valid &= there
        # Inputs and references are clipped when they are loaded; a prediction as its protocol has it.
        images[role] = reflectance(dn, protocol.clip or role != "prediction")
    for image in images.values():
        image[:, ~valid] = np.nan
    selections: dict[str, np.ndarray | None] = {"all": None}
    distance = None
    if readers.mask is not None:
        wide = _inside(window.grow(DISTANCES[-1] + 1), region)
        codes = pair.coding.classes(readers.mask.read(wide, (1,))[0])
        distance = signed_distance(classes.to_restore(codes))[_part(window, wide)]
        codes = codes[_part(outer, wide)]
        selections["cloud"] = (codes == classes.CLOUD) | (codes == classes.THIN_CLOUD)
        selections["shadow"] = codes == classes.SHADOW
        selections["clear"] = codes == classes.CLEAR
    if readers.quality is not None:
        selections.update(quality_selections(readers.quality.read(outer, (1,))[0]))
    part = (slice(None), *inner)
    counted = {name: None if chosen is None else chosen[inner] for name, chosen in selections.items()}
    sums, profiles, indices, trust = {}, {}, {}, {}
    for role in ("prediction", "cloudy"):
        if role in images:
            found = class_sums(images[role], images["reference"], selections, inner, protocol.window)
            sums[role] = {name: value for name, value in found.items() if value.pixels}
            own = {name: counted[name] for name in sums[role]}
            indices[role] = index_errors(images[role][part], images["reference"][part], pair.bands, own)
            if distance is not None:
                error = np.abs(images[role] - images["reference"]).mean(axis=0)[inner]
                profiles[role] = _profile(error, distance)
    if readers.sigma is not None:
        error = images["prediction"][part] - images["reference"][part]
        trust = trust_by_class(error, readers.sigma.read(window, readers.sigma_places), counted)
    return _Total(
        sums["prediction"],
        sums.get("cloudy", {}),
        profiles.get("prediction"),
        profiles.get("cloudy"),
        counts,
        indices["prediction"],
        indices.get("cloudy", {}),
        trust,
    )


def signed_distance(restore: np.ndarray) -> np.ndarray:
    """Return [h, w] in pixels: to the nearest clear pixel where `restore` holds, minus that to the nearest one that is
    to be restored elsewhere; infinite where there is none up to the last of DISTANCES."""
    return np.where(restore, distance_to(~restore, DISTANCES[-1]), -distance_to(restore, DISTANCES[-1]))


def _profile(error: np.ndarray, distance: np.ndarray) -> DistanceProfile:
    counted = np.isfinite(error)
    error, distance = error[counted], distance[counted]
    number = len(DISTANCES) + 1
    bins = np.searchsorted(DISTANCES, np.abs(distance), side="left")
    found = []
    for side in (distance > 0, distance < 0):
        found.append(np.bincount(bins[side], error[side], number))
        found.append(np.bincount(bins[side], minlength=number))
    return DistanceProfile(*(tuple(values.tolist()) for values in (found[0], found[2], found[1], found[3])))


def _read(reader: Reader, optical: Optical, window: Window) -> tuple[np.ndarray, np.ndarray]:
    stored = reader.read(window, optical.positions)
    return optical.dn(stored), optical.valid(stored)


def _inside(window: Window, region: Window) -> Window:
    """Return the part of a window that lies in the region."""
    moved = Window(window.row - region.row, window.column - region.column, window.height, window.width)
    part = moved.clip(region.height, region.width)
    return Window(part.row + region.row, part.column + region.column, part.height, part.width)


def _part(window: Window, outer: Window) -> tuple[slice, slice]:
    """Return the rows and columns of `window` in an array of `outer`."""
    row, column = window.row - outer.row, window.column - outer.column
    return slice(row, row + window.height), slice(column, column + window.width)
