"""Items of a catalogue by place and time: through the STAC API, or by walking a static catalogue."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from unveil.engine.catalogue.transport import Transport, is_address
from unveil.engine.catalogue.well_formed import links_of, well_formed
from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.sentinel.dates import moment_in_text

_MOST_ITEMS, _MOST_FILES = 1000, 5000
_PAGE = 100


class Catalogue:
    """A catalogue that can be asked for items. address: of an API, of a static catalogue, or a file of one."""

    def __init__(self, address: str, transport: Transport, feedback: Feedback):
        self._address = address.rstrip("/")
        self._transport = transport
        self._feedback = feedback

    def item(self, address: str) -> dict[str, Any]:
        """Return one item, its hrefs absolute; UnveilError where the address holds none."""
        document = self._transport(address, None)
        if not is_item(document):
            raise UnveilError(f"{address} is no STAC item.")
        return absolute(document, address)

    def search(
        self, collection: str, box: tuple[float, float, float, float], start: datetime, stop: datetime
    ) -> list[dict[str, Any]]:
        """Return items of a collection ("" for any) that touch `box` (degrees) between two times, by time."""
        root = self._transport(self._address, None)
        if not isinstance(root, dict):
            raise UnveilError(f"{self._address} is no STAC catalogue.")
        searching = [link for link in links_of(root) if link["rel"] == "search"]
        if searching:
            found = self._asked(urljoin(self._address + "/", searching[0]["href"]), collection, box, start, stop)
        else:
            found = items_below(self._transport, root, self._address, self._feedback)
        kept = {}
        for item in found:
            moment = time_of(item)
            if moment is None or not start <= moment <= stop or not _overlap(item.get("bbox"), box):
                continue
            if collection and item.get("collection") not in (None, collection):
                continue
            kept[str(item["id"])] = item
        return sorted(kept.values(), key=lambda item: (str(time_of(item)), item["id"]))

    def _asked(
        self, address: str, collection: str, box: tuple[float, ...], start: datetime, stop: datetime
    ) -> Iterator[dict[str, Any]]:
        body = {
            "bbox": list(box),
            "datetime": f"{start:%Y-%m-%dT%H:%M:%SZ}/{stop:%Y-%m-%dT%H:%M:%SZ}",
            "limit": _PAGE,
            **({"collections": [collection]} if collection else {}),
        }
        return islice(items_of_pages(self._transport, address, body, self._feedback), _MOST_ITEMS)


def items_of_pages(
    transport: Transport, address: str, body: dict[str, Any] | None, feedback: Feedback
) -> Iterator[dict[str, Any]]:
    """Give the items of an item collection and of all pages that follow it; a body makes it the answer to a search.

    Raises:
        UnveilError: a page is no item collection.
    """
    asked = set()
    while (request := (address, json.dumps(body, sort_keys=True))) not in asked:
        asked.add(request)
        feedback.check()
        page = transport(address, body)
        items = page.get("features") if isinstance(page, dict) else None
        if not isinstance(items, list):
            raise UnveilError(f"{address.partition('?')[0]} gives no item collection.")
        yield from (absolute(item, address) for item in items if is_item(item))
        following = next((link for link in links_of(page) if link["rel"] == "next"), None)
        if following is None or not items:
            return
        address = resolved(following["href"], address)
        merged = following.get("body") or {}
        if following.get("method", "GET").upper() != "POST":
            body = None
        else:
            body = {**(body or {}), **merged} if following.get("merge") else merged


def items_below(
    transport: Transport, document: dict[str, Any], address: str, feedback: Feedback
) -> Iterator[dict[str, Any]]:
    """Give the items of a static catalogue or collection, which was read at `address`, and of all below it."""
    waiting, seen = [(document, address)], {address}
    while waiting:
        document, address = waiting.pop()
        feedback.check()
        if not isinstance(document, dict):
            raise UnveilError(f"{address} is no STAC catalogue.")
        if document.get("type") == "FeatureCollection":
            features = document.get("features")
            items = features if isinstance(features, list) else []
            yield from (absolute(item, address) for item in items if is_item(item))
        if is_item(document):
            yield absolute(document, address)
        for link in links_of(document):
            if link["rel"] not in ("item", "child"):
                continue
            target = resolved(link["href"], address)
            if target not in seen and len(seen) < _MOST_FILES:
                seen.add(target)
                waiting.append((transport(target, None), target))


def is_item(document: Any) -> bool:
    """Tell whether a JSON value looks like a STAC item."""
    return (
        isinstance(document, dict)
        and document.get("type") == "Feature"
        and isinstance(document.get("id"), str)
        and isinstance(document.get("assets"), dict)
        and isinstance(document.get("properties"), dict)
    )


def is_optical(item: Mapping[str, Any]) -> bool:
    """Tell whether an item has a red band or one prepared raster of optical bands."""
    return any(name in item["assets"] for name in ("red", "B04", "B4", "B04_10m", "b04", "optical"))


def own_address(item: Mapping[str, Any], where: str) -> str:
    """Return the address that an item gives itself, "" for none; `where`: it was read."""
    href = next((link["href"] for link in links_of(item) if link["rel"] == "self"), "")
    return resolved(href, where) if href else ""


def absolute(item: dict[str, Any], address: str) -> dict[str, Any]:
    """Return an item, well formed, whose assets' hrefs are absolute; `address` is where it was read."""
    item = well_formed(item)
    base = own_address(item, address) or address
    assets = {
        key: {**asset, "href": resolved(asset["href"], base)}
        for key, asset in item["assets"].items()
        if isinstance(asset, dict) and isinstance(asset.get("href"), str)
    }
    return {**item, "assets": assets, "unveil:address": base}


def resolved(href: str, base: str) -> str:
    """Return an href as seen from the document at `base`; one on a server cannot refer to files of this machine."""
    if is_address(href) or href.startswith("s3://"):
        return href
    if is_address(base):
        # A colon that stays would begin another scheme.
        return urljoin(base, href.replace(":", "%3A"))
    if href.startswith("/"):
        return href
    return os.path.normpath(os.path.join(os.path.dirname(base), href))


def time_of(item: dict[str, Any]) -> datetime | None:
    """Return the time of acquisition of an item, UTC."""
    properties = item["properties"]
    return moment_in_text(str(properties.get("datetime") or properties.get("start_datetime") or ""))


def around(moment: datetime, days: float) -> tuple[datetime, datetime]:
    """Return the times so many days before and after."""
    moment = moment.astimezone(timezone.utc)
    return moment - timedelta(days=days), moment + timedelta(days=days)


def _overlap(first: list[float] | None, second: tuple[float, ...]) -> bool:
    if first is None:
        return True
    west, south, east, north = first if len(first) == 4 else (first[0], first[1], first[3], first[4])
    if south > second[3] or north < second[1]:
        return False
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    others = [(second[0], second[2])] if second[0] <= second[2] else [(second[0], 180.0), (-180.0, second[2])]
    return any(a <= d and c <= b for a, b in spans for c, d in others)
