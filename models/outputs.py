"""What a model gives, by name: asked for, checked, and joined over batches of tiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unveil.models.card import ModelCard
from unveil.models.errors import ModelError


def check_outputs(card: ModelCard, names: Sequence[str]) -> None:
    """Raise a ModelError unless the model gives all outputs of these names."""
    missing = [name for name in names if name not in card.outputs]
    if missing:
        raise ModelError(
            f"The model '{card.id}' does not give {', '.join(missing)}; it gives {', '.join(card.outputs)}."
        )


def join_outputs(
    card: ModelCard, device: str, names: Sequence[str], parts: Sequence[Sequence[np.ndarray]]
) -> dict[str, np.ndarray]:
    """Return the outputs [n, channels, tile, tile] by name, of batches that each hold one array for each name.

    Raises:
        ModelError: a value is not finite.
    """
    joined = {name: np.concatenate([part[index] for part in parts]) for index, name in enumerate(names)}
    if not all(np.isfinite(array).all() for array in joined.values()):
        raise ModelError(f"The model '{card.id}' gave values that are not numbers on {device}.")
    return joined
