"""A small plot of the spectra of one pixel in several layers."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QWidget

from ..translation import tr
from .compare_item import number_of

WAVELENGTHS = {
    "B1": 443, "B2": 492, "B3": 560, "B4": 665, "B5": 704, "B6": 741, "B7": 783,
    "B8": 833, "B8A": 865, "B9": 945, "B10": 1374, "B11": 1614, "B12": 2202,
}  # fmt: skip
"""Central wavelengths of Sentinel-2's bands in nanometres (ESA)."""

COLOURS = ("#d95f02", "#1b9e77", "#7570b3")
"""Of the layers before and after, and of the reference."""


class SpectrumPlot(QWidget):
    """Lines of digital number over wavelength: the layer before, the one after, and dashed the reference."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.lines = []
        self.values = []
        self._pointed = None
        self.setMinimumHeight(170)
        self.setMouseTracking(True)

    def sizeHint(self):  # noqa: N802
        return QSize(320, 210)

    def show_lines(self, lines) -> None:
        """Draw [(name, {band: DN})]; bands without a known wavelength are left out."""
        self.values = [(name, dict(values)) for name, values in lines]
        self.lines = [
            (name, sorted((WAVELENGTHS[band], value) for band, value in values.items() if band in WAVELENGTHS))
            for name, values in lines
        ]
        self.update()

    def table(self) -> list[list[str]]:
        """Return what is drawn as rows of text, the first one with the names: band, wavelength, one column a layer."""
        rows = [["band", "wavelength_nm", *(name for name, _ in self.values)]]
        for band, nanometres in WAVELENGTHS.items():
            if any(band in values for _, values in self.values):
                found = (values.get(band) for _, values in self.values)
                rows.append([band, str(nanometres), *("" if value is None else f"{value:g}" for value in found)])
        return rows

    def pointed(self) -> str:
        """Return the values of the band under the cursor as a line, "" where there is none."""
        if self._pointed is None or not self.values:
            return ""
        found = [f"{name} {values[self._pointed]:.0f}" for name, values in self.values if self._pointed in values]
        return f"{self._pointed} ({WAVELENGTHS[self._pointed]} nm): " + ", ".join(found) if found else ""

    def mouseMoveEvent(self, event):  # noqa: N802
        area = self._area()
        at = event.pos()
        self._pointed = None
        if area.contains(QPointF(at)):
            bands = {band for _, values in self.values for band in values if band in WAVELENGTHS}
            across = {band: _point(area, 1.0, WAVELENGTHS[band], 0).x() for band in bands}
            self._pointed = min(across, key=lambda band: abs(across[band] - at.x()), default=None)
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event):  # noqa: N802
        self._pointed = None
        self.update()
        super().leaveEvent(event)

    def _area(self):
        return QRectF(self.rect()).adjusted(46, 10 + 16 * max(len(self.lines), 1), -12, -46)

    def paintEvent(self, event):  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("white"))
        area = self._area()
        points = [value for _, line in self.lines for _, value in line]
        if not points or area.height() < 20:
            painter.setPen(QColor("#555555"))
            hint = tr("Click a pixel of the map to see its spectra.")
            painter.drawText(self.rect(), number_of(Qt.AlignmentFlag.AlignCenter), hint)
            painter.end()
            return
        top = _round_up(max(points))
        self._paint_axes(painter, area, top)
        for index, (name, line) in enumerate(self.lines):
            self._paint_line(painter, index, name, [_point(area, top, *pair) for pair in line], area)
        self._paint_pointed(painter, area)
        painter.end()

    def _paint_pointed(self, painter, area):
        text = self.pointed()
        if not text:
            return
        across = _point(area, 1.0, WAVELENGTHS[self._pointed], 0).x()
        painter.setPen(QPen(QColor("#888888"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(across, area.top()), QPointF(across, area.bottom()))
        painter.setPen(QColor("#222222"))
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 12)
        painter.drawText(QRectF(6, self.height() - 20, self.width() - 12, 16), text)

    def _paint_line(self, painter, index, name, points, area):
        colour = QColor(COLOURS[index % len(COLOURS)])
        style = Qt.PenStyle.SolidLine if index < 2 else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 2, style))
        painter.drawPolyline(QPolygonF(points))
        painter.drawLine(QPointF(area.left(), 12 + 16 * index), QPointF(area.left() + 18, 12 + 16 * index))
        painter.setBrush(colour)
        painter.setPen(QPen(colour, 1))
        for point in points:
            painter.drawEllipse(point, 2, 2)
        painter.setPen(QColor("#333333"))
        room = int(area.width()) - 24
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QPointF(area.left() + 24, 16 + 16 * index), name)

    def _paint_axes(self, painter, area, top):
        for step in range(5):
            value = top * step / 4
            left = _point(area, top, 400, value)
            painter.setPen(QColor("#cccccc"))
            painter.drawLine(left, _point(area, top, 2300, value))
            painter.setPen(QColor("#555555"))
            painter.drawText(
                QRectF(0, left.y() - 8, area.left() - 6, 16), number_of(Qt.AlignmentFlag.AlignRight), f"{value:.0f}"
            )
        painter.drawText(QRectF(0, area.top() - 26, area.left() - 6, 16), number_of(Qt.AlignmentFlag.AlignRight), "DN")
        for nanometres in (500, 1000, 1500, 2000):
            place = _point(area, top, nanometres, 0)
            painter.drawText(
                QRectF(place.x() - 30, place.y() + 4, 60, 16),
                number_of(Qt.AlignmentFlag.AlignHCenter),
                f"{nanometres} nm",
            )


def _point(area, top, nanometres, value):
    across = (nanometres - 400) / (2300 - 400)
    return QPointF(area.left() + across * area.width(), area.bottom() - value / top * area.height())


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 5 times a power of ten, at least 100."""
    step = 100.0
    while True:
        for factor in (1, 2, 5):
            if factor * step >= value:
                return factor * step
        step *= 10
