from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import label

from unveil.engine.masking.objects import ObjectFilter, Objects


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6])
@pytest.mark.parametrize("rows", [1, 2, 7, 64])
def test_objects_are_those_of_the_whole_mask_however_it_is_cut(rows, share):
    generator = np.random.default_rng(int(100 * share))
    mask = generator.random((64, 40)) < share
    marked = mask & (generator.random((64, 40)) < 0.3)
    objects = Objects()
    strips = [slice(start, start + rows) for start in range(0, 64, rows)]
    for strip in strips:
        objects.add(mask[strip], marked[strip])
    size, inside = objects.sizes()
    kept = ObjectFilter((size >= 5) & (inside >= 0.2 * size))
    found = np.concatenate([kept.apply(mask[strip]) for strip in strips])

    numbers, count = label(mask, structure=np.ones((3, 3)))
    sizes = np.bincount(numbers.ravel(), minlength=count + 1)
    marks = np.bincount(numbers.ravel(), weights=marked.ravel(), minlength=count + 1)
    expected = ((sizes >= 5) & (marks >= 0.2 * sizes))[numbers] & mask
    np.testing.assert_array_equal(found, expected)


def test_a_mask_without_objects_has_none():
    objects = Objects()
    objects.add(np.zeros((3, 4), bool))
    size, inside = objects.sizes()
    assert len(size) == len(inside) == 0
    assert not ObjectFilter(size > 0).apply(np.zeros((3, 4), bool)).any()
