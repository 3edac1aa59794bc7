"""Which radar and which other dates belong to a Sentinel-2 item.

A Sentinel-2 tile usually needs two slices of one radar pass, so slices are grouped by relative orbit and day; what
covers the tile comes first, then what is nearest in time. Of other dates the clearest and nearest are taken.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from osgeo import ogr

from unveil.engine.catalogue.search import time_of

COVERED = 0.98
"""Share of an area from which on it counts as covered."""

RADAR_DAYS = (6.0, 12.0)
"""How far radar is looked for, in two goes."""

_FADING_DAYS = 20.0


@dataclass(frozen=True)
class Pass:
    """The radar items of one relative orbit and day. days: from the optical scene, signed; coverage: share 0..1."""

    items: tuple[dict[str, Any], ...]
    orbit: int | None
    moment: datetime
    days: float
    coverage: float


def radar_passes(items: Iterable[dict[str, Any]], area: dict[str, Any], moment: datetime) -> list[Pass]:
    """Return the passes that have VV and VH over `area` (GeoJSON), best first."""
    groups: dict[tuple[Any, str], list[dict[str, Any]]] = {}
    for item in items:
        polarisations = item["properties"].get("sar:polarizations") or [key.upper() for key in item["assets"]]
        when = time_of(item)
        if when is not None and {"VV", "VH"} <= {str(name).upper() for name in polarisations}:
            groups.setdefault((_orbit(item), when.date().isoformat()), []).append(item)
    target = _shape(area)
    passes = []
    for (orbit, _), slices in groups.items():
        when = min(time for item in slices if (time := time_of(item)) is not None)
        covered = _coverage(target, slices)
        if covered > 0:
            days = (when - moment).total_seconds() / 86400
            passes.append(Pass(tuple(slices), orbit, when, days, covered))
    return sorted(passes, key=lambda each: (each.coverage < COVERED, abs(each.days), -each.coverage))


def other_dates(
    items: Iterable[dict[str, Any]], item: dict[str, Any], area: dict[str, Any], number: int
) -> list[dict[str, Any]]:
    """Return at most `number` Sentinel-2 items of other days over `area`: clear and near in time first.

    Score: clear share x exp(-days / 20 d), times the share of the area that is covered.
    """
    moment, target = time_of(item), _shape(area)
    best: dict[str, tuple[float, dict[str, Any]]] = {}
    for other in items:
        when = time_of(other)
        if when is None or moment is None or abs((when - moment).total_seconds()) < 43200:
            continue
        clear = 1 - float(other["properties"].get("eo:cloud_cover", 50.0)) / 100
        score = clear * math.exp(-abs((when - moment).total_seconds()) / 86400 / _FADING_DAYS)
        score *= _coverage(target, [other])
        day = when.date().isoformat()
        if score > best.get(day, (0.0, {}))[0]:
            best[day] = (score, other)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return [other for _, other in ranked[:number]]


def clearest(items: Sequence[dict[str, Any]], area: dict[str, Any], moment: datetime) -> dict[str, Any] | None:
    """Return the item nearest to a time among those that cover the area best; None where there are none."""
    target = _shape(area)
    ranked = [
        (-round(_coverage(target, [item]), 2), abs((time - moment).total_seconds()), item["id"], item)
        for item in items
        if (time := time_of(item)) is not None
    ]
    covering = [entry for entry in ranked if entry[0] < 0]
    return min(covering, key=lambda entry: entry[:3])[3] if covering else None


def box_area(box: Sequence[float]) -> dict[str, Any]:
    """Return a box (west, south, east, north in degrees) as GeoJSON."""
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _orbit(item: dict[str, Any]) -> int | None:
    number = item["properties"].get("sat:relative_orbit")
    return int(number) if isinstance(number, (int, float)) else None


def _shape(geometry: dict[str, Any]) -> Any:
    return ogr.CreateGeometryFromJson(json.dumps(geometry))


def _flat(box: Sequence[float]) -> Sequence[float]:
    """Return a bounding box without its heights."""
    return box if len(box) == 4 else (box[0], box[1], box[3], box[4])


def _coverage(target: Any, items: Sequence[dict[str, Any]]) -> float:
    whole = target.GetArea()
    union = None
    for item in items:
        place = item.get("geometry") or (box_area(_flat(item["bbox"])) if "bbox" in item else None)
        if place is None:
            continue
        shape = _shape(place)
        union = shape if union is None else union.Union(shape)
    if union is None or whole <= 0:
        return 0.0
    common = union.Intersection(target)
    return min(common.GetArea() / whole, 1.0) if common is not None else 0.0
