"""Other dates of a scene as layers: lists of them, what is written of every pixel, and what is refused."""

from __future__ import annotations

import os

import numpy as np
import pytest
from fixtures.dates import Files, Place
from fixtures.products import ORIGIN, make_safe, smooth_dn
from fixtures.rasters import S2
from qgis.core import QgsProcessingContext, QgsProject, QgsRasterLayer

pytest.importorskip("onnxruntime")


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "dates"
    folder.mkdir()
    return Files(folder, dark_in_b10(Place(160)))


def dark_in_b10(place):
    """Return the place as L1C shows it: no ground is seen in B10."""
    cirrus = S2.index("B10")
    place.before[cirrus] *= 0.02
    place.gain[cirrus] *= 0.02
    place.step[cirrus] = 5
    return place


@pytest.fixture
def dated_layers(files, raster_file, read_raster, qgis_new_project):
    """Layers of the project, by name: scenes of June and April, each with its radar."""
    radar = read_raster(files.radar)
    layers = {
        name: QgsRasterLayer(path, name)
        for name, path in (
            ("june", files.optical),
            ("april", files.reference("april_20210401.tif").optical.path),
            ("june radar", raster_file("j_20210602.tif", radar, names=["VV", "VH"])),
            ("april radar", raster_file("a_20210402.tif", radar, names=["VV", "VH"])),
        )
    }
    QgsProject.instance().addMapLayers(list(layers.values()))
    return layers


@pytest.fixture
def scene_panel(qgis_processing, qgis_new_project, algorithm, models, identity_card, monkeypatch, dispose):
    """A function that opens the dialog on a layer: its panel, a chooser, and one that lets it settle."""
    from processing.gui import AlgorithmDialog, ParametersPanel
    from qgis.PyQt.QtWidgets import QApplication

    for module in (AlgorithmDialog, ParametersPanel):
        monkeypatch.setattr(module, "iface", None)
    opened = []

    def open_on(layer):
        dialog = dispose(algorithm("removeclouds").createCustomParametersWidget(None))
        opened.append(dialog)
        panel = dialog.mainWidget()

        def choose(name, value):
            panel.wrappers[name].setParameterValue(value, panel.processing_context)

        def settled():
            for _ in range(20):
                QApplication.processEvents()

        choose(panel.algorithm().OPTICAL, layer.id())
        settled()
        return panel, choose, settled

    yield open_on
    for dialog in opened:
        dialog.reject()


@pytest.fixture
def outcome(run_in_background, algorithm, files, identity_card, models, tmp_path, log, qgis_new_project):
    """A function that runs with more values: (succeeded, results, the log)."""

    def run(**more):
        values = {
            "OPTICAL": files.optical,
            "RADAR": files.radar,
            "MASK": files.mask,
            "MASK_DILATION": 0,
            "MASK_METHOD": "spectral",
            "MODEL": "identity",
            "OUTPUT": str(tmp_path / "out.tif"),
        }
        succeeded, results, _ = run_in_background(algorithm("removeclouds"), {**values, **more})
        return succeeded, results, log.text

    return run


def test_a_list_of_dates_with_their_radar_restores_the_ground(outcome, files, tmp_path, read_raster):
    first = files.reference("first_20210401.tif", radar=files.place.radar())
    second = files.reference("second_20210420.tif", radar=files.place.radar())
    layer = QgsRasterLayer(first.optical.path, "first")
    QgsProject.instance().addMapLayer(layer)
    paths = {name: str(tmp_path / f"{name}.tif") for name in ("QUALITY", "SIGMA", "REFERENCE_AGE")}
    succeeded, results, log = outcome(
        REFERENCE=[layer.id(), second.optical.path],
        REFERENCE_RADAR=[first.radar.path, second.radar.path],
        **paths,
    )
    assert succeeded, log
    # The detector takes some of the made-up fields for shadow, so that the dates show a part only.
    assert results["FROM_REFERENCES"] > 5
    shown = files.hidden & (read_raster(paths["QUALITY"])[0] & 256 > 0)
    assert (read_raster(results["OUTPUT"])[:, shown] < 6000).any(axis=0).mean() > 0.9
    for name, path in paths.items():
        assert results[name] == path and QgsRasterLayer(path).isValid()
    assert set(np.unique(read_raster(paths["REFERENCE_AGE"]))) <= {-32768, -61, -42}


def test_a_mask_of_a_date_says_where_it_shows_the_ground(outcome, files):
    cloud = files.place.disc(90, 110, 60)
    below = np.where(cloud, 7000, files.place.before)
    given = [files.reference("clear.tif"), files.reference("hidden.tif", below, cloud)]
    shown = []
    for reference in given:
        succeeded, results, log = outcome(REFERENCE=[reference.optical.path], REFERENCE_MASK=[reference.mask.path])
        assert succeeded, log
        shown.append(results["FROM_REFERENCES"])
    assert shown[0] > 95 and shown[1] < shown[0] - 5
    succeeded, _, log = outcome(REFERENCE=[each.optical.path for each in given], REFERENCE_MASK=[given[0].mask.path])
    assert not succeeded and "2 other dates and 1 masks" in log


