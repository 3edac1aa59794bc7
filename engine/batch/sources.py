"""What a batch is given becomes jobs: a table, STAC items, the search of a STAC API, or a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from unveil.engine.batch.job import Job, job_of, read_csv, unique
from unveil.engine.catalogue.copying import vsi_path
from unveil.engine.catalogue.search import absolute, is_item, is_optical, items_below, items_of_pages, own_address
from unveil.engine.catalogue.transport import Transport, is_address, read_json
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.bands import optical_name, polarisation_name
from unveil.engine.sentinel.dates import moment_in_text
from unveil.engine.sentinel.products import is_product
from unveil.engine.stac.item import read_item

SEARCH = "search"
"""The key of a saved search: the address that the rest of the JSON object is posted to."""

_MOST_ITEMS = 1_000_000
_FILES = re.compile(r".*\.(tif|tiff|vrt)$", re.IGNORECASE)


def read_jobs(source: str, transport: Transport = read_json, feedback: Feedback = Feedback()) -> tuple[Job, ...]:  # noqa: B008
    """Return the jobs of a CSV file, a folder of scenes, or JSON in a file or at an http address.

    The JSON is a STAC item, an item collection with the pages that follow it (as the search of an API answers), a
    static catalogue, or a saved search: {"search": address, "collections": ..., "bbox": ..., "datetime": ...}. Items
    that `unveil fetch` wrote are scenes; Sentinel-2 items of a catalogue are scenes that have to be fetched first.

    Raises:
        UnveilError: it cannot be read, is none of these, holds no scene, or a scene in it lacks what a job needs.
    """
    path = Path(source)
    if is_address(source):
        jobs = _of_json(source, transport, feedback)
    elif path.is_dir():
        jobs = _of_folder(path)
    elif path.suffix.lower() == ".csv":
        jobs = read_csv(path)
    elif path.suffix.lower() in (".json", ".geojson"):
        jobs = _of_json(os.path.abspath(path), transport, feedback)
    else:
        raise UnveilError(f"{source} is no table (.csv), no STAC item or item collection (.json) and no folder.")
    if not jobs:
        raise UnveilError(f"{source.partition('?')[0]} holds no scene.")
    return jobs


def _of_json(where: str, transport: Transport, feedback: Feedback) -> tuple[Job, ...]:
    document = transport(where, None)
    kind = document.get("type") if isinstance(document, dict) else None
    if kind is None and isinstance(document, dict) and "id" in document:
        return (job_of(document),)
    if kind is None and isinstance(document, dict) and is_address(str(document.get(SEARCH))):
        body = {name: value for name, value in document.items() if name != SEARCH}
        items = items_of_pages(transport, document[SEARCH], body, feedback)
    elif kind == "FeatureCollection":
        items = items_of_pages(_first(transport, where, document), where, None, feedback)
    elif is_item(document):
        return (job_of_item(absolute(document, where), where),)
    elif kind in ("Catalog", "Collection") and not _links(document, "search"):
        items = items_below(transport, document, where, feedback)
    elif kind == "Catalog":
        raise UnveilError(
            f"{where} is an API of many scenes; give a search of it: the address of a search with its question, or a "
            'file with {"search": "' + where.rstrip("/") + '/search", "collections": [...], "bbox": [...], ...}.'
        )
    else:
        raise UnveilError(f"{where} is no STAC item, item collection, catalogue or saved search.")
    jobs = unique(job_of_item(item) for item in islice(items, _MOST_ITEMS + 1))
    if len(jobs) > _MOST_ITEMS:
        raise UnveilError(f"{where.partition('?')[0]} gives more than {_MOST_ITEMS} items; ask for fewer at a time.")
    return jobs


def _first(transport: Transport, where: str, document: Any) -> Transport:
    """Return a transport that knows one document already."""
    return lambda address, body: document if address == where and body is None else transport(address, body)


def _links(document: Mapping[str, Any], relation: str) -> list[str]:
    links = document.get("links") or []
    return [link["href"] for link in links if isinstance(link, dict) and link.get("rel") == relation]


def job_of_item(item: dict[str, Any], where: str = "") -> Job:
    """Return the job of a STAC item whose hrefs are absolute; `where`: its own address, where it states none.

    A scene as `unveil fetch` writes it has the assets `optical`, `radar`, and where there are any `mask`,
    `reference-1`, `reference-radar-1` and so on; the item of a catalogue has the bands of Sentinel-2.
    """
    assets, name = item["assets"], item["id"]
    own = own_address(item, "") or where
    stated = str(item["properties"].get("datetime") or "")
    if "optical" not in assets and is_optical(item):
        if not own:
            raise UnveilError(f"The item {name} has no link to itself (rel self), so its scene cannot be fetched.")
        return Job(name, datetime=stated, item=own)
    lacking = [key for key in ("optical", "radar") if key not in assets]
    if lacking:
        raise UnveilError(
            f"The item {name} has no asset {' and no asset '.join(lacking)}; a batch takes items that unveil fetch "
            "wrote, and items of Sentinel-2 with their bands."
        )
    derived = _links(item, "derived_from")
    return Job(
        id=name,
        optical=_path(assets["optical"]),
        radar=_path(assets["radar"]),
        mask=_path(assets["mask"]) if "mask" in assets else "",
        references=_numbered(assets, "reference"),
        reference_radar=_numbered(assets, "reference-radar"),
        datetime=stated,
        sources=tuple(derived or ([own] if is_address(own) else [])),
    )


def _numbered(assets: Mapping[str, Any], name: str) -> tuple[str, ...]:
    keys = sorted((int(key[len(name) + 1 :]), key) for key in assets if re.fullmatch(rf"{name}-\d+", key))
    return tuple(_path(assets[key]) for _, key in keys)


def _path(asset: Mapping[str, Any]) -> str:
    return vsi_path(asset["href"])


def _of_folder(folder: Path) -> tuple[Job, ...]:
    """Return the scenes that `unveil fetch` put into a folder, and pair others in it with the radar that fits best."""
    fetched = list(_fetched(folder))
    known = {path for path, _ in fetched}
    optical, radar = [], []
    for path in sorted((*folder.iterdir(), *folder.glob("*/*"))):
        kind = _kind(path) if path.parent not in known else ""
        if kind == "optical":
            optical.append(path)
        elif kind == "radar":
            radar.append(path)
    if not optical and not fetched:
        raise UnveilError(f"The folder {folder} holds no Sentinel-2 product and no raster with bands named B2, B3 ...")
    return unique((*(job for _, job in fetched), *(_paired(path, radar, folder) for path in optical)))


def _fetched(folder: Path) -> Iterator[tuple[Path, Job]]:
    """Give the folders of fetched scenes in a folder, with their jobs."""
    for path in sorted(folder.glob("*/*.json")):
        item = read_item(path) if path.stem == path.parent.name else None
        if item is not None and is_item(item) and {"optical", "radar"} <= set(item["assets"]):
            yield path.parent, job_of_item(absolute(item, str(path.absolute())))


def _kind(path: Path) -> str:
    if path.suffix.lower() in (".safe", ".zip"):
        if path.name.startswith("S1"):
            return ""
        return "optical" if is_product(str(path)) else ""
    if not path.is_file() or not _FILES.match(path.name) or path.name.startswith("."):
        return ""
    try:
        names = describe(str(path)).names
    except UnveilError:
        return ""
    if {"VV", "VH"} <= {polarisation_name(name) for name in names}:
        return "radar"
    return "optical" if {"B2", "B3", "B4"} <= {optical_name(name) for name in names} else ""


def _paired(optical: Path, radar: Iterable[Path], folder: Path) -> Job:
    beside = [path for path in radar if path.parent == optical.parent and optical.parent != folder]
    candidates = beside or list(radar)
    moment = moment_in_text(optical.name)
    if not candidates:
        raise UnveilError(f"There is no raster with bands VV and VH in {folder} for the scene {optical.name}.")
    if len(candidates) > 1:
        dated = [(moment_in_text(path.name), path) for path in candidates]
        known = [(abs((date - moment).total_seconds()), str(path)) for date, path in dated if date and moment]
        if len(known) < len(candidates):
            raise UnveilError(
                f"Several radar rasters lie beside {optical.name}, and their names do not tell which is nearest in "
                "time; put each scene and its radar into a folder of their own, or give a table (.csv)."
            )
        candidates = [Path(min(known)[1])]
    name = optical.parent.name if beside and optical.stem.lower() in ("s2", "optical") else optical.stem
    stated = moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ""
    return Job(re.sub(r"[^A-Za-z0-9._-]+", "_", name), str(optical), str(candidates[0]), datetime=stated)
