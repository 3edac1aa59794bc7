"""The sample project opens from the built zip alone, with its layers styled and a pair to compare."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from qgis.core import Qgis, QgsProject
from qgis.PyQt.QtWidgets import QMainWindow

PROJECT = "unveil_sample.qgz"
LAYERS = ("cloudy", "truth", "radar", "mask", "earlier", "earlier_radar")


@pytest.fixture(scope="module")
def installed(root, tmp_path_factory):
    """The sample's folder as the zip brings it, alone in another place."""
    from unveil.tools.package import collect, write_zip

    folder = tmp_path_factory.mktemp("sample")
    files = {name: data for name, data in collect(root).items() if name.startswith("unveil/resources/sample/")}
    write_zip(files, folder / "plugin.zip")
    with zipfile.ZipFile(folder / "plugin.zip") as archive:
        archive.extractall(folder)
    return folder / "unveil" / "resources" / "sample"


def text_of(path):
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        return archive.read(name).decode("utf-8")


def opened(path):
    project = QgsProject()
    assert project.read(str(path)), project.error()
    return project


def test_it_opens_from_the_zip_with_every_layer_valid(qgis_app, installed):
    project = opened(installed / PROJECT)
    layers = project.mapLayers()
    assert set(layers) == {f"unveil_{name}" for name in LAYERS}
    for layer in layers.values():
        assert layer.isValid() and Path(layer.source()).resolve().parent == installed.resolve(), layer.source()
    assert not project.isDirty() and project.title() and project.crs().authid() == "EPSG:32631"


def test_it_holds_no_absolute_path_no_user_and_no_date(root):
    text = text_of(root / "resources" / "sample" / PROJECT)
    sources = re.findall(r"<datasource>(.*?)</datasource>", text) + re.findall(r' source="(.*?)"', text)
    assert len(sources) == 12 and all(re.fullmatch(r"\./\w+\.tif", source) for source in sources), sources
    for word in ("saveUser", "saveDateTime", str(root), str(Path.home()), "file:", "/home/", "C:", "/tmp/"):
        assert word not in text, word


def test_its_layers_are_styled(qgis_app, installed):
    project = opened(installed / PROJECT)
    cloudy = project.mapLayer("unveil_cloudy").renderer()
    assert (cloudy.redBand(), cloudy.greenBand(), cloudy.blueBand()) == (4, 3, 2)
    assert (cloudy.redContrastEnhancement().minimumValue(), cloudy.redContrastEnhancement().maximumValue()) == (
        300,
        2500,
    )
    assert project.mapLayer("unveil_truth").renderer().redBand() == 4
    assert project.mapLayer("unveil_radar").renderer().usesBands() == [1, 2, 1]
    classes = {entry.value: entry.label for entry in project.mapLayer("unveil_mask").renderer().classes()}
    assert classes == {0: "clear", 1: "cloud", 2: "thin cloud", 3: "cloud shadow"}
    root = project.layerTreeRoot()
    assert [layer.id() for layer in root.checkedLayers()] == ["unveil_cloudy"]


def test_its_mask_belongs_to_its_scene(root, read_raster):
    from unveil.engine.raster.source import describe

    mask, cloudy = (describe(str(root / "resources" / "sample" / name)) for name in ("mask.tif", "s2_cloudy.tif"))
    assert mask.grid.is_aligned(cloudy.grid)
    codes = read_raster(mask.path)[0]
    assert set(np.unique(codes)) <= {0, 1, 2, 3}
    assert 0.2 < np.mean(codes > 0) < 0.6, "37 % of the scene are under simulated cloud and shadow"


def test_the_pair_to_compare_is_the_cloudy_image_and_the_truth(qgis_app, installed):
    from unveil.plugin.project_pair import read_pair

    project = opened(installed / PROJECT)
    before, after, reference = read_pair(project)
    assert (before.id(), after.id(), reference) == ("unveil_cloudy", "unveil_truth", None)


def test_a_project_that_names_no_pair_or_lost_a_layer_has_none(qgis_app, installed):
    from unveil.plugin.project_pair import read_pair, write_pair

    assert read_pair(QgsProject()) is None
    project = opened(installed / PROJECT)
    project.removeMapLayer("unveil_truth")
    assert read_pair(project) is None
    write_pair(project, "unveil_cloudy", "unveil_radar", "unveil_mask")
    assert [layer.id() for layer in read_pair(project)] == ["unveil_cloudy", "unveil_radar", "unveil_mask"]


