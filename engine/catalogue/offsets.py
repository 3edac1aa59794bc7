"""Whether the +1000 of processing baseline 04.00 is still in a catalogue's files: what it states, and what values say.

Statements are known to be wrong for some items of public catalogues, in both directions, so the values decide where
they can: a band that holds dark pixels below 900 DN has no offset in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unveil.engine.feedback import Feedback
from unveil.engine.sentinel.optical import has_offset

_BASELINE = 4.0


def stated_offset(item: Mapping[str, Any], asset: Mapping[str, Any]) -> bool | None:
    """Return whether an item states that the offset is in its files; None where it states nothing."""
    properties = item["properties"]
    if "earthsearch:boa_offset_applied" in properties:
        return not properties["earthsearch:boa_offset_applied"]
    places = [asset, *(asset.get("raster:bands") or []), *(asset.get("bands") or [])]
    for place in places:
        for name in ("raster:offset", "offset"):
            value = place.get(name) if isinstance(place, Mapping) else None
            if isinstance(value, (int, float)):
                return value < -0.01
    for name in ("s2:processing_baseline", "processing:version"):
        try:
            return float(str(properties[name])) >= _BASELINE
        except (KeyError, ValueError):
            continue
    return None


def choose_offset(stated: bool | None, floors: Mapping[str, float], feedback: Feedback) -> str:
    """Return the offset to remove, "1000" or "none"; floors: 1st percentile in DN of each band's measurements."""
    in_values = has_offset(floors)
    least = min(floors.values())
    if stated is None or stated == in_values:
        return "1000" if in_values else "none"
    if stated:
        feedback.warn(
            f"The catalogue states that the offset of 1000 is still in the files, but their darkest band begins at "
            f"{least:.0f} DN; nothing is subtracted."
        )
        return "none"
    feedback.warn(
        "The catalogue states that the offset of 1000 is not in the files, but every band begins above "
        f"{least:.0f} DN; 1000 is subtracted."
    )
    return "1000"
