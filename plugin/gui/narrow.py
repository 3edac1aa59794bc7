"""Forms that fit where there is little room: with large letters the buttons beside lists would lie out of sight."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QWidget

FEWEST_LETTERS = 8
"""Of an entry that a list of choices shows at least."""


def let_shrink(form: QWidget) -> None:
    """Let the entries of lists and the texts of boxes in a form give way; a box tells all of its text as a tip."""
    for choice in form.findChildren(QComboBox):
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(FEWEST_LETTERS)
    for box in form.findChildren(QCheckBox):
        box.setMinimumWidth(1)
        box.setToolTip(box.toolTip() or box.text())
