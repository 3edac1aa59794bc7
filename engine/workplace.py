"""Where a step of a job works: the folder for what it makes on the way, and whom it tells."""

from __future__ import annotations

import os
from dataclasses import dataclass

from unveil.engine.feedback import Feedback, Step


@dataclass(frozen=True)
class Workplace:
    """A folder that is there, and a feedback."""

    folder: str
    feedback: Feedback

    def path(self, name: str) -> str:
        """Return where a file of that name lies in the folder."""
        return os.path.join(self.folder, name)

    def room(self, name: str) -> Workplace:
        """Return the same with a new folder in this one."""
        os.mkdir(self.path(name))
        return Workplace(self.path(name), self.feedback)

    def step(self, start: float, stop: float) -> Workplace:
        """Return the same for one step of the job; see `Step`."""
        return Workplace(self.folder, Step(self.feedback, start, stop))
