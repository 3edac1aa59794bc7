"""`unveil:preparesentinel1`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..feedback import ProcessingFeedback
from ..gui_defaults import suggest_layers
from ..styling import style_radar
from ..translation import tr
from .base import UnveilAlgorithm, sentences
from .sources import product_filter, source_path

BACKSCATTER = ("auto", "sigma0", "gamma0")
UNITS = ("auto", "dB", "linear", "amplitude")


class PrepareSentinel1(UnveilAlgorithm):
    """Sentinel-1 radar in, VV and VH in dB on the grid of an optical scene out."""

    INPUT = "INPUT"
    REFERENCE = "REFERENCE"
    INPUT_VH = "INPUT_VH"
    BACKSCATTER = "BACKSCATTER"
    UNITS = "UNITS"
    CORRECT_SHIFT = "CORRECT_SHIFT"
    OUTPUT = "OUTPUT"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterFile(self.INPUT, tr("Sentinel-1 radar"), fileFilter=product_filter()),
            tr(
                "A raster with VV and VH (calibrated, terrain-corrected), a folder with one file for each, or a SAFE "
                "GRD "
                "product (folder, manifest.safe or zip)."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.REFERENCE, tr("Sentinel-2 raster")),
            tr("The optical scene whose grid the radar is brought to."),
        )
        self.add(
            QgsProcessingParameterFile(
                self.INPUT_VH,
                tr("Second file, where each holds one polarisation"),
                optional=True,
                fileFilter=product_filter(),
            ),
            tr("VH (or VV), if the first file holds the other one only."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.BACKSCATTER,
                tr("Backscatter"),
                options=list(BACKSCATTER),
                usesStaticStrings=True,
                defaultValue="auto",
            ),
            tr(
                "What the file holds; for a SAFE product, what it is calibrated to. auto: what names in the file say, "
                "else sigma0. The models were trained on sigma0."
            ),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.UNITS, tr("Units"), options=list(UNITS), usesStaticStrings=True, defaultValue="auto"
            ),
            tr("auto: told by the values, and said in the log."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(self.CORRECT_SHIFT, tr("Correct a shift"), defaultValue=False),
            tr("Moves the radar by the whole pixels (up to 11) that the registration check finds, where it can tell."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Prepared Sentinel-1 raster")),
            tr("VV and VH in dB on the grid of the Sentinel-2 raster; NaN = no data."),
        )
        self.addOutput(QgsProcessingOutputNumber("SHIFT_X", tr("Shift of the radar to the right (pixels)")))
        self.addOutput(QgsProcessingOutputNumber("SHIFT_Y", tr("Shift of the radar downwards (pixels)")))
        self.addOutput(QgsProcessingOutputNumber("SHIFT_CONFIDENCE", tr("Confidence of the shift (0 to 1)")))
        self.addOutput(QgsProcessingOutputNumber("COVERAGE", tr("Covered by radar (%)")))
        self.addOutput(QgsProcessingOutputString("INPUT_UNITS", tr("Units of the input")))
        self.addOutput(QgsProcessingOutputString("QUANTITY", tr("Kind of backscatter")))
        suggest_layers(self, optical=self.REFERENCE)

    def name(self):
        return "preparesentinel1"

    def displayName(self):  # noqa: N802
        return tr("Prepare Sentinel-1")

    def shortDescription(self):  # noqa: N802
        return tr("Brings Sentinel-1 backscatter to the grid of a Sentinel-2 scene and checks how well it lies.")

    def tags(self):
        return ["sentinel-1", "sar", "radar", "grd", "backscatter", "sigma0", "gamma0", "registration", "align"]

    def checkParameterValues(self, parameters, context):  # noqa: N802
        # Layer objects are no files for the parameters' own checks.
        paths = {name: source_path(parameters.get(name), context) for name in (self.INPUT, self.INPUT_VH)}
        return super().checkParameterValues({**parameters, **paths}, context)

    def check_inputs(self, parameters, context):
        self._open(parameters, context)

    def _open(self, parameters, context):
        from ...engine.sentinel.radar_products import open_radar_product

        backscatter = self.parameterAsEnumString(parameters, self.BACKSCATTER, context)
        return open_radar_product(
            source_path(parameters.get(self.INPUT), context),
            source_path(parameters.get(self.INPUT_VH), context),
            "" if backscatter == "auto" else backscatter,
        )

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._product = self._open(parameters, context)
            self._reference, _ = self.raster(parameters, self.REFERENCE, context)
        if self._reference is None:
            raise QgsProcessingException(tr("Choose the Sentinel-2 raster whose grid the radar is brought to."))
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.prepare.radar import RadarSettings, RadarTarget, prepare_radar

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        settings = RadarSettings(
            self.parameterAsEnumString(parameters, self.BACKSCATTER, context),
            self.parameterAsEnumString(parameters, self.UNITS, context),
            self.parameterAsBoolean(parameters, self.CORRECT_SHIFT, context),
        )
        try:
            with sentences():
                target = RadarTarget(self._reference, output)
                report = prepare_radar(self._product, target, settings, ProcessingFeedback(feedback))
        except Cancelled:
            return {}
        name = self._product.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
        style_radar(context, output, tr("{} prepared").format(name))
        told = report.shift is not None and report.shift.decidable
        return {
            self.OUTPUT: output,
            # A scene that cannot be told has no shift, not a shift of 0.
            "SHIFT_X": report.shift.x if told else float("nan"),
            "SHIFT_Y": report.shift.y if told else float("nan"),
            "SHIFT_CONFIDENCE": report.shift.confidence if report.shift else 0.0,
            "COVERAGE": report.coverage,
            "INPUT_UNITS": report.units,
            "QUANTITY": report.quantity,
        }
