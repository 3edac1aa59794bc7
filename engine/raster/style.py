"""How QGIS draws a raster of Unveil's that is opened alone: a style file (QML) beside it, made of its bands' names.

True colour gets one gain for red, green and blue, so that ground keeps its colour, and a black of its own for each,
which takes the haze of the air away (dark-object subtraction, Chavez 1988). Clouds are left out of both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr  # nosec B406  # for writing

import numpy as np

from unveil.engine.raster.sample import sample_windows
from unveil.engine.raster.source import Band, Raster, Reader

MARK = "<!-- made by Unveil; a style that is saved over it is kept -->"
"""What tells a style file of Unveil's from one that somebody saved."""

VISIBLE = ("B4", "B3", "B2")
RADAR_RANGES = {"VV": (-22.0, -2.0), "VH": (-29.0, -8.0)}
"""Decibels that are black and white."""

RADAR_COLOUR = ("VV", "VH", "VV")
"""Which polarisation is red, green and blue: what scatters within its volume, as leaves do, is green."""

BRIGHT = 2200.0
"""DN of blue from which a pixel is taken for cloud where no mask tells."""

_SAMPLES = 250_000
_PER_REFLECTANCE = 10000.0
_LOW, _HIGH = 1.0, 98.0
"""Percentiles of the ground that are black and white."""

_BELOW, _GAIN = 0.1, 1.2
"""The darkest ground is not quite black and the brightest not quite white: by these parts of what lies between."""

_LEAST_RANGE = 1000.0
_FILL = 30000.0
"""DN below zero or above it that are none."""

_LEAST_GROUND = 0.01

Range = tuple[float, float]


@dataclass(frozen=True)
class Classes:
    """Codes of a raster of classes: their colours (red, green, blue, opacity; 0..255) and their names."""

    colours: Mapping[int, tuple[int, int, int, int]]
    names: Mapping[int, str]


def visible_bands(names: Sequence[str]) -> tuple[int, int, int] | None:
    """Return the 1-based places of red, green and blue; None where the names do not tell.

    13 bands without names are those of L1C in their order.
    """
    found = [next((f"B{part}" for part in re.findall(r"\bB0?([234])(?![0-9A])", name.upper())), "") for name in names]
    if not any(names) and len(names) == 13:
        return 4, 3, 2
    if any(found.count(band) != 1 for band in VISIBLE):
        return None
    red, green, blue = (found.index(band) + 1 for band in VISIBLE)
    return red, green, blue


def polarisation_bands(names: Sequence[str]) -> tuple[int, int] | None:
    """Return the 1-based places of VV and VH, or None."""
    found = [next((pol for pol in RADAR_RANGES if pol in name.upper()), "") for name in names]
    if any(found.count(pol) != 1 for pol in RADAR_RANGES):
        return None
    return found.index("VV") + 1, found.index("VH") + 1


def true_colour_ranges(dn: np.ndarray) -> tuple[Range, Range, Range]:
    """Return what is black and white in red, green and blue, in DN, for pixels [3, n] of a scene with some ground.

    Pixels that are bright in blue are left out as cloud, unless nearly all are, and what no ground reflects as fill.
    """
    dn = dn[:, np.abs(dn).max(axis=0) < _FILL] if dn.size else dn
    ground = dn[:, dn[2] < BRIGHT]
    if ground.shape[1] < max(_LEAST_GROUND * dn.shape[1], 1):
        ground = dn
    if not ground.shape[1]:
        return ((0.0, 3000.0),) * 3
    low, high = np.percentile(ground, (_LOW, _HIGH), axis=1)
    spread = max(float((high - low).max()), _LEAST_RANGE)
    starts = low - _BELOW * spread
    red, green, blue = ((round(float(black), 1), round(float(black) + _GAIN * spread, 1)) for black in starts)
    return red, green, blue


