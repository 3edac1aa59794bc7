"""What a run said of its result, put to the test: quality bits as classes of pixels, and standard errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.trust import TrustSums, trust_sums
from unveil.engine.raster.align import is_on_grid
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.source import Raster
from unveil.engine.removal import quality
from unveil.engine.removal.spread import UNKNOWN
from unveil.engine.sentinel.bands import optical_name


@dataclass(frozen=True)
class Claims:
    """Rasters on the result's grid as the run wrote them: quality bits and standard errors; None for none."""

    quality: Raster | None = None
    sigma: Raster | None = None

    def check(self, grid: Grid, bands: tuple[str, ...]) -> None:
        """Refuse rasters that do not belong to the result (UnveilError)."""
        for raster in filter(None, (self.quality, self.sigma)):
            if not is_on_grid(raster.grid, grid):
                raise UnveilError(f"{raster.path} does not lie on the result's grid; give the one of the same run.")
        if self.quality is not None and self.quality.dtype != "uint16":
            raise UnveilError(f"{self.quality.path} holds no quality bits (uint16); give what Remove clouds wrote.")
        self.sigma_places(bands)

    def sigma_places(self, bands: tuple[str, ...]) -> tuple[int, ...]:
        """Return the 1-based place of the standard error of each band, none where there are no standard errors."""
        if self.sigma is None:
            return ()
        names = [optical_name(name) for name in self.sigma.names]
        missing = [name for name in bands if name not in names]
        if missing:
            raise UnveilError(f"{self.sigma.path} has no standard error of {', '.join(missing)}; give that of the run.")
        return tuple(names.index(name) + 1 for name in bands)


def quality_selections(bits: np.ndarray) -> dict[str, np.ndarray]:
    """Return [h, w] bool by class of quality bits [h, w]."""
    restored = bits & quality.RESTORED > 0
    return {
        "observed": bits & quality.OBSERVED > 0,
        "blended": bits & quality.BLENDED > 0,
        "restored": restored,
        "below thick cloud": restored & (bits & quality.THICK > 0),
        "below thin cloud": restored & (bits & quality.THIN > 0),
        "below shadow": restored & (bits & quality.SHADOW > 0),
        "another date": restored & (bits & quality.REFERENCE > 0),
        "no other date": restored & (bits & quality.REFERENCE == 0),
        "radar change": restored & (bits & quality.CHANGE > 0),
        "far": restored & (bits & quality.FAR > 0),
    }


def trust_by_class(
    error: np.ndarray, stored: np.ndarray, selections: Mapping[str, np.ndarray | None]
) -> dict[str, TrustSums]:
    """Return the sums of standard errors by class of pixel ([h, w] bool; None: all), classes without any left out.

    error [bands, h, w]: reflectance, NaN where none is known; stored [bands, h, w]: as the run wrote standard errors.
    """
    sigma = np.where(stored < UNKNOWN, stored / 10000.0, np.nan)
    found = {}
    for name, selection in selections.items():
        chosen = np.ones(error.shape[1:], dtype=bool) if selection is None else selection
        found[name] = trust_sums(error[:, chosen], sigma[:, chosen])
    return {name: sums for name, sums in found.items() if sums.pixels}
