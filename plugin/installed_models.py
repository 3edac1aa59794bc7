"""The models that are installed, as the plugin lists them."""

from __future__ import annotations

from qgis.core import Qgis, QgsMessageLog

from .paths import model_folders

_told: set[str] = set()
"""Sentences that are in QGIS's log already: every algorithm that is created lists the models anew."""


def installed_models():
    """Return the cards of all models that can be used; those that cannot are named in QGIS's log, once each."""
    from ..models.registry import list_models

    return list_models(model_folders(), _warn)


def _warn(text: str) -> None:
    if text not in _told:
        _told.add(text)
        QgsMessageLog.logMessage(text, "Unveil", Qgis.MessageLevel.Warning)
