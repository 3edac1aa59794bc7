from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from osgeo import gdal

from unveil.engine.errors import UnveilError
from unveil.engine.raster.form import OutputForm
from unveil.engine.raster.gdal_thread import configured
from unveil.engine.raster.grid import Grid
from unveil.engine.raster.sink import Content, Sink
from unveil.engine.raster.source import Band, describe
from unveil.engine.raster.tiff_blocks import Layout, copy_blocks, find_blocks

SIZE = (3, 700, 600)
PLAIN = ("TILED=YES", "COMPRESS=DEFLATE", "PREDICTOR=2", "INTERLEAVE=BAND", "BLOCKXSIZE=256", "BLOCKYSIZE=256")
GRID = Grid(SIZE[2], SIZE[1], (600000.0, 10.0, 0.0, 5000000.0, 0.0, -10.0), "")


def values(seed, dtype="uint16"):
    return np.random.default_rng(seed).integers(1, 200, SIZE).astype(dtype)


def file_of(path, data, options=PLAIN):
    kind = {"uint16": gdal.GDT_UInt16, "float32": gdal.GDT_Float32, "uint8": gdal.GDT_Byte}[data.dtype.name]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIZE[2], SIZE[1], SIZE[0], kind, list(options))
    dataset.SetGeoTransform(GRID.transform)
    dataset.WriteArray(data)
    return str(path)


@pytest.mark.parametrize("big", ["YES", "NO"])
@pytest.mark.parametrize(("dtype", "predictor", "kind"), [("uint16", 2, 1), ("float32", 3, 3), ("uint8", 2, 1)])
def test_blocks_are_found_where_gdal_finds_them(tmp_path, big, dtype, predictor, kind):
    options = (*PLAIN[:2], f"PREDICTOR={predictor}", *PLAIN[3:], f"BIGTIFF={big}")
    path = file_of(tmp_path / "a.tif", values(1, dtype), options)
    blocks = find_blocks(path)
    assert blocks.layout == Layout(SIZE, np.dtype(dtype).itemsize * 8, kind, 256, predictor)
    dataset = gdal.Open(path)
    for band in range(3):
        for row in range(3):
            for column in range(3):
                told = [
                    int(dataset.GetRasterBand(band + 1).GetMetadataItem(f"BLOCK_{name}_{column}_{row}", "TIFF"))
                    for name in ("OFFSET", "SIZE")
                ]
                assert told == [blocks.offsets[band, row, column], blocks.sizes[band, row, column]]


@pytest.mark.parametrize(
    "options",
    [
        ("COMPRESS=DEFLATE",), ("TILED=YES", "COMPRESS=LZW", "INTERLEAVE=BAND"), ("TILED=YES",),
        ("TILED=YES", "COMPRESS=DEFLATE", "INTERLEAVE=PIXEL"), (*PLAIN, "ENDIANNESS=BIG"),
        (*PLAIN[:4], "BLOCKXSIZE=256", "BLOCKYSIZE=128"),
    ],
)  # fmt: skip
def test_files_of_other_layouts_are_none(tmp_path, options):
    assert find_blocks(file_of(tmp_path / "a.tif", values(1), options)) is None


@pytest.mark.parametrize("cut", [0, 3, 8, 20, 200, 400])
def test_broken_files_are_none(tmp_path, cut):
    path = file_of(tmp_path / "a.tif", values(1))
    whole = (tmp_path / "a.tif").read_bytes()
    (tmp_path / "b.tif").write_bytes(whole[:cut])
    assert find_blocks(path) is not None and find_blocks(str(tmp_path / "b.tif")) is None
    for seed in range(200):
        wrong = bytearray(whole[:3000])
        for place in np.random.default_rng(seed).integers(0, len(wrong), 20):
            wrong[place] = seed % 256
        (tmp_path / "b.tif").write_bytes(wrong + whole[3000:])
        found = find_blocks(str(tmp_path / "b.tif"))
        assert found is None or (found.offsets + found.sizes).max() <= len(whole)


def test_chosen_blocks_are_those_of_the_other_file(tmp_path, read_raster):
    first, second = values(1), values(2)
    paths = [file_of(tmp_path / f"{name}.tif", data) for name, data in (("a", first), ("b", second))]
    chosen = np.random.default_rng(3).random((3, 3)) < 0.5
    copy_blocks(paths[0], paths[1], chosen)
    inside = np.kron(chosen, np.ones((256, 256), bool))[: SIZE[1], : SIZE[2]]
    np.testing.assert_array_equal(read_raster(paths[1]), np.where(inside, first, second))
    np.testing.assert_array_equal(read_raster(paths[0]), first)


def test_blocks_of_another_layout_are_not_taken(tmp_path):
    paths = file_of(tmp_path / "a.tif", values(1)), file_of(tmp_path / "b.tif", values(1, "uint8"))
    with pytest.raises(ValueError, match="alike"):
        copy_blocks(*paths, np.ones((3, 3), bool))


