from __future__ import annotations

import numpy as np
import pytest
from fixtures.log import Log
from fixtures.rasters import S2

from unveil.engine.errors import UnveilError
from unveil.engine.masking import choose
from unveil.engine.masking.settings import MaskSettings
from unveil.engine.masking.sun import Sun
from unveil.engine.raster.source import describe


def raster(raster_file, names):
    return describe(raster_file("scene.tif", np.full((len(names), 9, 9), 500, np.uint16), names=names))


@pytest.mark.parametrize("names", [S2, [name for name in S2 if name not in ("B1", "B9", "B10")], [*S2[:12], "SCL"]])
def test_auto_is_the_own_detector_at_20_m_and_says_so(raster_file, names):
    log = Log()
    chosen = choose.choose(MaskSettings(), raster(raster_file, names), log)
    assert (chosen.method, chosen.resolution) == ("unveil", 20.0)
    assert log.infos[0].startswith("Cloud detector: unveil (") and not log.warnings


def test_auto_reads_a_scene_classification_where_there_is_nothing_else(raster_file):
    assert choose.choose_detector("auto", raster(raster_file, ["SCL"])).name == "scl"


def test_without_onnx_runtime_l1c_gets_the_spectral_detector_with_a_warning(raster_file, monkeypatch):
    monkeypatch.setattr(choose, "has_onnxruntime", lambda: False)
    log = Log()
    assert choose.choose(MaskSettings(), raster(raster_file, S2), log).method == "spectral"
    assert "ONNX Runtime" in log.warnings[0]
    without_cirrus = raster(raster_file, [name for name in S2 if name != "B10"])
    assert choose.choose_detector("auto", without_cirrus).name == "unveil"


def test_what_is_asked_for_by_name_stays(raster_file):
    log = Log()
    chosen = choose.choose(MaskSettings("csmask", 60, sun=Sun(150, 40)), raster(raster_file, S2), log)
    assert (chosen.method, chosen.resolution, chosen.sun) == ("csmask", 60, Sun(150, 40))
    assert log.infos == ["Sun at azimuth 150 and elevation 40 degrees: shadows that no cloud can cast are clear."]
    with pytest.raises(UnveilError, match="no cloud detector 'magic'"):
        choose.choose_detector("magic", raster(raster_file, S2))
