"""What the comparison paints over the canvas: one layer on either side of a divider."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPen

HANDLE = 9
"""Half the size of the divider's handle in pixels."""

CROSS = (3, 10)
"""Where the arms of the cross on the picked pixel begin and end, in pixels from its middle."""


def number_of(flags) -> int:
    """Return Qt's flags as the number that text painting takes, in Qt 5 and Qt 6."""
    return int(getattr(flags, "value", flags))


class CompareItem(QgsMapCanvasItem):
    """Paints `before` left of (or above) the divider and `after` right of (or below) it.

    third: a picture that shares the second side with `after`, half and half; None for none.

    fraction: where the divider stands, 0 to 1 of the canvas. vertical: whether the divider is an upright line.
    only: "before", "after" or None; one of them over the whole canvas, for flickering.
    picked: the point of the map whose spectra are shown, or None.
    """

    def __init__(self, canvas: QgsMapCanvas, before, after):
        super().__init__(canvas)
        self._canvas = canvas
        self.before, self.after = before, after
        self.third = None
        self.names = ("", "", "")
        self.fraction = 0.5
        self.vertical = True
        self.only = None
        self.picked = None
        self.setZValue(50)

    def place(self) -> None:
        """Lay the item over what the canvas shows."""
        self.setRect(self._canvas.extent())
        self.update()

    def boundingRect(self):  # noqa: N802 (the name is Qt's)
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def paint(self, painter, option=None, widget=None):
        painter.save()
        painter.translate(-self.pos())
        whole = QRectF(0, 0, self._canvas.width(), self._canvas.height())
        for part, picture, name, left in self._panes(whole):
            self._paint_picture(painter, part, picture)
            self._paint_name(painter, part, name, left)
        if self.only is None:
            self._paint_divider(painter, whole)
        if self.picked is not None:
            self._paint_cross(painter)
        painter.restore()

    def _panes(self, whole):
        """Return (part of the canvas, picture, name, whether the name stands on the left) of each pane."""
        if self.only is not None:
            picture, name = (self.before, self.names[0]) if self.only == "before" else (self.after, self.names[1])
            return [(whole, picture, name, self.only == "before")]
        first, second = self._halves(whole)
        if self.third is None:
            return [(first, self.before, self.names[0], True), (second, self.after, self.names[1], False)]
        middle, last = QRectF(second), QRectF(second)
        if self.vertical:
            middle.setWidth(second.width() / 2)
            last.setLeft(middle.right())
        else:
            middle.setHeight(second.height() / 2)
            last.setTop(middle.bottom())
        return [
            (first, self.before, self.names[0], True),
            (middle, self.after, self.names[1], True),
            (last, self.third, self.names[2], False),
        ]

    def _halves(self, whole):
        if self.vertical:
            edge = whole.width() * self.fraction
            return QRectF(0, 0, edge, whole.height()), QRectF(edge, 0, whole.width() - edge, whole.height())
        edge = whole.height() * self.fraction
        return QRectF(0, 0, whole.width(), edge), QRectF(0, edge, whole.width(), whole.height() - edge)

    def _paint_picture(self, painter, part, picture):
        painter.save()
        painter.setClipRect(part)
        painter.fillRect(part, self._canvas.canvasColor())
        if picture.image is not None:
            # While the canvas moves, the last picture moves with it until the next one is drawn.
            transform = self._canvas.getCoordinateTransform()
            upper_left, lower_right = (transform.transform(corner).toQPointF() for corner in picture.corners)
            painter.drawImage(QRectF(upper_left, lower_right), picture.image)
        painter.restore()

    def _paint_name(self, painter, part, name, first):
        if not name or part.width() < 40 or part.height() < 30:
            return
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        box = QRectF(part).adjusted(8, 6, -8, -6)
        # The middle of a product's name is what its dates have in common.
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, int(box.width()))
        right = self.vertical and not first
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        # At the bottom, for QGIS's messages cover the top of the canvas.
        flags = number_of(Qt.AlignmentFlag.AlignBottom | side)
        text = painter.boundingRect(box, flags, name).adjusted(-4, -2, 4, 2)
        painter.save()
        painter.setClipRect(part)
        painter.fillRect(text, QColor(0, 0, 0, 150))
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(box, flags, name)
        painter.restore()

    def _paint_divider(self, painter, whole):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = whole.width() / 2, whole.height() / 2
        edges = [part for part, *_ in self._panes(whole)][1:]
        for edge in edges:
            line = (
                (edge.left(), 0, edge.left(), whole.height())
                if self.vertical
                else (0, edge.top(), whole.width(), edge.top())
            )
            for width, colour in ((4, QColor(0, 0, 0, 120)), (2, QColor(255, 255, 255))):
                painter.setPen(QPen(colour, width))
                painter.drawLine(*(int(value) for value in line))
        if self.vertical:
            x = edges[0].left()
        else:
            y = edges[0].top()
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawEllipse(QRectF(x - HANDLE, y - HANDLE, 2 * HANDLE, 2 * HANDLE))

    def _paint_cross(self, painter):
        place = self.toCanvasCoordinates(self.picked)
        for width, colour in ((4, QColor(0, 0, 0, 160)), (2, QColor(255, 230, 0))):
            painter.setPen(QPen(colour, width))
            for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                near, far = CROSS
                painter.drawLine(
                    QPointF(place.x() + near * across, place.y() + near * down),
                    QPointF(place.x() + far * across, place.y() + far * down),
                )
