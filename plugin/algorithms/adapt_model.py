"""`unveil:adaptmodel`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..feedback import ProcessingFeedback
from ..gui_defaults import suggest_layers
from ..paths import model_folders
from ..translation import tr, tr_engine
from .base import UnveilAlgorithm, described, sentences


class AdaptModel(UnveilAlgorithm):
    """A model learns from the clear ground of the scene in hand, and is kept where that helped."""

    OPTICAL = "OPTICAL"
    RADAR = "RADAR"
    MASK = "MASK"
    MODEL = "MODEL"
    NAME = "NAME"
    MINUTES = "MINUTES"
    DEVICE = "DEVICE"
    MASK_METHOD = "MASK_METHOD"
    MASK_DILATION = "MASK_DILATION"
    MASK_CODING = "MASK_CODING"
    MASK_THRESHOLD = "MASK_THRESHOLD"
    SEED = "SEED"
    ADAPTED = "ADAPTED"
    GAIN = "GAIN"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        from ...engine.training.loop.settings import DEVICES

        self.add(
            QgsProcessingParameterRasterLayer(self.OPTICAL, tr("Cloudy Sentinel-2 raster")),
            tr("The scene that clouds are to be removed from, as Remove clouds takes it; L1C or L2A."),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.RADAR, tr("Sentinel-1 radar raster")),
            tr("VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps."),
        )
        self.add_mask(self.MASK, tr("As Remove clouds takes it. Left empty, the mask detector makes one."))
        self.add_model(self.MODEL)
        self.add(
            QgsProcessingParameterString(self.NAME, tr("Name of the adapted model")),
            tr("Its id is made of this: lower-case letters, digits and dashes."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.MINUTES, tr("Minutes"), QgsProcessingParameterNumber.Type.Double, 5.0, minValue=0.01
            ),
            tr("Length of the training; reading and measuring come on top."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.DEVICE, tr("Device"), options=list(DEVICES), usesStaticStrings=True, defaultValue="auto"
            ),
            tr("auto takes the NVIDIA GPU where PyTorch finds one."),
        )
        self.add_mask_method(self.MASK_METHOD)
        self.add_mask_dilation(self.MASK_DILATION)
        self.add_mask_coding(self.MASK_CODING)
        self.add_threshold(self.MASK_THRESHOLD)
        self.add(
            QgsProcessingParameterNumber(
                self.SEED, tr("Seed"), QgsProcessingParameterNumber.Type.Integer, 0, minValue=0
            ),
            tr("The same seed holds out the same blocks and draws the same clouds."),
            advanced=True,
        )
        self.addOutput(QgsProcessingOutputString(self.MODEL, tr("Id of the model to use")))
        self.addOutput(QgsProcessingOutputBoolean(self.ADAPTED, tr("Whether an adapted model was installed")))
        self.addOutput(QgsProcessingOutputNumber(self.GAIN, tr("Gain on held-out ground (dB)")))
        suggest_layers(self, optical=self.OPTICAL, radar=self.RADAR)

    def name(self):
        return "adaptmodel"

    def displayName(self):  # noqa: N802
        return tr("Adapt model to a scene")

    def shortDescription(self):  # noqa: N802
        return tr(
            "Fine-tunes a model on a scene's own clear ground, and keeps it where it restores held-out ground better."
        )

    def tags(self):
        return ["fine-tuning", "training", "deep learning", "pytorch", "cloud removal"]

    def check_inputs(self, parameters, context):
        from ...engine.prepare.optical import as_prepared
        from ...engine.scene.mask import check_mask_place
        from ...engine.sentinel.optical import find_optical
        from ...engine.sentinel.radar import find_radar
        from ...models.importing import check_name

        check_name(self.parameterAsString(parameters, self.NAME, context), model_folders()[0])
        card = self._card_of(parameters, context)
        optical, radar, mask = described(self.scene_sources(parameters, context))
        optical = as_prepared(optical)
        find_optical(optical, card.bands, fill=True)
        find_radar(radar)
        if mask is not None:
            check_mask_place(mask, optical.grid)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._card = self._card_of(parameters, context)
            self._sources = self.scene_sources(parameters, context)
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.training.jobs.packages import require_packages

        zoo = model_folders()[0]
        try:
            with sentences():
                require_packages()
                from ...engine.training.jobs.adapt import AdaptRequest, adapt_model

                request = AdaptRequest(
                    self.parameterAsString(parameters, self.NAME, context),
                    self.parameterAsDouble(parameters, self.MINUTES, context),
                    self.parameterAsEnumString(parameters, self.DEVICE, context),
                    seed=self.parameterAsInt(parameters, self.SEED, context),
                    mask_method=self.parameterAsEnumString(parameters, self.MASK_METHOD, context),
                    mask_dilation=self.parameterAsDouble(parameters, self.MASK_DILATION, context),
                    mask_threshold=self.parameterAsDouble(parameters, self.MASK_THRESHOLD, context),
                    mask_coding=self.parameterAsEnumString(parameters, self.MASK_CODING, context),
                )
                rasters = described(self._sources)
                report = adapt_model(*rasters, self._card, request, zoo, ProcessingFeedback(feedback))
        except Cancelled:
            return {}
        (feedback.pushInfo if report.kept else feedback.pushWarning)(tr_engine(report.sentence))
        gain = report.measured.gain if report.measured else 0.0
        return {self.MODEL: report.card.id, self.ADAPTED: report.kept, self.GAIN: gain}

    def _card_of(self, parameters, context):
        from ...models.registry import find_model

        return find_model(self.parameterAsString(parameters, self.MODEL, context), model_folders())
