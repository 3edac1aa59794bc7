"""What of a window may be learnt from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.dates import Files, Place

from unveil.engine.masking import classes
from unveil.engine.masking.morphology import dilate
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import describe
from unveil.engine.references.view import RIM, ViewReader, grown_rim, widest_rim


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path, Place(120, 4))


def view(files, codes, grown=0, trusted=()):
    mask = describe(files.write(f"codes{grown}.tif", codes[None], ["class"]))
    scene = replace(files.scene(), mask=mask, mask_grown=grown)
    with ViewReader(scene, (), (), trusted) as reader:
        return reader.view(Window(0, 0, *codes.shape), reader.codes(0, len(codes)))


@pytest.mark.parametrize("grown", [1, 3, 6])
def test_the_cloud_itself_is_never_learnt_from_whatever_its_mask_was_grown_by(files, grown):
    random = np.random.default_rng(grown)
    cloud = random.random((120, 120)) < 0.002
    found = view(files, dilate(cloud, grown).astype(np.uint8) * classes.CLOUD, grown)
    assert not found.clear[cloud].any()
    assert (found.beside[found.clear & found.hidden] <= grown_rim(grown)).all()
    assert grown < 3 or (found.clear & found.hidden).any()


def test_pixels_are_counted_from_the_cloud_outwards(files):
    codes = np.zeros((120, 120), np.uint8)
    codes[30:60, 30:60] = classes.CLOUD
    exact, inside = view(files, codes), view(files, codes, 6)
    assert exact.beside[45, 59:65].tolist() == [0, 1, 2, 3, RIM + 1, RIM + 1]
    assert inside.beside[45, 54:65].tolist() == [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8]
    assert widest_rim(6) == 7 and widest_rim(0) == RIM


def test_a_trusted_class_is_learnt_from_and_restored(files):
    codes = np.full((120, 120), classes.SHADOW, np.uint8)
    codes[:20] = classes.CLOUD
    assert not view(files, codes).clear.any()
    found = view(files, codes, trusted=(classes.SHADOW,))
    assert found.clear[25:].all() and found.hidden.all() and not found.clear[:20].any()
