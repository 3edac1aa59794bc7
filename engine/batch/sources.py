"""What a batch is given becomes jobs: a table, a STAC item or item collection, a folder, or an address of these."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from unveil.engine.batch.job import Job, read_csv, unique
from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import describe
from unveil.engine.sentinel.bands import optical_name, polarisation_name
from unveil.engine.sentinel.dates import moment_in_text
from unveil.engine.sentinel.products import is_product

_MOST_BYTES = 256 * 2**20
_SECONDS = 60.0
_FILES = re.compile(r".*\.(tif|tiff|vrt)$", re.IGNORECASE)


def read_jobs(source: str) -> tuple[Job, ...]:
    """Return the jobs of a CSV file, a STAC item or item collection (file or http address), or a folder of scenes.

    Raises:
        UnveilError: it cannot be read, is none of these, holds no scene, or a scene in it lacks what a job needs.
    """
    if re.match(r"https?://", source):
        return _of_stac(_fetched(source), source)
    path = Path(source)
    if path.is_dir():
        return _of_folder(path)
    if path.suffix.lower() == ".csv":
        jobs = read_csv(path)
    elif path.suffix.lower() in (".json", ".geojson"):
        jobs = _of_stac(_parsed(path), str(path))
    else:
        raise UnveilError(f"{source} is no table (.csv), no STAC item or item collection (.json) and no folder.")
    if not jobs:
        raise UnveilError(f"{source} holds no scene.")
    return jobs


def _fetched(address: str) -> Any:
    request = urllib.request.Request(address, headers={"Accept": "application/geo+json, application/json"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # nosec B310 http or https, checked above
            return _loaded(answer.read(_MOST_BYTES + 1), address)
    except (urllib.error.URLError, OSError) as error:
        raise UnveilError(f"The address {address} cannot be read ({error}).") from error


def _parsed(path: Path) -> Any:
    try:
        with open(path, "rb") as file:
            return _loaded(file.read(_MOST_BYTES + 1), str(path))
    except OSError as error:
        raise UnveilError(f"The file {path} cannot be read ({error.strerror}).") from error


def _loaded(data: bytes, where: str) -> Any:
    if len(data) > _MOST_BYTES:
        raise UnveilError(f"{where} is larger than {_MOST_BYTES >> 20} MB; give fewer items at a time.")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnveilError(f"{where} is not JSON.") from error


def _of_stac(document: Any, where: str) -> tuple[Job, ...]:
    kind = document.get("type") if isinstance(document, dict) else None
    items = document.get("features") if kind == "FeatureCollection" else [document]
    if kind not in ("FeatureCollection", "Feature") or not isinstance(items, list):
        raise UnveilError(f"{where} is neither a STAC item nor an item collection.")
    if not items:
        raise UnveilError(f"{where} holds no item.")
    return unique(job_of_item(item, os.path.dirname(where)) for item in items)


def job_of_item(item: Any, base: str) -> Job:
    """Return the job of a STAC item as `unveil fetch` writes them.

    Its assets are `optical`, `radar`, and where there are any `mask`, `reference-1`, `reference-radar-1` and so on;
    hrefs are absolute, or relative to `base` (a folder or an address) or to the item's own link `self`.

    Raises:
        UnveilError: the item lacks an id or one of the two assets.
    """
    assets = item.get("assets") if isinstance(item, dict) else None
    if not isinstance(assets, dict) or not isinstance(item.get("id"), str):
        raise UnveilError("An item of the collection has no id or no assets.")
    own = next((link.get("href") for link in item.get("links", []) if link.get("rel") == "self"), None)
    base = os.path.dirname(own) if own else base
    name = item["id"]
    lacking = [key for key in ("optical", "radar") if key not in assets]
    if lacking:
        raise UnveilError(
            f"The item {name} has no asset {' and no asset '.join(lacking)}; make items that a batch can work on with: "
            "unveil fetch."
        )
    properties = item.get("properties") or {}
    derived = [link["href"] for link in item.get("links", []) if link.get("rel") == "derived_from" and "href" in link]
    return Job(
        id=name,
        optical=_href(assets["optical"], base),
        radar=_href(assets["radar"], base),
        mask=_href(assets["mask"], base) if "mask" in assets else "",
        references=_numbered(assets, "reference", base),
        reference_radar=_numbered(assets, "reference-radar", base),
        datetime=str(properties.get("datetime") or ""),
        sources=tuple(derived or ([own] if own else [])),
    )


def _numbered(assets: Mapping[str, Any], name: str, base: str) -> tuple[str, ...]:
    keys = sorted((int(key[len(name) + 1 :]), key) for key in assets if re.fullmatch(rf"{name}-\d+", key))
    return tuple(_href(assets[key], base) for _, key in keys)


def _href(asset: Any, base: str) -> str:
    href = asset.get("href") if isinstance(asset, dict) else None
    if not isinstance(href, str) or not href:
        raise UnveilError("An asset of an item has no href.")
    if re.match(r"https?://", href):
        return f"/vsicurl/{href}"
    if href.startswith("s3://"):
        return f"/vsis3/{href[5:]}"
    if re.match(r"https?://", base):
        return f"/vsicurl/{base}/{href.removeprefix('./')}"
    href = href.removeprefix("file://")
    return href if os.path.isabs(href) else str((Path(base) / href).resolve())


def _of_folder(folder: Path) -> tuple[Job, ...]:
    """Pair each Sentinel-2 scene of a folder, or of the folders in it, with the radar raster that fits it best."""
    optical, radar = [], []
    for path in sorted((*folder.iterdir(), *folder.glob("*/*"))):
        kind = _kind(path)
        if kind == "optical":
            optical.append(path)
        elif kind == "radar":
            radar.append(path)
    if not optical:
        raise UnveilError(f"The folder {folder} holds no Sentinel-2 product and no raster with bands named B2, B3 ...")
    return unique(_paired(path, radar, folder) for path in optical)


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
