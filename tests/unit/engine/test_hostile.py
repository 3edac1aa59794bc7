"""Inputs made to harm end in one sentence on the command line, soon: those of the cases, and others of their kinds."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import time
import zipfile

import numpy as np
import pytest
from fixtures.products import make_safe
from fixtures.rasters import S2, optical_dn, radar_db, write_raster

from unveil.engine.commands.cli import main

pytest.importorskip("onnxruntime")
SECONDS = 60


@pytest.fixture
def ended(tmp_path, capsys, monkeypatch):
    """A function that runs a command and returns (status, sentence); the output is not there unless it worked."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    out = tmp_path / "out.tif"

    def run(*words):
        start = time.monotonic()
        status = main([str(word) for word in words])
        said = capsys.readouterr().err.strip().splitlines()
        assert time.monotonic() - start < SECONDS
        assert status in (0, 1) and not any("Traceback" in line for line in said)
        assert out.exists() == (status == 0 and out.name in map(lambda word: os.path.basename(str(word)), words))
        return status, said[-1] if said else ""

    return run


@pytest.mark.parametrize(
    ("folder", "status", "words"),
    [
        ("eng_crs", 1, "CRS"),
        ("nodata_m34e38", 0, ""),
        ("radar_gt_nan", 1, "geotransform that places no pixel"),
        ("sun", 0, ""),
    ],
)
def test_rasters_of_the_cases(ended, cases, tmp_path, folder, status, words):
    place = cases / "hostile" / folder
    given = ["--mask", place / "mask.tif"] if (place / "mask.tif").exists() else ["--mask-method", "spectral"]
    found, sentence = ended(
        "remove", place / "opt.tif", place / "rad.tif", tmp_path / "out.tif", "--model", "ground", *given
    )
    assert found == status and words in sentence, sentence


@pytest.mark.parametrize("folder", ["xml_off_nan", "xml_quant_nan"])
def test_products_of_the_cases(ended, cases, tmp_path, folder):
    safe = next((cases / "hostile" / folder).iterdir())
    for command in ("prepare-s2", "mask"):
        status, sentence = ended(command, safe, tmp_path / "out.tif")
        assert status == 1 and "nan" in sentence.lower(), sentence


def test_models_of_the_cases(ended, cases, tmp_path, monkeypatch):
    zoo = tmp_path / "zoo"
    for name in ("card", "deep_card"):
        (zoo / name).mkdir(parents=True)
        shutil.copy(cases / "hostile" / "bad_card" / f"{name}.toml", zoo / name / "card.toml")
    shutil.copytree(cases / "hostile" / "onnx_wrongshape" / "models" / "mine", zoo / "mine")
    monkeypatch.setenv("UNVEIL_MODELS", str(zoo))
    assert ended("models")[0] == 0
    scene = [cases / "values" / "_common" / name for name in ("s2.tif", "s1.tif")]
    mask = ["--mask", cases / "values" / "_common" / "mask.tif"]
    status, sentence = ended("remove", *scene, tmp_path / "out.tif", "--model", "mine", *mask)
    assert status == 1 and sentence.startswith("unveil: "), sentence
    status, sentence = ended("import", cases / "hostile" / "safetensors" / "zz_hugenet.safetensors", "--name", "huge")
    assert status == 1 and sentence.startswith("unveil: "), sentence


CARDS = {
    "number for a name": ("id", "5"),
    "name of a folder above": ("id", '"../up"'),
    "text for a number": ("tile", '"256"'),
    "number beyond all": ("tile", "9" * 4000),
    "no number": ("optical_divisor", "nan"),
    "nothing for all": ("bands", "[]"),
    "tables in a list": ("bands", "[{a = 1}]"),
    "bytes of a terminal": ("title", '"\\u001b[2J"'),
    "lists in lists": ("bands", "[" * 900 + "]" * 900),
}


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_made_to_harm_is_left_out_and_others_stay(ended, identity_card, tmp_path, monkeypatch, capsys, kind):
    key, value = CARDS[kind]
    zoo = identity_card.folder.parent
    shutil.copytree(identity_card.folder, zoo / "bad")
    card = zoo / "bad" / "card.toml"
    text = card.read_text(encoding="utf-8")
    changed = re.sub(rf"^{key} = .*$", lambda _: f"{key} = {value}", text, flags=re.MULTILINE)
    if changed == text:
        changed = f"{key} = {value}\n{text}"
    card.write_text(changed, encoding="utf-8")
    monkeypatch.setenv("UNVEIL_MODELS", str(zoo))
    assert main(["models"]) == 0
    shown = capsys.readouterr()
    assert "identity\t" in shown.out and "\x1b" not in shown.out + shown.err