class StyleSample:
    """Pixels of the visible bands of a raster, collected while its rows are written."""

    def __init__(self, bands: Sequence[Band], size: tuple[int, int]):
        self._bands = bands
        self._places = visible_bands([band.name for band in bands])
        self._step = max(1, int((size[0] * size[1] / _SAMPLES) ** 0.5))
        self._parts: list[np.ndarray] = []

    def add(self, rows: np.ndarray) -> None:
        """Take a share of rows [bands, n, width] as they are stored."""
        if self._places is not None:
            index = [place - 1 for place in self._places]
            self._parts.append(rows[index, :: self._step, :: self._step].reshape(3, -1).astype(np.float32))

    def look_at(self, raster: Raster) -> None:
        """Take windows spread over a raster that is written, in place of rows.

        Raises:
            UnveilError: it cannot be read.
        """
        if self._places is None:
            return
        with Reader(raster) as reader:
            parts = [reader.read(window, self._places) for window in sample_windows(raster.grid)]
        self._parts = [part.reshape(3, -1).astype(np.float32) for part in parts]

    def style(self, classes: Classes | None = None) -> str:
        """Return the style file's text; "" for bands that QGIS draws well by itself."""
        names = [band.name for band in self._bands]
        if classes is not None:
            return class_style(classes)
        radar = polarisation_bands(names)
        if radar is not None:
            return multiband_style(
                [(place, RADAR_RANGES[name]) for place, name in zip((*radar, radar[0]), RADAR_COLOUR)]
            )
        if self._places is None or not self._parts:
            return ""
        shown = self._shown(np.concatenate(self._parts, axis=1))
        return multiband_style(list(zip(self._places, shown_ranges(shown))))

    def _shown(self, stored: np.ndarray) -> np.ndarray:
        """Return the values that QGIS shows, which are those of the file after scale and offset; NaN for no data."""
        bands = [self._bands[place - 1] for place in self._places or ()]
        shown = stored.copy()
        for values, band in zip(shown, bands):
            if band.nodata is not None:
                values[values == band.nodata] = np.nan
            with np.errstate(over="ignore"):
                values *= 1.0 if band.scale is None else band.scale
                values += 0.0 if band.offset is None else band.offset
        return shown


def shown_ranges(shown: np.ndarray) -> list[Range]:
    """Return `true_colour_ranges` in the units of pixels [3, n], NaN for no data: reflectance, or that x 10000."""
    shown = shown[:, np.isfinite(shown).all(axis=0)]
    unit = 1.0 if not shown.size or np.percentile(shown, 50) > 3 else _PER_REFLECTANCE
    return [(low / unit, high / unit) for low, high in true_colour_ranges(shown * unit)]


def multiband_style(colours: Sequence[tuple[int, Range]]) -> str:
    """Return a style of (band, (black, white)) for red, green and blue."""
    bands = " ".join(f'{name}Band="{band}"' for name, (band, _) in zip(("red", "green", "blue"), colours))
    stretches = "".join(
        f"<{name}ContrastEnhancement><minValue>{low:g}</minValue><maxValue>{high:g}</maxValue>"
        f"<algorithm>StretchToMinimumMaximum</algorithm></{name}ContrastEnhancement>"
        for name, (_, (low, high)) in zip(("red", "green", "blue"), colours)
    )
    return _style(
        f'<rasterrenderer type="multibandcolor" opacity="1" alphaBand="-1" {bands}>{_FIXED}{stretches}</rasterrenderer>'
    )


def grey_style(black: float, white: float) -> str:
    """Return a style of the first band from black to white."""
    return _style(
        '<rasterrenderer type="singlebandgray" grayBand="1" opacity="1" alphaBand="-1" gradient="BlackToWhite">'
        f"{_FIXED}<contrastEnhancement><minValue>{black:g}</minValue><maxValue>{white:g}</maxValue>"
        "<algorithm>StretchToMinimumMaximum</algorithm></contrastEnhancement></rasterrenderer>"
    )


def class_style(classes: Classes) -> str:
    """Return a style of the first band: the colour, the opacity and the name of each class."""
    entries = "".join(
        f'<paletteEntry value="{code}" color="#{red:02x}{green:02x}{blue:02x}" alpha="{alpha}" '
        f"label={quoteattr(classes.names[code])}/>"
        for code, (red, green, blue, alpha) in classes.colours.items()
        if code in classes.names
    )
    return _style(
        '<rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1">'
        f"<colorPalette>{entries}</colorPalette></rasterrenderer>"
    )


def style_path(raster: Path) -> Path:
    """Return where QGIS looks for the style of a raster."""
    return raster.with_suffix(".qml")


def may_write_style(raster: Path) -> bool:
    """Tell whether no style is there that somebody else saved for this name."""
    path = style_path(raster)
    if not path.exists():
        return True
    try:
        return MARK in path.read_text(encoding="utf-8", errors="replace")[:400]
    except OSError:
        return False


_FIXED = "<minMaxOrigin><limits>None</limits><extent>WholeRaster</extent></minMaxOrigin>"


def _style(renderer: str) -> str:
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        f'{MARK}\n<qgis version="3.40" styleCategories="Symbology">\n<pipe>{renderer}</pipe>\n</qgis>\n'
    )
