"""Whether a network does better than the plain ground on a scene: tried on clear ground that is hidden on purpose."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.removal.calibration import errors_of
from unveil.engine.removal.held_out import held_out_windows
from unveil.engine.removal.settings import RemovalSettings
from unveil.engine.scene.scene import Scene
from unveil.models.any_predictor import AnyPredictor
from unveil.models.plain import PlainPredictor

MOST_WINDOWS = 2
"""Windows that are tried, of those that are held out."""

LEAST_GAIN = -0.5
"""dB by which a network may fall behind: plain ground is smooth, which pays in squares and not in pictures.

On the sample scene 0.3 dB less come with 0.004 more SSIM.
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
            return f"{text} worse than the plain ground, so the ground is restored without a network."
        return f"{text} {'better' if self.gain >= 0 else 'worse'} than the plain ground; it is used."


def better_of(
    scene: Scene, predictor: AnyPredictor, settings: RemovalSettings, folder: str, feedback: Feedback
) -> AnyPredictor:
    """Return the predictor, or the plain ground where that is better; say which. Errors as the run itself.

    Only networks on relative values are tried, which add to the plain ground, and only if `settings.trial` says so.
    """
    if not (settings.trial and predictor.card.scaling.relative):
        return predictor
    trial = try_network(scene, predictor, settings, folder, feedback)
    feedback.info(trial.sentence(predictor.card.id))
    return PlainPredictor() if trial.plain_is_better else predictor


def try_network(
    scene: Scene, predictor: AnyPredictor, settings: RemovalSettings, folder: str, feedback: Feedback
) -> Trial:
    """Restore held-out ground of a scene with a network and without one.

    Raises:
        UnveilError, ModelError, Cancelled: as the run itself.
    """
    place = os.path.join(folder, "trial")
    os.mkdir(place)
    windows = held_out_windows(scene, place, feedback)[:MOST_WINDOWS]
    with_network = without = pixels = 0.0
    for number, part in enumerate(windows):
        errors = [
            errors_of(part, tried, settings, None, os.path.join(place, f"{name}_{number}.tif"))
            for name, tried in (("network", predictor), ("plain", PlainPredictor()))
        ]
        with_network, without = (
            total + float(np.square(error, dtype=np.float64).sum())
            for total, error in zip((with_network, without), errors)
        )
        pixels += errors[0].shape[1]
        feedback.progress((number + 1) / len(windows))
    if with_network <= 0 or without <= 0:
        return Trial()
    return Trial(10 * float(np.log10(without / with_network)), int(pixels))
