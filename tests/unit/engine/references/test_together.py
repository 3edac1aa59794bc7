"""Three dates and more are averaged where all show the ground, by what they miss on ground left out."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from fixtures.dates import Files, Place
from osgeo import gdal

from unveil.engine.references.ground import FULL
from unveil.engine.references.said import said_of
from unveil.engine.references.together import stacked_shares


def errors(spreads, common=0.0, seed=0):
    """[relations, n, bands] that have a part in common."""
    random = np.random.default_rng(seed)
    shared = random.normal(0, 1, (4000, 3)) * common
    return np.stack([shared + random.normal(0, spread, shared.shape) for spread in spreads]).astype(np.float32)


def test_shares_are_those_of_the_inverse_variances_drawn_towards_equal_ones():
    shares = stacked_shares(errors((100, 100, 200)))
    assert shares.sum() == pytest.approx(1) and (shares >= 0).all()
    # Squared errors 1, 1 and 4 with 0.3 added to each, and 0.1 of the pull on the other side: by Lagrange's rule.
    inverse = 1 / np.array([1.3, 1.3, 4.3])
    expected = (0.1 + (1 - 0.1 * inverse.sum()) / inverse.sum()) * inverse
    np.testing.assert_allclose(shares, expected, atol=0.02)


def test_what_errs_alike_and_more_does_not_count():
    better, noise = errors((100, 20))
    assert stacked_shares(np.stack([better, 1.5 * better + noise]))[1] == 0


def test_what_is_as_good_counts_alike():
    np.testing.assert_allclose(stacked_shares(errors((50, 50, 50, 50), common=30)), 0.25, atol=0.02)


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path, Place(160, 4))


def dates(files, number, hidden=None, first=120):
    """Dates each of which errs by itself, the first of them by so many DN; hidden: what it does not show."""
    random = np.random.default_rng(7)
    found = []
    for month in range(1, number + 1):
        dn = files.place.before + random.normal(0, first if month == 1 else 120, files.place.before.shape)
        found.append(files.reference(f"date_20210{month}01.tif", dn, None if month > 1 else hidden))
    return found


def test_three_dates_together_beat_each_two_of_them(files):
    given = dates(files, 3)
    of_two = [files.missed(files.ground(*each)) for each in combinations(given, 2)]
    found = files.ground(*given)
    assert (0, 1, 2) in found.dates.learnt.together
    assert sum(found.dates.learnt.together.values()) == pytest.approx(1)
    assert files.missed(found) < 0.93 * min(of_two)
    assert sum(found.parts) == pytest.approx(1) and min(found.parts) > 0.2
    said = said_of(found)
    assert len(said) == 3 and all(any(f"date_20210{month}01.tif makes" in each for each in said) for month in (1, 2, 3))


def test_two_dates_are_not_averaged(files):
    assert not files.ground(*dates(files, 2)).dates.learnt.together


def test_where_one_of_them_is_cloudy_the_others_stand(files):
    cloudy = files.place.disc(90, 110, 15)
    found = files.ground(*dates(files, 3, cloudy))
    layers = gdal.Open(found.raster.path).ReadAsArray()
    assert (layers[-3][files.hidden] == FULL).all()
    alone = files.ground(*dates(files, 3)[1:])
    inner = files.place.disc(90, 110, 10)
    assert files.missed(found, inner) == pytest.approx(files.missed(alone, inner), rel=0.03)


def test_a_date_that_shows_little_is_not_averaged_with(files):
    mostly = np.ones((160, 160), bool)
    mostly[:50] = False
    learnt = files.ground(*dates(files, 4, mostly, first=160)).dates.learnt
    assert learnt.members[-1] == 0
    assert learnt.together and not any(3 in members for members in learnt.together)
