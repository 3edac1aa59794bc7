"""The method without a network: hidden ground as the scene itself tells it, under the id of a model.

The engine makes that image for networks to start from (their input `background`); here it is the result. It needs
neither ONNX Runtime nor a file, so it is always there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unveil.models.card import CLOUD_FREE, ModelCard
from unveil.models.outputs import check_outputs

NO_NETWORK = "none"
"""The architecture of the card."""

PLAIN = ModelCard(
    id="ground",
    title="Plain ground (no network)",
    architecture=NO_NETWORK,
    tile=256,
    sha256="",
    inputs=("optical", "radar", "mask", "background"),
    overlap=0,
    level="",
    prior=(1469.0, 1214.0, 1081.0, 901.0, 1150.0, 1824.0, 2100.0, 2130.0, 2265.0, 740.0, 17.0, 1592.0, 998.0),
    licence="GPL-2.0-or-later",
    source="Regression kriging of the scene's own clear ground and radar; nothing is learnt from other scenes.",
)
"""Its card. The prior, a usual clear spectrum of land, counts where a scene shows hardly any ground."""


class PlainPredictor:
    """Returns the background that it is given; the face of `predictor.Predictor`."""

    card = PLAIN
    runtime = f"NumPy {np.__version__}"
    device = "cpu"
    note = ""
    batch = at_once = 1

    def predict(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """Return the background of tiles, [n, bands, tile, tile], scaled as it came."""
        return inputs["background"]

    def predict_outputs(self, inputs: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the image by name; a ModelError for any other output."""
        check_outputs(self.card, names)
        return {CLOUD_FREE: self.predict(inputs)}
