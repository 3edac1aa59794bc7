"""The first look at a scene and its references: what is learnt on ground that is clear in both, and who is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from unveil.engine.feedback import Feedback
from unveil.engine.masking import classes
from unveil.engine.references.as_it_is import as_they_are, of_the_same_kind, taken_as_they_are
from unveil.engine.references.features import Palette, find_palette
from unveil.engine.references.gather import gather_sample
from unveil.engine.references.guards import (
    LEAST_PIXELS,
    MOST_DOUBTED,
    is_snow,
    limits_of,
    of_another_orbit,
    refusal,
    relative_error,
    root_mean_square,
    surroundings_error,
)
from unveil.engine.references.hazy_ground import is_ground
from unveil.engine.references.learnt import Learnt
from unveil.engine.references.moments import HeldOut, Moments
from unveil.engine.references.radar_change import proven_change
from unveil.engine.references.reference import Reference
from unveil.engine.references.relation import make_nodes
from unveil.engine.references.rim import hazy_rim
from unveil.engine.references.sample import MOST_PIXELS, Blocks, Colours, Sample
from unveil.engine.references.together import related
from unveil.engine.references.view import grown_rim, widest_rim
from unveil.engine.scene.scene import Scene

_AGREEING = 1.5
"""How many times larger than on clear ground squared errors may be for a class of a mask to be a false alarm."""

_LEAST_CLEAR, _AGREES = 0.05, 0.5
"""Share of a scene below which its mask is doubted, and share of the variance that tells it to be wrong."""

_LEAST_EXPLAINED = 0.2
"""Share of the variance that a reference must explain to be tried although it tells less than the surroundings."""


def learn(scene: Scene, references: tuple[Reference, ...], feedback: Feedback) -> Learnt | None:
    """Return what ground that is clear in both dates tells; None where no reference can be relied on, which is said.

    Raises:
        UnveilError: a file cannot be read.
        Cancelled: the user stopped it.
    """
    blocks = Blocks(scene.grid.height, scene.grid.width)
    sample = gather_sample(scene, references, (), feedback)
    trusted: tuple[int, ...] = ()
    if _clear(sample, scene) < _LEAST_CLEAR * min(MOST_PIXELS, scene.grid.height * scene.grid.width):
        # Detectors take dark ground for shadow; then hardly anything is left.
        more = gather_sample(scene, references, (classes.SHADOW,), feedback)
        if more is not None and _clear(more, scene) > _clear(sample, scene) and _agrees(more, blocks):
            sample, trusted = more, (classes.SHADOW,)
            feedback.info("Hardly any ground is clear; what the mask calls shadow looks clear beside other dates.")
    few = ["no ground is clear in both"] * len(references)
    if sample is not None:
        rim = hazy_rim(sample, blocks, widest_rim(scene.mask_grown))
        sample = sample.chosen(sample.beside > rim)
        few = [_too_little(colours) for colours in sample.references]
    if all(few):
        taken = taken_as_they_are(scene, references, feedback)
        if taken is not None:
            return taken
    for reference, reason in zip(references, few):
        if reason:
            feedback.warn(_refused(reference, reason))
    if sample is None or all(few):
        return None
    learnt = _learnt(sample, scene, references, feedback)
    return learnt if learnt is None or learnt.as_they_are else replace(learnt, trusted=trusted, rim=rim)


def _too_little(colours: Colours) -> str:
    """Return why a reference tells nothing, "" for nothing."""
    if np.count_nonzero(colours.seen) >= LEAST_PIXELS:
        return ""
    return "hardly any ground is clear in both" if colours.seen.any() else "no ground is clear in both"


def _clear(sample: Sample | None, scene: Scene) -> int:
    """Return how many pixels of a sample lie outside of the mask."""
    return 0 if sample is None else int(np.count_nonzero(sample.beside > grown_rim(scene.mask_grown)))


def _agrees(sample: Sample, blocks: Blocks) -> bool:
    """Tell whether some reference explains the most of the pixels of a sample."""
    best = int(np.argmax([np.count_nonzero(each.seen) for each in sample.references]))
    colours = sample.references[best]
    if np.count_nonzero(colours.seen) < LEAST_PIXELS:
        return False
    palettes = {best: find_palette(colours.dn[colours.seen])}
    fit = Moments(sample, (best,), palettes, blocks).held_out()
    return float(np.median(fit.explained)) > _AGREES


def _learnt(sample: Sample, scene: Scene, references: tuple[Reference, ...], feedback: Feedback) -> Learnt | None:
    blocks = Blocks(scene.grid.height, scene.grid.width)
    alone = surroundings_error(sample)
    palettes, limits, errors, agreeing = {}, {}, {}, {}
    refused: dict[int, tuple[str, float]] = {}
    like = []
    for number, reference in enumerate(references):
        colours = sample.references[number]
        if _too_little(colours):
            continue
        places = _snow_places(reference.optical.names)
        snow_shares = _snow_shares(sample, scene.optical.names, colours, places)
        limits[number] = limits_of(sample, number, snow_shares, places)
        if of_another_orbit(limits[number]):
            feedback.warn(
                f"The radar of the reference {reference.name} differs all over from the scene's, as of another orbit; "
                "it is left out, so that changes are not seen there."
            )
            blank = np.full_like(colours.change, np.nan)
            references_now = list(sample.references)
            references_now[number] = colours = Colours(colours.dn, colours.near, blank, colours.codes)
            sample = replace(sample, references=tuple(references_now))
            limits[number] = limits_of(sample, number, snow_shares, places)
        palettes[number] = find_palette(colours.dn[colours.seen])
        moments = Moments(sample, (number,), palettes, blocks)
        fit = moments.held_out()
        errors[number] = (moments, fit)
        change = proven_change(limits[number].change, sample, number, moments.missed(fit))
        limits[number] = replace(limits[number], change=change)
        agreeing[number] = _agreeing(sample, moments, palettes, fit)
        reason, snow = refusal(fit.error, alone, snow_shares), refusal(np.zeros_like(alone), alone, snow_shares)
        if reason:
            tells = float(np.median(fit.explained)) > _LEAST_EXPLAINED
            refused[number] = reason, relative_error(fit.error, alone) if tells and not snow else np.inf
        if not snow and of_the_same_kind(scene, reference):
            like.append(number)
    if not is_ground(scene, references, sample, {number: errors[number][1] for number in like}):
        feedback.warn(
            "What the mask calls clear differs from other dates by more than ground does: haze, shadow or cloud lies "
            "on it, and nothing is learnt from it. The other dates are taken as they are."
        )
        return as_they_are(scene, references, like)
    _refuse(references, errors, refused, feedback)
    if not errors:
        return None
    members = tuple(sorted(errors, key=lambda number: float(np.mean(errors[number][1].error ** 2))))
    nodes = make_nodes(scene.grid.height, scene.grid.width)
    for number in members:
        fit = errors[number][1]
        feedback.info(
            f"Reference {references[number].name}: explains {100 * float(np.median(fit.explained)):.0f} % of clear "
            f"ground left out, off by {root_mean_square(fit.error):.0f} DN (what lies around: "
            f"{root_mean_square(alone):.0f} DN)."
        )
    relations, shares = related(sample, {number: errors[number] for number in members}, palettes, (blocks, nodes))
    return Learnt(
        members,
        tuple(agreeing[number] for number in members),
        tuple(palettes[number] for number in members),
        tuple(limits[number] for number in members),
        relations,
        nodes,
        alone,
        together=shares,
    )


def _refuse(
    references: tuple[Reference, ...], errors: dict, refused: Mapping[int, tuple[str, float]], feedback: Feedback
) -> None:
    """Take the refused references out of `errors`; refused: why, and their errors over that of the surroundings.

    Where none is left the best of those that tell hardly less than the surroundings stays: held-out windows of the
    scene find out whether it is of use beside the model.
    """
    kept = min(refused, key=lambda number: refused[number][1], default=None)
    if len(refused) < len(errors) or kept is None or refused[kept][1] > MOST_DOUBTED:
        kept = None
    for number, (reason, _) in refused.items():
        if number != kept:
            feedback.warn(_refused(references[number], reason))
            del errors[number]


def _agreeing(sample: Sample, moments: Moments, palettes: Mapping[int, Palette], fit: HeldOut) -> tuple[int, ...]:
    """Return the classes of a mask in which its reference agrees with the scene as well as where it is clear.

    moments: of that one reference.

    Detectors take dark slopes, bare soil and roofs for shadow and cloud; where the scene is clear it tells.
    """
    found = [classes.CLEAR]
    usual = float(np.mean(moments.missed(fit) ** 2))
    colours = sample.references[moments.members[0]]
    for code in (classes.CLOUD, classes.THIN_CLOUD, classes.SHADOW):
        own = np.isfinite(colours.dn[:, 0]) & (colours.codes == code)
        if np.count_nonzero(own) < LEAST_PIXELS:
            continue
        missed = moments.missed_at(sample.chosen(own), palettes, fit)
        if float(np.mean(missed**2)) <= _AGREEING * usual:
            found.append(code)
    return tuple(found)


def _snow_places(names: tuple[str, ...]) -> tuple[int, int] | None:
    return (names.index("B3"), names.index("B11")) if {"B3", "B11"} <= set(names) else None


def _snow_shares(
    sample: Sample, names: tuple[str, ...], colours: Colours, places: tuple[int, int] | None
) -> tuple[float, float] | None:
    """Return the share of snow in the scene and in the reference, over ground that is clear in both."""
    mine = _snow_places(names)
    if mine is None or places is None:
        return None
    seen = colours.seen
    return (
        float(is_snow(sample.target[seen, mine[0]], sample.target[seen, mine[1]]).mean()),
        float(is_snow(colours.dn[seen, places[0]], colours.dn[seen, places[1]]).mean()),
    )


def _refused(reference: Reference, reason: str) -> str:
    return f"The reference {reference.name} is not used: {reason}."
