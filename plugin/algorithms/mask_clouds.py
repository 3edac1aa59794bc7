"""`unveil:maskclouds`."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRange,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from ...engine.masking.detectors.methods import AUTO, METHODS
from ..feedback import ProcessingFeedback
from ..gui_defaults import suggest_layers
from ..mask_style import score_renderer, style_mask
from ..translation import tr
from .base import UnveilAlgorithm, sentences

RESOLUTIONS = ("10", "20", "60")
LEVELS = ("auto", "L1C", "L2A")

LENGTHS = {
    "AVERAGING": ("averaging", 500.0),
    "CLOSING": ("closing", 500.0),
    "OPENING": ("opening", 500.0),
    "MINIMUM_AREA": ("minimum_area", 1e8),
    "SHADOW_DILATION": ("shadow_dilation", 2000.0),
}
"""Advanced parameters: name in the engine's settings, and the largest value."""

RAMPS = {
    "BLUE": ("blue", (0.1, 0.5), "B2"),
    "AEROSOL": ("aerosol", (0.1, 0.3), "B1"),
    "CIRRUS": ("cirrus", (0.15, 0.2), "B1 + B10"),
    "VISIBLE": ("visible", (0.2, 0.8), "B2 + B3 + B4"),
    "SNOW": ("snow", (0.6, 0.8), "(B3 - B11) / (B3 + B11)"),
}
"""Advanced parameters of the spectral detector: name in its settings, published ends in ascending order, the value."""

SHARES = {"INFRARED_SHARE": ("infrared_share", 3 / 4), "BLUE_SHARE": ("blue_share", 5 / 6)}


