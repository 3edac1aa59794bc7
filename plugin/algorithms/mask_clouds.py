"""`unveil:maskclouds`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..feedback import ProcessingFeedback
from ..styling import style_result
from ..translation import tr
from .base import UnveilAlgorithm, sentences

METHODS = ("spectral",)


class MaskClouds(UnveilAlgorithm):
    """Clouds and their shadows of a Sentinel-2 scene as a class raster."""

    INPUT = "INPUT"
    METHOD = "METHOD"
    DILATION = "DILATION"
    OUTPUT = "OUTPUT"
    PROBABILITY = "PROBABILITY"
    CLOUD_COVER = "CLOUD_COVER"
    SHADOW_COVER = "SHADOW_COVER"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Sentinel-2 L1C raster")),
            tr("13 bands of Sentinel-2 L1C in DN (reflectance x 10000), named B1 to B12 or in that order."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.METHOD, tr("Detector"), options=list(METHODS), usesStaticStrings=True, defaultValue="spectral"
            ),
            tr("spectral: thresholds on reflectance, after Meraner et al. 2020."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.DILATION,
                tr("Grow clouds and shadows by (metres)"),
                QgsProcessingParameterNumber.Type.Double,
                defaultValue=0.0,
                minValue=0.0,
                maxValue=2000.0,
            ),
            tr("Clouds fade out beyond what a detector finds; 0 leaves its answer as it is."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Cloud mask")),
            tr("0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.PROBABILITY, tr("Cloud score"), optional=True, createByDefault=False
            ),
            tr("The detector's score, 0 to 1; from 0.2 on a pixel counts as cloud."),
        )
        self.addOutput(QgsProcessingOutputNumber(self.CLOUD_COVER, tr("Cloud cover (%)")))
        self.addOutput(QgsProcessingOutputNumber(self.SHADOW_COVER, tr("Shadow cover (%)")))

    def name(self):
        return "maskclouds"

    def displayName(self):  # noqa: N802
        return tr("Mask clouds")

    def shortDescription(self):  # noqa: N802
        return tr("Finds clouds and cloud shadows in a Sentinel-2 scene.")

    def tags(self):
        return ["cloud", "mask", "shadow", "sentinel-2", "cloud cover"]

    def check_inputs(self, parameters, context):
        from ...engine.masking.spectral import BANDS
        from ...engine.sentinel.optical import open_optical

        open_optical(self.raster(parameters, self.INPUT, context)[0], BANDS)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._raster, layer = self.raster(parameters, self.INPUT, context)
        self._layer_name = layer.name()
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.masking.detect import detect_clouds

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        probability = self.parameterAsOutputLayer(parameters, self.PROBABILITY, context)
        try:
            with sentences():
                found = detect_clouds(
                    self._raster,
                    output,
                    ProcessingFeedback(feedback),
                    self.parameterAsEnumString(parameters, self.METHOD, context),
                    self.parameterAsDouble(parameters, self.DILATION, context),
                    probability or None,
                )
        except Cancelled:
            return {}
        feedback.pushInfo(
            tr("{:.2f} % cloud, {:.2f} % shadow of the valid pixels.").format(found.cloud_cover, found.shadow_cover)
        )
        style_result(context, output, tr("Cloud mask of {}").format(self._layer_name), None)
        results = {self.OUTPUT: output, self.CLOUD_COVER: found.cloud_cover, self.SHADOW_COVER: found.shadow_cover}
        if probability:
            style_result(context, probability, tr("Cloud score of {}").format(self._layer_name), None)
            results[self.PROBABILITY] = probability
        return results