def test_radar_of_some_dates_only_is_refused(outcome, files):
    first, second = files.reference("a.tif", radar=files.place.radar()), files.reference("b.tif")
    succeeded, _, log = outcome(REFERENCE=[first.optical.path, second.optical.path], REFERENCE_RADAR=[first.radar.path])
    assert not succeeded
    assert "2 other dates and 1 radar rasters" in log


def test_a_date_of_another_place_is_refused_before_the_run(algorithm, files, models, identity_card):
    far = files.reference("far.tif", transform=(700000, 10, 0, 5000000, 0, -10))
    right, reason = algorithm("removeclouds").checkParameterValues(
        {"OPTICAL": files.optical, "RADAR": files.radar, "MODEL": "identity", "REFERENCE": [far.optical.path],
         "OUTPUT": "out.tif", "MASK": files.mask}, QgsProcessingContext()
    )  # fmt: skip
    assert not right and "does not overlap" in reason


@pytest.mark.parametrize("which", ["itself", "hidden", "orbit"])
def test_what_is_wrong_with_a_date_is_one_sentence(outcome, files, which):
    if which == "itself":
        succeeded, _, log = outcome(REFERENCE=[files.optical])
        assert not succeeded
        assert log.count("is the scene itself; give another date of the same place.") == 1
    elif which == "hidden":
        given = files.reference("h_20210401.tif", hidden=~files.hidden)
        succeeded, results, log = outcome(REFERENCE=[given.optical.path], REFERENCE_MASK=[given.mask.path])
        assert succeeded and results["FROM_REFERENCES"] == 0, log
        assert log.count("is not used: no ground is clear in both.") == 1
    else:
        name = "S1A_IW_GRDH_1SDV_20210{0}01T054010_20210{0}01T054035_{1:06d}_025789_1A2B.tif"
        own, other = (
            files.write(name.format(*day), files.place.radar(), ["VV", "VH"]) for day in ((6, 38000), (4, 37169))
        )
        given = files.reference("o_20210401.tif")
        succeeded, results, log = outcome(RADAR=own, REFERENCE=[given.optical.path], REFERENCE_RADAR=[other])
        assert succeeded, log
        assert log.count("is of another relative orbit than the scene's") == 1


def test_a_date_that_is_no_raster_is_refused(outcome, files, tmp_path):
    first = files.reference("a.tif")
    succeeded, _, log = outcome(REFERENCE=[first.optical.path, str(tmp_path / "none.tif")])
    assert not succeeded
    assert log.count("REFERENCE is no raster that can be read: ") == 1 and "none.tif" in log


