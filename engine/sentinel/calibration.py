"""From the digital numbers of a Sentinel-1 GRD to backscatter, by the product's own calibration vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Window
from unveil.engine.raster.xml import elements, first_text, read_xml

_VECTORS = {"sigma0": "sigmaNought", "gamma0": "gamma"}


@dataclass(frozen=True)
class Calibration:
    """Factors A at lines [n] and pixels [m] of a scene; power = DN^2 / A^2, A bilinear between them.

    Source: Miranda and Meadows, Radiometric calibration of S-1 level-1 products, ESA-EOPG-CSCOP-TN-0002, eq. 1.
    """

    lines: np.ndarray
    pixels: np.ndarray
    factors: np.ndarray

    def power(self, numbers: np.ndarray, window: Window) -> np.ndarray:
        """Return linear backscatter [h, w], float32, of the digital numbers in a window; 0 (nothing) becomes NaN."""
        rows = np.arange(window.row, window.row + window.height)
        columns = np.arange(window.column, window.column + window.width)
        across = np.stack([np.interp(columns, self.pixels, line) for line in self.factors])
        place = np.clip(np.interp(rows, self.lines, np.arange(len(self.lines))), 0, len(self.lines) - 1)
        above = np.minimum(place.astype(int), max(len(self.lines) - 2, 0))
        below = np.minimum(above + 1, len(self.lines) - 1)
        part = (place - above)[:, None]
        factor = (1 - part) * across[above] + part * across[below]
        values = numbers.astype(np.float64)
        return np.where(values > 0, (values / factor) ** 2, np.nan).astype(np.float32)


def read_calibration(path: str, quantity: str) -> Calibration:
    """Read annotation/calibration/calibration-*.xml; quantity "sigma0" or "gamma0".

    Raises:
        UnveilError: the file cannot be read or holds no such vectors.
    """
    lines: list[float] = []
    factors: list[np.ndarray] = []
    pixels: np.ndarray | None = None
    try:
        for vector in elements(read_xml(path), "calibrationVector"):
            own = np.array(first_text(vector, "pixel").split(), dtype=np.float64)
            values = np.array(first_text(vector, _VECTORS[quantity]).split(), dtype=np.float64)
            line = float(first_text(vector, "line"))
            finite = np.isfinite(own).all() and np.isfinite(values).all() and np.isfinite(line)
            if (
                own.size < 2
                or own.size != values.size
                or not finite
                or (values <= 0).any()
                or (np.diff(own) <= 0).any()
            ):
                raise ValueError("a vector is incomplete or no numbers")
            pixels = own if pixels is None else pixels
            lines.append(line)
            factors.append(np.interp(pixels, own, values))
    except ValueError as error:
        raise UnveilError(f"The calibration {path} cannot be used ({error}); download the product again.") from error
    if pixels is None:
        raise UnveilError(f"The calibration {path} holds no vectors; download the product again.")
    order = np.argsort(lines)
    return Calibration(np.array(lines)[order], pixels, np.array(factors)[order])
