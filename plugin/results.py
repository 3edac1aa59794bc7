"""News of finished runs, for those parts of the desktop that offer something to do with them."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, pyqtSignal


class Results(QObject):
    """arrived: the ids of the input layer and of the result that was made of it, in the main thread."""

    arrived = pyqtSignal(str, str)


results = Results()
