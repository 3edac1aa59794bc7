"""A Sentinel-2 item with its radar and other dates, copied and prepared: a scene that can be cleaned without a network.

<folder>/<id>/optical.tif, scl.tif, radar.tif, reference-1.tif, reference-radar-1.tif ...
<folder>/<id>/<id>.json     STAC item over them, written last; `unveil batch` and `unveil run` take it as a job
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from unveil.engine.catalogue.choice import COVERED, RADAR_DAYS, Pass, box_area, clearest, other_dates, radar_passes
from unveil.engine.catalogue.copier import Copier
from unveil.engine.catalogue.request import FetchRequest
from unveil.engine.catalogue.search import Catalogue, around, is_optical, time_of
from unveil.engine.catalogue.transport import Transport
from unveil.engine.catalogue.well_formed import folder_name
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback, Step
from unveil.engine.stac.item import Asset, Lineage, make_item, write_item
from unveil.engine.version import version

_REFERENCE_DAYS = 60.0


@dataclass(frozen=True)
class Fetched:
    """What was fetched: the job's item, and the rasters by the keys of its assets."""

    item: Path
    rasters: Mapping[str, Path]
    notes: tuple[str, ...] = field(default=())


def fetch_scene(request: FetchRequest, folder: Path, transport: Transport, feedback: Feedback) -> Fetched:
    """Find, copy and prepare a scene; what a run that broke off has copied is not copied again.

    Raises:
        UnveilError: nothing fits, a catalogue cannot be reached or asks for an account, or a file cannot be read.
        Cancelled: the user stopped it.
    """
    catalogue = Catalogue(request.optical_address or request.optical.address, transport, feedback)
    item = _optical_item(request, catalogue)
    moment = _moment(item)
    area = box_area(request.box or _box(item))
    feedback.info(f"Sentinel-2: {item['id']} of {moment:%Y-%m-%d}.")
    radars = _radar_items(request, transport, area, moment, feedback)
    others = _references(request, catalogue, item, area)
    place = folder / folder_name(item)
    place.mkdir(parents=True, exist_ok=True)
    work = place / ".fetch"
    work.mkdir(exist_ok=True)
    steps = 1 + bool(radars) + len(others) * (2 if radars else 1)
    part = [Step(feedback, index / steps, (index + 1) / steps) for index in range(steps)]
    copier = Copier(request, transport, work)
    rasters: dict[str, Path] = {"optical": place / "optical.tif"}
    copier.optical(item, rasters["optical"], part.pop(0))
    if (place / "optical_scl.tif").exists():
        rasters["scl"] = place / "optical_scl.tif"
    if radars:
        rasters["radar"] = place / "radar.tif"
        copier.radar(radars[0], rasters["optical"], rasters["radar"], part.pop(0))
    for number, other in enumerate(others, 1):
        rasters[f"reference-{number}"] = place / f"reference-{number}.tif"
        copier.optical(other, rasters[f"reference-{number}"], part.pop(0))
        if not radars:
            continue
        step = part.pop(0)
        same = _same_orbit(_radar_items(request, transport, area, _moment(other), _Quiet(feedback)), radars[0])
        if same is not None:
            rasters[f"reference-radar-{number}"] = place / f"reference-radar-{number}.tif"
            copier.radar(same, rasters["optical"], rasters[f"reference-radar-{number}"], step)
    path = place / f"{item['id']}.json"
    used = [item, *others, *(each for passed in radars[:1] for each in passed.items)]
    write_item(_item_of(item["id"], moment, rasters, used), path)
    shutil.rmtree(work, ignore_errors=True)
    return Fetched(path, rasters)


