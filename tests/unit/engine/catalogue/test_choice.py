"""Which radar and which other dates are chosen."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from unveil.engine.catalogue.choice import box_area, clearest, other_dates, radar_passes
from unveil.engine.catalogue.search import resolved

MOMENT = datetime(2021, 6, 30, 10, 50, tzinfo=timezone.utc)
AREA = box_area((0.0, 0.0, 2.0, 1.0))


def item(name, day, box=(0.0, 0.0, 2.0, 1.0), **properties):
    keys = {"sar:polarizations": ["VV", "VH"], "datetime": f"2021-{day}T10:50:00Z", **properties}
    assets = {"vv": {}, "vh": {}}
    return {"id": name, "geometry": box_area(box), "bbox": list(box), "properties": keys, "assets": assets}


def test_slices_of_one_pass_count_together_and_coverage_comes_before_nearness():
    west = item("west", "07-03", (0.0, 0.0, 1.0, 1.0), **{"sat:relative_orbit": 59})
    east = item("east", "07-03", (1.0, 0.0, 2.0, 1.0), **{"sat:relative_orbit": 59})
    half = item("half", "07-01", (0.0, 0.0, 1.0, 1.0), **{"sat:relative_orbit": 88})
    first, second = radar_passes([half, west, east], AREA, MOMENT)
    assert {each["id"] for each in first.items} == {"west", "east"}
    assert first.coverage == pytest.approx(1.0) and first.days == pytest.approx(3.0) and first.orbit == 59
    assert second.coverage == pytest.approx(0.5)


def test_radar_of_one_polarisation_or_of_another_place_is_no_radar():
    single = item("single", "07-01", **{"sar:polarizations": ["VV"]})
    elsewhere = item("elsewhere", "07-01", (5.0, 5.0, 6.0, 6.0))
    assert radar_passes([single, elsewhere], AREA, MOMENT) == []


def test_other_dates_are_clear_near_and_of_another_day():
    scene = item("scene", "06-30")
    same_day = item("same", "06-30", **{"eo:cloud_cover": 0})
    clear = item("clear", "07-20", **{"eo:cloud_cover": 1})
    cloudy = item("cloudy", "07-01", **{"eo:cloud_cover": 98})
    near = item("near", "07-05", **{"eo:cloud_cover": 10})
    found = other_dates([same_day, clear, cloudy, near], scene, AREA, 2)
    assert [each["id"] for each in found] == ["near", "clear"]


def test_of_two_tiles_the_one_that_covers_the_area_is_taken():
    part = item("part", "06-30", (0.0, 0.0, 0.5, 1.0))
    whole = item("whole", "07-04")
    assert clearest([part, whole], AREA, MOMENT)["id"] == "whole"
    assert clearest([], AREA, MOMENT) is None


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("./a.tif", "https://x/y/item.json", "https://x/y/a.tif"),
        ("../a.tif", "/x/y/item.json", "/x/a.tif"),
        ("s3://b/a.tif", "https://x/y/item.json", "s3://b/a.tif"),
        ("https://z/a.tif", "/x/y/item.json", "https://z/a.tif"),
    ],
)
def test_hrefs_are_seen_from_their_document(href, base, expected):
    assert resolved(href, base) == expected
