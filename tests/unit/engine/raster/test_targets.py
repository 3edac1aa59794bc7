from __future__ import annotations

import os
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from fixtures.products import make_safe
from fixtures.rasters import S2, optical_dn, radar_db
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.source import describe
from unveil.engine.raster.targets import check_room, check_targets


@pytest.fixture
def raster(raster_file):
    return raster_file("s2.tif", optical_dn(20, 30), names=S2)


def refused(outputs, inputs, words="is one of the inputs", **keywords):
    with pytest.raises(UnveilError, match=words):
        check_targets(outputs, inputs, **keywords)


def test_other_names_and_other_files_are_allowed(raster, tmp_path):
    (tmp_path / "old.tif").write_bytes(b"")
    check_targets((str(tmp_path / "old.tif"), None, str(tmp_path / "new.tif")), (raster, None, "WMS:nowhere"))


def test_an_input_is_no_output_by_whatever_name(raster, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.symlink(raster, tmp_path / "link.tif")
    os.link(raster, tmp_path / "twin.tif")
    for name in (raster, "s2.tif", str(tmp_path / "." / "s2.tif"), "link.tif", "twin.tif"):
        refused((name,), (raster,))


def test_what_a_virtual_raster_is_made_of_is_an_input(raster, tmp_path):
    mosaic = str(tmp_path / "mosaic.vrt")
    gdal.BuildVRT(mosaic, [raster]).FlushCache()
    refused((raster,), (mosaic,))


def test_no_file_of_an_input_folder_is_overwritten(raster, tmp_path):
    refused((raster,), (str(tmp_path),), "is a file of the input")
    check_targets((str(tmp_path / "new.tif"),), (str(tmp_path),))
    check_targets((raster,), (str(tmp_path / "s2"),))


@pytest.mark.parametrize("name", ["{}", "{}/MTD_MSIL1C.xml", "SENTINEL2_L1C:{}/MTD_MSIL1C.xml:10m:EPSG_32631"])
def test_no_file_of_a_product_is_overwritten(tmp_path, name):
    safe = make_safe(tmp_path)
    inside = next(safe.rglob("*_B02.*"))
    twin = inside.with_suffix(".tif")
    twin.write_bytes(b"")
    refused((str(twin),), (name.format(safe),), "is a file of the input")


def test_a_zip_and_the_bands_that_snap_wrote_are_inputs(raster, tmp_path):
    with zipfile.ZipFile(tmp_path / "s2.zip.tif", "w") as archive:
        archive.write(raster, "s2.tif")
    refused((str(tmp_path / "s2.zip.tif"),), (str(tmp_path / "s2.zip.tif"),))
    (tmp_path / "p.data").mkdir()
    (tmp_path / "p.data" / "B2.tif").write_bytes(b"")
    (tmp_path / "p.dim").write_text("")
    refused((str(tmp_path / "p.data" / "B2.tif"),), (str(tmp_path / "p.dim"),), "is a file of the input")


def test_outputs_have_names_of_their_own(tmp_path):
    refused((str(tmp_path / "a.tif"), str(tmp_path / "." / "a.tif")), (), "More than one output")


def test_names_with_a_nul_are_refused(raster, tmp_path):
    for outputs, inputs in (([str(tmp_path / "a\0.tif")], [raster]), ([str(tmp_path / "a.tif")], [raster + "\0"])):
        with pytest.raises(UnveilError, match="NUL character"):
            check_targets(outputs, inputs)


def test_pages_and_tables_replace_no_input(raster):
    refused((raster,), (raster,), rasters=False)


COMMANDS = {
    "mask": ["mask", "S2", "S2"],
    "mask --probability": ["mask", "S2", "NEW", "--probability", "S2"],
    "remove": ["remove", "S2", "S1", "S2"],
    "remove over its radar": ["remove", "S2", "S1", "S1"],
    "remove over its mask": ["remove", "S2", "S1", "MASK", "--mask", "MASK"],
    "remove over a band": ["remove", "FOLDER", "S1", "BAND"],
    "prepare-s2": ["prepare-s2", "S2", "S2"],
    "prepare-s2 --scl": ["prepare-s2", "S2", "NEW", "--scl", "S2"],
    "prepare-s2 over a band": ["prepare-s2", "FOLDER", "BAND"],
    "prepare-s1": ["prepare-s1", "S1", "S2", "S1"],
    "prepare-s1 over its reference": ["prepare-s1", "S1", "S2", "S2"],
    "evaluate --report": ["evaluate", "S2", "S2", "--report", "S2"],
    "evaluate --json": ["evaluate", "S2", "S2", "--json", "S2"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_overwrites_what_it_reads(command, raster_file, tmp_path, identity_card, monkeypatch, capsys):
    pytest.importorskip("onnxruntime")
    from unveil.engine.commands.cli import main

    monkeypatch.setenv("UNVEIL_MODELS", str(identity_card.folder.parent))
    (tmp_path / "bands").mkdir()
    for name, band in zip(S2, optical_dn(20, 30)):
        raster_file(f"bands/{name}.tif", band[None])
    files = {
        "S2": raster_file("s2.tif", optical_dn(20, 30), names=S2),
        "S1": raster_file("s1.tif", radar_db(20, 30), names=["VV", "VH"]),
        "MASK": raster_file("mask.tif", np.ones((1, 20, 30), np.uint8)),
        "FOLDER": str(tmp_path / "bands"),
        "BAND": str(tmp_path / "bands" / "B2.tif"),
        "NEW": str(tmp_path / "new.tif"),
    }
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.tif")}
    words = COMMANDS[command] + (["--model", "identity"] if command.startswith("remove") else [])
    assert main([files.get(word, word) for word in words]) == 1
    said = capsys.readouterr().err
    assert "is one of the inputs" in said or "is a file of the input" in said or "(SCL)" in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.tif")} == before


@pytest.mark.parametrize(("free", "fits"), [(40_000, True), (39_999, False)])
def test_an_output_that_its_disk_cannot_hold_is_refused_before_work_begins(
    raster_file, tmp_path, monkeypatch, free, fits
):
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    # 4 bands of 100 x 100 pixels of 2 bytes, half of that compressed.
    given = describe(raster_file("a.tif", np.ones((4, 100, 100), np.uint16)))
    if fits:
        check_room(str(tmp_path / "out.tif"), given)
        return
    with pytest.raises(UnveilError, match="takes about 0.0 GB, and 0.0 GB are free"):
        check_room(str(tmp_path / "out.tif"), given)


def test_a_folder_that_is_not_there_has_no_room_to_tell(raster_file, tmp_path):
    check_room(str(tmp_path / "no" / "out.tif"), describe(raster_file("a.tif", np.ones((1, 9, 9), np.uint8))))


def test_a_page_that_could_not_be_written_is_refused_before_the_work(raster, tmp_path):
    keywords = {"rasters": False}
    refused((str(tmp_path / "none" / "a.json"),), (raster,), "does not exist", **keywords)
    refused((str(tmp_path / "a.tif"),), (raster,), "named like a raster", **keywords)
    refused((raster,), (raster,), **keywords)
    check_targets((str(tmp_path / "a.html"), str(tmp_path / "a.json")), (raster,), **keywords)
