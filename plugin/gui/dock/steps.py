"""The parameters of Remove clouds as the steps of one scene, made from the algorithm's own definitions."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterDefinition
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...references import REFERENCE
from ...translation import tr
from ..estimate_dialog import EstimatePanel
from ..narrow import let_shrink

SCENE, DATES, MASK, MODEL, PART, RESULT, MORE = "scene", "dates", "mask", "model", "part", "result", "more"
STEPS = (SCENE, DATES, MASK, MODEL, PART, RESULT, MORE)

_BY_NAME = {
    "OPTICAL": SCENE,
    "RADAR": SCENE,
    "MODEL": MODEL,
    "DEVICE": MODEL,
    "EXTENT": PART,
    "AREA": PART,
    "REST": PART,
    "KEEP_CLEAR": RESULT,
    "REFERENCE_RADAR": DATES,
    "REFERENCE_MASK": DATES,
    "MASK_METHOD": MASK,
    "MASK_DILATION": MASK,
}
_BY_BEGINNING = {"REFERENCE": DATES, "MASK": MASK}


def step_of(parameter: QgsProcessingParameterDefinition) -> str:
    """Return the step in which a parameter stands; those that nobody thought of come last, or with the results."""
    name = parameter.name()
    if name in _BY_NAME:
        return _BY_NAME[name]
    if parameter.isDestination():
        return RESULT
    if parameter.flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced:
        return MORE
    return next((step for beginning, step in _BY_BEGINNING.items() if name.startswith(beginning)), MORE)


def step_title(step: str) -> str:
    """Return the heading of a step in the user's language."""
    return {
        SCENE: tr("Scene and radar"),
        DATES: tr("Other dates"),
        MASK: tr("Clouds"),
        MODEL: tr("Model"),
        PART: tr("Part of the scene"),
        RESULT: tr("Result"),
        MORE: tr("More settings"),
    }[step]


def what_is_missing(parameter: QgsProcessingParameterDefinition) -> str:
    """Return what to do where a parameter has no value that can be used."""
    return tr("Choose: {}").format(parameter.description())


class StepsPanel(EstimatePanel):
    """The parameters in boxes, one a step, in `steps`; the panel itself stays out of sight.

    boxes: the box of each step that has a parameter.
    """

    def __init__(self, parent, algorithm):
        # Before the widgets are laid out, which happens when the panel is made.
        self.steps = QWidget()
        self.boxes = {}
        layout = QVBoxLayout(self.steps)
        layout.setContentsMargins(0, 0, 0, 0)
        for step in STEPS:
            self.boxes[step] = box = QgsCollapsibleGroupBox()
            box.setObjectName(f"UnveilStep_{step}")
            QVBoxLayout(box)
            layout.addWidget(box)
        layout.addStretch(1)
        super().__init__(parent, algorithm)
        self._title()
        let_shrink(self.steps)

    def addParameterLabel(self, parameter, label):  # noqa: N802
        label.setWordWrap(True)
        self.boxes[step_of(parameter)].layout().addWidget(label)

    def addParameterWidget(self, parameter, widget, stretch=0):  # noqa: N802
        box = self.boxes[step_of(parameter)]
        box.layout().addWidget(widget)
        if parameter.name() == self.algorithm().MODEL:
            box.layout().addWidget(self.model_line)

    def addOutputLabel(self, label):  # noqa: N802
        label.setWordWrap(True)
        self.boxes[RESULT].layout().addWidget(label)

    def addOutputWidget(self, widget, stretch=0):  # noqa: N802
        self.boxes[RESULT].layout().addWidget(widget)

    def _title(self):
        """Number the steps that there are, and fold away those that may be left as they are."""
        used = [step for step in STEPS if self.boxes[step].layout().count()]
        for step in STEPS:
            self.boxes[step].setVisible(step in used)
        for number, step in enumerate(used, 1):
            self.boxes[step].setTitle(f"{number}  {step_title(step)}")
            self.boxes[step].setCollapsed(step not in (SCENE, MODEL))
        self._show_dates()
        self.wrappers[REFERENCE].widgetValueHasChanged.connect(lambda *_: self._show_dates())

    def _show_dates(self):
        """Let it be seen that other dates were chosen."""
        if self.wrappers[REFERENCE].parameterValue():
            self.boxes[DATES].setCollapsed(False)
