"""unveil prepare-s2 and prepare-s1."""

from __future__ import annotations

from fixtures.products import make_safe
from fixtures.rasters import radar_db

from unveil.engine.commands.cli import main
from unveil.engine.raster.source import describe


def test_a_product_and_its_radar_are_prepared(tmp_path, raster_file, capsys):
    safe = make_safe(tmp_path, "L2A", "05.09")
    optical, classes, radar = (str(tmp_path / name) for name in ("s2.tif", "scl.tif", "s1.tif"))
    assert main(["prepare-s2", str(safe), optical, "--scl", classes, "--resampling", "nearest"]) == 0
    assert describe(optical).names[-1] == "B12" and describe(classes).dtype == "uint8"
    assert "Offset removed: 1000" in capsys.readouterr().err
    at = (399960, 10, 0, 4700040, 0, -10)
    source = raster_file("in.tif", radar_db(120, 120)[::-1], names=["VH", "VV"], transform=at)
    assert main(["prepare-s1", source, optical, radar, "--quiet"]) == 0
    assert describe(radar).names == ("VV", "VH") and describe(radar).grid.is_aligned(describe(optical).grid)
    assert capsys.readouterr().out == "shift unknown\n"


def test_errors_are_one_sentence(tmp_path, capsys):
    assert main(["prepare-s2", str(tmp_path), str(tmp_path / "o.tif")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("unveil: ") and error.count("\n") == 1 and "Sentinel-2 bands" in error
