"""How rates and weights change over a run: pure functions of its progress."""

from __future__ import annotations

import math


def cosine_rate(step: int, warm_up: int, share: float, rate: float, final: float) -> float:
    """Return the learning rate after `step` steps: a straight line up, then half a wave down (Loshchilov, Hutter 2017).

    share: how much of the way after the warm-up is done, 0..1.
    """
    if step < warm_up:
        return rate * (step + 1) / warm_up
    return final + (rate - final) * 0.5 * (1 + math.cos(math.pi * min(share, 1.0)))


def stepped_rate(progress: float, rate: float, falls: int, factor: float) -> float:
    """Return the learning rate of the step decay of GLF-CR: `factor` times it at each of `falls` even distances.

    progress: of the whole run, 0..1. GLF-CR halves the rate every 5 of 30 epochs: 5 falls, at 1/6, 2/6 ... of the run.
    """
    return rate * factor ** min(int(progress * (falls + 1) + 1e-9), falls)


def ramp(progress: float, start: float, end: float) -> float:
    """Return 0 before `start`, 1 after `end`, and a straight line between."""
    if end <= start:
        return float(progress >= end)
    return min(max((progress - start) / (end - start), 0.0), 1.0)


def joint_weights(progress: float) -> dict[str, float]:
    """Return the weights of the terms of IB-HFN's joint objective at a progress of 0..1.

    Its abstract says that the terms are weighted dynamically, not how; the numbers are ours. Reconstruction and
    structure lead for the first tenth; divergence, angle and sharpness then grow until four tenths, and stay.
    """
    grown = ramp(progress, 0.1, 0.4)
    return {
        "absolute": 1.0,
        "dissimilarity": 0.2,
        "divergence": 1e-3 * grown,
        "angle": 0.1 * grown,
        "sharpness": 0.05 * grown,
    }
