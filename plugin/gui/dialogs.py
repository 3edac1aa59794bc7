"""Opening the dialogs of algorithms as the toolbox does, from menus, the dock and the context menu of layers."""

from __future__ import annotations

from qgis.PyQt import sip

_open: dict[int, object] = {}
"""Dialogs by the number of their object.

They belong to QGIS's window, whose Python object comes and goes: without a reference of our own theirs goes with it,
and what is left on the screen is a dialog of QGIS's own that neither estimates nor runs.
"""


def open_dialog(name: str, parameters: dict) -> None:
    """Show the dialog of an algorithm, filled with parameters."""
    from processing import createAlgorithmDialog

    dialog = createAlgorithmDialog(name, parameters)
    if dialog is not None:
        keep(dialog)
        dialog.show()


def keep(dialog) -> None:
    """Keep a dialog until QGIS has deleted it, and those no longer that it has."""
    for number in [number for number, each in _open.items() if sip.isdeleted(each)]:
        del _open[number]
    _open[id(dialog)] = dialog


def close_all() -> None:
    """Close what is still open, before the plugin goes; a dialog that runs is left to QGIS."""
    for dialog in list(_open.values()):
        if not sip.isdeleted(dialog):
            dialog.reject()
    _open.clear()
