"""What comes of comparing a result with its reference: scores by class of pixel, and what they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from unveil.engine.evaluation.distances import DistanceProfile
from unveil.engine.evaluation.indices import IndexErrors
from unveil.engine.evaluation.metrics import ErrorSums
from unveil.engine.evaluation.pairing import is_somewhere
from unveil.engine.evaluation.protocols import Protocol
from unveil.engine.evaluation.report.overview import Overview
from unveil.engine.evaluation.trust import TrustSums
from unveil.engine.raster.grid import Grid, Window
from unveil.engine.raster.ground import ground_sampling_distance


@dataclass(frozen=True)
class Evaluation:
    """Scores of one image. `result`, and `nothing` for the cloudy image itself, by class of pixel.

    Classes: "all", and with a mask "cloud" (thin cloud too), "shadow", "clear", where there are such pixels.
    left_out: pixels of the region that are nodata in any of the images. cover: percent of the counted pixels that are
    cloud, None without a mask. mask: where the mask came from, "" for none; coding: what a given one was taken for.
    indices, nothing_indices: errors of NDVI and others by class. Where quality bits were given their classes stand
    beside ("restored", "another date" ...); trust: of standard errors, by class. others: `result` of further results
    of the scene by their names. bands_left_out: those of result or reference that not all images have.
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
    bands_left_out: tuple[str, ...] = ()

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
