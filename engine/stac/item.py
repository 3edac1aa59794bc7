"""A result as a STAC 1.1 item, built by hand: the helper libraries write older versions of the extensions."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from osgeo import osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import Raster, describe
from unveil.engine.sentinel.bands import optical_name
from unveil.engine.stac.footprint import footprint
from unveil.engine.stac.json_file import read_json_file
from unveil.models.scratch import scratch_folder

STAC_VERSION = "1.1.0"
EXTENSIONS = (
    "https://stac-extensions.github.io/eo/v2.0.0/schema.json",
    "https://stac-extensions.github.io/raster/v2.0.0/schema.json",
    "https://stac-extensions.github.io/projection/v2.0.0/schema.json",
    "https://stac-extensions.github.io/processing/v1.2.0/schema.json",
    "https://stac-extensions.github.io/file/v2.1.0/schema.json",
)
COG = "image/tiff; application=geotiff; profile=cloud-optimized"

_COMMON_NAMES = {
    "B1": "coastal", "B2": "blue", "B3": "green", "B4": "red", "B5": "rededge071", "B6": "rededge075",
    "B7": "rededge078", "B8": "nir", "B8A": "nir08", "B9": "nir09", "B10": "cirrus", "B11": "swir16", "B12": "swir22",
}  # fmt: skip
_MICROMETRES = {
    "B1": 0.443, "B2": 0.49, "B3": 0.56, "B4": 0.665, "B5": 0.704, "B6": 0.74, "B7": 0.783, "B8": 0.842,
    "B8A": 0.865, "B9": 0.945, "B10": 1.375, "B11": 1.61, "B12": 2.19,
}  # fmt: skip


@dataclass(frozen=True)
class Asset:
    """A raster of an item: its file in the item's folder, what it is, and its roles."""

    path: Path
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Lineage:
    """How a result came about. sources: addresses of the STAC items that it was made of, without signatures."""

    text: str
    software: Mapping[str, str]
    expression: str
    sources: tuple[str, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)


def make_item(name: str, moment: datetime, assets: Mapping[str, Asset], lineage: Lineage) -> dict[str, Any]:
    """Return the item of a result; the first asset gives its place. Hrefs are relative to the item's folder.

    Raises:
        UnveilError: an asset cannot be read, or has no place on Earth.
    """
    rasters = {key: describe(str(asset.path)) for key, asset in assets.items()}
    geometry, box = footprint(next(iter(rasters.values())).grid)
    created = _rfc3339(datetime.now(timezone.utc))
    return {
        "type": "Feature",
        "stac_version": STAC_VERSION,
        "stac_extensions": list(EXTENSIONS),
        "id": name,
        "geometry": geometry,
        "bbox": box,
        "properties": {
            "datetime": _rfc3339(moment),
            "created": created,
            "gsd": 10,
            "constellation": "sentinel-2",
            "processing:datetime": created,
            "processing:lineage": lineage.text,
            "processing:software": dict(lineage.software),
            "processing:expression": {"format": "unveil-cli", "expression": lineage.expression},
            **lineage.properties,
        },
        "links": [{"rel": "derived_from", "href": href, "type": "application/geo+json"} for href in lineage.sources],
        "assets": {key: _asset(assets[key], raster) for key, raster in rasters.items()},
    }


def write_item(item: Mapping[str, Any], path: Path) -> None:
    """Write an item or a collection, whole or not at all."""
    try:
        with scratch_folder(".unveil-", path.parent) as folder:
            part = os.path.join(folder, "item.json")
            with open(part, "w", encoding="utf-8") as file:
                json.dump(item, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
    except OSError as error:
        raise UnveilError(f"The STAC file {path} cannot be written ({error.strerror}).") from error


def read_item(path: Path) -> dict[str, Any] | None:
    """Return the JSON object of a file; None where there is none, or it is not whole."""
    try:
        item = read_json_file(str(path))
    except UnveilError:
        return None
    return item if isinstance(item, dict) else None


def _asset(asset: Asset, raster: Raster) -> dict[str, Any]:
    grid = raster.grid
    reference = osr.SpatialReference()
    reference.ImportFromWkt(grid.crs)
    authority, code = reference.GetAuthorityName(None), reference.GetAuthorityCode(None)
    west, across, skew_x, north, skew_y, down = grid.transform
    return {
        "href": f"./{asset.path.name}",
        "type": COG,
        "title": asset.title,
        "roles": list(asset.roles),
        "bands": [_band(raster, index) for index in range(len(raster.bands))],
        "proj:code": f"{authority}:{code}" if authority and code else None,
        **({} if authority and code else {"proj:wkt2": reference.ExportToWkt(["FORMAT=WKT2_2019"])}),
        "proj:shape": [grid.height, grid.width],
        "proj:transform": [across, skew_x, west, skew_y, down, north],
        "file:size": asset.path.stat().st_size,
    }


def _band(raster: Raster, index: int) -> dict[str, Any]:
    band = raster.bands[index]
    table: dict[str, Any] = {"name": band.name or f"band{index + 1}", "data_type": raster.dtype}
    name = optical_name(band.name)
    if name:
        table["eo:common_name"] = _COMMON_NAMES[name]
        table["eo:center_wavelength"] = _MICROMETRES[name]
        # Digital numbers are reflectance times 10000 unless the file states another scale.
        floating = raster.dtype.startswith("float")
        table["raster:scale"] = band.scale if band.scale is not None else (1.0 if floating else 0.0001)
        table["raster:offset"] = band.offset if band.offset is not None else 0.0
    if band.nodata is not None:
        table["nodata"] = "nan" if band.nodata != band.nodata else band.nodata
    return table


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def without_signature(hrefs: Sequence[str]) -> tuple[str, ...]:
    """Return addresses without their query, where tokens stand."""
    return tuple(href.partition("?")[0] for href in hrefs)
