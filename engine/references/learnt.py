"""What is known of the other dates of a scene that are relied on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from unveil.engine.references.features import Palette
from unveil.engine.references.guards import Limits, relative_error
from unveil.engine.references.relation import Nodes, Relation


@dataclass(frozen=True)
class Learnt:
    """What is known of the references that are relied on, in the order of how much they tell.

    members: their numbers among those given; accepted: the classes of their masks in which they show the ground;
    relations: of single ones, of pairs, and of three, by places in `members`; together: how much each counts where all
    dates of them show the ground, none where they are not averaged. alone [bands]: error in DN of the scene's own
    surroundings, for comparison. rim: pixels beside what is hidden that nothing is learnt from. trusted: classes of the
    scene's own mask that are learnt from.
    """

    members: tuple[int, ...]
    accepted: tuple[tuple[int, ...], ...]
    palettes: tuple[Palette, ...]
    limits: tuple[Limits, ...]
    relations: dict[tuple[int, ...], Relation]
    nodes: Nodes
    alone: np.ndarray
    rim: int = 0
    trusted: tuple[int, ...] = ()
    together: dict[tuple[int, ...], float] = field(default_factory=dict)

    @property
    def doubted(self) -> bool:
        """Tell whether the best of the references tells less than the scene's own surroundings."""
        return relative_error(self.relations[(0,)].error, self.alone) >= 1

    @property
    def as_they_are(self) -> bool:
        """Tell whether the references are taken as they are, for the scene's own ground tells nothing of them."""
        return not np.isfinite(self.alone).any()

    def seen_from(self, row: int, column: int) -> Learnt:
        """Return the same for a window of the scene whose upper left pixel is (row, column)."""
        return replace(self, nodes=Nodes(self.nodes.rows - row, self.nodes.columns - column))
