"""Which tiles of a scene there are, and what is to be done with each: copied, drawn from plain ground, or predicted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Tiling
from unveil.engine.removal.progress import counted
from unveil.engine.removal.reference_rows import widely_open
from unveil.engine.removal.settings import RemovalSettings
from unveil.engine.removal.survey import PATCH, Survey
from unveil.models.card import ModelCard


@dataclass(frozen=True)
class Ground:
    """What of a scene is to be restored, in patches as `Survey` holds them.

    hidden [rows, columns] bool: where some ground is not seen through thin cloud, None where nobody looks. missing
    [rows, columns]: hidden pixels of each that no other date shows, None where there are no dates, or a model adds to
    them. reach: pixels that the transition to clear ground reaches.
    """

    survey: Survey
    hidden: np.ndarray | None = None
    missing: np.ndarray | None = None
    reach: int = 0


@dataclass(frozen=True)
class TilePlan:
    """Tiles [rows of tiles, tiles in a row] bool, and what is to be done with each.

    active: with something to restore; asked: what other dates do not show. seen, alone: of the asked those that the
    plain ground is enough for, since thin cloud lets it be seen, and since that and other dates show nearly all.
    network: patches that a network is asked for.
    """

    tiling: Tiling
    active: np.ndarray
    asked: np.ndarray
    seen: np.ndarray
    alone: np.ndarray
    network: np.ndarray

    @property
    def predicted(self) -> np.ndarray:
        """Return which tiles are restored by the model."""
        return self.asked & ~self.alone

    def sentence(self, with_map: bool) -> str:
        """Return in one sentence what is to be done; with_map: a map of clear sky is wanted."""
        predicted, seen = int(self.predicted.sum()), int(self.seen.sum())
        copied = self.tiling.count - predicted
        shown = int((self.active & ~self.asked).sum()) + int(self.alone.sum()) - seen
        beside = f" ({shown} of them from other dates)" if shown else ""
        if seen:
            beside = f" ({seen} of them seen through thin cloud)"
        if shown and seen:
            beside = f" ({shown} of them from other dates, {seen} seen through thin cloud)"
        mapped = " and to predict for the map of clear sky" if with_map and copied else ""
        return (
            f"{counted(self.tiling.count, 'tile')} of {self.tiling.tile} pixels, overlap {self.tiling.overlap}: "
            f"{predicted} to predict, {copied} to copy{beside}{mapped}."
        )


def plan_tiles(size: tuple[int, int], card: ModelCard, settings: RemovalSettings, ground: Ground) -> TilePlan:
    """Return the plan of a scene of (height, width) pixels.

    Raises:
        UnveilError: the tiles cannot overlap so.
    """
    found = _planned(size, card, settings, ground)
    if settings.overlap is None and found.alone.any() and not found.predicted.any():
        # The plain ground has no seams that tiles would have to overlap for.
        return _planned(size, card, replace(settings, overlap=0), ground)
    return found


def _planned(size: tuple[int, int], card: ModelCard, settings: RemovalSettings, ground: Ground) -> TilePlan:
    survey, overlap = ground.survey, card.overlap if settings.overlap is None else settings.overlap
    try:
        tiling = Tiling(*size, card.tile, overlap)
    except ValueError as error:
        raise UnveilError(f"The overlap must lie between 0 and {card.tile // 2} pixels.") from error
    active = asked = survey.active_tiles(tiling, ground.reach, settings.keep_clear)
    hidden = network = survey.patches
    if ground.missing is not None:
        # Where other dates show all that is hidden in a tile nothing is asked, and no network for bits of it.
        asked = replace(survey, patches=ground.missing > 0).active_tiles(tiling, ground.reach)
        network = network & widely_open(ground.missing, PATCH)
    if ground.hidden is not None:
        hidden, network = hidden & ground.hidden, network & ground.hidden

    def alone(patches: np.ndarray) -> np.ndarray:
        # A model on relative values adds to ground that is hidden. Where all cloud of a tile is seen through it returns
        # what it is given.
        if settings.clear_sky or patches is survey.patches or not card.scaling.relative:
            return np.zeros_like(asked)
        return asked & ~replace(survey, patches=patches).active_tiles(tiling, 0, keep_clear=False)

    wanted = network if card.scaling.relative else survey.patches
    return TilePlan(tiling, active, asked, alone(hidden), alone(network), wanted)
