"""What a model gives, by name: asked for, checked, and joined over batches of tiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from unveil.models.card import CLEAR_SKY, CLOUD_FREE, ModelCard
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
        ModelError: an output is not of the size that the card says, or a value is not finite.
    """
    channels = {CLOUD_FREE: len(card.bands), CLEAR_SKY: 1}
    for part in parts:
        for name, array in zip(names, part):
            wanted = (channels[name], card.tile, card.tile)
            if not isinstance(array, np.ndarray) or array.dtype.kind != "f" or array.shape[1:] != wanted:
                given = f"{array.dtype} {array.shape[1:]}" if isinstance(array, np.ndarray) else "no array"
                raise ModelError(
                    f"The model '{card.id}' gave {given} as {name} of a tile, and its card says numbers {wanted}; "
                    "it cannot be used."
                )
    joined = {
        name: parts[0][index] if len(parts) == 1 else np.concatenate([part[index] for part in parts])
        for index, name in enumerate(names)
    }
    if not all(np.isfinite(array).all() for array in joined.values()):
        raise ModelError(f"The model '{card.id}' gave values that are not numbers on {device}.")
    return joined
