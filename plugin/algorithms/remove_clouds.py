"""`unveil:removeclouds`."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ..defaults import result_name
from ..feedback import ProcessingFeedback
from ..gui_defaults import suggest_layers
from ..low_priority import with_low_priority
from ..mask_style import score_renderer, style_mask
from ..part import add_part, part_from
from ..paths import model_folders
from ..references import (
    add_quality,
    add_references,
    given_references,
    quality_outputs,
    reference_sources,
    style_quality,
    without_products,
)
from ..speeds import remember_speed, remembered_speed
from ..styling import style_of, style_result
from ..translation import tr, tr_engine
from .base import UnveilAlgorithm, described, is_wanted, sentences

DEVICES = ("auto", "cpu", "cuda", "directml", "coreml", "openvino")


class RemoveClouds(UnveilAlgorithm):
    """A cloudy Sentinel-2 scene and Sentinel-1 radar of the same place in, a cloud-free scene out."""

    OPTICAL = "OPTICAL"
    RADAR = "RADAR"
    MASK = "MASK"
    MODEL = "MODEL"
    KEEP_CLEAR = "KEEP_CLEAR"
    DEVICE = "DEVICE"
    FEATHER = "FEATHER"
    OVERLAP = "OVERLAP"
    MASK_METHOD = "MASK_METHOD"
    MASK_DILATION = "MASK_DILATION"
    MASK_THRESHOLD = "MASK_THRESHOLD"
    MASK_CODING = "MASK_CODING"
    OUTPUT = "OUTPUT"
    CLEAR_SKY = "CLEAR_SKY"
    MASK_USED = "MASK_USED"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterRasterLayer(self.OPTICAL, tr("Cloudy Sentinel-2 raster")),
            tr(
                "Bands of Sentinel-2 at 10 m in DN (reflectance x 10000), named B1 to B12, or the 13 of L1C in that "
                "order; "
                "or a subdataset of a SAFE product."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer(self.RADAR, tr("Sentinel-1 radar raster"), optional=True),
            tr(
                "VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps. "
                "Left empty, what thick cloud hides is drawn from the clear ground around alone."
            ),
        )
        self.add_mask(
            self.MASK,
            tr(
                "A raster on any grid (class codes 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data; 0 and 1; "
                "cloud probability; the scene classification of L2A; others by its coding) or polygons of clouds; the "
                "log says what it was taken for. Left empty, the mask detector makes one."
            ),
        )
        self.add_model(self.MODEL, with_plain=True)
        self.add(
            QgsProcessingParameterBoolean(self.KEEP_CLEAR, tr("Keep clear pixels of the input"), defaultValue=True),
            tr("Pixels outside clouds and shadows stay exactly as they are; the change is feathered."),
        )
        self.add(
            QgsProcessingParameterEnum(
                self.DEVICE, tr("Device"), options=list(DEVICES), usesStaticStrings=True, defaultValue="auto"
            ),
            tr("auto takes the best device that really works; the log says which one ran."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.FEATHER,
                tr("Width of the transition round clouds (metres)"),
                QgsProcessingParameterNumber.Type.Double,
                defaultValue=80.0,
                minValue=0.0,
                maxValue=1000.0,
            ),
            tr("Only where clear pixels are kept."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                self.OVERLAP,
                tr("Overlap of tiles (pixels)"),
                QgsProcessingParameterNumber.Type.Integer,
                optional=True,
                minValue=0,
                maxValue=1024,
            ),
            tr("Empty: what the model's card recommends. At most half a tile."),
            advanced=True,
        )
        self._add_masking()
        add_references(self)
        add_part(self)
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Cloud-free raster")),
            tr("The optical raster's grid, bands, names, data type and nodata."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.CLEAR_SKY, tr("Clear-sky probability"), optional=True, createByDefault=False
            ),
            tr("What the network itself takes for clear, 0 to 1; models of IB-HFN only. Every tile is predicted."),
        )
        add_quality(self)
        self.add_form()
        self.add(
            QgsProcessingParameterRasterDestination(
                self.MASK_USED, tr("Mask that was used"), optional=True, createByDefault=False
            ),
            tr("Class codes of what was restored, grown as it was, whoever made the mask."),
        )
        suggest_layers(self, optical=self.OPTICAL, radar=self.RADAR)
        self.addOutput(QgsProcessingOutputNumber("TILES_PREDICTED", tr("Tiles predicted")))
        self.addOutput(QgsProcessingOutputNumber("TILES_COPIED", tr("Tiles copied")))
        self.addOutput(QgsProcessingOutputNumber("RESTORED", tr("Restored pixels (%)")))
        self.addOutput(QgsProcessingOutputNumber("FROM_REFERENCES", tr("Restored pixels that other dates show (%)")))
        self.addOutput(QgsProcessingOutputString("DEVICE_USED", tr("Device that really ran")))
        self.addOutput(QgsProcessingOutputString("WARNINGS", tr("What looks wrong with the mask")))

    def _add_masking(self):
        self.add_mask_method(self.MASK_METHOD)
        self.add_mask_dilation(self.MASK_DILATION)
        self.add_mask_coding(self.MASK_CODING)
        self.add_threshold(self.MASK_THRESHOLD)

    def name(self):
        return "removeclouds"

    def displayName(self):  # noqa: N802
        return tr("Remove clouds")

    def shortDescription(self):  # noqa: N802
        return tr("Replaces clouds and shadows of a Sentinel-2 scene with the help of Sentinel-1 radar.")

    def tags(self):
        return ["cloud removal", "sar", "sentinel-1", "sentinel-2", "deep learning", "glf-cr"]

    def createCustomParametersWidget(self, parent=None):  # noqa: N802
        """Return the dialog of the toolbox; batch, modeler and qgis_process never ask for it."""
        try:
            from ..gui.estimate_dialog import EstimateDialog
        except ImportError:
            # A QGIS whose Processing has no such dialog in Python opens its own, without an estimate.
            return None
        return EstimateDialog(self, parent)

    def layers_only(self, parameters):
        return without_products(parameters)

    def check_inputs(self, parameters, context):
        from ...engine.masking.choose import choose_detector
        from ...engine.prepare.optical import as_prepared
        from ...engine.references.reference import check_reference
        from ...engine.scene.mask import check_mask_place
        from ...engine.sentinel.optical import find_optical
        from ...engine.sentinel.radar import find_radar

        self.form(parameters, context)
        card = self._model(parameters, context)
        optical, radar, mask = described(self.scene_sources(parameters, context))
        optical = as_prepared(optical)
        find_optical(optical, card.bands, fill=True)
        if radar is not None:
            find_radar(radar)
        for reference in given_references(reference_sources(self, parameters, context)):
            check_reference(reference, optical)
        if mask is not None:
            check_mask_place(mask, optical.grid)
        else:
            choose_detector(self.parameterAsEnumString(parameters, self.MASK_METHOD, context), optical).find_bands(
                optical
            )

    def _model(self, parameters, context):
        from ...models.card import CLEAR_SKY
        from ...models.registry import find_model, require_output

        card = find_model(self.parameterAsString(parameters, self.MODEL, context), model_folders())
        if is_wanted(parameters.get(self.CLEAR_SKY)):
            require_output(card, CLEAR_SKY, model_folders())
        return card

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._card = self._model(parameters, context)
            self._form = self.form(parameters, context)
            self._sources = self.scene_sources(parameters, context)
            self._references = reference_sources(self, parameters, context)
        layer = self.parameterAsRasterLayer(parameters, self.OPTICAL, context)
        with sentences():
            self._part = part_from(self, parameters, context, layer)
        self._layer_name, self._layer_id = layer.name(), layer.id()
        self._renderer = style_of(layer)
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.errors import Cancelled
        from ...engine.prepare.optical import as_prepared
        from ...engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
        from ...engine.sentinel.dates import acquisition_date
        from ...models.predictor import load_predictor
        from ...models.speed import Cover, Stopwatch

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        clear_sky = self.parameterAsOutputLayer(parameters, self.CLEAR_SKY, context)
        mask_used = self.parameterAsOutputLayer(parameters, self.MASK_USED, context)
        overlap = parameters.get(self.OVERLAP)
        device = self.parameterAsEnumString(parameters, self.DEVICE, context)
        before = remembered_speed(self._card, device)
        layers = quality_outputs(self, parameters, context)
        settings = RemovalSettings(
            keep_clear=self.parameterAsBoolean(parameters, self.KEEP_CLEAR, context),
            feather=self.parameterAsDouble(parameters, self.FEATHER, context),
            overlap=None if overlap is None else self.parameterAsInt(parameters, self.OVERLAP, context),
            mask_method=self.parameterAsEnumString(parameters, self.MASK_METHOD, context),
            mask_dilation=self.parameterAsDouble(parameters, self.MASK_DILATION, context),
            mask_threshold=self.parameterAsDouble(parameters, self.MASK_THRESHOLD, context),
            mask_coding=self.parameterAsEnumString(parameters, self.MASK_CODING, context),
            speed=before,
            part=self._part,
            form=self._form,
            layers=layers,
            mask_used=mask_used or "",
            clear_sky=clear_sky or "",
        )

        def removal():
            optical, radar, mask = described(self._sources)
            predictor = Stopwatch(load_predictor(self._card, device, feedback.isCanceled))
            if predictor.note:
                feedback.pushWarning(tr_engine(predictor.note))
            told = replace(settings, references=given_references(self._references))
            files, restorer = SceneFiles(optical, radar, mask), Restorer(predictor, told)
            report = remove_clouds(files, restorer, output, ProcessingFeedback(feedback))
            return as_prepared(optical), predictor, report

        try:
            with sentences():
                scene, predictor, report = with_low_priority(removal)
        except Cancelled:
            return {}
        values = len(scene.bands) * scene.grid.height * scene.grid.width
        tiles = report.predicted + report.copied
        cover = Cover(report.active / tiles, (report.predicted + report.mapped) / tiles, len(self._references))
        measured = predictor.speed(values, cover, before)
        if measured is not None:
            remember_speed(self._card, device, measured)
        name = result_name(self._layer_name, self._card.id, acquisition_date(scene))
        style_result(context, output, name, self._renderer, self._layer_id)
        if mask_used:
            style_mask(context, mask_used, tr("Mask used for {}").format(self._layer_name), scene=self._layer_id)
        if clear_sky:
            style_mask(context, clear_sky, tr("Clear sky of {}").format(self._layer_name), score_renderer)
        return {
            self.OUTPUT: output,
            **({self.CLEAR_SKY: clear_sky} if clear_sky else {}),
            **style_quality(context, layers, self._layer_name, self._layer_id),
            **({self.MASK_USED: mask_used} if mask_used else {}),
            "TILES_PREDICTED": report.predicted,
            "TILES_COPIED": report.copied,
            "RESTORED": round(report.restored, 2),
            "DEVICE_USED": predictor.device,
            "FROM_REFERENCES": round(report.from_references, 2),
            "WARNINGS": " ".join(report.faults),
        }
