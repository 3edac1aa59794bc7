"""The Processing provider `unveil`."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.benchmark import Benchmark
from .algorithms.evaluate import Evaluate
from .algorithms.import_model import ImportModel
from .algorithms.mask_clouds import MaskClouds
from .algorithms.prepare_sentinel1 import PrepareSentinel1
from .algorithms.prepare_sentinel2 import PrepareSentinel2
from .algorithms.remove_clouds import RemoveClouds
from .paths import ICON

ALGORITHMS = (MaskClouds, RemoveClouds, PrepareSentinel2, PrepareSentinel1, ImportModel, Evaluate, Benchmark)


class UnveilProvider(QgsProcessingProvider):
    """Cloud masking and SAR-assisted cloud removal for Sentinel-2."""

    def id(self):
        return "unveil"

    def name(self):
        return "Unveil"

    def icon(self):
        return QIcon(str(ICON))

    def svgIconPath(self):  # noqa: N802
        return str(ICON)

    def loadAlgorithms(self):  # noqa: N802
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())

    def supportedOutputRasterLayerExtensions(self):  # noqa: N802
        return ["tif"]

    def defaultRasterFileExtension(self, hasLayers=True):  # noqa: N802, N803
        return "tif"
