"""`unveil:benchmark`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ..feedback import ProcessingFeedback
from ..installed_models import installed_models
from ..paths import model_folders
from ..translation import tr
from .base import UnveilAlgorithm, sentences
from .remove_clouds import DEVICES


class Benchmark(UnveilAlgorithm):
    """Models and simple methods on a folder of triplets: a table that goes on where it stopped, and a page."""

    TELLS_STOP = True
    FOLDER = "FOLDER"
    MODEL = "MODEL"
    PROTOCOL = "PROTOCOL"
    BASELINES = "BASELINES"
    KEEP_CLEAR = "KEEP_CLEAR"
    DEVICE = "DEVICE"
    LIMIT = "LIMIT"
    CSV = "CSV"
    REPORT = "REPORT"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterFile(
                self.FOLDER, tr("Folder of triplets"), behavior=QgsProcessingParameterFile.Behavior.Folder
            ),
            tr("SEN12MS-CR as it is unpacked, or folders <id> with s1.tif, s2_cloudy.tif and s2_clear.tif."),
        )
        self._add_models()
        self.add_protocol(self.PROTOCOL)
        self.add(
            QgsProcessingParameterBoolean(self.BASELINES, tr("Simple methods too"), defaultValue=True),
            tr("Do nothing, mean of the clear pixels, gdal.FillNodata, regression from radar within each image."),
        )
        self.add(
            QgsProcessingParameterBoolean(self.KEEP_CLEAR, tr("Models keep clear pixels"), defaultValue=True),
            tr("As in Remove clouds."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                self.DEVICE, tr("Device"), options=list(DEVICES), usesStaticStrings=True, defaultValue="auto"
            ),
            tr("auto takes the best device that really works; the page says which one ran."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                self.LIMIT,
                tr("Only so many images (0: all)"),
                QgsProcessingParameterNumber.Type.Integer,
                defaultValue=0,
                minValue=0,
            ),
            tr("Spread evenly over the folder."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination(self.CSV, tr("Table"), "CSV (*.csv)"),
            tr("A row for each image and method. A table of an earlier run is continued, not begun anew."),
        )
        self.add(
            QgsProcessingParameterFileDestination(self.REPORT, tr("Page"), "HTML (*.html)", optional=True),
            tr("Means with intervals, cloud cover, paired differences and speed, in one file."),
        )
        self.addOutput(QgsProcessingOutputNumber("IMAGES", tr("Images compared")))
        self.addOutput(QgsProcessingOutputNumber("COMPUTED", tr("New rows")))

    def _add_models(self):
        from ...models.plain import PLAIN

        installed = [card.id for card in installed_models()] + [PLAIN.id]
        self.add(
            QgsProcessingParameterEnum(
                self.MODEL,
                tr("Models"),
                options=installed,
                allowMultiple=True,
                usesStaticStrings=True,
                defaultValue=installed[:1],
                optional=True,
            ),
            tr("Any number of the installed models."),
        )

    def name(self):
        return "benchmark"

    def displayName(self):  # noqa: N802
        return tr("Benchmark models")

    def shortDescription(self):  # noqa: N802
        return tr("Compares models and simple methods on a folder of triplets.")

    def tags(self):
        return ["benchmark", "sen12ms-cr", "psnr", "ssim", "cloud removal", "comparison"]

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Name the models that there are, before QGIS refuses another one without a reason."""
        from ...models.registry import find_model

        names = parameters.get(self.MODEL) or []
        if isinstance(names, str):
            names = [name for name in names.split(",") if name]
        try:
            with sentences():
                for name in names:
                    find_model(str(name), model_folders())
        except QgsProcessingException as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...models.registry import find_model

        names = self.parameterAsEnumStrings(parameters, self.MODEL, context)
        with sentences():
            self._cards = [find_model(name, model_folders()) for name in names]
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.evaluation.benchmark import BenchmarkSettings, run_benchmark
        from ...engine.evaluation.report.benchmark_page import benchmark_page, summary_lines
        from ...engine.evaluation.report.page import write_page
        from ...engine.raster.output_names import check_page

        folder = Path(self.parameterAsFile(parameters, self.FOLDER, context))
        csv = self.parameterAsFileOutput(parameters, self.CSV, context)
        report = self.parameterAsFileOutput(parameters, self.REPORT, context)
        settings = BenchmarkSettings(
            self.parameterAsEnumString(parameters, self.PROTOCOL, context),
            self.parameterAsBoolean(parameters, self.KEEP_CLEAR, context),
            self.parameterAsBoolean(parameters, self.BASELINES, context),
            self.parameterAsEnumString(parameters, self.DEVICE, context),
            self.parameterAsInt(parameters, self.LIMIT, context),
        )
        try:
            with sentences():
                if report:
                    check_page(report)
                found = run_benchmark(folder, self._cards, Path(csv), settings, ProcessingFeedback(feedback))
                if report:
                    write_page(report, benchmark_page(found))
        except Cancelled:
            feedback.pushInfo(tr("Stopped; what is done stands in {}, and the next run goes on there.").format(csv))
            return {}
        for line in summary_lines(found):
            feedback.pushConsoleInfo(line)
        results = {self.CSV: csv, "IMAGES": len({row.image for row in found.rows}), "COMPUTED": found.computed}
        return {**results, self.REPORT: report} if report else results
