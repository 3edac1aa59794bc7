from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fixtures.rasters import S2

from unveil.engine.errors import UnveilError
from unveil.engine.feedback import Feedback
from unveil.engine.masking.detect import detect_clouds
from unveil.engine.masking.detectors import cloudsen12, packages
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.raster.source import describe


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The package sentle with a network in TorchScript of its own: logits from three of twelve bands."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")

    class Bright(torch.nn.Module):
        def forward(self, x):
            blue, infrared, short = x[:, 1:2], x[:, 7:8], x[:, 10:11]
            thin, dark = 0.15 - torch.abs(blue - 0.4), 0.4 - 1.5 * (infrared + short)
            return torch.cat([0.3 - blue, blue - 0.5, thin, dark], 1) * 20

    folder = tmp_path / "sentle"
    (folder / "data").mkdir(parents=True)
    torch.jit.script(Bright()).save(str(folder / "data" / "cloudmodel.pt"))
    monkeypatch.setattr(packages, "package_folder", lambda name: folder if name == "sentle" else None)
    monkeypatch.setenv("UNVEIL_CACHE", str(tmp_path / "cache"))
    return folder


def scene(raster_file, names):
    dn = np.full((len(names), 80, 90), 1500, np.uint16)
    dn[:, :20] = 8000
    dn[:, 20:40] = 4000
    if "B10" in names:
        dn[names.index("B10")] = 10
    dn[:, 60:, :30] = 10
    dn[names.index("B2"), 60:, :30] = 600
    return describe(raster_file("s2.tif", dn, names=names))


@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_its_four_classes_become_those_of_a_mask(tmp_path, package, raster_file, read_raster, level):
    names = [name for name in S2 if level == "L1C" or name != "B10"]
    settings = MaskSettings("cloudsen12", lone_shadows=True)
    detect_clouds(
        scene(raster_file, names),
        str(tmp_path / "m.tif"),
        Feedback(),
        replace(settings, probability=str(tmp_path / "p.tif")),
    )
    mask = read_raster(tmp_path / "m.tif")[0]
    assert (mask[:20] == 1).all() and (mask[20:40] == 2).all() and (mask[40:60] == 0).all()
    assert (mask[60:, :30] == 3).all() and (read_raster(tmp_path / "p.tif")[0][:40] > 0.5).all()


def test_it_is_converted_once(tmp_path, package, raster_file, monkeypatch):
    raster = scene(raster_file, S2)
    detect_clouds(raster, str(tmp_path / "m.tif"), Feedback(), MaskSettings("cloudsen12"))
    made = list((tmp_path / "cache").iterdir())
    assert len(made) == 1 and made[0].suffix == ".onnx"
    monkeypatch.setattr(cloudsen12, "_convert", None)
    detect_clouds(raster, str(tmp_path / "m.tif"), Feedback(), MaskSettings("cloudsen12"))


def test_a_file_that_is_no_network_is_said(tmp_path, package, raster_file):
    (package / "data" / "cloudmodel.pt").write_bytes(b"none")
    with pytest.raises(UnveilError, match="cannot be converted"):
        detect_clouds(scene(raster_file, S2), str(tmp_path / "m.tif"), Feedback(), MaskSettings("cloudsen12"))
    assert not list((tmp_path / "cache").iterdir())


def test_the_cache_lies_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("UNVEIL_CACHE", str(tmp_path / "a"))
    assert cloudsen12.cache_folder() == tmp_path / "a"
    monkeypatch.delenv("UNVEIL_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "b"))
    assert cloudsen12.cache_folder() == tmp_path / "b" / "unveil"