class MaskClouds(UnveilAlgorithm):
    """Clouds and their shadows of a Sentinel-2 scene as a class raster."""

    INPUT = "INPUT"
    METHOD = "METHOD"
    DILATION = "DILATION"
    RESOLUTION = "RESOLUTION"
    THRESHOLD = "THRESHOLD"
    SUN_AZIMUTH = "SUN_AZIMUTH"
    SUN_ELEVATION = "SUN_ELEVATION"
    LONE_SHADOWS = "LONE_SHADOWS"
    LEVEL = "LEVEL"
    OUTPUT = "OUTPUT"
    PROBABILITY = "PROBABILITY"
    CLOUD_COVER = "CLOUD_COVER"
    SHADOW_COVER = "SHADOW_COVER"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add(
            QgsProcessingParameterRasterLayer(self.INPUT, tr("Sentinel-2 raster")),
            tr(
                "Bands of Sentinel-2 in DN (reflectance x 10000), named B1 to B12, or 13 of L1C in that order; "
                "for scl the scene classification of L2A, or a raster with a band SCL."
            ),
        )
        self.add(self._choice(self.METHOD, tr("Detector"), METHODS, AUTO), self._about_methods())
        self.add(
            self._number(self.DILATION, tr("Grow clouds and shadows by (metres)"), 0.0, 2000.0, default=0.0),
            tr("Clouds fade out beyond what a detector finds; 0 leaves its answer as it is."),
        )
        self.add(
            self._choice(self.RESOLUTION, tr("Resolution (metres)"), RESOLUTIONS, "20"),
            tr(
                "Pixels are averaged to cells of this size before they are classified; the mask has the input's pixels."
            ),
        )
        self._add_refinement()
        self._add_spectral()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Cloud mask")),
            tr("0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data."),
        )
        self.add(
            QgsProcessingParameterRasterDestination(
                self.PROBABILITY, tr("Cloud score"), optional=True, createByDefault=False
            ),
            tr("The detector's score or probability, 0 to 1; scl has none."),
        )
        self.add_form()
        suggest_layers(self, optical=self.INPUT)
        self.addOutput(QgsProcessingOutputNumber(self.CLOUD_COVER, tr("Cloud cover (%)")))
        self.addOutput(QgsProcessingOutputNumber(self.SHADOW_COVER, tr("Shadow cover (%)")))

    def _add_refinement(self):
        threshold = self._number(self.THRESHOLD, tr("Score from which a pixel is cloud"), 0.0, 1.0)
        self.add(
            threshold, tr("Empty: the detector's own (spectral 0.2, s2cloudless 0.4, cloudsen12 0.5)."), advanced=True
        )
        texts = {
            "AVERAGING": (tr("Average the score over a disc (radius, metres)"), tr("Quietens single pixels.")),
            "CLOSING": (tr("Close gaps in clouds (radius, metres)"), tr("Clear gaps that are narrower become cloud.")),
            "OPENING": (
                tr("Remove narrow clouds (radius, metres)"),
                tr("Beaches, roads and roofs are narrower than clouds."),
            ),
            "MINIMUM_AREA": (tr("Smallest cloud or shadow (square metres)"), tr("Smaller ones become clear.")),
            "SHADOW_DILATION": (tr("Grow shadows by (metres)"), tr("Empty: as far as clouds.")),
        }
        for name, (_, most) in LENGTHS.items():
            label, text = texts[name]
            default = None if name == "SHADOW_DILATION" else 0.0
            self.add(self._number(name, label, 0.0, most, default=default), text, advanced=True)
        self.add(
            self._number(self.SUN_AZIMUTH, tr("Azimuth of the sun (degrees)"), 0.0, 360.0),
            tr(
                "Dark objects that no cloud can shade from there are clear. Empty: from the metadata, or else as most "
                "shadows of the scene lie."
            ),
            advanced=True,
        )
        self.add(
            self._number(self.SUN_ELEVATION, tr("Elevation of the sun (degrees)"), 0.0, 90.0),
            tr("Empty: from the metadata, else 45."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean(self.LONE_SHADOWS, tr("Keep shadows without a cloud"), defaultValue=False),
            tr("Dark ground that no cloud of the scene can have shaded stays shadow, too."),
            advanced=True,
        )
        self.add(
            self._choice(self.LEVEL, tr("Processing level"), LEVELS, "auto"),
            tr("auto: by metadata, file name and bands (without B10 it is L2A)."),
            advanced=True,
        )

    def _add_spectral(self):
        for name, (_, (low, high), bands) in RAMPS.items():
            parameter = QgsProcessingParameterRange(
                name,
                tr("Spectral: ramp of {}").format(bands),
                QgsProcessingParameterNumber.Type.Double,
                f"{low},{high}",
            )
            text = tr("From no cloud to cloud.") if name != "SNOW" else tr("From cloud to snow.")
            self.add(parameter, text, advanced=True)
        labels = {
            "INFRARED_SHARE": tr("Spectral: shadow threshold in infrared"),
            "BLUE_SHARE": tr("Spectral: shadow threshold in blue"),
        }
        for name, (_, default) in SHARES.items():
            parameter = self._number(name, labels[name], 0.0, 1.0, default=default)
            self.add(parameter, tr("0: the scene's darkest pixel, 1: its mean."), advanced=True)

    @staticmethod
    def _choice(name, label, options, default):
        return QgsProcessingParameterEnum(
            name, label, options=list(options), usesStaticStrings=True, defaultValue=default
        )

    @staticmethod
    def _number(name, label, least, most, default=None):
        return QgsProcessingParameterNumber(
            name,
            label,
            QgsProcessingParameterNumber.Type.Double,
            defaultValue=default,
            optional=default is None,
            minValue=least,
            maxValue=most,
        )

    @staticmethod
    def _about_methods():
        return tr(
            "auto: what suits the raster, unveil where it can. unveil: a network of our own for cloud, thin cloud and "
            "shadow (L1C and L2A). spectral: thresholds on reflectance with shadow (L1C). spectral-attention: its "
            "variant pixel by pixel (L1C). s2cloudless: boosted trees, haze included (L1C, package s2cloudless). "
            "csmask: a network for cloud and shadow (L1C and L2A, package ukis-csmask). cloudsen12: a network for "
            "cloud, thin cloud and shadow (L1C and L2A, package sentle). scl: the classification that L2A carries."
        )

    def name(self):
        return "maskclouds"

    def displayName(self):  # noqa: N802
        return tr("Mask clouds")

    def shortDescription(self):  # noqa: N802
        return tr("Finds clouds and cloud shadows in a Sentinel-2 scene.")

    def tags(self):
        return ["cloud", "mask", "shadow", "sentinel-2", "cloud cover", "s2cloudless", "scl"]

    def check_inputs(self, parameters, context):
        from ...engine.masking.choose import choose_detector
        from ...engine.prepare.optical import as_prepared
        from ...engine.sentinel.optical import find_optical

        raster = as_prepared(self.raster(parameters, self.INPUT, context)[0])
        level = self._level(parameters, context)
        detector = choose_detector(self.parameterAsEnumString(parameters, self.METHOD, context), raster, level)
        bands = detector.find_bands(raster, level)
        if bands != ("SCL",):
            find_optical(raster, bands)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._raster, layer = self.raster(parameters, self.INPUT, context)
        self._layer_name, self._layer_id = layer.name(), layer.id()
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from dataclasses import replace

        from ...engine.errors import Cancelled
        from ...engine.scene.detection import mask_scene

        output = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        probability = self.parameterAsOutputLayer(parameters, self.PROBABILITY, context)
        try:
            with sentences():
                settings = replace(self._settings(parameters, context), probability=probability or "")
                found = mask_scene(self._raster, output, ProcessingFeedback(feedback), settings)
        except Cancelled:
            return {}
        feedback.pushInfo(
            tr("{:.2f} % cloud, {:.2f} % shadow of the valid pixels.").format(found.cloud_cover, found.shadow_cover)
        )
        style_mask(context, output, tr("Cloud mask of {}").format(self._layer_name), scene=self._layer_id)
        results = {
            self.OUTPUT: output,
            self.CLOUD_COVER: round(found.cloud_cover, 2),
            self.SHADOW_COVER: round(found.shadow_cover, 2),
        }
        if probability:
            style_mask(context, probability, tr("Cloud score of {}").format(self._layer_name), score_renderer)
            results[self.PROBABILITY] = probability
        return results

    def _level(self, parameters, context):
        level = self.parameterAsEnumString(parameters, self.LEVEL, context)
        return None if level in ("", "auto") else level

    def _optional(self, parameters, name, context):
        return None if parameters.get(name) is None else self.parameterAsDouble(parameters, name, context)

    def _settings(self, parameters, context):
        from ...engine.masking.settings import MaskSettings
        from ...engine.masking.sun import chosen_sun

        sun = chosen_sun(
            self._raster,
            self._optional(parameters, self.SUN_AZIMUTH, context),
            self._optional(parameters, self.SUN_ELEVATION, context),
        )
        lengths = {field: self._optional(parameters, name, context) for name, (field, _) in LENGTHS.items()}
        lengths = {field: value for field, value in lengths.items() if value is not None}
        return MaskSettings(
            method=self.parameterAsEnumString(parameters, self.METHOD, context),
            resolution=float(self.parameterAsEnumString(parameters, self.RESOLUTION, context)),
            threshold=self._optional(parameters, self.THRESHOLD, context),
            dilation=self.parameterAsDouble(parameters, self.DILATION, context),
            sun=sun,
            level=self._level(parameters, context),
            spectral=self._spectral(parameters, context),
            lone_shadows=self.parameterAsBoolean(parameters, self.LONE_SHADOWS, context),
            form=self.form(parameters, context),
            **lengths,
        )

    def _spectral(self, parameters, context):
        """Return the thresholds of the spectral detector where any is another than published, else None."""
        from dataclasses import replace

        from ...engine.masking.detectors.spectral import ATTENTION, PUBLISHED

        method = self.parameterAsEnumString(parameters, self.METHOD, context)
        changed = {}
        for name, (field, published, _) in RAMPS.items():
            ends = tuple(self.parameterAsRange(parameters, name, context))
            if ends != published:
                changed[field] = ends[::-1] if name == "SNOW" else ends
        for name, (field, published) in SHARES.items():
            value = self.parameterAsDouble(parameters, name, context)
            # Dialogs round to a few digits.
            if abs(value - published) > 1e-5:
                changed[field] = value
        return replace(ATTENTION if method == "spectral-attention" else PUBLISHED, **changed) if changed else None
