"""`unveil:trainmodel`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputFolder,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..feedback import ProcessingFeedback
from ..paths import model_folders
from ..translation import tr, tr_engine
from .base import UnveilAlgorithm, sentences

AUTO = "auto"


class TrainModel(UnveilAlgorithm):
    """A folder of scenes becomes a model of the user's own."""

    TELLS_STOP = True
    FOLDER = "FOLDER"
    ARCHITECTURE = "ARCHITECTURE"
    SIZE = "SIZE"
    RECIPE = "RECIPE"
    NAME = "NAME"
    MINUTES = "MINUTES"
    STEPS = "STEPS"
    DEVICE = "DEVICE"
    VALIDATION = "VALIDATION"
    CROP = "CROP"
    BATCH = "BATCH"
    SEED = "SEED"
    MODEL = "MODEL"
    RUN = "RUN"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        from ...engine.training.jobs.recipes import RECIPES
        from ...engine.training.loop.settings import DEVICES
        from ...models.networks import ARCHITECTURES, SIZES

        self.add(
            QgsProcessingParameterFile(
                self.FOLDER, tr("Folder of training scenes"), behavior=QgsProcessingParameterFile.Behavior.Folder
            ),
            tr(
                "SEN12MS-CR, folders with s1.tif, s2_cloudy.tif and s2_clear.tif or s1.tif and s2.tif, or clear scenes."
            ),
        )
        self._add_enum(
            self.ARCHITECTURE,
            tr("Network"),
            list(ARCHITECTURES),
            "glf-cr",
            tr("Which of the four networks is trained."),
        )
        self._add_enum(
            self.SIZE,
            tr("Size"),
            list(SIZES),
            "compact",
            tr("compact trains on a processor in an hour; the paper's sizes need a GPU and days."),
        )
        self._add_enum(
            self.RECIPE,
            tr("Recipe"),
            [AUTO, *RECIPES],
            AUTO,
            tr("Optimiser, rates and loss; auto takes the one of the network and its size."),
        )
        self.add(
            QgsProcessingParameterString(self.NAME, tr("Name of the new model")),
            tr("Its id is made of this: lower-case letters, digits and dashes."),
        )
        self._add_number(
            self.MINUTES,
            tr("Minutes"),
            tr("Length of the training. Empty: the number of steps, or the recipe's."),
            default=60.0,
            kind=QgsProcessingParameterNumber.Type.Double,
            least=0.01,
        )
        self._add_number(self.STEPS, tr("Steps"), tr("The training ends at this step at the latest."))
        self._add_enum(
            self.DEVICE, tr("Device"), list(DEVICES), "auto", tr("auto takes the NVIDIA GPU where PyTorch finds one.")
        )
        self.add(
            QgsProcessingParameterFile(
                self.VALIDATION,
                tr("Folder of validation scenes"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            tr(
                "Scenes of other places, to score on. Empty: one place in ten of the training scenes, if there are ten."
            ),
        )
        self._add_number(
            self.CROP,
            tr("Crop (pixels)"),
            tr("Side of what a step sees. Empty: the recipe's."),
            least=64,
            advanced=True,
        )
        self._add_number(self.BATCH, tr("Crops of a step"), tr("Empty: the recipe's."), advanced=True)
        self._add_number(
            self.SEED, tr("Seed"), tr("The same seed draws the same samples."), default=0, least=0, advanced=True
        )
        self.addOutput(QgsProcessingOutputString(self.MODEL, tr("Id of the new model")))
        self.addOutput(QgsProcessingOutputFolder(self.RUN, tr("Logs and pictures of the training")))

    def name(self):
        return "trainmodel"

    def displayName(self):  # noqa: N802
        return tr("Train model")

    def shortDescription(self):  # noqa: N802
        return tr("Trains one of the four networks on your own scenes.")

    def tags(self):
        return ["training", "deep learning", "pytorch", "sen12ms-cr", "glf-cr", "ib-hfn", "mmcanet", "attention"]

    def check_inputs(self, parameters, context):
        from ...engine.errors import UnveilError
        from ...engine.training.jobs.recipes import find_recipe
        from ...models.importing import check_name

        folder, name = self._given(parameters, context)
        check_name(name, model_folders()[0])
        if not folder.is_dir():
            raise UnveilError(f"The folder of training data {folder} does not exist; choose another.")
        architecture, size, recipe = self._network(parameters, context)
        find_recipe(recipe, architecture, size)

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.commands.train import work_folder
        from ...engine.errors import Cancelled
        from ...engine.training.jobs.packages import require_packages

        folder, name = self._given(parameters, context)
        architecture, size, recipe = self._network(parameters, context)
        validation = self.parameterAsFile(parameters, self.VALIDATION, context)
        zoo = model_folders()[0]
        try:
            with sentences():
                require_packages()
                from ...engine.training.jobs.runs import TrainingRequest, train_model

                request = TrainingRequest(
                    folder,
                    name,
                    architecture,
                    size,
                    recipe,
                    minutes=self._number(parameters, self.MINUTES, context, self.parameterAsDouble),
                    steps=self._number(parameters, self.STEPS, context, self.parameterAsInt),
                    device=self.parameterAsEnumString(parameters, self.DEVICE, context),
                    validation=Path(validation) if validation else None,
                    crop=self._number(parameters, self.CROP, context, self.parameterAsInt),
                    batch=self._number(parameters, self.BATCH, context, self.parameterAsInt),
                    seed=self.parameterAsInt(parameters, self.SEED, context),
                    # QGIS cannot be started again as a process that draws samples.
                    threads=True,
                )
                card = train_model(request, zoo, work_folder(zoo), ProcessingFeedback(feedback))
        except Cancelled as stop:
            feedback.pushWarning(tr("The training was {}").format(tr_engine(str(stop))))
            return {}
        return {self.MODEL: card.id, self.RUN: str(work_folder(zoo) / card.id)}

    def _add_enum(self, name, text, options, default, help_text):
        parameter = QgsProcessingParameterEnum(
            name, text, options=options, usesStaticStrings=True, defaultValue=default
        )
        self.add(parameter, help_text)

    def _add_number(self, name, text, help_text, default=None, kind=None, least=1, advanced=False):
        kind = QgsProcessingParameterNumber.Type.Integer if kind is None else kind
        parameter = QgsProcessingParameterNumber(name, text, kind, default, optional=True, minValue=least)
        self.add(parameter, help_text, advanced)

    def _given(self, parameters, context):
        folder = self.parameterAsFile(parameters, self.FOLDER, context)
        return Path(folder), self.parameterAsString(parameters, self.NAME, context)

    def _network(self, parameters, context):
        """Return architecture, size and recipe, "" for the size's own."""
        names = (self.ARCHITECTURE, self.SIZE, self.RECIPE)
        architecture, size, recipe = (self.parameterAsEnumString(parameters, name, context) for name in names)
        return architecture, size, "" if recipe == AUTO else recipe

    def _number(self, parameters, name, context, read):
        """Return a number, or None where it is empty."""
        definition = self.parameterDefinition(name)
        value = parameters.get(name, definition.defaultValue())
        return None if value is None or value == "" else read(parameters, name, context)
