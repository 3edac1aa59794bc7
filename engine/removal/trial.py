"""Whether a network does better than the plain ground on a scene: tried on clear ground that is hidden on purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.removal.calibration import errors_of
from unveil.engine.removal.held_out import held_out_windows
from unveil.engine.removal.settings import Restorer
from unveil.engine.scene.scene import Scene
from unveil.engine.workplace import Workplace
from unveil.models.plain import PlainPredictor

MOST_WINDOWS = 2
"""Windows that are tried, of those that are held out."""

LEAST_GAIN = -0.5
"""dB by which a network may fall behind: it adds detail to the plain ground, which costs squares but shows in pictures.
"""


@dataclass(frozen=True)
class Trial:
    """gain: dB of the network above the plain ground at hidden pixels, NaN where nothing could be hidden."""

    gain: float = float("nan")
    pixels: int = 0

    @property
    def plain_is_better(self) -> bool:
        """Tell whether the network adds nothing on this scene."""
        return self.gain < LEAST_GAIN

    def sentence(self, model: str) -> str:
        """Return what was found, in one sentence."""
        if not np.isfinite(self.gain):
            return f"Too little of the scene is clear to try the model {model} on it."
        text = f"On {self.pixels} clear pixels that were hidden on purpose the model {model} is {abs(self.gain):.1f} dB"
        if self.plain_is_better:
            return f"{text} worse than no network, so the ground is restored without one."
        if self.gain < 0:
            return f"{text} worse than no network; it is used, for it shows more detail."
        return f"{text} better than no network; it is used."


def better_of(scene: Scene, restorer: Restorer, work: Workplace) -> Restorer:
    """Return what restores, or the plain ground where that is better; say which. Errors as the run itself.

    Only networks on relative values are tried, which add to the plain ground, and only if `settings.trial` says so.
    """
    if not (restorer.settings.trial and restorer.card.scaling.relative):
        return restorer
    trial = try_network(scene, restorer, work)
    work.feedback.info(trial.sentence(restorer.card.id))
    return replace(restorer, predictor=PlainPredictor()) if trial.plain_is_better else restorer


def try_network(scene: Scene, restorer: Restorer, work: Workplace) -> Trial:
    """Restore held-out ground of a scene with a network and without one.

    Raises:
        UnveilError, ModelError, Cancelled: as the run itself.
    """
    room = work.room("trial")
    windows = held_out_windows(scene, room)[:MOST_WINDOWS]
    # Seams between tiles change the error by far less than what is decided by.
    restorer = replace(restorer, settings=replace(restorer.settings, overlap=0))
    with_network = without = pixels = 0.0
    for number, part in enumerate(windows):
        errors = [
            errors_of(part, tried, None, room.path(f"{name}_{number}.tif"))
            for name, tried in (("network", restorer), ("plain", replace(restorer, predictor=PlainPredictor())))
        ]
        with_network, without = (
            total + float(np.square(error, dtype=np.float64).sum())
            for total, error in zip((with_network, without), errors)
        )
        pixels += errors[0].shape[1]
        work.feedback.progress((number + 1) / len(windows))
    if with_network <= 0 or without <= 0:
        return Trial()
    return Trial(10 * float(np.log10(without / with_network)), int(pixels))
