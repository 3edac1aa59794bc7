"""Real clouds for the detector: labelled images, and layers cut from pairs of dates."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from unveil.engine.masking import classes
from unveil.engine.masking.cells import cell_means
from unveil.engine.simulation.real_clouds import RealCloud, cloud_layer
from unveil.engine.training.data.datasets import read_optical
from unveil.engine.training.detector.labels import agreed, labels_of_difference
from unveil.engine.training.detector.samples import CROP, Layer
from unveil.engine.training.detector.scenes import CIRRUS, FACTOR, UNKNOWN, CellScene, Pair, read_cells, read_pixels
from unveil.engine.training.detector.teachers import ask_teachers
from unveil.models import card
from unveil.models.cloud_detector import BANDS, MISSING

_POSITIONS = [card.BANDS.index(name) for name in BANDS]


def labelled_scene(pair: Pair) -> CellScene:
    """Return the cloudy image of a pair with the labels on which its difference and the teachers agree.

    Raises:
        UnveilError: a raster cannot be read, or the packages ukis-csmask and s2cloudless are missing.
    """
    cloudy, clear = read_cells(pair.cloudy), read_cells(pair.clear)
    pixels, valid = read_pixels(pair.cloudy)
    labels = agreed(labels_of_difference(cloudy, clear), ask_teachers(pixels, valid, pair.level))
    labels[(labels == classes.CLEAR) & (cloudy[BANDS.index("B10")] > CIRRUS)] = UNKNOWN
    labels[(cloudy[BANDS.index("B4")] < 0.5 * MISSING) | (clear[BANDS.index("B4")] < 0.5 * MISSING)] = UNKNOWN
    return CellScene(pair.name, pair.place, pair.level, cloudy, labels, False)


def layers_of(pairs: Iterable[Pair], scenes: Iterable[CellScene]) -> list[Layer]:
    """Return the real layers of L1C pairs in cells, with the labels of their labelled scenes."""
    layers = []
    for pair, scene in zip(pairs, scenes):
        cloudy, present, _ = read_optical(pair.cloudy)
        clear, _, _ = read_optical(pair.clear)
        found = cloud_layer(cloudy, clear) if pair.level == "L1C" and present.all() else None
        if found is not None and scene.labels.shape == (CROP, CROP):
            everywhere = np.ones(cloudy.shape[1:], dtype=bool)
            parts = [cell_means(field[_POSITIONS], everywhere, FACTOR)[0] for field in (found.passing, found.light)]
            layers.append(Layer(RealCloud(*parts), scene.labels))
    return layers