@pytest.fixture
def sunk(tmp_path, read_raster):
    """A function that writes values, in pieces, of which some columns of blocks are said to be those of a file."""

    def write(path, data, keep, form=OutputForm(), pieces=(100, 300, 112, 188)):  # noqa: B008
        like, start = describe(path), 0
        content = Content(data.dtype.name, [Band(f"B{index}") for index in range(3)], like=like)
        with Sink(str(tmp_path / "out.tif"), GRID, content, form) as sink:
            for number in pieces:
                sink.write_rows(data[:, start : start + number], keep(start, start + number))
                start += number
        return SimpleNamespace(values=read_raster(tmp_path / "out.tif"), blocks=find_blocks(str(tmp_path / "out.tif")))

    return write


def same_in(changed):
    """Tell for rows which columns of blocks hold no changed pixel [h, w]."""
    return lambda start, stop: ~np.logical_or.reduceat(changed[start:stop].any(axis=0), [0, 256, 512])


@pytest.mark.parametrize("dtype", ["uint16", "float32"])
def test_what_a_sink_takes_over_is_what_it_was_given(tmp_path, dtype, sunk):
    data = values(1, dtype)
    source = file_of(tmp_path / "a.tif", data, (*PLAIN[:2], f"PREDICTOR={3 if dtype == 'float32' else 2}", *PLAIN[3:]))
    changed = np.zeros(SIZE[1:], dtype=bool)
    changed[20:30, 300:310] = changed[650:, 590:] = True
    other = np.where(changed, data + 7, data).astype(dtype)
    found = sunk(source, other, same_in(changed))
    np.testing.assert_array_equal(found.values, other)
    inside = np.zeros((3, 3), dtype=bool)
    inside[0, 1] = inside[2, 2] = True
    taken = found.blocks.sizes[0] == find_blocks(source).sizes[0]
    assert taken[~inside].all()
    # Only blocks of these hold what was coded anew: the others are those of the source, byte for byte.
    whole, of_source = (tmp_path / "out.tif").read_bytes(), (tmp_path / "a.tif").read_bytes()
    theirs = find_blocks(source)
    for band, row, column in np.argwhere(np.broadcast_to(~inside, (3, 3, 3))):
        own, other_place = found.blocks.offsets[band, row, column], theirs.offsets[band, row, column]
        size = theirs.sizes[band, row, column]
        assert whole[own : own + size] == of_source[other_place : other_place + size]


def test_rows_that_are_not_given_are_those_of_the_file(tmp_path, read_raster):
    data = values(1)
    other = data.copy()
    # In each row of blocks one column is changed by one piece, and given by no other.
    changed = {100: (0, 40, 60), 300: (1, 300, 310), 512: (2, 520, 599)}
    for start, (_, left, right) in changed.items():
        other[:, start : start + 10, left:right] = 5
    content = Content(
        "uint16", [Band(f"B{index}") for index in range(3)], like=describe(file_of(tmp_path / "a.tif", data))
    )
    with Sink(str(tmp_path / "out.tif"), GRID, content) as sink:
        assert sink.takes_blocks
        for start in (0, 100, 300, 310, 512, 612):
            stop = {0: 100, 100: 300, 300: 310, 310: 512, 512: 612, 612: 700}[start]
            rows, given = np.full((3, stop - start, SIZE[2]), 9, np.uint16), np.zeros(3, dtype=bool)
            if start in changed:
                given[changed[start][0]] = True
                columns = slice(256 * changed[start][0], 256 * changed[start][0] + 256)
                rows[:, :, columns] = other[:, start:stop, columns]
            sink.write_rows(rows, ~given, given)
    np.testing.assert_array_equal(read_raster(tmp_path / "out.tif"), other)


def test_a_sink_that_takes_no_blocks_is_given_all_rows(tmp_path):
    with (
        pytest.raises(ValueError, match="given all"),
        Sink(str(tmp_path / "out.tif"), GRID, Content("uint8", [Band()])) as sink,
    ):
        sink.write_rows(np.ones((1, 5, SIZE[2]), np.uint8), np.ones(3, bool), np.zeros(3, bool))


@pytest.mark.parametrize("form", [OutputForm(options=("COMPRESS=ZSTD",)), OutputForm(cog=True)])
def test_other_ways_to_write_take_nothing_over(tmp_path, form, sunk):
    data = values(1)
    found = sunk(file_of(tmp_path / "a.tif", data), data, lambda start, stop: np.ones(3, bool), form)
    np.testing.assert_array_equal(found.values, data)


def test_a_file_with_a_mask_of_its_own_is_not_taken_over(tmp_path, sunk):
    data = values(1)
    with configured(GDAL_TIFF_INTERNAL_MASK="YES"):
        path = file_of(tmp_path / "a.tif", data)
        dataset = gdal.Open(path, gdal.GA_Update)
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(np.zeros(SIZE[1:], np.uint8))
        dataset = None
    seen = np.zeros_like(data)
    assert (sunk(path, seen, lambda start, stop: np.ones(3, bool)).values == 0).all()


def test_a_source_that_changes_meanwhile_is_an_error_and_leaves_nothing(tmp_path):
    data = values(1)
    path = file_of(tmp_path / "a.tif", data)
    like = describe(path)
    content = Content("uint16", [Band() for _ in range(3)], like=like)
    with pytest.raises(UnveilError, match="taken over"), Sink(str(tmp_path / "out.tif"), GRID, content) as sink:
        sink.write_rows(data, np.ones(3, bool))
        (tmp_path / "a.tif").write_bytes(b"")
    assert not (tmp_path / "out.tif").exists() and not list(tmp_path.glob(".unveil*"))
