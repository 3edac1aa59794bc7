"""`unveil:evaluate`."""

from __future__ import annotations

import os

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
)

from ..feedback import ProcessingFeedback
from ..gui_defaults import suggest_result
from ..layers import file_of
from ..translation import tr
from .base import UnveilAlgorithm, sentences

DIGITS = {"MAE": 7, "RMSE": 7}
"""Digits after the point of reflectances; of dB, degrees and ratios fewer are shown."""

_FEWER = 4


class Evaluate(UnveilAlgorithm):
    """Scores of a cloud-free raster against a clear reference, as numbers, JSON and a page."""

    PREDICTION = "PREDICTION"
    REFERENCE = "REFERENCE"
    CLOUDY = "CLOUDY"
    MASK = "MASK"
    PROTOCOL = "PROTOCOL"
    OTHERS = "OTHERS"
    RESAMPLE = "RESAMPLE"
    REPORT = "REPORT"
    JSON = "JSON"
    MASK_THRESHOLD = "MASK_THRESHOLD"
    MASK_CODING = "MASK_CODING"
    QUALITY = "QUALITY"
    SIGMA = "SIGMA"
    CLAIMS = (QUALITY, SIGMA)
    RASTERS = (PREDICTION, REFERENCE, CLOUDY)

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterRasterLayer(self.PREDICTION, tr("Result to be scored")),
            tr(
                "A cloud-free Sentinel-2 raster in DN (reflectance x 10000), bands named B1 to B12 or 13 in that order."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.REFERENCE, tr("Clear reference")),
            tr("A clear image of the same place, of a near date, with the same bands on the same grid."),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.CLOUDY, tr("Cloudy image"), optional=True),
            tr("What the result was made of; its own scores stand beside the result's as “do nothing”."),
        )
        self.add_mask(
            self.MASK,
            tr(
                "For scores by class of pixel, as Remove clouds takes it; the log says what it was taken for. "
                "Left empty, the spectral detector makes one of the cloudy image, if that has the bands of L1C."
            ),
        )
        self.add_protocol(self.PROTOCOL)
        self.add(
            QgsProcessingParameterMultipleLayers(
                self.OTHERS, tr("Other results"), QgsProcessing.SourceType.TypeRaster, optional=True
            ),
            tr(
                "Of the same scene, such as another model's: their scores stand beside the first result's in one table."
            ),
        )
        self.add(
            QgsProcessingParameterBoolean(self.RESAMPLE, tr("Resample onto the result's grid"), defaultValue=False),
            tr("Where grids differ: bilinear, the mask by nearest neighbour. It smooths, which changes scores."),
            advanced=True,
        )
        self.add_mask_coding(self.MASK_CODING)
        self.add_threshold(self.MASK_THRESHOLD)
        for name, label, told in (
            (
                self.QUALITY,
                tr("Quality bits of the run"),
                tr("As Remove clouds wrote them; scores stand by their classes too: below cloud, another date, far."),
            ),
            (
                self.SIGMA,
                tr("Standard error of the run"),
                tr("As Remove clouds wrote it; how many errors lie within it, and whether it ranks them, is told."),
            ),
        ):
            self.add(QgsProcessingParameterRasterLayer(name, label, optional=True), told, advanced=True)
        self.add(
            QgsProcessingParameterFileDestination(
                self.REPORT, tr("Page"), "HTML (*.html)", optional=True, createByDefault=False
            ),
            tr("A page with tables, pictures and charts that needs no other file."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.JSON, tr("Numbers"), "JSON (*.json)", optional=True, createByDefault=False
            ),
            tr("All scores by band and class of pixel, for other programs."),
        )
        for name, label in (
            ("PSNR", tr("PSNR (dB)")),
            ("SSIM", tr("SSIM")),
            ("SAM", tr("Spectral angle (degrees)")),
            ("MAE", tr("Mean absolute error (reflectance)")),
            ("RMSE", tr("Root mean squared error (reflectance)")),
            ("ERGAS", tr("ERGAS (ratio 1, without B10)")),
            ("CORRELATION", tr("Correlation (mean of the bands)")),
            ("PIXELS", tr("Pixels compared")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        suggest_result(self, self.PREDICTION, self.REFERENCE, self.CLOUDY)

    def name(self):
        return "evaluate"

    def displayName(self):  # noqa: N802
        return tr("Evaluate a result")

    def shortDescription(self):  # noqa: N802
        return tr("Scores a cloud-free raster against a clear reference.")

    def tags(self):
        return ["psnr", "ssim", "sam", "mae", "ergas", "accuracy", "quality", "cloud removal"]

    def check_inputs(self, parameters, context):
        from ...engine.evaluation.pairing import bands_of
        from ...engine.prepare.optical import as_prepared

        rasters = [self.raster(parameters, name, context)[0] for name in self.RASTERS]
        for raster in rasters:
            if raster is not None:
                bands_of(as_prepared(raster))
        result, reference, cloudy = (None if raster is None else os.path.normpath(raster.path) for raster in rasters)
        if reference is not None and reference in (result, cloudy):
            raise QgsProcessingException(
                tr(
                    "The clear reference is the result or the cloudy image itself; choose a clear image of the same "
                    "place."
                )
            )

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._rasters = [self.raster(parameters, name, context)[0] for name in self.RASTERS]
            self._claims = [self.raster(parameters, name, context)[0] for name in self.CLAIMS]
            self._mask = self.mask_source(parameters, self.MASK, context)
            layers = self.parameterAsLayerList(parameters, self.OTHERS, context) or []
            self._others = [file_of(layer) for layer in layers]
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.evaluation.claims import Claims
        from ...engine.evaluation.compare import evaluate
        from ...engine.evaluation.others import score_beside
        from ...engine.evaluation.protocols import find_protocol
        from ...engine.evaluation.report.page import write_page
        from ...engine.evaluation.report.scene_json import evaluation_json
        from ...engine.evaluation.report.scene_page import evaluation_page, score_lines
        from ...engine.raster.targets import check_targets
        from ...engine.scene.mask import MaskReading

        protocol = find_protocol(self.parameterAsEnumString(parameters, self.PROTOCOL, context))
        resample = self.parameterAsBoolean(parameters, self.RESAMPLE, context)
        masking = MaskReading(
            self.parameterAsEnumString(parameters, self.MASK_CODING, context),
            self.parameterAsDouble(parameters, self.MASK_THRESHOLD, context),
            use="covered",
        )
        written = {}
        try:
            with sentences():
                mask = self._mask and self._mask.describe()
                paths = {
                    name: self.parameterAsFileOutput(parameters, name, context) for name in (self.REPORT, self.JSON)
                }
                others = [source.describe() for source in self._others]
                given = (*self._rasters, *self._claims, *others, mask)
                check_targets(paths.values(), [each.path for each in given if each is not None], rasters=False)
                result, *beside = self._rasters

                def score(image, told):
                    # What a run claims is claimed of its own result.
                    claims = Claims(*self._claims) if image is result else Claims()
                    return evaluate(image, *beside, mask, protocol, told, resample, masking, claims=claims)

                found = score_beside(result, others, score, ProcessingFeedback(feedback))
                for name, make in ((self.REPORT, evaluation_page), (self.JSON, evaluation_json)):
                    path = paths[name]
                    if path:
                        write_page(path, make(found))
                        written[name] = path
        except Cancelled:
            return {}
        for line in score_lines(found):
            feedback.pushConsoleInfo(line)
        whole = found.result["all"]
        numbers = {
            "PSNR": whole.psnr,
            "SSIM": whole.ssim,
            "SAM": whole.sam,
            "MAE": whole.mae,
            "RMSE": whole.rmse,
            "ERGAS": whole.ergas(found.bands),
            "CORRELATION": whole.correlation,
        }
        # The window shows every digit that there is; the page and the JSON have them all.
        told = {name: round(float(value), DIGITS.get(name, _FEWER)) for name, value in numbers.items()}
        return {**told, "PIXELS": whole.pixels, **written}
