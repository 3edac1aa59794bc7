"""What others wrote into STAC documents, with all that is not of the kind that STAC says left out."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from osgeo import ogr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.gdal_thread import collected_errors

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")


def well_formed(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a STAC item whose box, geometry, links, cloud cover and polarisations are of their kinds, or not there."""
    made = {**item, "links": links_of(item), "properties": dict(item["properties"])}
    box = item.get("bbox")
    if not isinstance(box, list) or len(box) not in (4, 6) or not all(map(_is_number, box)):
        made.pop("bbox", None)
    if not _is_shape(item.get("geometry")):
        made["geometry"] = None
    properties = made["properties"]
    if not _is_number(properties.get("eo:cloud_cover")):
        properties.pop("eo:cloud_cover", None)
    polarisations = properties.get("sar:polarizations")
    if not isinstance(polarisations, list) or not all(isinstance(each, str) for each in polarisations):
        properties.pop("sar:polarizations", None)
    if not isinstance(item.get("collection"), str):
        made.pop("collection", None)
    return made


def links_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the links of a STAC document that have a relation and an address."""
    links = document.get("links")
    return [
        link
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, dict) and isinstance(link.get("rel"), str) and isinstance(link.get("href"), str)
    ]


def folder_name(item: Mapping[str, Any]) -> str:
    """Return an item's id where it can name a folder; UnveilError where it would lie elsewhere, or cannot be."""
    if not _NAME.fullmatch(item["id"]):
        raise UnveilError(
            f"The item's id '{item['id'][:99]}' cannot name a folder; take one of at most 151 letters, digits, '.', "
            "'_' and '-'."
        )
    return item["id"]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _is_shape(geometry: Any) -> bool:
    if not isinstance(geometry, dict):
        return False
    with collected_errors():
        try:
            shape = ogr.CreateGeometryFromJson(json.dumps(geometry))
        except (RuntimeError, TypeError, ValueError):
            return False
    return shape is not None and not shape.IsEmpty() and all(map(math.isfinite, shape.GetEnvelope()))
