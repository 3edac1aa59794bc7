"""The usual colours of radar, VV, VH and VV/VH as red, green and blue, in a small VRT beside its raster of VV and VH.

The third band is the difference of the two in dB, worked out when it is read: the raster keeps its two bands for all
that reads them, and nothing is stored twice.
"""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape  # nosec B406  # for writing

from unveil.engine.raster.source import Raster
from unveil.engine.raster.style import RADAR_RANGES, may_write_style, multiband_style, polarisation_bands, style_path

RATIO = "VV/VH"
RATIO_RANGE = (2.0, 12.0)
"""Decibels of VV above VH that are black and white: the ground of most scenes has 4 to 9."""

SUFFIX = "_vv_vh_ratio.vrt"


def write_radar_colour(raster: Raster) -> Path | None:
    """Write the file and its style beside a raster of VV and VH in dB; return its path, or None for other rasters.

    Raises:
        OSError: it cannot be written.
    """
    places = polarisation_bands(raster.names)
    if places is None:
        return None
    source = Path(raster.path)
    path = source.with_name(source.stem + SUFFIX)
    part = path.with_name(path.name + ".part")
    part.write_text(_vrt(raster, places), encoding="utf-8")
    os.replace(part, path)
    if may_write_style(path):
        colours = [(1, RADAR_RANGES["VV"]), (2, RADAR_RANGES["VH"]), (3, RATIO_RANGE)]
        style_path(path).write_text(multiband_style(colours), encoding="utf-8")
    return path


def _vrt(raster: Raster, places: tuple[int, int]) -> str:
    grid = raster.grid
    vv, vh = (_source(raster, place) for place in places)
    bands = "".join(
        f'<VRTRasterBand dataType="Float32" band="{number}"{kind}><Description>{name}</Description>'
        f"<NoDataValue>nan</NoDataValue>{what}</VRTRasterBand>"
        for number, name, kind, what in (
            (1, "VV", "", vv),
            (2, "VH", "", vh),
            (
                3,
                RATIO,
                ' subClass="VRTDerivedRasterBand"',
                f"<PixelFunctionType>diff</PixelFunctionType><SourceTransferType>Float32</SourceTransferType>{vv}{vh}",
            ),
        )
    )
    place = ", ".join(repr(float(value)) for value in grid.transform)
    return (
        f'<VRTDataset rasterXSize="{grid.width}" rasterYSize="{grid.height}"><SRS>{escape(grid.crs)}</SRS>'
        f"<GeoTransform>{place}</GeoTransform>{bands}</VRTDataset>\n"
    )


def _source(raster: Raster, place: int) -> str:
    grid = raster.grid
    whole = f'xOff="0" yOff="0" xSize="{grid.width}" ySize="{grid.height}"'
    return (
        f'<SimpleSource><SourceFilename relativeToVRT="1">{escape(Path(raster.path).name)}'
        f"</SourceFilename><SourceBand>{place}</SourceBand><SrcRect {whole}/><DstRect {whole}/></SimpleSource>"
    )
