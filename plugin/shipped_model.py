"""The models that ship, as the toolbox shows them: in their group, in the user's language, with likely layers."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm

from .algorithms.base import group_name
from .gui_defaults import suggest_layers
from .translation import look_up, mark

GROUP = "evaluate"

TEXTS = (
    mark("Remove clouds and evaluate"),
    mark("Clear reference"),
    mark("Cloud free"),
    mark("Scores"),
    mark("Masks the clouds of a Sentinel-2 scene, removes them and scores the result, in one go."),
    mark(
        "Three steps on one scene: Mask clouds finds the clouds and shadows, Remove clouds replaces them, and Evaluate "
        "a result sets the cloud-free raster beside a clear reference of the same place. Open it in the model designer "
        "to see how the steps hang together, and save it under another name to change them. Without a reference use "
        "Remove clouds alone. Time and memory are those of Remove clouds, whose log says what they will be."
    ),
    mark("Sentinel-2, L1C or L2A, at 10 m in DN (reflectance x 10000); bands named B1 to B12, or L1C's 13."),
    mark("VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps."),
    mark("A clear image of the same place, of a near date, with the same bands on the same grid."),
    mark("The detector of clouds; Mask clouds explains them."),
    mark("An installed model, by its id."),
    mark("auto takes the best device that really works."),
    mark("The optical raster's grid, bands, names, data type and nodata."),
    mark("Class codes: 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data."),
    mark("Scores of the result and of doing nothing, as a page that needs no other file."),
)
"""What stands in the files, for translators; texts that algorithms have as well are theirs."""


class ShippedModel(QgsProcessingModelAlgorithm):
    """A model of ours in the toolbox, whose dialog shows three different layers, and the page of scores as wanted."""

    def createInstance(self):  # noqa: N802
        made = ShippedModel()
        made.loadVariant(self.toVariant())
        made.setSourceFilePath(self.sourceFilePath())
        made.translate()
        suggest_layers(made, optical="OPTICAL", radar="RADAR", clear="REFERENCE")
        scores = made.parameterDefinition("scores")
        if scores is not None:
            scores.setCreateByDefault(True)
        return made

    def displayName(self):  # noqa: N802
        return look_up(super().displayName())

    def group(self):
        return group_name(GROUP)

    def groupId(self):  # noqa: N802
        return GROUP

    def shortDescription(self):  # noqa: N802
        return look_up(super().shortDescription())

    def translate(self) -> None:
        """Put labels and help into the user's language; the names by which values are given stay."""
        for parameter in self.parameterDefinitions():
            own = self.parameterDefinition(parameter.name())
            own.setDescription(look_up(own.description()))
            own.setHelp(look_up(own.help()))
        self.setHelpContent({key: look_up(text) for key, text in self.helpContent().items()})
