"""What the algorithms of Unveil share."""

from __future__ import annotations

from contextlib import contextmanager

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingParameterDefinition, QgsRasterLayer
from qgis.PyQt.QtGui import QIcon

from ..layers import raster_of
from ..paths import ICON, RESOURCES
from ..translation import tr


class UnveilAlgorithm(QgsProcessingAlgorithm):
    """An algorithm that reads its layers into plain values before it starts, and works on these in the background."""

    def createInstance(self):  # noqa: N802
        return type(self)()

    def icon(self):
        return QIcon(str(ICON))

    def svgIconPath(self):  # noqa: N802
        return str(ICON)

    def shortHelpString(self):  # noqa: N802
        text = (RESOURCES / "help" / f"{self.name()}.html").read_text(encoding="utf-8")
        # The dialog would show every line break of the file.
        return " ".join(text.split())

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse before the run what needs no pixel to be seen; the whole check comes with the work itself."""
        right, reason = super().checkParameterValues(parameters, context)
        if not right:
            return right, reason
        try:
            with sentences():
                self.check_inputs(parameters, context)
        except QgsProcessingException as error:
            return False, str(error)
        return True, ""

    def check_inputs(self, parameters, context) -> None:
        """Raise UnveilError, ModelError or QgsProcessingException for inputs that cannot work; quick."""

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, advanced: bool = False) -> None:
        """Add a parameter with its tooltip."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def raster(self, parameters, name, context):
        """Return (engine's Raster, layer) of a raster parameter, or (None, None) where an optional one is empty."""
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            return raster_of(layer), layer
        value = parameters.get(name)
        if value in (None, ""):
            return None, None
        raise QgsProcessingException(tr("{} is no raster that can be read: {}").format(name, value))


@contextmanager
def sentences():
    """Turn the errors of the engine and of models into the one sentence that Processing shows."""
    from ...engine.errors import UnveilError
    from ...models.errors import ModelError

    try:
        yield
    except (UnveilError, ModelError) as error:
        raise QgsProcessingException(str(error)) from error
