"""QGIS on a screen of its own, with the built zip in a fresh profile."""

from __future__ import annotations

import shutil
import subprocess
import sys

import numpy as np
import pytest
from desktop.window import Screen, Window
from osgeo import gdal

TOOLS = ("Xvfb", "xdotool", "import", "qgis")


@pytest.fixture(scope="session")
def screen():
    """An X server without a monitor; skips where the tools of these tests are missing."""
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)} (Debian: apt-get install xvfb xdotool imagemagick qgis)")
    screen = Screen()
    yield screen
    screen.close()


@pytest.fixture(scope="session")
def pictures(root):
    """The folder of pictures of the screen, kept for people to look at."""
    folder = root / "build" / "desktop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def profile(root, tmp_path):
    """A fresh profile with the zip installed."""
    archive = next((root / "dist").glob("unveil-*.zip"), None)
    if archive is None:
        pytest.skip("needs the built zip (make zip)")
    folder = tmp_path / "profile"
    command = [sys.executable, "-m", "tools.install", str(archive), "--profile", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return folder


@pytest.fixture
def temporary(tmp_path, request):
    """The folder for temporary files of that QGIS, so that what it leaves behind is seen."""
    folder = tmp_path / request.node.name
    folder.mkdir()
    return folder


@pytest.fixture
def sample_project(root):
    """The sample project that ships."""
    return root / "resources" / "sample" / "unveil_sample.qgz"


@pytest.fixture
def long_scene(sample_project, tmp_path):
    """Radar and cloudy optical, mirrored to three times their width and height: time to do something meanwhile."""
    made = []
    for path in (sample_project.with_name(name) for name in ("s1.tif", "s2_cloudy.tif")):
        source = gdal.Open(str(path))
        data = source.ReadAsArray()
        data = np.pad(data, ((0, 0), (0, 2 * data.shape[1]), (0, 2 * data.shape[2])), mode="symmetric")
        target = tmp_path / f"long_{path.name}"
        copy = gdal.GetDriverByName("GTiff").Create(
            str(target), data.shape[2], data.shape[1], len(data), source.GetRasterBand(1).DataType, ["TILED=YES"]
        )
        copy.SetGeoTransform(source.GetGeoTransform())
        copy.SetProjection(source.GetProjection())
        for number, plane in enumerate(data, 1):
            copy.GetRasterBand(number).WriteArray(plane)
            copy.GetRasterBand(number).SetDescription(source.GetRasterBand(number).GetDescription())
        copy = None
        made.append(target)
    return made


@pytest.fixture
def qgis(screen, profile, temporary, pictures):
    """A function that starts QGIS with files to open; what still runs at the end is ended."""
    started = []

    def start(files):
        started.append(Window(screen, profile, files, temporary, pictures))
        return started[-1]

    yield start
    for window in started:
        window.close()
