"""What a removal is told, and what it tells in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from unveil.engine.masking.codings import AUTO, PROBABILITY_THRESHOLD
from unveil.engine.masking.detectors.methods import AUTO as METHOD_AUTO
from unveil.engine.numbers import MOST_METRES, check_number
from unveil.engine.raster.form import OutputForm
from unveil.engine.scene.part import Part
from unveil.models.card_schema import MOST_TILE
from unveil.models.speed import Speed

if TYPE_CHECKING:
    from unveil.engine.references.reference import GivenReference
    from unveil.models.any_predictor import AnyPredictor
    from unveil.models.card import ModelCard

MASK_DILATION = 60.0
"""Metres that clouds and shadows of every mask are grown by: their hazy rims look clear to whoever made it."""


@dataclass(frozen=True)
class QualityOutputs:
    """Where the rasters go that say how far a result may be trusted; None for none.

    quality: bits, see `quality.py`; sigma: standard error of each band; reference_age: days from the scene to the
    other date.
    """

    quality: str | None = None
    sigma: str | None = None
    reference_age: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.quality, self.sigma, self.reference_age)))


@dataclass(frozen=True)
class RemovalSettings:
    """How to remove: keep clear pixels or not, the feather round clouds in metres, and the tiles' overlap in pixels.

    overlap None: as the model's card recommends. mask_method: for the mask that is made when none is given.
    mask_dilation: metres that every mask is grown by. mask_threshold: of a user's mask that holds probabilities, 0..1.
    mask_coding: of MASK_CODINGS. speed: what was measured of the model here before, for the estimate in the log.
    part: where to restore; None for everywhere. form: of the outputs. references: other dates of the place.
    layers: further rasters. clear_sky: where the network's own probability of clear sky goes, "" for nowhere.
    mask_used: where the mask that was used goes, "" for nowhere. trial: try a network on hidden clear ground first, and
    do without it where the plain ground is better.
    """

    keep_clear: bool = True
    feather: float = 80.0
    overlap: int | None = None
    mask_method: str = METHOD_AUTO
    mask_dilation: float = MASK_DILATION
    mask_threshold: float = PROBABILITY_THRESHOLD
    mask_coding: str = AUTO
    speed: Speed | None = None
    part: Part | None = None
    form: OutputForm = OutputForm()
    references: tuple[GivenReference, ...] = ()
    layers: QualityOutputs = QualityOutputs()
    mask_used: str = ""
    clear_sky: str = ""
    trial: bool = True

    def __post_init__(self) -> None:
        check_number(self.feather, "feather in metres", 0, MOST_METRES)
        check_number(self.overlap, "overlap of tiles in pixels", 0, MOST_TILE)
        check_number(self.mask_dilation, "growth of the mask in metres", 0, MOST_METRES)
        check_number(self.mask_threshold, "probability from which a mask counts as cloud", 0, 1)


@dataclass(frozen=True)
class Restorer:
    """What restores a scene: a model, loaded, and how it is to work."""

    predictor: AnyPredictor
    settings: RemovalSettings

    @property
    def card(self) -> ModelCard:
        return self.predictor.card

    @property
    def wants_background(self) -> bool:
        """Whether the model starts from the plain ground."""
        return "background" in self.card.inputs


@dataclass(frozen=True)
class RemovalReport:
    """What was done: tiles predicted and copied, restored pixels in percent, and those of them without radar.

    mapped: how many of the copied tiles were predicted as well, for the map of clear sky only. faults: sentences on
    what looks wrong with the mask. from_references: restored pixels in percent that other dates show.
    seen_through: those below cloud so thin that it was taken off rather than replaced; lit: those in shadow that was.
    kept: percent of what the mask holds that is clear ground and stayed. active: tiles in which anything is restored.
    """

    predicted: int
    copied: int
    restored: float
    without_radar: float
    mapped: int = 0
    faults: tuple[str, ...] = ()
    from_references: float = 0.0
    seen_through: float = 0.0
    lit: float = 0.0
    kept: float = 0.0
    active: int = 0
