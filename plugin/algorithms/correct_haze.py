"""`unveil:correcthaze`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..feedback import ProcessingFeedback
from ..gui_defaults import suggest_layers
from ..styling import style_of, style_result
from ..translation import tr
from .base import UnveilAlgorithm, described, sentences


class CorrectHaze(UnveilAlgorithm):
    """A Sentinel-2 scene in, the same without its thin cloud out."""

    INPUT = "INPUT"
    MASK = "MASK"
    OUTPUT = "OUTPUT"
    KIND = "KIND"
    CORRECTED = "CORRECTED"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Sentinel-2 raster")),
            tr("L1C or L2A in DN (reflectance x 10000) with named bands: B2, B4 and an infrared one at least."),
        )
        self.add_mask(self.MASK, tr("Where cloud, thin or thick, lies. Left empty, the mask detector makes one."))
        self.add_mask_method("MASK_METHOD")
        self.add_mask_dilation("MASK_DILATION")
        self.add_mask_coding("MASK_CODING")
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Scene without thin cloud")),
            tr("On the raster's own grid; clear ground, shadow and thick cloud stay as they are."),
        )
        self.add_form()
        suggest_layers(self, optical=self.INPUT)
        self.addOutput(QgsProcessingOutputString(self.KIND, tr("Kind of thin cloud")))
        self.addOutput(QgsProcessingOutputNumber(self.CORRECTED, tr("Corrected (% of the scene)")))

    def name(self):
        return "correcthaze"

    def displayName(self):  # noqa: N802
        return tr("See through thin cloud")

    def shortDescription(self):  # noqa: N802
        return tr("Takes cirrus and haze off a Sentinel-2 scene, without radar and without a network.")

    def tags(self):
        return ["haze", "cirrus", "thin cloud", "dehaze", "atmosphere", "sentinel-2"]

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            source, layer = self.source(parameters, self.INPUT, context)
            self._sources = source, self.mask_source(parameters, self.MASK, context)
            self._form = self.form(parameters, context)
        self._layer_name, self._layer_id = layer.name(), layer.id()
        self._renderer = style_of(layer)
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.removal.haze import HazeSettings, correct_haze
        from ...engine.scene.mask import Masking, MaskReading

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        dilation = self.parameterAsDouble(parameters, "MASK_DILATION", context)
        coding = self.parameterAsEnumString(parameters, "MASK_CODING", context)
        method = self.parameterAsEnumString(parameters, "MASK_METHOD", context)
        reading = MaskReading(coding, dilation=dilation, use="looked through")
        try:
            with sentences():
                optical, mask = described(self._sources)
                settings = HazeSettings(Masking(mask, method, reading), self._form)
                report = correct_haze(optical, output, settings, ProcessingFeedback(feedback))
        except Cancelled:
            return {}
        name = tr("{} without thin cloud").format(self._layer_name)
        style_result(context, output, name, self._renderer, self._layer_id)
        return {self.OUTPUT: output, self.KIND: report.kind, self.CORRECTED: round(report.corrected, 2)}
