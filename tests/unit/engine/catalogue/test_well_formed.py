"""Documents of catalogues are judged before they are used."""

from __future__ import annotations

import pytest

from unveil.engine.catalogue.search import absolute, resolved
from unveil.engine.catalogue.well_formed import folder_name, links_of, well_formed
from unveil.engine.errors import UnveilError

SQUARE = {"type": "Polygon", "coordinates": [[[4, 45], [5, 45], [5, 46], [4, 45]]]}
ITEM = {
    "type": "Feature", "id": "S2", "bbox": [4, 45, 5, 46], "geometry": SQUARE, "collection": "c", "links": [],
    "properties": {"eo:cloud_cover": 12.5, "sar:polarizations": ["VV"]}, "assets": {"red": {"href": "./B04.tif"}},
}  # fmt: skip


def test_a_good_item_stays_as_it_is():
    assert well_formed(ITEM) == ITEM


@pytest.mark.parametrize(
    "box", [5, "x", [], [1, 2, 3], [1, 2, 3, "4"], [1, 2, 3, float("nan")], [[1], 2, 3, 4], [True] * 4]
)
def test_a_box_that_is_none_is_left_out(box):
    assert "bbox" not in well_formed({**ITEM, "bbox": box})


@pytest.mark.parametrize("shape", [5, [], {}, {"type": "Polygon"}, {"type": "Polygon", "coordinates": [[["a"]]]}])
def test_a_geometry_that_is_none_is_left_out(shape):
    assert well_formed({**ITEM, "geometry": shape})["geometry"] is None


def test_other_values_of_the_wrong_kind_are_left_out():
    item = {
        **ITEM,
        "collection": 5,
        "properties": {"eo:cloud_cover": "much", "sar:polarizations": 5, "platform": "S2A"},
    }
    made = well_formed(item)
    assert made["properties"] == {"platform": "S2A"} and "collection" not in made
    assert item["properties"]["eo:cloud_cover"] == "much"


def test_links_without_relation_or_address_are_left_out():
    good = {"rel": "item", "href": "x.json"}
    assert links_of({"links": [good, 5, {"rel": "item"}, {"href": "x"}, {"rel": 1, "href": "x"}]}) == [good]
    assert links_of({"links": 5}) == links_of({}) == []


@pytest.mark.parametrize("name", ["../../outside", "/etc/x", "", ".hidden", "a/b", "x" * 200, "a\0b"])
def test_an_id_that_leaves_the_folder_is_refused(name):
    with pytest.raises(UnveilError, match="cannot name a folder"):
        folder_name({"id": name})


@pytest.mark.parametrize(
    "href", ["/etc/passwd", "file:///etc/passwd", "WMS:http://127.0.0.1/", "../../../x", "/vsimem/x"]
)
def test_an_item_of_a_server_refers_to_no_file_of_this_machine(href):
    assert resolved(href, "https://host.example/a/item.json").startswith("https://host.example/")
    item = {**ITEM, "assets": {"red": {"href": href}}}
    assert absolute(item, "https://host.example/a/item.json")["assets"]["red"]["href"].startswith(
        "https://host.example/"
    )


def test_an_item_in_a_file_refers_to_files_beside_it_and_to_servers():
    assert resolved("./B04.tif", "/data/item.json") == "/data/B04.tif"
    assert resolved("https://host.example/x.tif", "/data/item.json") == "https://host.example/x.tif"
