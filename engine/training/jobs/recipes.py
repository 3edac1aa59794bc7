"""Named recipes of training: how each network's authors trained it, and how the compact sizes are trained here.

An asterisk marks what a paper leaves open or does not tell us; it is ours. Steps are the epochs of the source over the
samples it had; a run of other length keeps the shape of its schedule. All recipes crop and turn at random, which the
papers' do in part only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from unveil.engine.errors import UnveilError
from unveil.engine.training.loop.settings import TrainingSettings
from unveil.models.networks import works_on_plain_ground


@dataclass(frozen=True)
class Recipe:
    """One way of training. crop in pixels, batch in crops; the rest are fields of TrainingSettings.

    architecture, size: what it is for; "" is any. note: the source, and what is ours.
    """

    name: str
    note: str
    architecture: str = ""
    size: str = ""
    crop: int = 128
    batch: int = 8
    settings: Mapping[str, Any] = field(default_factory=dict)

    def fits(self, architecture: str, size: str) -> bool:
        """Tell whether the recipe is meant for this network in this size."""
        return self.architecture in ("", architecture) and self.size in ("", size)


_EXACT = {"weight_decay": 0.0, "clip": float("inf"), "decay": 0.0, "shallow": (), "precision": "float32"}
"""What papers that say nothing of it did not do: weight decay, clipping, averaged weights, other rates, bfloat16."""

_FROM_ABSTRACT = {
    "rate": 2e-4,
    "final_rate": 1e-6,
    "betas": (0.9, 0.999),
    "clip": 1.0,
    "decay": 0.999,
    "shallow": (),
    "warm_up": 1000,
    "steps": 300_000,
}
"""Where the paper's own numbers are not known; all ours."""

_RELATIVE = {
    "objective": "relative",
    "rate": 1.5e-3,
    "final_rate": 3e-5,
    "structure": 0.3,
    "detail": 0.2,
    "clip": 1.0,
    "warm_up": 100,
    "shallow": (),
}

RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "compact",
            "Unveil's own for the compact sizes: AdamW at 1.5e-3 with warm-up and cosine, smooth absolute error + 0.3 "
            "structure + 0.2 amplitude of detail on relative values, averaged weights, clipping at 1, bfloat16.",
            settings={**_RELATIVE},
        ),
        Recipe(
            "glf-cr-paper",
            "Xu et al. 2022: L1, Adam at 1e-4, halved every 5 of 30 epochs of 101,615 samples, batches of 12, crops of "
            "128; Adam's moments are PyTorch's defaults*.",
            architecture="glf-cr",
            size="paper",
            batch=12,
            settings={
                **_EXACT,
                "objective": "l1",
                "optimiser": "adam",
                "betas": (0.9, 0.999),
                "schedule": "steps",
                "rate": 1e-4,
                "steps": 254_000,
            },
        ),
        Recipe(
            "attention-paper",
            "Bui and Le 2025: cloud-weighted MSE and SSIM with alpha 0.8, Adam at 1e-5. From their public code: halved "
            "every 5 of 30 epochs, batches of 1, crops of 128; the number of samples is 80 % of SEN12MS-CR*.",
            architecture="attention",
            size="paper",
            batch=1,
            settings={
                **_EXACT,
                "objective": "cloud-weighted",
                "optimiser": "adam",
                "betas": (0.9, 0.999),
                "schedule": "steps",
                "rate": 1e-5,
                "steps": 2_933_000,
            },
        ),
        Recipe(
            "ib-hfn-paper",
            "Re-implemented from an abstract: its joint objective with a dynamic schedule; all numbers are ours*: "
            "AdamW at 2e-4 with cosine to 1e-6, batches of 8, crops of 128, averaged weights, clipping at 1.",
            architecture="ib-hfn",
            size="paper",
            settings={**_FROM_ABSTRACT, "objective": "joint"},
        ),
        Recipe(
            "mmcanet-paper",
            "Re-implemented from an abstract; all of it is ours*: L1 and 0.2 (1 - SSIM), every pass of a progressive "
            "restoration compared, AdamW at 2e-4 with cosine, batches of 8, crops of 256, which the dilations need.",
            architecture="mmcanet",
            size="paper",
            crop=256,
            settings={**_FROM_ABSTRACT, "objective": "similarity"},
        ),
    )
}

DEFAULT = {
    "compact": "compact",
    "paper": "{architecture}-paper",
}
"""The recipe of a size where none is named."""

_NO_SHALLOW = ("ib-hfn", "mmcanet")
"""Networks that have no short path whose parameters would need a higher rate."""


def find_recipe(name: str, architecture: str, size: str) -> Recipe:
    """Return the recipe of that name; "" is the size's own.

    Raises:
        UnveilError: there is none of that name, or it is meant for another network.
    """
    name = name or DEFAULT.get(size, "compact").format(architecture=architecture)
    if name not in RECIPES:
        raise UnveilError(f"The recipe '{name}' is not known; choose {', '.join(RECIPES)}.")
    recipe = RECIPES[name]
    if not recipe.fits(architecture, size):
        raise UnveilError(
            f"The recipe '{name}' is for {recipe.architecture} in the size {recipe.size}, not for {architecture} in "
            f"the size {size}; choose {DEFAULT[size].format(architecture=architecture)}."
        )
    return recipe


def settings_for(recipe: Recipe, architecture: str, size: str, **given: Any) -> TrainingSettings:
    """Return the settings of a run; what is `given` stands above the recipe, and None gives nothing."""
    own = dict(recipe.settings)
    if recipe.settings == _RELATIVE and not works_on_plain_ground(architecture, size, **given.get("overrides", {})):
        # A network on absolute values: what these were trained with is the default of the settings.
        own = {}
    settings = replace(TrainingSettings(architecture=architecture, size=size), **own)
    if architecture in _NO_SHALLOW:
        settings = replace(settings, shallow=())
    return replace(settings, **{name: value for name, value in given.items() if value is not None})
