"""A Sentinel-2 product by value: which file holds which band, and how its values are coded."""

from __future__ import annotations

from dataclasses import dataclass, field

from unveil.engine.raster.source import Raster
from unveil.engine.sentinel.sunlight import Sunlight

SAFE = "SAFE"
"""Kind of a product as ESA ships it."""


@dataclass(frozen=True)
class BandFile:
    """One band in a file: the raster, the 1-based position in it, and DN = stored * gain + bias.

    fill: what stands where there is no data though the file does not say so, None for nothing.
    """

    raster: Raster
    position: int = 1
    gain: float = 1.0
    bias: float = 0.0
    fill: float | None = None

    @property
    def nodata(self) -> float | None:
        return self.raster.bands[self.position - 1].nodata


@dataclass(frozen=True)
class Product:
    """A Sentinel-2 product: bands by name, in the order of SENTINEL2.

    level: "L1C", "L2A" or "" where it cannot be told. baseline: "" where it is not stated.
    stated: whether the product's metadata say how values are coded; where they do not, values have to be looked at.
    classification: the scene classification of L2A.
    sun: where it stood, None where nothing tells.
    """

    path: str
    kind: str
    level: str
    bands: dict[str, BandFile] = field(default_factory=dict)
    baseline: str = ""
    stated: bool = False
    offsets: tuple[float, ...] = ()
    classification: BandFile | None = None
    sun: Sunlight | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.bands)
