"""The collection over the items of a folder, made anew from what lies there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unveil.engine.stac.item import STAC_VERSION, read_item, write_item

COLLECTION = "collection.json"


def rebuild_collection(folder: Path) -> int:
    """Write `collection.json` over the items `<folder>/<id>/<id>.json`; return how many there are, 0 writes nothing."""
    items = {path: item for path in sorted(folder.glob("*/*.json")) if (item := _item(path)) is not None}
    if not items:
        return 0
    boxes = [item["bbox"] for item in items.values()]
    moments = sorted(item["properties"]["datetime"] for item in items.values())
    whole = [min(box[0] for box in boxes), min(box[1] for box in boxes)]
    whole += [max(box[2] for box in boxes), max(box[3] for box in boxes)]
    collection: dict[str, Any] = {
        "type": "Collection",
        "stac_version": STAC_VERSION,
        "id": "unveil",
        "title": "Sentinel-2 without clouds",
        "description": "Sentinel-2 scenes whose clouds and shadows were removed with the help of Sentinel-1 by Unveil.",
        "license": "other",
        "keywords": ["Sentinel-2", "Sentinel-1", "cloud removal"],
        "extent": {"spatial": {"bbox": [whole]}, "temporal": {"interval": [[moments[0], moments[-1]]]}},
        "links": [
            {"rel": "root", "href": f"./{COLLECTION}", "type": "application/json"},
            *(
                {"rel": "item", "href": f"./{path.parent.name}/{path.name}", "type": "application/geo+json"}
                for path in items
            ),
        ],
    }
    write_item(collection, folder / COLLECTION)
    return len(items)


def _item(path: Path) -> dict[str, Any] | None:
    item = read_item(path) if path.stem == path.parent.name else None
    return item if item is not None and item.get("type") == "Feature" and "datetime" in item["properties"] else None
