"""QGIS's feedback as the engine's."""

from __future__ import annotations

from qgis.core import QgsProcessingFeedback

from ..engine.feedback import Feedback
from .translation import tr_engine


class ProcessingFeedback(Feedback):
    """Passes progress, messages in the user's language and the wish to stop between Processing and the engine."""

    def __init__(self, feedback: QgsProcessingFeedback):
        self._feedback = feedback

    def progress(self, fraction: float) -> None:
        self._feedback.setProgress(100 * fraction)

    def info(self, text: str) -> None:
        self._feedback.pushInfo(tr_engine(text))

    def warn(self, text: str) -> None:
        self._feedback.pushWarning(tr_engine(text))

    def watches(self) -> bool:
        # The dock's feedback shows what is finished; the others have no place for it.
        return hasattr(self._feedback, "show_written")

    def written(self, grid, top, rows) -> None:
        if self.watches():
            self._feedback.show_written(grid, top, rows)

    def is_cancelled(self) -> bool:
        return self._feedback.isCanceled()