def _optical_item(request: FetchRequest, catalogue: Catalogue) -> dict[str, Any]:
    if request.item:
        return catalogue.item(request.item)
    if request.box is None or request.moment is None:
        raise UnveilError("Give the address of a Sentinel-2 item, or an extent and a date to look for one.")
    start, stop = around(request.moment, request.days)
    for collection in request.optical.optical or ("",):
        items = [item for item in catalogue.search(collection, request.box, start, stop) if is_optical(item)]
        found = clearest(items, box_area(request.box), request.moment)
        if found is not None:
            return found
    raise UnveilError(
        f"{request.optical.title} has no Sentinel-2 scene there within {request.days:g} days of "
        f"{request.moment:%Y-%m-%d}; widen the days or move the extent."
    )


def _radar_items(
    request: FetchRequest, transport: Transport, area: dict[str, Any], moment: datetime, feedback: Feedback
) -> list[Pass]:
    profile, address = request.radar, request.radar_address or request.radar.address
    if not profile.radar and not request.radar_address:
        feedback.warn(
            f"{profile.title} has no terrain-corrected radar; choose another catalogue for it, or prepare a radar "
            "product with unveil:preparesentinel1."
        )
        return []
    catalogue = Catalogue(address, transport, feedback)
    box = request.box or _bounds(area)
    for days in RADAR_DAYS:
        start, stop = around(moment, days)
        passes = radar_passes(catalogue.search(profile.radar, box, start, stop), area, moment)
        if passes and passes[0].coverage >= COVERED:
            break
    if not passes:
        feedback.warn(f"{profile.title} has no radar with VV and VH there within {RADAR_DAYS[-1]:g} days.")
        return []
    best = passes[0]
    feedback.info(
        f"Radar: {len(best.items)} item(s) of {best.moment:%Y-%m-%d} ({best.days:+.1f} days), relative orbit "
        f"{best.orbit or 'unknown'}, covering {100 * best.coverage:.0f} %."
    )
    return passes


def _references(
    request: FetchRequest, catalogue: Catalogue, item: dict[str, Any], area: dict[str, Any]
) -> list[dict[str, Any]]:
    moment = time_of(item)
    if request.references < 1 or moment is None or not (request.optical_address or request.optical.address):
        return []
    start, stop = around(moment, _REFERENCE_DAYS)
    collection = str(item.get("collection") or "")
    found = catalogue.search(collection, request.box or _bounds(area), start, stop)
    return other_dates([other for other in found if is_optical(other)], item, area, request.references)


def _same_orbit(passes: Sequence[Pass], own: Pass) -> Pass | None:
    """Return the best pass on the orbit of the scene's own radar: only these can be compared."""
    return next((each for each in passes if each.orbit is not None and each.orbit == own.orbit), None)


def _moment(item: Mapping[str, Any]) -> datetime:
    moment = time_of(dict(item))
    if moment is None:
        raise UnveilError(f"The item {item['id']} does not say when it was taken.")
    return moment


class _Quiet(Feedback):
    """Passes on the wish to stop and nothing else."""

    def __init__(self, feedback: Feedback):
        self._feedback = feedback

    def is_cancelled(self) -> bool:
        return self._feedback.is_cancelled()


def _box(item: dict[str, Any]) -> tuple[float, float, float, float]:
    box = item.get("bbox")
    if box is None:
        raise UnveilError(f"The item {item['id']} has no bounding box.")
    west, south, east, north = box if len(box) == 4 else (box[0], box[1], box[3], box[4])
    return float(west), float(south), float(east), float(north)


def _bounds(area: dict[str, Any]) -> tuple[float, float, float, float]:
    ring = area["coordinates"][0]
    return ring[0][0], ring[0][1], ring[2][0], ring[2][1]


def _item_of(
    name: str, moment: datetime, rasters: Mapping[str, Path], sources: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    roles = {"optical": ("data", "reflectance"), "radar": ("data",), "scl": ("metadata",)}
    assets = {key: Asset(path, key, roles.get(key, ("data",))) for key, path in rasters.items()}
    lineage = Lineage(
        f"Copied and prepared by Unveil {version()}.",
        {"unveil": version()},
        "unveil fetch",
        tuple(str(source["unveil:address"]).partition("?")[0] for source in sources),
    )
    return make_item(name, moment, assets, lineage)
