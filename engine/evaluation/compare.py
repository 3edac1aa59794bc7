"""Scores of one image against its reference, whatever its size: read in tiles, summed exactly.

Memory is that of a tile of 512 x 512 pixels in a few copies. The sums do not depend on how the image is cut.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.ndimage import distance_transform_edt

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.metrics import HALO, ErrorSums, class_sums, reflectance
from unveil.engine.evaluation.overview import Overview, read_overview
from unveil.engine.evaluation.pairing import Pair, is_somewhere, open_pair
from unveil.engine.evaluation.protocols import Protocol
from unveil.engine.feedback import Feedback, Step
from unveil.engine.masking import classes, spectral
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.ground import ground_sampling_distance
from unveil.engine.raster.source import Raster, Reader, describe
from unveil.engine.sentinel.optical import Optical
from unveil.engine.sentinel.scene import check_classes

TILE = 512
"""Pixels along a side of the tiles in which images are read."""

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
        pairs = zip(
            (self.inside, self.outside, self.inside_pixels, self.outside_pixels),
            (other.inside, other.outside, other.inside_pixels, other.outside_pixels),
        )
        return DistanceProfile(*(tuple(a + b for a, b in zip(*pair)) for pair in pairs))


@dataclass(frozen=True)
class Evaluation:
    """Scores of one image. `result`, and `nothing` for the cloudy image itself, by class of pixel.

    Classes: "all", and with a mask "cloud" (thin cloud too), "shadow", "clear", where there are such pixels.
    left_out: pixels of the region that are nodata in any of the images. cover: percent of the counted pixels that are
    cloud, None without a mask. mask: where the mask came from, "" for none.
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
    mask: Raster | None,
    protocol: Protocol,
    feedback: Feedback,
    resample: bool = False,
    tile: int = TILE,
) -> Evaluation:
    """Score a prediction against its reference, and beside it the cloudy image if there is one.

    Without a mask the spectral detector makes one of the cloudy image, where that has the bands for it.

    Raises:
        UnveilError: the rasters cannot be compared, or no pixel is valid in all of them.
        Cancelled: the user stopped it.
    """
    names = {
        role: raster.path
        for role, raster in (("prediction", prediction), ("reference", reference), ("cloudy", cloudy), ("mask", mask))
        if raster is not None
    }
    with tempfile.TemporaryDirectory(prefix="unveil-") as folder:
        pair = open_pair(prediction, reference, cloudy, mask, folder, resample)
        source = "given" if mask is not None else ""
        start = 0.0
        if mask is None and pair.cloudy is not None and set(spectral.BANDS) <= set(pair.bands):
            path = os.path.join(folder, "own_mask.tif")
            # The published detector: at the pixels themselves, nothing grown.
            own = MaskSettings(resolution=ground_sampling_distance(pair.grid))
            detect_clouds(pair.cloudy.raster, path, Step(feedback, 0, 0.1), own)
            # A CRS of no place does not survive being stored.
            pair = replace(pair, mask=replace(describe(path), grid=pair.grid))
            source, start = "spectral", 0.1
        evaluation = score_pair(pair, protocol, Step(feedback, start, 0.95), tile)
        overview = read_overview(pair, evaluation.region)
        feedback.progress(1.0)
    return replace(evaluation, mask=source, names=names, overview=overview)


def score_pair(pair: Pair, protocol: Protocol, feedback: Feedback, tile: int = TILE) -> Evaluation:
    """Score what `open_pair` put together; an UnveilError says which image holds nothing valid."""
    region = protocol.region(pair.grid.height, pair.grid.width)
    total = _Total(with_nothing=pair.cloudy is not None, with_mask=pair.mask is not None)
    windows = [
        Window(row, column, min(tile, region.row + region.height - row), min(tile, region.column + region.width - column))
        for row in range(region.row, region.row + region.height, tile)
        for column in range(region.column, region.column + region.width, tile)
    ]
    with _Readers(pair) as readers:
        for index, window in enumerate(windows):
            feedback.check()
            _add_tile(total, readers, pair, protocol, region, window)
            feedback.progress((index + 1) / len(windows))
    total.check(pair)
    return Evaluation(
        pair.bands,
        protocol,
        pair.grid,
        region,
        total.named(total.result),
        total.named(total.nothing),
        region.height * region.width - total.result["all"].pixels,
        "given" if pair.mask is not None else "",
        total.profile,
        total.nothing_profile,
    )


