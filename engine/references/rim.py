"""How many pixels beside what is hidden are hazy or shaded: told by another date, which does not see that cloud."""

from __future__ import annotations

import numpy as np

from unveil.engine.references.features import find_palette
from unveil.engine.references.guards import LEAST_PIXELS
from unveil.engine.references.moments import Moments
from unveil.engine.references.sample import Blocks, Sample
from unveil.engine.references.view import RIM

_ENOUGH = 20_000
"""Pixels that are looked at; more tell no more."""

_SHIFTED = 0.6
"""Share of the usual error that a mean error in one direction may be: a veil, or a shadow."""

_SPREAD = 2.5
"""How many times larger than elsewhere squared errors may be: veils and shadows, which make up for each other."""


def hazy_rim(sample: Sample, blocks: Blocks, widest: int) -> int:
    """Return the width in pixels, 0 to `widest`, of the rim that is not to be learnt from; `widest` if nothing tells.

    A relation learnt from the ground farther off must be right there too. Where that is little, what lies outside of
    the mask is trusted.
    """
    for first in range(widest, widest - RIM - 1, -1):
        far = sample.chosen(sample.beside > first)
        counts = [int(np.count_nonzero(each.seen)) for each in far.references]
        best = int(np.argmax(counts))
        if counts[best] >= LEAST_PIXELS:
            break
    else:
        return widest
    far = far.chosen(np.arange(0, len(far), -(-len(far) // _ENOUGH)))
    colours = far.references[best]
    palettes = {best: find_palette(colours.dn[colours.seen])}
    moments = Moments(far, (best,), palettes, blocks)
    fit = moments.held_out()
    usual = fit.error**2
    for width in range(first, 0, -1):
        ring = sample.chosen((sample.beside == width) & sample.references[best].seen)
        if len(ring) < LEAST_PIXELS // 4:
            return width
        missed = moments.missed_at(ring, palettes, fit)
        shifted = np.mean(missed.mean(axis=0) ** 2 / usual) > _SHIFTED**2
        if shifted or np.mean(np.mean(missed**2, axis=0) / usual) > _SPREAD:
            return width
    return 0
