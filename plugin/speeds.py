"""How fast models are here, remembered in the profile's settings."""

from __future__ import annotations

from qgis.core import QgsSettings

_GROUP = "unveil/speed"


def remembered_speed(card, device: str):
    """Return the `Speed` of a model on a device that was asked for, or None where it was not measured yet."""
    from ..models.speed import speed_key, speed_of_text

    return speed_of_text(QgsSettings().value(f"{_GROUP}/{speed_key(card, device)}", "", type=str))


def remember_speed(card, device: str, speed) -> None:
    """Keep a measured `Speed` for the next estimate."""
    from ..models.speed import speed_key

    QgsSettings().setValue(f"{_GROUP}/{speed_key(card, device)}", speed.as_text())
