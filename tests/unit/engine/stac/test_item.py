"""Items and collections against the schemas of STAC 1.1, and footprints against GDAL's own."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest
from fixtures.rasters import S2, optical_dn, write_raster
from fixtures.stac_extensions import COMMON_NAMES, faults
from osgeo import gdal, osr

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import describe
from unveil.engine.stac.collection import rebuild_collection
from unveil.engine.stac.footprint import footprint
from unveil.engine.stac.item import Asset, Lineage, make_item, read_item, without_signature, write_item

MOMENT = datetime(2021, 6, 30, 10, 50, 31, tzinfo=timezone.utc)
LINEAGE = Lineage("Clouds removed.", {"unveil": "0.1"}, "unveil remove", ("https://a/b.json",), {"unveil:model": "m"})


UNNAMED = "+proj=utm +zone=31 +ellps=intl +towgs84=1,2,3 +units=m"
"""A CRS that no authority has a code for."""


def item_of(path, crs="", **place):
    write_raster(path, optical_dn(16, 24), names=S2, **place)
    if crs:
        reference = osr.SpatialReference()
        reference.ImportFromProj4(crs)
        dataset = gdal.Open(str(path), gdal.GA_Update)
        dataset.SetProjection(reference.ExportToWkt())
        dataset = None  # noqa: F841
    return make_item("scene", MOMENT, {"cloud_free": Asset(path, "Clear", ("data", "reflectance"))}, LINEAGE)


def core_of(item):
    """Return the item without extensions, whose schemas lie on the network."""
    return {**item, "stac_extensions": []}


def test_an_item_is_valid_stac(tmp_path):
    pystac = pytest.importorskip("pystac")
    item = item_of(tmp_path / "scene.tif")
    found = pystac.Item.from_dict(core_of(item))
    found.validate()
    assert found.datetime == MOMENT
    band = item["assets"]["cloud_free"]["bands"][3]
    assert (band["name"], band["eo:common_name"], band["raster:scale"]) == ("B4", "red", 0.0001)
    assert item["assets"]["cloud_free"]["proj:code"] == "EPSG:32631"
    assert item["assets"]["cloud_free"]["proj:shape"] == [16, 24]
    assert item["links"][0] == {"rel": "derived_from", "href": "https://a/b.json", "type": "application/geo+json"}
    assert json.dumps(item, allow_nan=False)


@pytest.mark.parametrize("place", [{}, {"crs": UNNAMED}])
def test_the_fields_of_extensions_are_what_their_specifications_ask_for(tmp_path, place):
    item = item_of(tmp_path / "scene.tif", **place)
    assert faults(item) == []
    asset = item["assets"]["cloud_free"]
    assert (asset["proj:code"] is None) == bool(place)
    assert {band["eo:common_name"] for band in asset["bands"]} <= COMMON_NAMES
    assert asset["file:size"] == (tmp_path / "scene.tif").stat().st_size


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda item: item["properties"].update({"eo:cloud_cover": 140}), "eo:cloud_cover is 140"),
        (lambda item: item["properties"].update({"view:off_nadir": 3}), "its extension is not declared"),
        (lambda item: item["properties"].update({"processing:softwares": {}}), "is no field of its extension"),
        (lambda item: item["properties"]["processing:expression"].pop("expression"), "processing:expression is"),
        (lambda item: item["assets"]["cloud_free"].update({"proj:code": "32631"}), "proj:code is '32631'"),
        (lambda item: item["assets"]["cloud_free"].update({"proj:code": None}), "cloud_free has no CRS"),
        (lambda item: item["assets"]["cloud_free"].update({"proj:shape": [1.5, 2]}), "proj:shape is"),
        (lambda item: item["assets"]["cloud_free"]["bands"][0].update({"eo:common_name": "rededge1"}), "rededge1"),
        (lambda item: item["assets"]["cloud_free"]["bands"][0].update({"file:size": 1}), "file:size stands on band"),
        (lambda item: item["stac_extensions"].append("https://stac-extensions.github.io/sat/v1.0.0/schema.json"),
         "sat is declared and not used"),
        (lambda item: item["stac_extensions"].append("eo"), "eo is no extension"),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_found(tmp_path, change, fault):
    item = item_of(tmp_path / "scene.tif")
    change(item)
    assert any(fault in each for each in faults(item))


def test_a_footprint_is_where_gdal_says_that_the_raster_lies(tmp_path):
    path = tmp_path / "a.tif"
    write_raster(path, optical_dn(16, 24), names=S2)
    geometry, box = footprint(describe(str(path)).grid)
    expected = gdal.Info(str(path), format="json")["wgs84Extent"]["coordinates"][0]
    assert box[0] == pytest.approx(min(x for x, _ in expected), abs=1e-6)
    assert box[3] == pytest.approx(max(y for _, y in expected), abs=1e-6)
    ring = geometry["coordinates"][0]
    assert ring[0] == ring[-1]


def test_a_footprint_over_the_antimeridian_is_cut_in_two(tmp_path):
    path = tmp_path / "a.tif"
    write_raster(path, optical_dn(4, 4), names=S2, epsg=4326, transform=(179.9, 0.05, 0, 10, 0, -0.05))
    geometry, box = footprint(describe(str(path)).grid)
    assert geometry["type"] == "MultiPolygon" and box[0] > 179 and box[2] < -179


def test_a_raster_without_a_place_on_earth_is_refused(tmp_path):
    write_raster(tmp_path / "a.tif", optical_dn(4, 4), names=S2, epsg=None)
    with pytest.raises(UnveilError, match="no coordinate reference system"):
        footprint(describe(str(tmp_path / "a.tif")).grid)


def test_a_collection_is_made_of_the_items_that_lie_there(tmp_path):
    pystac = pytest.importorskip("pystac")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        item = item_of(tmp_path / name / f"{name}.tif")
        write_item({**item, "id": name}, tmp_path / name / f"{name}.json")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "c.json").write_text("{")
    assert rebuild_collection(tmp_path) == 2
    found = pystac.Collection.from_file(str(tmp_path / "collection.json"))
    found.validate()
    assert [link.href for link in found.get_links("item")] == ["./a/a.json", "./b/b.json"]


def test_an_item_that_is_not_whole_is_none(tmp_path):
    (tmp_path / "a.json").write_text('{"type": "Fea')
    assert read_item(tmp_path / "a.json") is None


def test_tokens_never_reach_an_item():
    assert without_signature(["https://a/b.tif?sig=secret"]) == ("https://a/b.tif",)
