"""What a scene's references are learnt from: all of a small scene, parts of a large one."""

from __future__ import annotations

import numpy as np
import pytest
from fixtures.dates import Files, Place
from fixtures.log import Log

from unveil.engine.raster.grid import Window
from unveil.engine.references import gather
from unveil.engine.references.gather import gather_sample
from unveil.engine.references.reference import open_reference
from unveil.engine.references.sample import Blocks
from unveil.engine.scene.mask import Masking
from unveil.engine.workplace import Workplace


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path, Place(320, 2))


def gathered(files):
    scene = files.scene()
    opened = open_reference(files.reference(), scene.optical, Masking(), Workplace(str(files.folder), Log()))
    return gather_sample(scene, (opened,), (), Log())


def test_parts_cover_a_window_once_and_are_taken_as_by_lot():
    whole = Window(512, 1024, 300, 512)
    assert gather._parts(whole, 0.9) == [whole]
    parts = gather._parts(whole, 0.1)
    count = np.zeros((300, 512), int)
    for part in parts:
        count[part.row - 512 : part.row - 512 + part.height, part.column - 1024 : part.column - 1024 + part.width] += 1
    assert (count == 1).all()
    assert parts == gather._parts(whole, 0.2) and parts != sorted(parts, key=lambda part: (part.row, part.column))


def test_the_larger_a_scene_the_less_of_it_is_looked_at():
    shares = [gather._looked_at(Blocks(side, side)) for side in (300, 1000, 2000, 10980)]
    assert shares[:2] == [1, 1] and shares[2] == pytest.approx(0.3) and shares[3] == 1 / 32


def test_of_a_large_scene_enough_is_looked_at_wherever_it_is_clear(files, monkeypatch):
    whole = gathered(files)
    monkeypatch.setattr(gather, "_looked_at", lambda blocks: 0.1)
    monkeypatch.setattr(gather, "_WINDOW", 160)
    monkeypatch.setattr(gather, "_PART", 32)
    part = gathered(files)
    assert 0.03 < len(part) / len(whole) < 0.2
    assert not files.hidden[tuple(part.places.T)].any()
    # Each window of 160 pixels is looked at until its share of clear ground is found.
    assert len(np.unique(part.places // 160, axis=0)) == 4
