"""What the algorithms of Unveil share."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QLocale
from qgis.PyQt.QtGui import QIcon

from ...engine.masking.codings import MASK_CODINGS
from ...engine.masking.detectors.methods import AUTO, METHODS
from ..defaults import suggest_defaults, wanted_growth, wanted_model
from ..installed_models import installed_models
from ..languages import language
from ..layers import MaskSource, Source, file_of
from ..part import is_empty
from ..paths import ICON, RESOURCES
from ..translation import tr, tr_engine

PROTOCOLS = ("full", "glf-cr", "uncrtaints")

GROUPS = {
    "clean": ("removeclouds", "correcthaze", "maskclouds"),
    "prepare": ("fetchscene", "preparesentinel2", "preparesentinel1"),
    "models": ("importmodel", "trainmodel", "adaptmodel"),
    "evaluate": ("evaluate", "benchmark"),
}
"""Groups of the toolbox and the algorithms in them; one that is in none stands in the first."""


def group_name(group: str) -> str:
    """Return the name of a group of the toolbox in the user's language."""
    return {
        "clean": tr("Clean"),
        "prepare": tr("Prepare"),
        "models": tr("Models"),
        "evaluate": tr("Evaluate"),
    }[group]


def help_page(name: str) -> Path:
    """Return the help of an algorithm in the user's language, or in English where there is none in it."""
    from qgis.utils import iface

    locale = QLocale(language(iface is not None)).name()
    folder = RESOURCES / "help"
    pages = (folder / f"{name}_{locale}.html", folder / f"{name}_{locale.partition('_')[0]}.html")
    return next((page for page in pages if page.exists()), folder / f"{name}.html")


class UnveilAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that reads its layers into plain values before it starts, and works on these in the background."""

    COG = "COG"
    CREATION_OPTIONS = "CREATION_OPTIONS"
    TELLS_STOP = False
    """Whether a run that the user stopped says itself what is left of it; the others leave nothing."""

    _refusal: QgsProcessingException | None = None

    def __init_subclass__(cls, **keywords):
        """Let the run say what its preparation refuses.

        QGIS 3.40 takes a preparation that fails for a cancellation and drops the other rows of a batch.
        """
        super().__init_subclass__(**keywords)
        for name, wrapped in (("prepareAlgorithm", _told_later), ("processAlgorithm", _unless_refused)):
            if name in vars(cls):
                setattr(cls, name, wrapped(vars(cls)[name]))

    def createInstance(self):  # noqa: N802
        return type(self)()

    def icon(self):
        return QIcon(str(ICON))

    def svgIconPath(self):  # noqa: N802
        return str(ICON)

    def groupId(self):  # noqa: N802
        return next((group for group, names in GROUPS.items() if self.name() in names), next(iter(GROUPS)))

    def group(self):
        return group_name(self.groupId())

    def createCustomParametersWidget(self, parent=None):  # noqa: N802
        """Return the dialog of the toolbox; batch, modeler and qgis_process never ask for it."""
        try:
            from ..gui.dialog import UnveilDialog
        except ImportError:
            # A QGIS whose Processing has no such dialog in Python opens its own.
            return None
        return UnveilDialog(self, parent)

    def shortHelpString(self):  # noqa: N802
        text = help_page(self.name()).read_text(encoding="utf-8")
        # The dialog would show every line break of the file.
        return " ".join(text.split())

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse before the run what needs no pixel to be seen; the whole check comes with the work itself."""
        parameters = self.named(parameters)
        right, reason = super().checkParameterValues(self.layers_only(parameters), context)
        if not right:
            return right, self._told_of_product(parameters) or reason
        try:
            with sentences():
                self.check_inputs(parameters, context)
        except QgsProcessingException as error:
            return False, str(error)
        return True, ""

    def _told_of_product(self, parameters) -> str:
        """Return a sentence on the first product that stands where QGIS wants a layer; empty where there is none."""
        from ...engine.sentinel.products import is_product

        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            is_layer = isinstance(definition, (QgsProcessingParameterRasterLayer, QgsProcessingParameterMapLayer))
            if is_layer and isinstance(value, str) and os.path.exists(value) and is_product(value):
                return tr(
                    "{} is a product and no layer: prepare it first with Prepare Sentinel-2 or Prepare Sentinel-1."
                ).format(value)
        return ""

    def named(self, parameters):
        """Return parameters with the names of choices that came as numbers, which qgis_process advises and refuses.

        QGIS takes only names where a parameter has static strings, and otherwise its default without a word.
        """
        result = dict(parameters)
        for definition in self.parameterDefinitions():
            if isinstance(definition, QgsProcessingParameterEnum) and definition.usesStaticStrings():
                value = result.get(definition.name())
                if isinstance(value, (list, tuple)):
                    result[definition.name()] = [_option(each, definition.options()) for each in value]
                elif value is not None:
                    result[definition.name()] = _option(value, definition.options())
        return result

    def layers_only(self, parameters):
        """Return parameters without what Unveil takes and QGIS does not know for a layer."""
        return parameters

    def check_inputs(self, parameters, context) -> None:
        """Raise UnveilError, ModelError or QgsProcessingException for inputs that cannot work; quick."""

    def add_protocol(self, name: str) -> None:
        """Add the parameter that says how scores are computed."""
        parameter = QgsProcessingParameterEnum(
            name, tr("Protocol"), options=list(PROTOCOLS), usesStaticStrings=True, defaultValue="full"
        )
        self.add(
            parameter,
            tr(
                "full: all valid pixels. glf-cr: the middle 128 pixels with the SSIM of GLF-CR's code. "
                "uncrtaints: the whole patch with the SSIM of UnCRtainTS's code."
            ),
        )

    def add_threshold(self, name: str) -> None:
        """Add the parameter that says from which probability a mask counts as cloud."""
        parameter = QgsProcessingParameterNumber(
            name,
            tr("Cloud probability from which a mask counts as cloud"),
            QgsProcessingParameterNumber.Type.Double,
            defaultValue=0.5,
            minValue=0.01,
            maxValue=1.0,
        )
        self.add(parameter, tr("Only for a mask raster that holds probabilities; 0.5 is 50 %."), advanced=True)

    def add_mask(self, name: str, help_text: str) -> None:
        """Add the parameter of a user's mask: a raster, or polygons."""
        kinds = [QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorPolygon]
        parameter = QgsProcessingParameterMapLayer(name, tr("Cloud mask"), optional=True, types=kinds)
        self.add(parameter, help_text)

    def add_mask_coding(self, name: str) -> None:
        """Add the parameter that says what the values of a mask mean."""
        parameter = QgsProcessingParameterEnum(
            name, tr("Coding of the mask"), options=list(MASK_CODINGS), usesStaticStrings=True, defaultValue="auto"
        )
        self.add(
            parameter,
            tr(
                "What its values mean. auto tells it by values and names, and asks where they fit more than one coding."
            ),
            advanced=True,
        )

    def add_mask_dilation(self, name: str) -> None:
        """Add the parameter that says how far every mask is grown."""
        parameter = QgsProcessingParameterNumber(
            name,
            tr("Grow the mask by (metres)"),
            QgsProcessingParameterNumber.Type.Double,
            defaultValue=60.0,
            minValue=0.0,
            maxValue=2000.0,
        )
        suggest_defaults(parameter, wanted_growth())
        self.add(
            parameter,
            tr("The hazy rims of clouds look clear to detectors and people alike; 0 takes a mask of yours as it is."),
            advanced=True,
        )

    def add_mask_method(self, name: str) -> None:
        """Add the parameter that names the detector of a mask that is made."""
        parameter = QgsProcessingParameterEnum(
            name, tr("Mask detector"), options=list(METHODS), usesStaticStrings=True, defaultValue=AUTO
        )
        self.add(parameter, tr("What makes the mask where none is given; Mask clouds explains them."), advanced=True)

    def add_model(self, name: str, with_plain: bool = False) -> None:
        """Add the parameter that names an installed model; with_plain: or the method without a network."""
        from ...models.plain import PLAIN
        from ...models.registry import DEFAULT_MODEL

        installed = [card.id for card in installed_models()] + [PLAIN.id] * with_plain
        parameter = QgsProcessingParameterString(name, tr("Model"), defaultValue=DEFAULT_MODEL)
        # A list in the dialog; scripts and models may name a model that is installed elsewhere.
        parameter.setMetadata({"widget_wrapper": {"value_hints": installed}})
        suggest_defaults(parameter, wanted_model() if wanted_model() in installed else "")
        self.add(parameter, tr("An installed model: {}.").format(", ".join(installed)))

    def add_form(self) -> None:
        """Add the parameters that say how rasters are written."""
        self.add(
            QgsProcessingParameterBoolean(self.COG, tr("Write cloud-optimised GeoTIFFs"), defaultValue=False),
            tr("Tiled, with overviews, to be read in parts over a network."),
            advanced=True,
        )
        options = QgsProcessingParameterString(self.CREATION_OPTIONS, tr("Creation options"), optional=True)
        options.setMetadata({"widget_wrapper": {"widget_type": "rasteroptions"}})
        self.add(options, tr("Of GDAL, NAME=VALUE, several separated by |: COMPRESS=ZSTD|ZLEVEL=9."), advanced=True)

    def form(self, parameters, context):
        """Return how rasters are written; UnveilError where GDAL does not know an option."""
        from ...engine.raster.form import OutputForm, parse_options

        options = parse_options(self.parameterAsString(parameters, self.CREATION_OPTIONS, context))
        return OutputForm(self.parameterAsBoolean(parameters, self.COG, context), options).check()

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Add a parameter with its tooltip."""
        parameter.setHelp(help_text)
        _show_few_decimals(parameter)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def raster(self, parameters, name, context):
        """Return (engine's Raster, layer) of a raster parameter, or (None, None) where an optional one is empty."""
        source, layer = self.source(parameters, name, context)
        return source and source.describe(), layer

    def source(self, parameters, name, context):
        """Return (Source, layer) of a raster parameter, or (None, None) where an optional one is empty. Opens nothing.

        A run describes its sources in the background: files may lie far away, and the window would wait for them.
        """
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            return file_of(layer), layer
        value = parameters.get(name)
        if is_empty(value):
            return None, None
        raise QgsProcessingException(tr("{} is no raster that can be read: {}").format(name, value))

    def mask_source(self, parameters, name, context):
        """Return the MaskSource of a mask parameter, or None where it is empty; polygons that lie in no file are saved.

        For the main thread.
        """
        layer = self.parameterAsLayer(parameters, name, context)
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            return MaskSource(file_of(layer))
        if isinstance(layer, QgsVectorLayer) and layer.isValid():
            path, inside = self.parameterAsCompatibleSourceLayerPathAndLayerName(
                parameters, name, context, ["gpkg", "shp", "geojson"], "gpkg"
            )
            return MaskSource(Source(path), inside or layer.name())
        value = parameters.get(name)
        if is_empty(value):
            return None
        raise QgsProcessingException(
            tr("{} is no raster and no layer of polygons that can be read: {}").format(name, value)
        )

    def scene_sources(self, parameters, context):
        """Return the sources (optical, radar, mask or None) of an algorithm with OPTICAL, RADAR and MASK."""
        optical, radar = (self.source(parameters, name, context)[0] for name in (self.OPTICAL, self.RADAR))
        mask = self.mask_source(parameters, self.MASK, context)
        if None not in (optical, radar) and optical.path == radar.path:
            raise QgsProcessingException(
                tr(
                    "The radar raster is the optical raster; choose the Sentinel-1 raster, "
                    "with one band VV and one band VH."
                )
            )
        return optical, radar, mask


def _show_few_decimals(parameter) -> None:
    """Have a dialog show 60 and not 60.000000, unless a default needs its decimals."""
    if not isinstance(parameter, QgsProcessingParameterNumber) or parameter.metadata():
        return
    default = parameter.defaultValue()
    if parameter.dataType() == QgsProcessingParameterNumber.Type.Double and default in (None, round(default or 0, 2)):
        fine = parameter.maximum() <= 10 or 0 < parameter.minimum() < 1
        parameter.setMetadata({"widget_wrapper": {"decimals": 2 if fine else 0}})


def is_wanted(value) -> bool:
    """Tell whether the value of an optional output names one: batch rows give an empty definition for none."""
    if hasattr(value, "sink"):
        value = value.sink.staticValue()
    return value not in (None, "")


def described(sources):
    """Return the engine's rasters of several sources, None for None. UnveilError where one cannot be read."""
    return tuple(source and source.describe() for source in sources)


def _option(value, options):
    """Return the option that a value names or counts from 0 on; the value itself where it does neither."""
    text = str(value).strip()
    if text in options or isinstance(value, bool) or not text.isdigit():
        return text if text in options else value
    return options[int(text)] if int(text) < len(options) else value


def _told_later(prepare):
    @wraps(prepare)
    def prepare_algorithm(self, parameters, context, feedback):
        try:
            with sentences():
                return prepare(self, self.named(parameters), context, feedback)
        except QgsProcessingException as error:
            self._refusal = error
            return True

    return prepare_algorithm


def _unless_refused(process):
    @wraps(process)
    def process_algorithm(self, parameters, context, feedback):
        if self._refusal is not None:
            raise self._refusal
        from ...engine.commands.stopping import StopSignals

        # In qgis_process, which runs in the main thread: elsewhere QGIS itself is asked to stop.
        with sentences(), StopSignals(feedback.cancel, raises=False) as signals:
            result = process(self, self.named(parameters), context, feedback)
        if signals.number:
            raise QgsProcessingException(tr("Stopped; nothing was written."))
        return result

    return process_algorithm


@contextmanager
def sentences():
    """Turn errors of the engine and of models into the one sentence that Processing shows in the user's language."""
    from ...engine.errors import UnveilError, sentence_of
    from ...models.errors import ModelError

    try:
        yield
    except (UnveilError, ModelError, OSError, MemoryError, ModuleNotFoundError) as error:
        raise QgsProcessingException(tr_engine(sentence_of(error))) from error
