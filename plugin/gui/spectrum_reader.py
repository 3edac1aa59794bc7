"""Reading the spectra of one pixel in several layers, outside the main thread: a JPEG 2000 scene may take seconds."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

from qgis.core import QgsPointXY, QgsRaster, QgsRasterDataProvider, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal


class SpectrumReader(QObject):
    """Reads in a thread of its own; of several requests in a row only the last is answered.

    arrived: [(layer's name, {band: value})] in the order in which the layers were given, in the main thread.
    """

    arrived = pyqtSignal(list)
    _read = pyqtSignal(int, list)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(1, "spectra")
        self._latest = 0
        self._read.connect(self._answer)

    def ask(self, layers: list[QgsRasterLayer], point: QgsPointXY, settings) -> None:
        """Read the pixels of `layers` at a point of the map that has these map settings."""
        self._latest += 1
        # The thread gets copies: layers belong to the main thread and may be removed meanwhile.
        jobs = [
            (layer.name(), layer.dataProvider().clone(), settings.mapToLayerCoordinates(layer, point), bands_of(layer))
            for layer in layers
        ]
        self._threads.submit(self._work, self._latest, jobs)

    def forget(self) -> None:
        """Leave what was asked for unanswered."""
        self._latest += 1

    def stop(self) -> None:
        """End the thread, and wait until what it reads now is read: QGIS may be about to take GDAL away."""
        self.forget()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _work(self, number: int, jobs: list) -> None:
        lines = [(name, spectrum(provider, place, bands)) for name, provider, place, bands in jobs]
        self._read.emit(number, lines)

    def _answer(self, number: int, lines: list) -> None:
        if number == self._latest:
            self.arrived.emit(lines)


def bands_of(layer: QgsRasterLayer) -> dict[int, str]:
    """Return {number: Sentinel-2 name} of a layer's bands; 13 bands without names are those of L1C in their order."""
    from ...engine.sentinel.bands import SENTINEL2, optical_name

    names = {number: optical_name(layer.bandName(number)) for number in range(1, layer.bandCount() + 1)}
    if not any(names.values()) and layer.bandCount() == len(SENTINEL2):
        names = dict(enumerate(SENTINEL2, 1))
    return {number: name for number, name in names.items() if name}


def spectrum(provider: QgsRasterDataProvider, place: QgsPointXY, bands: dict[int, str]) -> dict[str, float]:
    """Return {band: value} of the pixel at a place in the provider's CRS; without those that have no data there."""
    found = provider.identify(place, QgsRaster.IdentifyFormat.IdentifyFormatValue).results()
    values = {name: found.get(number) for number, name in bands.items()}
    return {name: float(value) for name, value in values.items() if value is not None and math.isfinite(value)}
