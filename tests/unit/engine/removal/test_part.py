"""Removing the clouds of a part of a scene."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from osgeo import gdal, osr

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import describe
from unveil.engine.removal.pipeline import RemovalSettings, Restorer, SceneFiles, remove_clouds
from unveil.engine.scene import part as parts
from unveil.engine.scene.part import Inside, frame_of, inside_patches, part_of, read_area, rectangle
from unveil.models.predictor import load_predictor

pytest.importorskip("onnxruntime")


def run(files, card, output, part, **settings):
    optical, radar, mask = files
    return remove_clouds(
        SceneFiles(describe(optical), describe(radar), describe(mask) if mask else None),
        Restorer(load_predictor(card, "cpu"), RemovalSettings(part=part, **settings)),
        str(output),
        Feedback(),
    )


def box(path, window):
    """Return a window of a raster's pixels as a rectangle of the map."""
    grid = describe(path).grid
    left, top = grid.place(window.column, window.row)
    right, bottom = grid.place(window.column + window.width, window.row + window.height)
    return rectangle(left, bottom, right, top)


WINDOW = Window(40, 30, 50, 60)
INNER = (slice(None), WINDOW.rows, WINDOW.columns)


@pytest.mark.parametrize("settings", [{}, {"keep_clear": False}, {"feather": 400.0}])
def test_outside_of_an_extent_every_pixel_stays_and_inside_every_cloud_goes(
    tmp_path, scene_files, fill_card, read_raster, settings
):
    files = scene_files(150, 140, mask=np.ones((150, 140)))
    part = part_of((box(files[0], WINDOW),), (), cut=False)
    run(files, fill_card, tmp_path / "out.tif", part, **settings)
    before, after = read_raster(files[0]), read_raster(tmp_path / "out.tif")
    assert (after[INNER] == 1000).all()
    after[INNER] = before[INNER]
    np.testing.assert_array_equal(after, before)


def test_what_is_cut_out_is_the_same_as_in_the_whole_scene(tmp_path, scene_files, fill_card, read_raster, monkeypatch):
    monkeypatch.setattr(parts, "CONTEXT", 16)
    mask = np.random.default_rng(1).integers(0, 2, (150, 140))
    files = scene_files(150, 140, mask=mask)
    rectangles = (box(files[0], WINDOW),)
    run(files, fill_card, tmp_path / "whole.tif", part_of(rectangles, (), cut=False))
    report = run(files, fill_card, tmp_path / "cut.tif", part_of(rectangles, (), cut=True))
    np.testing.assert_array_equal(read_raster(tmp_path / "cut.tif"), read_raster(tmp_path / "whole.tif")[INNER])
    grid, whole = describe(str(tmp_path / "cut.tif")).grid, describe(files[0]).grid
    assert grid.transform == pytest.approx(whole.window_transform(WINDOW)) and grid.crs == whole.crs
    assert report.predicted + report.copied < 36, "only the surroundings are read"


def test_a_cut_without_a_mask_makes_one_of_the_surroundings(tmp_path, scene_files, identity_card, read_raster):
    files = scene_files(150, 140)
    run(files, identity_card, tmp_path / "cut.tif", part_of((box(files[0], WINDOW),), (), cut=True))
    np.testing.assert_array_equal(read_raster(tmp_path / "cut.tif"), read_raster(files[0])[INNER])


def test_polygons_restore_within_themselves_by_pixel_centres(tmp_path, scene_files, fill_card, read_raster):
    files = scene_files(100, 90, mask=np.ones((100, 90)))
    area = write_polygons(tmp_path / "area.geojson", files[0], [[(20, 20), (60, 20), (20, 60)]])
    crs = describe(files[0]).grid.crs
    run(files, fill_card, tmp_path / "out.tif", part_of((), read_area(area, crs), cut=False))
    rows, columns = np.mgrid[:100, :90] + 0.5
    inside = (rows > 20) & (columns > 20) & (rows + columns < 80)
    on_edge = np.abs(rows + columns - 80) < 0.6
    changed = (read_raster(tmp_path / "out.tif") != read_raster(files[0])).any(axis=0)
    np.testing.assert_array_equal(changed[~on_edge], inside[~on_edge])


