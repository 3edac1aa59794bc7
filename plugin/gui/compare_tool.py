"""The map tool of the comparison: drags the divider, moves it with the arrow keys, asks for the spectra of a pixel."""

from __future__ import annotations

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapTool
from qgis.PyQt.QtCore import Qt, pyqtSignal

GRIP = 12
"""How near the mouse must be to the divider to take hold of it, in pixels."""

STEP = 0.02
"""How far an arrow key moves the divider, as a fraction of the canvas."""


class CompareTool(QgsMapTool):
    """Dragging the divider moves it, dragging elsewhere moves the map, and a click asks for the pixel's spectra."""

    moved = pyqtSignal(float)
    picked = pyqtSignal(QgsPointXY)

    def __init__(self, canvas: QgsMapCanvas):
        super().__init__(canvas)
        self.fraction = 0.5
        self.vertical = True
        self._held = False
        self._pressed = None
        self._panning = False

    def canvasPressEvent(self, event):  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = event.pixelPoint()
        self._held = self._is_near(event.pixelPoint())

    def canvasMoveEvent(self, event):  # noqa: N802
        if self._held:
            self._move(self._fraction(event.pixelPoint()))
        elif self._pressed is not None:
            if self._panning or (event.pixelPoint() - self._pressed).manhattanLength() > 4:
                self._panning = True
                self.canvas().panAction(event)
        else:
            near = self._is_near(event.pixelPoint())
            beside = Qt.CursorShape.SplitHCursor if self.vertical else Qt.CursorShape.SplitVCursor
            self.canvas().setCursor(beside if near else Qt.CursorShape.CrossCursor)

    def canvasReleaseEvent(self, event):  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        if self._panning:
            self.canvas().panActionEnd(event.pixelPoint())
        elif not self._held:
            self.picked.emit(event.mapPoint())
        self._pressed, self._held, self._panning = None, False, False

    def keyPressEvent(self, event):  # noqa: N802
        back, on = Qt.Key.Key_Left, Qt.Key.Key_Right
        if not self.vertical:
            back, on = Qt.Key.Key_Up, Qt.Key.Key_Down
        if event.key() in (back, on):
            self._move(self.fraction + (STEP if event.key() == on else -STEP))
            event.ignore()  # tells the canvas that the key was used, so that it does not pan
        else:
            event.accept()

    def _move(self, fraction: float) -> None:
        self.fraction = min(max(fraction, 0.0), 1.0)
        self.moved.emit(self.fraction)

    def _fraction(self, point) -> float:
        if self.vertical:
            return point.x() / max(self.canvas().width(), 1)
        return point.y() / max(self.canvas().height(), 1)

    def _is_near(self, point) -> bool:
        length = self.canvas().width() if self.vertical else self.canvas().height()
        return abs(self._fraction(point) - self.fraction) * length <= GRIP
