"""Which radar a draw of a scene has: its own, one that its bands might have had, or none."""

from __future__ import annotations

import numpy as np

from unveil.engine.training.data.datasets import TrainingScene
from unveil.engine.training.sampling.pseudo_radar import RadarModel, speckle


def draw_radar(
    scene: TrainingScene, no_radar: float, pseudo_radar: float, model: RadarModel | None, generator: np.random.Generator
) -> np.ndarray:
    """Return radar [2, h, w] in dB for a scene: its own at another level, one drawn by `model`, or none (NaN).

    no_radar, pseudo_radar: shares of the draws, see `samples.SampleSettings`.
    """
    nothing = np.full((2,) + scene.usable.shape, np.nan, dtype=np.float32)
    if generator.random() < no_radar:
        return nothing
    if scene.radar is not None:
        level = generator.normal(0, 1.0) + generator.normal(0, 0.4, (2, 1, 1))
        radar = scene.radar + level.astype(np.float32)
        # Filtered and averaged radar is smoother than what users have.
        return radar + speckle(radar.shape, generator) if generator.random() < 0.3 else radar
    if model is not None and generator.random() < pseudo_radar:
        return model.draw(scene.clear, generator)
    return nothing