class _Readers:
    """Readers of all images of a pair, closed together."""

    def __init__(self, pair: Pair):
        self.images = {
            role: (Reader(optical.raster), optical)
            for role, optical in (("prediction", pair.prediction), ("reference", pair.reference), ("cloudy", pair.cloudy))
            if optical is not None
        }
        self.mask = None if pair.mask is None else Reader(pair.mask)

    def __enter__(self) -> _Readers:
        return self

    def __exit__(self, *_: object) -> None:
        for reader, _ in self.images.values():
            reader.close()
        if self.mask is not None:
            self.mask.close()


class _Total:
    """What has been summed so far."""

    def __init__(self, with_nothing: bool, with_mask: bool):
        names = ("all", "cloud", "shadow", "clear") if with_mask else ("all",)
        self.result = {name: ErrorSums() for name in names}
        self.nothing = {name: ErrorSums() for name in names} if with_nothing else {}
        self.profile: DistanceProfile | None = None
        self.nothing_profile: DistanceProfile | None = None
        self.valid = {"prediction": 0, "reference": 0, "cloudy": 0}

    def check(self, pair: Pair) -> None:
        opened = {"prediction": pair.prediction, "reference": pair.reference, "cloudy": pair.cloudy}
        for role, optical in opened.items():
            if optical is not None and self.valid[role] == 0:
                raise UnveilError(
                    f"The raster {optical.raster.path} has no valid pixel where it is compared: all of it is nodata."
                )
        if self.result["all"].pixels == 0:
            raise UnveilError("No pixel is valid in all of the images; there is nothing to compare.")

    def named(self, sums: dict[str, ErrorSums]) -> dict[str, ErrorSums]:
        return {name: value for name, value in sums.items() if value.pixels}


def _add_tile(
    total: _Total, readers: _Readers, pair: Pair, protocol: Protocol, region: Window, window: Window
) -> None:
    outer = _inside(window.grow(HALO), region)
    inner = _part(window, outer)
    images, valid = {}, np.ones((outer.height, outer.width), dtype=bool)
    for role, (reader, optical) in readers.images.items():
        dn, there = _read(reader, optical, outer)
        total.valid[role] += int(np.count_nonzero(there[inner]))
        valid &= there
        # Inputs and references are clipped when they are loaded; a prediction as its protocol has it.
        images[role] = reflectance(dn, protocol.clip or role != "prediction")
    for image in images.values():
        image[:, ~valid] = np.nan
    selections: dict[str, np.ndarray | None] = {"all": None}
    distance = None
    if readers.mask is not None:
        reach = DISTANCES[-1] + 1
        wide = _inside(window.grow(max(reach, HALO)), region)
        codes = readers.mask.read(wide, (1,))[0]
        check_classes(pair.mask, codes)
        distance = signed_distance(classes.to_restore(codes))[_part(outer, wide)]
        codes = codes[_part(outer, wide)]
        selections["cloud"] = (codes == classes.CLOUD) | (codes == classes.THIN_CLOUD)
        selections["shadow"] = codes == classes.SHADOW
        selections["clear"] = codes == classes.CLEAR
    for role, sums, attribute in (
        ("prediction", total.result, "profile"),
        ("cloudy", total.nothing, "nothing_profile"),
    ):
        if role not in images:
            continue
        found = class_sums(images[role], images["reference"], selections, inner, protocol.window)
        for name, value in found.items():
            sums[name] = sums[name] + value
        if distance is not None:
            error = np.abs(images[role] - images["reference"]).mean(axis=0)[inner]
            profile = _profile(error, distance[inner])
            before = getattr(total, attribute)
            setattr(total, attribute, profile if before is None else before + profile)


def signed_distance(restore: np.ndarray) -> np.ndarray:
    """Return [h, w] in pixels: to the nearest clear pixel where `restore` holds, minus that to the nearest one that is
    to be restored elsewhere; infinite where there is none."""
    if restore.all():
        return np.full(restore.shape, np.inf)
    if not restore.any():
        return np.full(restore.shape, -np.inf)
    return np.where(restore, distance_transform_edt(restore), -distance_transform_edt(~restore))


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