def _virtual(path):
    path.write_text(
        '<VRTDataset rasterXSize="120" rasterYSize="120"><VRTRasterBand dataType="UInt16" band="1"><SimpleSource>'
        "<SourceFilename>/etc/passwd</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>"
    )


def _endless_text(path):
    path.write_bytes(b"\xff" * 10)


BANDS = {
    "virtual raster": _virtual,
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "loop of links": lambda path: path.symlink_to(path),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "no image": _endless_text,
}


@pytest.mark.skipif(os.name == "nt", reason="pipes and links")
@pytest.mark.parametrize("kind", BANDS)
def test_a_band_of_a_product_that_is_none_is_named(ended, tmp_path, kind):
    safe = make_safe(tmp_path)
    band = next(safe.rglob("*_B03.jp2"))
    band.unlink()
    BANDS[kind](band)
    status, sentence = ended("prepare-s2", safe, tmp_path / "out.tif")
    assert status == 1 and sentence.startswith("unveil: "), sentence


def _bomb():
    nested = "".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in zip("bcdefghij", "abcdefghi"))
    return f'<!DOCTYPE x [<!ENTITY a "ha">{nested}]>', "&j;"


XML = {"entities in entities": _bomb(), "depth": ("", "<a>" * 5000 + "</a>" * 5000)}


@pytest.mark.parametrize("kind", XML)
def test_metadata_made_to_harm_change_nothing_or_are_refused(ended, tmp_path, read_raster, kind):
    safe = make_safe(tmp_path)
    assert ended("prepare-s2", safe, tmp_path / "out.tif")[0] == 0
    right = read_raster(tmp_path / "out.tif")
    (tmp_path / "out.tif").unlink()
    path = next(safe.glob("MTD*.xml"))
    head, _, body = path.read_text().partition("?>")
    declared, inside = XML[kind]
    path.write_text(f"{head}?>{declared}{body.replace('</', f'{inside}</', 1)}")
    status, sentence = ended("prepare-s2", safe, tmp_path / "out.tif")
    if status == 1:
        assert sentence.startswith("unveil: "), sentence
    else:
        np.testing.assert_array_equal(read_raster(tmp_path / "out.tif"), right)


class Runs:
    """What runs a command where a pickle is loaded without care."""

    def __reduce__(self):
        return os.mkdir, (self.place,)

    def __init__(self, place):
        self.place = place


def _code(path, place):
    path.write_bytes(pickle.dumps({"state_dict": Runs(place)}))


def _packed(path, place):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Runs(place)))
        archive.writestr("archive/data/0", bytes(80_000_000))


def _wide(path, _):
    header = b'{"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}'
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(64))


def _shared(path, _):
    entry = '"{}":{{"dtype":"F32","shape":[16],"data_offsets":[0,64]}}'
    header = ("{" + ",".join(entry.format(number) for number in range(5000)) + "}").encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(64))


CHECKPOINTS = {"code.pth": _code, "packed.pth": _packed, "wide.safetensors": _wide, "shared.safetensors": _shared}


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_a_checkpoint_made_to_harm_is_refused_and_runs_nothing(ended, tmp_path, monkeypatch, name):
    pytest.importorskip("torch")
    monkeypatch.setenv("UNVEIL_MODELS", str(tmp_path / "zoo"))
    CHECKPOINTS[name](tmp_path / name, str(tmp_path / "ran"))
    status, sentence = ended("import", tmp_path / name, "--name", "bad")
    assert status == 1 and sentence.startswith("unveil: "), sentence
    assert not (tmp_path / "ran").exists() and not (tmp_path / "zoo" / "bad").exists()


def test_a_scene_whose_bands_no_disk_can_hold_is_refused_before_work(ended, tmp_path):
    write_raster(tmp_path / "s1.tif", radar_db(32, 32), names=["VV", "VH"])
    write_raster(tmp_path / "band.tif", optical_dn(32, 32)[:1].astype(np.uint16))
    bands = "".join(
        f'<VRTRasterBand dataType="UInt16" band="{index}"><Description>{name}</Description><SimpleSource>'
        '<SourceFilename relativeToVRT="1">band.tif</SourceFilename></SimpleSource></VRTRasterBand>'
        for index, name in enumerate(S2, 1)
    )
    (tmp_path / "s2.vrt").write_text(
        '<VRTDataset rasterXSize="900000" rasterYSize="900000"><SRS>EPSG:32631</SRS>'
        f"<GeoTransform>600000,10,0,5000000,0,-10</GeoTransform>{bands}</VRTDataset>"
    )
    status, sentence = ended(
        "remove", tmp_path / "s2.vrt", tmp_path / "s1.tif", tmp_path / "out.tif", "--model", "ground"
    )
    assert status == 1 and "GB" in sentence, sentence
