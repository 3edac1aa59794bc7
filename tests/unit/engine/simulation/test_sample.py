"""The sample scene is what its documentation says: repeatable, physically plausible, partly clouded, simulated."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, osr

from unveil.engine.errors import UnveilError
from unveil.engine.sentinel.bands import SENTINEL2
from unveil.engine.simulation.landscape import draw_landscape
from unveil.engine.simulation.materials import BACKSCATTER, CODES, MATERIALS, PATH_RADIANCE, REFLECTANCE, TRANSMISSION
from unveil.engine.simulation.sample import EARLIER, FILES, make_sample, write_sample
from unveil.engine.simulation.sensors import NATIVE, clear_reflectance, record_optical, record_radar

B = {name: index for index, name in enumerate(SENTINEL2)}


@pytest.fixture(scope="module")
def scene():
    return make_sample(pixels=96)


@pytest.fixture(scope="module")
def stored(root):
    return {name: gdal.Open(str(root / "resources" / "sample" / name)) for name in FILES}


def test_the_same_seeds_make_the_same_scene(scene):
    again = make_sample(pixels=96)
    for name in ("clear", "cloudy", "radar"):
        np.testing.assert_array_equal(getattr(scene, name), getattr(again, name))
    assert (make_sample(seed=1, pixels=96).clear != scene.clear).mean() > 0.5


def test_a_scene_too_small_is_refused():
    with pytest.raises(UnveilError, match="too small"):
        make_sample(pixels=8)


def test_every_material_has_a_value_in_every_band():
    assert REFLECTANCE.shape == (len(MATERIALS), 13)
    assert PATH_RADIANCE.shape == TRANSMISSION.shape == (13,)
    assert BACKSCATTER.shape == (len(MATERIALS), 2)
    assert (BACKSCATTER[:, 0] > BACKSCATTER[:, 1]).all()


@pytest.fixture(scope="module")
def land():
    return draw_landscape(192, np.random.default_rng([2026, 0]))


def inside(land, *names):
    """Return the 10 m pixels whose 5 m pixels and neighbours are all of the named materials."""
    from scipy.ndimage import binary_erosion

    wanted = np.isin(land.material, [CODES[name] for name in names])
    return binary_erosion(wanted, iterations=3)[::2, ::2]


def test_plants_are_bright_in_infrared_and_water_is_dark(land):
    ground = clear_reflectance(land)
    index = (ground[B["B8"]] - ground[B["B4"]]) / (ground[B["B8"]] + ground[B["B4"]])
    assert index[inside(land, "broadleaf")].mean() > 0.6
    assert index[inside(land, "lake", "river")].mean() < 0
    assert ground[B["B11"]][inside(land, "lake", "river")].max() < 0.05
    # Hardly anything from the ground reaches the cirrus band.
    assert ground[B["B10"]].max() < 0.003


def test_radar_sees_water_dark_houses_bright_and_woods_in_vh(land):
    vv, vh = record_radar(land, np.random.default_rng(0))
    water, woods = inside(land, "lake", "river"), inside(land, "broadleaf", "conifer")
    fields = land.parcel[::2, ::2] >= 0
    houses = np.isin(land.material, [CODES["tiles"], CODES["slate"]])[::2, ::2]
    assert vv[water].mean() < vv[fields].mean() - 5
    assert vv[houses].mean() > vv[fields].mean() + 3
    assert vh[woods].mean() > vh[fields].mean() + 2


def test_speckle_has_about_five_looks(land):
    vv = record_radar(land, np.random.default_rng(0))[0].astype(float)
    power = 10 ** (vv[inside(land, "lake")] / 10)
    assert 3.5 < power.mean() ** 2 / power.var() < 6.5


def test_coarse_bands_keep_their_native_pixels():
    ground = np.random.default_rng(0).uniform(0.05, 0.3, (13, 24, 24)).astype(np.float32)
    dn = record_optical(ground, np.random.default_rng(1))
    for plane, factor in zip(dn, NATIVE):
        np.testing.assert_array_equal(plane, np.repeat(np.repeat(plane[::factor, ::factor], factor, 0), factor, 1))


def test_files_say_what_and_where_they_are(scene, tmp_path):
    paths = write_sample(scene, tmp_path)
    assert [path.name for path in paths] == [*FILES, *EARLIER]
    for path, bands in zip(paths, (["VV", "VH"], list(SENTINEL2), list(SENTINEL2))):
        dataset = gdal.Open(str(path))
        assert [dataset.GetRasterBand(i + 1).GetDescription() for i in range(dataset.RasterCount)] == bands
        assert "simulated" in dataset.GetMetadata()["TIFFTAG_IMAGEDESCRIPTION"].lower()
        assert dataset.GetMetadata()["UNVEIL_SEED"] == "2026"
        assert osr.SpatialReference(dataset.GetProjection()).GetAuthorityCode(None) == "32631"
        assert dataset.GetGeoTransform()[1] == 10


def test_the_shipped_scene_is_small_and_a_third_to_a_half_clouded(root, stored):
    assert sum((root / "resources" / "sample" / name).stat().st_size for name in FILES) < 8e6
    cloudy, clear = (stored[name].ReadAsArray().astype(float) for name in FILES[1:])
    assert clear.shape == (13, 512, 512)
    touched = (np.abs(cloudy - clear).mean(axis=0) > 100).mean()
    assert 0.33 < touched < 0.5


@pytest.mark.slow
def test_the_shipped_scene_is_what_the_code_makes(stored):
    scene = make_sample()
    for name, made in zip(FILES, (scene.radar, scene.cloudy, scene.clear)):
        np.testing.assert_allclose(stored[name].ReadAsArray().astype(float), made, atol=1.01, err_msg=name)


def test_the_earlier_date_is_the_same_place_before_growth_a_flood_and_a_felling():
    scene = make_sample(pixels=192)
    clear, earlier = (image.astype(float) for image in (scene.clear, scene.earlier))
    assert 0.001 < scene.changed.mean() < 0.05
    # Roads, towns and woods are where they were; fields have another colour.
    assert 0.2 < np.corrcoef(clear[3].ravel(), np.minimum(earlier[3], 4000).ravel())[0, 1] < 0.98
    since = np.abs(scene.radar - scene.earlier_radar).mean(axis=0)
    assert since[scene.changed].mean() > 1.5 * since[~scene.changed].mean()
