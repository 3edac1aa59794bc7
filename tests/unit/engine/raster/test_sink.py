from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band

ROOT = Path(__file__).resolve().parents[4]


def grid(width, height):
    return Grid(width, height, (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), "")


def write(path, data, pieces, **keywords):
    bands = [Band(f"B{index}", nodata=0) for index in range(len(data))]
    with Sink(str(path), grid(data.shape[2], data.shape[1]), Content(data.dtype.name, bands, **keywords)) as sink:
        start = 0
        for number in pieces:
            sink.write_rows(data[:, start : start + number])
            start += number


@pytest.mark.parametrize("dtype", ["uint16", "float32", "int16", "uint8"])
@pytest.mark.parametrize("pieces", [(700,), (1, 255, 256, 188), (100,) * 7])
def test_what_is_written_in_pieces_is_what_is_read(tmp_path, dtype, pieces, read_raster):
    data = np.random.default_rng(0).uniform(0, 200, (3, 700, 300)).astype(dtype)
    write(tmp_path / "a.tif", data, pieces)
    np.testing.assert_array_equal(read_raster(tmp_path / "a.tif"), data)
    assert os.listdir(tmp_path) == ["a.tif"]


def test_bands_metadata_and_blocks_are_as_asked(tmp_path):
    data = np.ones((2, 600, 600), np.uint16)
    write(tmp_path / "a.tif", data, (600,), metadata={"UNVEIL_MODEL": "x"})
    dataset = gdal.Open(str(tmp_path / "a.tif"))
    band = dataset.GetRasterBand(2)
    assert band.GetDescription() == "B1" and band.GetNoDataValue() == 0 and band.GetBlockSize() == [256, 256]
    assert dataset.GetMetadata()["UNVEIL_MODEL"] == "x"


def test_a_failed_run_keeps_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(b"old")
    with (
        pytest.raises(RuntimeError, match="stop"),
        Sink(str(path), grid(300, 600), Content("uint16", [Band()])) as sink,
    ):
        sink.write_rows(np.ones((1, 300, 300), np.uint16))
        raise RuntimeError("stop")
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["a.tif"]


def test_missing_rows_are_an_error_and_no_file(tmp_path):
    with (
        pytest.raises(UnveilError, match="incomplete"),
        Sink(str(tmp_path / "a.tif"), grid(30, 60), Content("uint8", [Band()])) as s,
    ):
        s.write_rows(np.ones((1, 59, 30), np.uint8))
    assert os.listdir(tmp_path) == []


def test_statistics_of_the_replaced_file_go(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"old")
    (tmp_path / "a.tif.aux.xml").write_text("<PAMDataset/>")
    write(tmp_path / "a.tif", np.ones((1, 10, 10), np.uint8), (10,))
    assert os.listdir(tmp_path) == ["a.tif"]


@pytest.mark.parametrize("name", ["a.png", "a", "none/a.tif", "folder.tif"])
def test_targets_that_cannot_be_written_are_refused_in_a_sentence(tmp_path, name):
    (tmp_path / "folder.tif").mkdir()
    with pytest.raises(UnveilError, match=r"\.$"):
        Sink(str(tmp_path / name), grid(30, 60), Content("uint8", [Band()]))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(UnveilError, match="cannot be written to"):
        Sink(str(tmp_path / "a.tif"), grid(30, 60), Content("uint8", [Band()]))


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs a file system that takes no files")
def test_a_folder_that_takes_no_files_is_refused_even_for_root():
    with pytest.raises(UnveilError, match="cannot be written"):
        Sink("/proc/self/a.tif", grid(30, 60), Content("uint8", [Band()]))


CHILD = """
import importlib.machinery, importlib.util, sys
spec = importlib.machinery.ModuleSpec("unveil", None, is_package=True)
spec.submodule_search_locations = [sys.argv[1]]
sys.modules["unveil"] = importlib.util.module_from_spec(spec)
import numpy as np
from unveil.engine.errors import UnveilError
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band
rows = np.random.default_rng(0).integers(0, 65535, (4, 256, 2000)).astype(np.uint16)
try:
    with Sink(sys.argv[2], Grid(2000, 256 * 40, (0, 1, 0, 0, 0, -1), ""), Content("uint16", [Band()] * 4)) as sink:
        for number in range(40):
            sink.write_rows(rows)
            print(number, flush=True)
except UnveilError as error:
    print(error)
    sys.exit(3)
"""


def child(target, **keywords):
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(ROOT), str(target)], stdout=subprocess.PIPE, text=True, **keywords
    )


def test_a_killed_run_leaves_the_old_file_and_the_next_run_clears_its_traces(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(b"old")
    process = child(path)
    for line in process.stdout:
        if line.strip() == "5":
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert path.read_bytes() == b"old"
    assert len(os.listdir(tmp_path)) == 2
    write(path, np.ones((1, 10, 10), np.uint8), (10,))
    assert os.listdir(tmp_path) == ["a.tif"]


def test_the_temporary_file_of_a_run_that_still_works_is_left_alone(tmp_path):
    process = child(tmp_path / "a.tif")
    process.stdout.readline()
    write(tmp_path / "a.tif", np.ones((1, 10, 10), np.uint8), (10,))
    parts = [name for name in os.listdir(tmp_path) if name.endswith(".part")]
    process.kill()
    process.wait()
    process.stdout.close()
    assert len(parts) == 1


@pytest.mark.parametrize("cog", [False, True])
def test_others_that_begin_to_write_in_the_folder_never_take_a_run_that_begins_for_a_killed_one(
    tmp_path, monkeypatch, read_raster, cog
):
    create = Sink._create

    def while_another_begins(self, content):
        made = create(self, content)
        self._remove_leftovers()
        return made

    monkeypatch.setattr(Sink, "_create", while_another_begins)
    data = np.arange(10_000, dtype=np.uint16).reshape(1, 100, 100)
    with Sink(str(tmp_path / "a.tif"), grid(100, 100), Content("uint16", [Band("B1")]), OutputForm(cog=cog)) as sink:
        sink.write_rows(data)
    assert [name for name in os.listdir(tmp_path) if not name.endswith(".qml")] == ["a.tif"]
    assert (read_raster(tmp_path / "a.tif") == data).all()


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path):
    def small_disk():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, 10_000_000))

    path = tmp_path / "a.tif"
    path.write_bytes(b"old")
    process = child(path, preexec_fn=small_disk)
    output = process.communicate(timeout=60)[0]
    assert process.returncode == 3, output
    assert "check the free space" in output.splitlines()[-1]
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["a.tif"]


def test_a_name_may_be_as_long_as_names_can_be_and_no_longer(tmp_path):
    write(tmp_path / ("a" * 251 + ".tif"), np.ones((1, 10, 10), np.uint8), (10,))
    assert os.listdir(tmp_path) == ["a" * 251 + ".tif"]
    with pytest.raises(UnveilError, match="longer than the 255 bytes"):
        write(tmp_path / ("a" * 252 + ".tif"), np.ones((1, 10, 10), np.uint8), (10,))


def test_the_rights_of_the_file_are_the_users_usual_ones(tmp_path):
    before = os.umask(0o027)
    try:
        write(tmp_path / "a.tif", np.ones((1, 10, 10), np.uint8), (10,))
    finally:
        os.umask(before)
    assert (tmp_path / "a.tif").stat().st_mode & 0o777 == 0o640
