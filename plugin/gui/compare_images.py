"""Pictures of single layers at the canvas's extent, rendered outside the main thread."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsMapRendererParallelJob, QgsMapSettings
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage


class LayerPicture(QObject):
    """The latest picture of one layer. Asking again abandons a picture that is still being drawn.

    corners: the points of the map at the picture's upper left and lower right.
    """

    drawn = pyqtSignal()

    def __init__(self, parent: QObject):
        super().__init__(parent)
        self.image: QImage | None = None
        self.corners = None
        self._job = None
        self._layer = ""
        self._abandoned = []

    def draw(self, layer: QgsMapLayer, canvas_settings: QgsMapSettings) -> None:
        """Begin to draw the layer as the canvas would, whatever its visibility; `drawn` comes when it is done."""
        self.stop()
        if layer.id() != self._layer:
            # No other layer is shown under this one's name.
            self._layer, self.image = layer.id(), None
        settings = QgsMapSettings(canvas_settings)
        settings.setLayers([layer])
        settings.setBackgroundColor(QColor(Qt.GlobalColor.transparent))
        self._job = QgsMapRendererParallelJob(settings)
        self._job.finished.connect(self._take)
        self._job.start()

    def stop(self) -> None:
        """Abandon the picture that is being drawn, without waiting for it."""
        if self._job is None:
            return
        job, self._job = self._job, None
        job.finished.disconnect(self._take)
        # The job must live until its threads have ended.
        self._abandoned.append(job)
        job.finished.connect(self._forget)
        job.cancelWithoutBlocking()
        self._forget()

    def _forget(self) -> None:
        self._abandoned = [job for job in self._abandoned if job.isActive()]

    def _take(self) -> None:
        job, self._job = self._job, None
        self.image = job.renderedImage()
        settings = job.mapSettings()
        size = settings.outputSize()
        # Not those of the extent, which is larger on a canvas that is turned.
        self.corners = tuple(
            settings.mapToPixel().toMapCoordinates(x, y) for x, y in ((0, 0), (size.width(), size.height()))
        )
        # Not deleted inside its own signal.
        job.deleteLater()
        self.drawn.emit()
