"""What is wanted of a catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from unveil.engine.catalogue.profiles import Profile


@dataclass(frozen=True)
class FetchRequest:
    """What is wanted. item: address or path of a Sentinel-2 item, or "" to look for the one nearest to `moment`.

    box: (west, south, east, north) in degrees: what is looked for and all that is read; None reads whole scenes.
    references: how many other dates. optical, radar: the catalogues of both; radar_address, optical_address: of a
    profile without an address of its own. days: how far from `moment` a scene may lie.
    """

    optical: Profile
    radar: Profile
    item: str = ""
    box: tuple[float, float, float, float] | None = None
    moment: datetime | None = None
    references: int = 2
    days: float = 15.0
    optical_address: str = ""
    radar_address: str = ""
