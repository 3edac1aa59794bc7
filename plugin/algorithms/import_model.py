"""`unveil:importmodel`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..feedback import ProcessingFeedback
from ..paths import model_folders
from ..translation import tr
from .base import UnveilAlgorithm, sentences


class ImportModel(UnveilAlgorithm):
    """Weights that somebody published or trained become a model of the user's own."""

    INPUT = "INPUT"
    NAME = "NAME"
    CLOUDY = "CLOUDY"
    RADAR = "RADAR"
    CLEAR = "CLEAR"
    MODEL = "MODEL"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterFile(
                self.INPUT,
                tr("Checkpoint"),
                fileFilter=tr("Checkpoints (*.pth *.pt *.tar *.ckpt *.safetensors);;All files (*)"),
            ),
            tr("GLF-CR's or Cloud-Removal's file of weights, or weights that Unveil's networks were trained to."),
        )
        self.add(
            QgsProcessingParameterString(self.NAME, tr("Name of the model"), optional=True),
            tr("Its id is made of this: lower-case letters, digits and dashes. Empty: the name of the file."),
        )
        for name, text, help_text in (
            (self.CLOUDY, tr("Cloudy raster for the test"), tr("Sentinel-2 L1C, 13 bands in DN.")),
            (self.RADAR, tr("Radar raster for the test"), tr("Sentinel-1 VV and VH in dB, of the same place.")),
            (self.CLEAR, tr("Clear raster for the test"), tr("The cloudy raster's place and grid without clouds.")),
        ):
            self.add(QgsProcessingParameterRasterLayer(name, text, optional=True), help_text, advanced=True)
        self.addOutput(QgsProcessingOutputString(self.MODEL, tr("Id of the new model")))

    def name(self):
        return "importmodel"

    def displayName(self):  # noqa: N802
        return tr("Import model")

    def shortDescription(self):  # noqa: N802
        return tr("Makes a model of published weights (GLF-CR, Cloud-Removal) or of your own.")

    def tags(self):
        return ["checkpoint", "weights", "pytorch", "onnx", "glf-cr", "safetensors"]

    def check_inputs(self, parameters, context):
        from ...models.checkpoints import file_kind
        from ...models.importing import check_name

        path, name = self._file(parameters, context)
        file_kind(path)
        check_name(name, model_folders()[0])
        self._pair_layers(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._pair = self._pair_layers(parameters, context)
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.evaluation.importing import read_pair
        from ...models.importing import import_checkpoint

        path, name = self._file(parameters, context)
        progress = ProcessingFeedback(feedback)

        def report(share, text):
            progress.check()
            progress.progress(share)
            progress.info(text)

        try:
            with sentences():
                pair = read_pair(*self._pair) if self._pair else None
                card = import_checkpoint(path, name, model_folders()[0], pair, report=report)
        except Cancelled:
            return {}
        for row in card.scores:
            feedback.pushInfo(tr("Self-test, {}: {} dB").format(row["name"], row["psnr"]))
        return {self.MODEL: card.id}

    def _file(self, parameters, context):
        path = Path(self.parameterAsFile(parameters, self.INPUT, context))
        return path, self.parameterAsString(parameters, self.NAME, context) or path.stem

    def _pair_layers(self, parameters, context):
        """Return the descriptions of cloudy, radar and clear raster, or () where none is given."""
        given = [self.raster(parameters, name, context)[0] for name in (self.CLOUDY, self.RADAR, self.CLEAR)]
        if not any(given):
            return ()
        if not all(given):
            raise QgsProcessingException(tr("The test needs all three rasters: cloudy, radar and clear; or none."))
        return tuple(given)
