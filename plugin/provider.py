"""The Processing provider `unveil`."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.adapt_model import AdaptModel
from .algorithms.benchmark import Benchmark
from .algorithms.correct_haze import CorrectHaze
from .algorithms.evaluate import Evaluate
from .algorithms.fetch_scene import FetchScene
from .algorithms.import_model import ImportModel
from .algorithms.mask_clouds import MaskClouds
from .algorithms.prepare_sentinel1 import PrepareSentinel1
from .algorithms.prepare_sentinel2 import PrepareSentinel2
from .algorithms.remove_clouds import RemoveClouds
from .algorithms.train_model import TrainModel
from .paths import ICON, RESOURCES
from .shipped_model import ShippedModel

ALGORITHMS = (
    MaskClouds,
    RemoveClouds,
    CorrectHaze,
    PrepareSentinel2,
    PrepareSentinel1,
    FetchScene,
    ImportModel,
    TrainModel,
    AdaptModel,
    Evaluate,
    Benchmark,
)


MODELS = RESOURCES / "models"


class UnveilProvider(QgsProcessingProvider):
    """Cloud masking and SAR-assisted cloud removal for Sentinel-2."""

    def __init__(self):
        super().__init__()
        QgsApplication.processingRegistry().providerAdded.connect(self._registered)

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
        # The steps of a model are looked up by their ids, which nobody knows before this provider is registered.
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            self._load_models()

    def _load_models(self):
        for path in sorted(MODELS.glob("*.model3")):
            model = ShippedModel()
            if model.fromFile(str(path)):
                self.addAlgorithm(model)

    def _registered(self, name):
        if name == self.id():
            self.refreshAlgorithms()

    def supportedOutputRasterLayerExtensions(self):  # noqa: N802
        return ["tif"]

    def defaultRasterFileExtension(self, hasLayers=True):  # noqa: N802, N803
        return "tif"