def test_a_product_is_a_date_with_its_own_classification_as_mask(
    outcome, files, tmp_path, raster_file, algorithm, models, identity_card
):
    bands = smooth_dn()
    safe = make_safe(tmp_path, "L2A", bands=bands)
    size = len(bands["B2"])
    names = [name for name in S2 if name != "B10"]
    ground = np.stack([np.kron(bands[name], np.ones([size // len(bands[name])] * 2)) for name in names])
    hidden = np.zeros((size, size), bool)
    hidden[52:68, 20:100] = True
    transform = (ORIGIN[0], 10, 0, ORIGIN[1], 0, -10)
    scene = np.where(hidden, 7000, 0.8 * ground + 150).astype(np.uint16)
    given = {
        "OPTICAL": raster_file("scene_20220801.tif", scene, names=names, transform=transform),
        "RADAR": raster_file(
            "s1.tif", np.full((2, size, size), -12.0, np.float32), names=["VV", "VH"], transform=transform
        ),
        "MASK": raster_file("mask.tif", hidden[None].astype(np.uint8), transform=transform),
        "MASK_METHOD": "scl",
        "REFERENCE": [str(safe)],
    }
    right, reason = algorithm("removeclouds").checkParameterValues(
        {**given, "MODEL": "identity", "OUTPUT": "out.tif"}, QgsProcessingContext()
    )
    assert right, reason
    succeeded, results, log = outcome(**given)
    assert succeeded, log
    # Nine squares of 40 pixels hold the classes 1 to 9; the ground of those below the cloud is seen.
    assert f"Reference {safe.name} of 2022-07-26: " in log and " % of it is clear" in log
    assert results["FROM_REFERENCES"] > 90


def test_the_dialog_offers_layers_of_other_days_the_clearest_first(files, qgis_new_project):
    from unveil.plugin.gui.preselect import other_dates

    cloudy = np.where(files.place.disc(60, 60, 50), 7000, files.place.before)
    layers = [
        QgsRasterLayer(path, name)
        for path, name in (
            (files.optical, "scene"),
            (files.reference("cloudy_20210320.tif", cloudy).optical.path, "cloudy"),
            (files.reference("clear_20210401.tif").optical.path, "clear"),
            (files.reference("undated.tif").optical.path, "undated"),
            (files.reference("same_20210601.tif").optical.path, "same day"),
            (files.radar, "radar"),
        )
    ]
    assert [layer.name() for layer in other_dates(layers, layers[0])] == ["clear", "cloudy"]


def test_radar_is_told_by_its_day(files, qgis_new_project, raster_file, read_raster):
    from unveil.plugin.gui.preselect import guess_scene, radar_of_dates

    def layer(path, name):
        return QgsRasterLayer(path, name)

    def radar(name):
        return layer(raster_file(f"{name}.tif", read_raster(files.radar), names=["VV", "VH"]), name)

    scene = layer(files.optical, "scene")
    far, near, own = radar("r_20210402"), radar("r_20210319"), radar("r_20210603")
    undated = radar("undated")
    layers = [scene, undated, far, near, own]
    assert guess_scene(layers) == (scene, own)
    assert guess_scene([scene, undated]) == (scene, undated)
    dates = [
        layer(files.reference(f"{name}.tif").optical.path, name) for name in ("a_20210401", "b_20210320", "c_20210430")
    ]
    assert radar_of_dates(layers, dates[:2], own) == [far, near]
    assert radar_of_dates(layers, dates, own) == [], "each date has its radar or none has"
    assert radar_of_dates([scene, own], [dates[0]], own) == []


def test_radar_and_dates_follow_the_scene_until_the_user_chooses_others(dated_layers, scene_panel):
    from unveil.plugin.references import REFERENCE, REFERENCE_RADAR

    layers = dated_layers
    panel, choose, settled = scene_panel(layers["june"])
    ids = {name: layer.id() for name, layer in layers.items()}
    names = {key: name for name, layer in layers.items() for key in (layer.id(), layer.source())}

    def shown():
        values = [
            panel.wrappers[name].parameterValue() for name in (panel.algorithm().RADAR, REFERENCE, REFERENCE_RADAR)
        ]
        return [names[value] if isinstance(value, str) else [names[each] for each in value] for value in values]

    assert shown() == ["june radar", ["april"], ["april radar"]]
    choose(panel.algorithm().OPTICAL, ids["april"])
    settled()
    assert shown() == ["april radar", ["june"], ["june radar"]]
    choose(REFERENCE, [])
    choose(REFERENCE_RADAR, [])
    choose(panel.algorithm().OPTICAL, ids["june"])
    settled()
    assert panel.wrappers[panel.algorithm().RADAR].parameterValue() == ids["june radar"]
    assert not panel.wrappers[REFERENCE].parameterValue(), "whoever wants none gets none"


def test_the_radar_of_dates_follows_the_dates_that_the_user_chooses(files, dated_layers, scene_panel):
    from unveil.plugin.references import REFERENCE, REFERENCE_RADAR

    may = QgsRasterLayer(files.reference("may_20210510.tif").optical.path, "may")
    QgsProject.instance().addMapLayer(may)
    layers = {**dated_layers, "may": may}
    panel, choose, settled = scene_panel(layers["june"])

    def shown():
        names = {key: name for name, layer in layers.items() for key in (layer.id(), layer.source())}
        return [names[each] for each in panel.wrappers[REFERENCE_RADAR].parameterValue() or []]

    assert shown() == [], "of May there is none"
    choose(REFERENCE, [layers["april"].id()])
    assert shown() == ["april radar"]
    choose(REFERENCE, [layers["april"].id(), layers["may"].id()])
    assert shown() == []
    choose(REFERENCE_RADAR, [layers["june radar"].id()])
    choose(REFERENCE, [layers["april"].id()])
    assert shown() == ["june radar"], "it was chosen by hand"


def test_what_was_made_of_a_scene_stands_for_it(files, raster_file, read_raster, qgis_new_project):
    from unveil.plugin.gui.preselect import guess_scene, is_optical
    from unveil.plugin.layer_order import SCENE

    mask = QgsRasterLayer(files.mask, "mask")
    errors = read_raster(files.optical)
    names = [f"B{number} standard error" for number in range(len(errors))]
    layers = [
        QgsRasterLayer(raster_file("sigma.tif", errors, names=names), "standard error"),
        QgsRasterLayer(files.reference("other_20210401.tif").optical.path, "other"),
        QgsRasterLayer(files.optical, "scene"),
        mask,
    ]
    QgsProject.instance().addMapLayers(layers)
    assert not is_optical(layers[0]) and guess_scene(layers, layers[0])[0] is layers[1]
    assert guess_scene(layers, mask)[0] is layers[1]
    mask.setCustomProperty(SCENE, layers[2].id())
    assert guess_scene(layers, mask)[0] is layers[2]


def test_a_file_is_looked_at_once_until_it_changes(files, qgis_new_project, monkeypatch):
    from unveil.plugin.gui import preselect

    seen = []
    monkeypatch.setattr(preselect, "_bright_share", lambda raster: seen.append(raster.path) or 0.1)
    other = files.reference("a_20210401.tif").optical.path
    layers = [QgsRasterLayer(files.optical, "scene"), QgsRasterLayer(other, "a")]
    for _ in range(3):
        assert len(preselect.other_dates(layers, layers[0])) == 1
    assert len(seen) == 1
    os.utime(seen[0], (0, 0))
    preselect.other_dates(layers, layers[0])
    assert len(seen) == 2
