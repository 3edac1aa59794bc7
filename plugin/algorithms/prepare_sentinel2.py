"""`unveil:preparesentinel2`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ..feedback import ProcessingFeedback
from ..styling import style_result
from ..translation import tr
from .base import UnveilAlgorithm, sentences
from .sources import product_filter, source_path

RESAMPLING = ("cubic", "nearest")
OFFSETS = ("auto", "none", "1000")


class PrepareSentinel2(UnveilAlgorithm):
    """A Sentinel-2 product as users download it in, one raster that networks can be fed out."""

    INPUT = "INPUT"
    RESAMPLING = "RESAMPLING"
    OFFSET = "OFFSET"
    BANDS = "BANDS"
    VERIFY = "VERIFY"
    OUTPUT = "OUTPUT"
    SCL = "SCL"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterFile(self.INPUT, tr("Sentinel-2 product or raster"), fileFilter=product_filter()),
            tr(
                "L1C or L2A: the SAFE folder, its zip, its MTD xml, a folder of band files named after their bands, "
                "or one raster with named bands."
            ),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.RESAMPLING,
                tr("Resampling of 20 m and 60 m bands"),
                options=list(RESAMPLING),
                usesStaticStrings=True,
                defaultValue="cubic",
            ),
            tr("cubic: smooth; nearest: values stay exactly those of the product."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.OFFSET,
                tr("Radiometric offset"),
                options=list(OFFSETS),
                usesStaticStrings=True,
                defaultValue="auto",
            ),
            tr(
                "auto: what the metadata say, and a refusal where there are none and the values look as if +1000 were "
                "still in. 1000 or none: for files without metadata whose history you know."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(self.BANDS, tr("Names of unnamed bands"), optional=True),
            tr("For a raster whose bands have no names: their names in order, such as B2, B3, B4, B8."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(self.VERIFY, tr("Compare the files with their checksums"), defaultValue=True),
            tr(
                "By the product's manifest.safe: a damaged JPEG 2000 file decodes without an error. Takes some seconds."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Prepared Sentinel-2 raster")),
            tr("Named bands on the 10 m grid, DN (reflectance x 10000) without offset, 0 = no data."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.SCL, tr("Scene classification"), optional=True, createByDefault=False
            ),
            tr("L2A only: the product's scene classification (SCL) on the same grid."),
        )
        self.addOutput(QgsProcessingOutputString("LEVEL", tr("Processing level")))
        self.addOutput(QgsProcessingOutputString("BANDS_FOUND", tr("Bands")))
        self.addOutput(QgsProcessingOutputNumber("OFFSET_REMOVED", tr("Offset that was removed (DN)")))

    def name(self):
        return "preparesentinel2"

    def displayName(self):  # noqa: N802
        return tr("Prepare Sentinel-2")

    def shortDescription(self):  # noqa: N802
        return tr("Makes one raster with named bands on the 10 m grid of a Sentinel-2 product.")

    def tags(self):
        return ["sentinel-2", "safe", "l1c", "l2a", "stack bands", "offset", "baseline", "resample", "jp2"]

    def checkParameterValues(self, parameters, context):  # noqa: N802
        # A layer object is no file for the parameter's own check.
        return super().checkParameterValues(
            {**parameters, self.INPUT: source_path(parameters.get(self.INPUT), context)}, context
        )

    def check_inputs(self, parameters, context):
        from ...engine.prepare.optical import target_grid

        target_grid(self._open(parameters, context))

    def _open(self, parameters, context):
        from ...engine.sentinel.products import open_product

        given = self.parameterAsString(parameters, self.BANDS, context).replace(",", " ").split()
        return open_product(source_path(parameters.get(self.INPUT), context), tuple(given))

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._product = self._open(parameters, context)
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.prepare.optical import OpticalSettings, prepare_optical

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        classification = self.parameterAsOutputLayer(parameters, self.SCL, context) or None
        settings = OpticalSettings(
            self.parameterAsEnumString(parameters, self.RESAMPLING, context),
            self.parameterAsEnumString(parameters, self.OFFSET, context),
            self.parameterAsBoolean(parameters, self.VERIFY, context),
            classification or "",
        )
        try:
            with sentences():
                report = prepare_optical(self._product, output, settings, ProcessingFeedback(feedback))
        except Cancelled:
            return {}
        name = self._product.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
        style_result(context, output, tr("{} prepared").format(name))
        results = {
            self.OUTPUT: output,
            "LEVEL": report.level or "unknown",
            "BANDS_FOUND": ", ".join(report.names),
            "OFFSET_REMOVED": report.offset,
        }
        if classification:
            style_result(context, classification, tr("Scene classification of {}").format(name))
            results[self.SCL] = classification
        return results
