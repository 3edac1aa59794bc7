"""unveil remove."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from unveil.engine.commands.cli import main  # noqa: E402


@pytest.fixture
def arguments(tmp_path, monkeypatch, scene_files):
    """A function that returns the arguments for a scene with a cloud in one corner, and a model of the test's zoo."""
    monkeypatch.setenv("UNVEIL_MODELS", str(tmp_path / "zoo"))
    mask = np.zeros((70, 60))
    mask[:20, :20] = 1
    optical, radar, mask = scene_files(70, 60, mask=mask)

    def of(model, *more):
        given = ["--mask", mask, "--model", model, "--device", "cpu", "--quiet", *map(str, more)]
        return ["remove", optical, radar, str(tmp_path / "out.tif"), *given]

    return of


def test_it_writes_the_scene_and_no_map_unless_it_is_asked_for(tmp_path, arguments, gate_card, read_raster):
    assert main(arguments("gate", "--feather", 0)) == 0
    assert (read_raster(tmp_path / "out.tif")[:, :20, :20] == 1000).all()
    assert not (tmp_path / "sky.tif").exists()
    assert main(arguments("gate", "--clear-sky", tmp_path / "sky.tif")) == 0
    sky = read_raster(tmp_path / "sky.tif")
    np.testing.assert_allclose(sky, np.clip((read_raster(tmp_path / "s1.tif")[:1] + 25) / 25, 0, 1), rtol=0, atol=1e-5)


def test_a_model_without_a_gate_is_refused_with_the_names_of_those_that_have_one(
    tmp_path, arguments, fill_card, gate_card, capsys
):
    assert main(arguments("fill", "--clear-sky", tmp_path / "sky.tif")) == 1
    error = capsys.readouterr().err
    assert error.startswith("unveil: The model 'fill' has no map of clear sky; models that have one: gate")
    assert error.count("\n") == 1
    assert not (tmp_path / "out.tif").exists() and not (tmp_path / "sky.tif").exists()


def test_a_part_is_given_as_an_extent_or_as_polygons(tmp_path, arguments, fill_card, read_raster, capsys):
    from unveil.engine.raster.source import describe

    grid = describe(str(tmp_path / "s2.tif")).grid
    (left, top), (right, bottom) = grid.place(0, 0), grid.place(10, 10)
    extent = ["--extent", left, bottom, right, top]
    assert main(arguments("fill", *extent)) == 0
    changed = (read_raster(tmp_path / "out.tif") != read_raster(tmp_path / "s2.tif")).any(axis=0)
    assert changed[:10, :10].all() and changed.sum() == 100
    assert main(arguments("fill", *extent, "--cut")) == 0
    assert read_raster(tmp_path / "out.tif").shape == (13, 10, 10)
    assert main(arguments("fill", "--cut")) == 1
    assert capsys.readouterr().err == "unveil: --cut needs to know the part: give --extent or --area.\n"
    assert main(arguments("fill", "--area", tmp_path / "none.gpkg")) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_none_is_no_radar(tmp_path, arguments, fill_card, read_raster):
    given = arguments("fill", "--feather", 0)
    given[2] = "none"
    assert main(given) == 0
    assert read_raster(tmp_path / "out.tif").shape == read_raster(tmp_path / "s2.tif").shape