def test_a_cloud_outside_the_part_is_not_taken_for_ground(tmp_path, raster_file, scene_files, fill_card, monkeypatch):
    """The survey of the ground is told of the clouds outside as well."""
    from unveil.engine.removal import pipeline

    mask = np.zeros((100, 90))
    mask[:, :45] = 1
    files = scene_files(100, 90, mask=mask)
    seen = []
    survey_scene = pipeline.survey_scene

    def watched(scene, *arguments):
        seen.append(scene)
        return survey_scene(scene, *arguments)

    monkeypatch.setattr(pipeline, "survey_scene", watched)
    run(files, fill_card, tmp_path / "out.tif", part_of((box(files[0], Window(0, 30, 100, 30)),), (), cut=False))
    from unveil.engine.masking import classes
    from unveil.engine.scene.rows import SceneRows

    area = np.zeros((1, 100, 90), np.uint8)
    area[:, :, 30:60] = 1
    scene = replace(seen[0], mask=describe(files[2]), inside=Inside(describe(raster_file("again.tif", area))))
    with SceneRows(scene) as rows:
        codes = rows.codes(10, 11).values[0]
    assert set(codes[:30]) == {classes.NODATA} and set(codes[30:45]) == {1} and set(codes[45:]) == {0}


def test_extent_and_polygons_together_are_what_lies_in_both(tmp_path, scene_files):
    optical = scene_files(100, 90)[0]
    raster = describe(optical)
    polygons = read_area(
        write_polygons(tmp_path / "a.geojson", optical, [[(0, 0), (50, 0), (50, 50), (0, 50)]]), raster.grid.crs
    )
    part = part_of((box(optical, Window(30, 20, 60, 60)),), polygons, cut=True)
    assert frame_of(part, raster) == Window(30, 20, 20, 30)
    patches = inside_patches(part, raster.grid, 8)
    assert patches.shape == (13, 12) and patches[4:6, 3:6].all() and not patches[:3].any() and not patches[:, 8:].any()


@pytest.mark.parametrize(
    "make, sentence",
    [
        (
            lambda path, optical: frame_of(part_of((rectangle(0, 0, 1, 1),), (), True), describe(optical)),
            "lies outside",
        ),
        (lambda path, optical: rectangle(5, 0, 1, 1), "is empty"),
        (lambda path, optical: rectangle(5, 0, float("inf"), 1), "has no end"),
        (lambda path, optical: rectangle(5, float("nan"), 9, 1), "has no end"),
        (lambda path, optical: read_area(str(path / "none.gpkg"), ""), "cannot be read"),
        (lambda path, optical: read_area(optical, ""), "cannot be read"),
        (lambda path, optical: read_area(points(path / "p.geojson"), ""), "holds no polygon"),
        (
            lambda path, optical: part_of((rectangle(0, 0, 1, 1),), (box(optical, WINDOW),), True),
            "No polygon of the area lies in the extent",
        ),
    ],
)
def test_a_part_that_cannot_be_is_a_sentence(tmp_path, scene_files, make, sentence):
    with pytest.raises(UnveilError, match=sentence):
        make(tmp_path, scene_files(100, 90)[0])


def test_a_part_outside_leaves_no_output(tmp_path, scene_files, fill_card):
    files = scene_files(40, 40, mask=np.ones((40, 40)))
    for cut in (True, False):
        with pytest.raises(UnveilError, match="lies outside"):
            run(files, fill_card, tmp_path / "out.tif", part_of((rectangle(0, 0, 1, 1),), (), cut))
    assert not list(tmp_path.glob("out*"))


def points(path):
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [5, 5]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return str(path)


def write_polygons(path, optical, rings):
    """Write polygons given in pixels (column, row) of a raster, in degrees as GeoJSON wants them."""
    grid = describe(optical).grid
    source, target = osr.SpatialReference(grid.crs), osr.SpatialReference()
    target.ImportFromEPSG(4326)
    for reference in (source, target):
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    transform = osr.CoordinateTransformation(source, target)
    features = []
    for ring in rings:
        places = [transform.TransformPoint(*grid.place(*corner))[:2] for corner in [*ring, ring[0]]]
        geometry = {"type": "Polygon", "coordinates": [places]}
        features.append({"type": "Feature", "properties": {}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert gdal.OpenEx(str(path), gdal.OF_VECTOR) is not None
    return str(path)
