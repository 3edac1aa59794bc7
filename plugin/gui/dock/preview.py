"""What a run has finished, on the map while it goes on: pictures of rows, laid over the scene."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsMultiBandColorRenderer, QgsPointXY, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem
from qgis.PyQt.QtCore import QObject, QPointF, QRect, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPen

LONGEST = 1200
"""Pixels along the longer side of the picture of a scene."""


class Strips(QObject):
    """Makes small pictures of finished rows in the thread of the run.

    made: the corners of the whole result on its map, its size in pixels, the row and the number of rows of the strip,
    and its red, green and blue [n, m, 3] as bytes.
    """

    made = pyqtSignal(object, tuple, tuple, object)

    def __init__(self, bands: tuple[int, int, int], ranges: tuple, parent: QObject | None = None):
        """Draw those bands, counted from 1, each from black to white as `ranges` say."""
        super().__init__(parent)
        self._bands = [band - 1 for band in bands]
        low, high = np.array(ranges, dtype=np.float32).T
        self._low, self._gain = low, 255 / np.maximum(high - low, 1e-9)

    def take(self, grid, top: int, rows: np.ndarray) -> None:
        """Show rows [bands, n, width] of a result on a grid."""
        step = max(1, -(-max(grid.width, grid.height) // LONGEST))
        first = -top % step
        seen = rows[self._bands, first::step, ::step].astype(np.float32)
        if not seen.shape[1]:
            return
        colours = (np.moveaxis(seen, 0, -1) - self._low) * self._gain
        pixels = np.nan_to_num(np.clip(colours, 0, 255)).astype(np.uint8)
        corners = grid.place(0, 0), grid.place(grid.width, grid.height)
        self.made.emit(corners, (grid.width, grid.height), (top, rows.shape[1]), np.ascontiguousarray(pixels))


class PreviewItem(QgsMapCanvasItem):
    """Paints the strips over the map, and a line where the run has come to."""

    def __init__(self, canvas: QgsMapCanvas):
        super().__init__(canvas)
        self._canvas = canvas
        self._image = None
        self._corners = None
        self._done = 0.0
        # Above the comparison, which may be on the map as well.
        self.setZValue(60)

    def add(self, corners, size, rows, pixels: np.ndarray) -> None:
        """Paint a strip of a result whose upper left and lower right corners lie there on the map."""
        width, height = size
        if self._image is None:
            longest = max(width, height)
            scale = min(1.0, LONGEST / longest)
            made = (max(int(width * scale), 1), max(int(height * scale), 1))
            self._image = QImage(*made, QImage.Format.Format_ARGB32)
            self._image.fill(QColor(0, 0, 0, 0))
            self._corners = corners
        lines, columns, _ = pixels.shape
        strip = QImage(pixels.tobytes(), columns, lines, 3 * columns, QImage.Format.Format_RGB888)
        top, number = rows
        painter = QPainter(self._image)
        across = self._image.height() / height
        first, last = round(top * across), round((top + number) * across)
        painter.drawImage(QRect(0, first, self._image.width(), max(last - first, 1)), strip)
        painter.end()
        self._done = (top + number) / height
        self.place()

    def place(self, *_) -> None:
        """Lay the item over what the canvas shows."""
        self.setRect(self._canvas.extent())
        self.update()

    def updatePosition(self):  # noqa: N802
        self.place()

    def boundingRect(self):  # noqa: N802
        return QRectF(0, 0, self._canvas.width(), self._canvas.height())

    def paint(self, painter, option=None, widget=None):
        if self._image is None:
            return
        transform = self._canvas.getCoordinateTransform()
        upper, lower = (transform.transform(QgsPointXY(*corner)).toQPointF() for corner in self._corners)
        where, view = QRectF(upper, lower), self.boundingRect()
        # A project that was closed meanwhile shows another place, where the scene lies farther off than a line reaches.
        if not where.intersects(view):
            return
        painter.save()
        painter.translate(-self.pos())
        painter.drawImage(where, self._image)
        line = where.top() + self._done * where.height()
        if self._done < 1 and view.top() <= line <= view.bottom():
            seen = where & view
            painter.setPen(QPen(QColor(255, 200, 0), 2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(seen.left(), line), QPointF(seen.right(), line))
        painter.restore()


class Preview(QObject):
    """The preview of one run on one canvas: begins with a scene, ends with the run."""

    def __init__(self, canvas: QgsMapCanvas, parent: QObject | None = None):
        super().__init__(parent)
        self._canvas = canvas
        self._item = None

    def begin(self, layer: QgsRasterLayer) -> Strips | None:
        """Return what makes the pictures for a scene; None where it is not drawn in three colours, or lies elsewhere.

        A map in another CRS than the scene's would need every strip warped.
        """
        self.end()
        renderer = layer.renderer()
        if (
            not isinstance(renderer, QgsMultiBandColorRenderer)
            or layer.crs() != self._canvas.mapSettings().destinationCrs()
        ):
            return None
        from ...styling import is_unstyled
        from ...true_colour import true_colour_renderer

        if is_unstyled(layer):
            renderer = true_colour_renderer(layer) or renderer
        bands = (renderer.redBand(), renderer.greenBand(), renderer.blueBand())
        stretches = (
            renderer.redContrastEnhancement(),
            renderer.greenContrastEnhancement(),
            renderer.blueContrastEnhancement(),
        )
        if None in stretches or min(bands) < 1:
            return None
        ranges = tuple((stretch.minimumValue(), stretch.maximumValue()) for stretch in stretches)
        strips = Strips(bands, ranges, self)
        self._item = PreviewItem(self._canvas)
        strips.made.connect(self._add)
        return strips

    def end(self) -> None:
        """Take the pictures off the map."""
        if self._item is not None:
            self._canvas.scene().removeItem(self._item)
            self._item = None

    def _add(self, corners, size, rows, pixels):
        if self._item is not None:
            self._item.add(corners, size, rows, pixels)

    @property
    def extent(self) -> QgsRectangle | None:
        """Where the pictures lie on the map; None while there are none."""
        if self._item is None or self._item._corners is None:
            return None
        (left, top), (right, bottom) = self._item._corners
        return QgsRectangle(left, bottom, right, top)