@pytest.fixture
def tool(root, tmp_path, monkeypatch):
    """The tool with a copy of the sample's rasters."""
    from unveil.tools import make_project

    folder = tmp_path / "sample"
    folder.mkdir()
    for path in (root / "resources" / "sample").glob("*.tif"):
        shutil.copy(path, folder)
    monkeypatch.setattr(make_project, "SAMPLE", folder)
    return make_project


def test_the_tool_makes_what_ships(qgis_app, root, tool):
    made, shipped = tool.SAMPLE / PROJECT, root / "resources" / "sample" / PROJECT
    tool.write_project(tool.build_project(), made)
    versions = [re.search(r'<qgis [^>]*version="([^"]+)"', text_of(path)).group(1) for path in (made, shipped)]
    assert versions[0] == Qgis.version()
    if versions[0] == versions[1]:  # every version of QGIS writes projects a little differently
        assert text_of(made) == text_of(shipped)
    assert {path.suffix for path in tool.SAMPLE.iterdir()} <= {".tif", ".qgz", ".xml"}


def test_with_a_result_the_project_compares_that(qgis_app, tool, tmp_path):
    from unveil.plugin.project_pair import read_pair

    result = tmp_path / "result.tif"
    shutil.copy(tool.SAMPLE / "s2_clear.tif", result)
    tool.write_project(tool.build_project(result), tmp_path / "sample" / "shown.qgz")
    assert "<datasource>../result.tif</datasource>" in text_of(tmp_path / "sample" / "shown.qgz")
    project = opened(tmp_path / "sample" / "shown.qgz")
    assert [layer.id() for layer in read_pair(project)] == ["unveil_cloudy", "unveil_result", "unveil_truth"]
    assert all(layer.isValid() for layer in project.mapLayers().values())


def test_the_dialog_tells_its_dates_apart(qgis_app, installed):
    from unveil.plugin.gui.preselect import guess_scene, other_dates, project_rasters, radar_of_dates

    project = opened(installed / PROJECT)
    layers = project_rasters(project)
    optical, radar = guess_scene(layers)
    others = other_dates(layers, optical)
    found = [optical, radar, *others, *radar_of_dates(layers, others, radar)]
    assert [layer.id() for layer in found] == [
        "unveil_cloudy",
        "unveil_radar",
        "unveil_earlier",
        "unveil_earlier_radar",
    ]


class Window:
    """The little of QGIS's main window that the menu entry uses."""

    def __init__(self, canvas, saves=True):
        self.window, self.canvas, self.saves = QMainWindow(), canvas, saves
        self.menu = []

    def mainWindow(self):  # noqa: N802
        return self.window

    def addPluginToRasterMenu(self, menu, action):  # noqa: N802
        self.menu.append((menu, action))

    def removePluginRasterMenu(self, menu, action):  # noqa: N802
        self.menu.remove((menu, action))

    def newProject(self, prompt):  # noqa: N802
        assert prompt, "unsaved work must be asked for"
        return self.saves

    def addProject(self, path):  # noqa: N802
        return QgsProject.instance().read(path)


@pytest.fixture
def panel(qgis_canvas, qgis_new_project, dispose):
    from unveil.plugin.gui.compare import ComparePanel

    made = dispose(ComparePanel(qgis_canvas))
    yield made
    made.retire()


def test_the_menu_entry_opens_it_and_starts_the_comparison(panel, qgis_canvas):
    from unveil.plugin.gui.sample_project import SampleProject

    window = Window(qgis_canvas)
    sample = SampleProject(window, panel)
    ((menu, action),) = window.menu
    assert menu == "Unveil" and action.text() == "Open the sample project"
    action.trigger()
    assert PurePosixPath(QgsProject.instance().fileName()).name == PROJECT and panel.active
    assert (panel.before_box.currentLayer().id(), panel.after_box.currentLayer().id()) == (
        "unveil_cloudy",
        "unveil_truth",
    )
    sample.remove()
    assert window.menu == []


def test_who_keeps_his_unsaved_project_gets_no_other_one(panel, qgis_canvas):
    from unveil.plugin.gui.sample_project import SampleProject

    window = Window(qgis_canvas, saves=False)
    sample = SampleProject(window, panel)
    sample.open()
    assert not panel.active and QgsProject.instance().mapLayers() == {}
    sample.remove()


def test_any_way_of_opening_it_makes_the_pair_ready(panel, qgis_canvas, root):
    from unveil.plugin.gui.sample_project import SampleProject

    sample = SampleProject(Window(qgis_canvas), panel)
    assert QgsProject.instance().read(str(root / "resources" / "sample" / PROJECT))
    assert panel.before_box.currentLayer().id() == "unveil_cloudy" and not panel.active
    assert panel.after_box.currentLayer().id() == "unveil_truth"
    sample.remove()
    QgsProject.instance().clear()
