"""What a pair of images gives tile by tile, and the sums of that over all tiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.claims import Claims, quality_selections, trust_by_class
from unveil.engine.evaluation.distances import DISTANCES, DistanceProfile, distance_profile, signed_distance
from unveil.engine.evaluation.indices import IndexErrors, index_errors
from unveil.engine.evaluation.metrics import ErrorSums, class_sums, reflectance
from unveil.engine.evaluation.pairing import Pair
from unveil.engine.evaluation.protocols import Protocol
from unveil.engine.evaluation.similarity import HALO
from unveil.engine.evaluation.trust import TrustSums
from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Raster, Reader
from unveil.engine.sentinel.optical import Optical


class PairReaders:
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

    def __enter__(self) -> PairReaders:
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
class Total:
    """What has been summed so far; classes without pixels are left out. valid: pixels of each image."""

    result: Mapping[str, ErrorSums] = field(default_factory=dict)
    nothing: Mapping[str, ErrorSums] = field(default_factory=dict)
    profile: DistanceProfile | None = None
    nothing_profile: DistanceProfile | None = None
    valid: Mapping[str, int] = field(default_factory=dict)
    indices: Mapping[str, IndexErrors] = field(default_factory=dict)
    nothing_indices: Mapping[str, IndexErrors] = field(default_factory=dict)
    trust: Mapping[str, TrustSums] = field(default_factory=dict)

    def __add__(self, other: Total) -> Total:
        return Total(
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
        """Raise an UnveilError that says which image holds nothing valid."""
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


def score_row(
    readers: PairReaders, pair: Pair, protocol: Protocol, region: Window, row: int, tile: int, feedback: Feedback
) -> Total:
    """Score the tiles of one row; Cancelled when the user asked to stop."""
    total = Total()
    end = region.column + region.width
    for column in range(region.column, end, tile):
        feedback.check()
        window = Window(row, column, min(tile, region.row + region.height - row), min(tile, end - column))
        total = total + _score_tile(readers, pair, protocol, region, window)
    readers.forget_blocks()
    return total


def _score_tile(readers: PairReaders, pair: Pair, protocol: Protocol, region: Window, window: Window) -> Total:
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
                profiles[role] = distance_profile(error, distance)
    if readers.sigma is not None:
        error = images["prediction"][part] - images["reference"][part]
        trust = trust_by_class(error, readers.sigma.read(window, readers.sigma_places), counted)
    return Total(
        sums["prediction"],
        sums.get("cloudy", {}),
        profiles.get("prediction"),
        profiles.get("cloudy"),
        counts,
        indices["prediction"],
        indices.get("cloudy", {}),
        trust,
    )


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
