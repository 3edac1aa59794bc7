"""`unveil run`: which scene it does, and how it ends."""

from __future__ import annotations

import json

import pytest
from fixtures.rasters import S2, optical_dn, radar_db, write_raster
from fixtures.stac_extensions import faults

from unveil.engine.commands.cli import main

DATE = "2021-06-30T10:50:31Z"


@pytest.fixture
def table(tmp_path):
    optical = write_raster(tmp_path / "s2.tif", optical_dn(48, 48), names=S2)
    radar = write_raster(tmp_path / "s1.tif", radar_db(48, 48), names=["VV", "VH"])
    mask = optical_dn(48, 48)[:1] * 0
    mask[:, 10:20, 10:20] = 1
    mask = write_raster(tmp_path / "mask.tif", mask.astype("uint8"), nodata=255)
    path = tmp_path / "jobs.csv"
    rows = [f"scene-{index},{optical},{radar},{mask},{DATE}" for index in range(2)]
    path.write_text("\n".join(["id,optical,radar,mask,datetime", *rows, f"bad,{tmp_path}/nowhere.tif,{radar},,{DATE}"]))
    return path


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "holds 3 scenes; say which"),
        (["--index", "7"], "no scene 7 among 3"),
        (["--id", "scene-9"], "holds no scene scene-9"),
        (["--id", "bad"], "nowhere.tif cannot be read"),
        (["--id", "scene-0", "--creation-option", "COLOUR=RED"], "no creation option COLOUR"),
        (["--id", "scene-0", "--radar-catalogue", "static"], "'static' needs an address"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_and_leaves_nothing(table, tmp_path, capsys, words, sentence):
    assert main(["run", str(table), str(tmp_path / "out"), "--model", "ground", *words]) == 1
    error = capsys.readouterr().err.strip()
    assert sentence in error and "\n" not in error
    assert not list((tmp_path / "out").glob("*"))


def test_a_scene_is_chosen_by_its_id_or_its_number_and_is_done_once(table, tmp_path, capsys):
    states = []
    for words in (["--id", "scene-1"], ["--index", "1"]):
        assert main(["run", str(table), str(tmp_path / "out"), "--model", "ground", "--quiet", *words]) == 0
        states.append(json.loads(capsys.readouterr().out))
    assert [(each["id"], each["state"]) for each in states] == [("scene-1", "done"), ("scene-1", "skipped")]
    assert states[0]["cpu_seconds"] > 0 and states[0]["gigabytes"] > 0.01


@pytest.mark.parametrize("per_band", [False, True])
def test_what_a_scene_leaves_is_valid_stac_and_valid_cogs(table, tmp_path, capsys, per_band):
    pystac, cogeo = pytest.importorskip("pystac"), pytest.importorskip("rio_cogeo.cogeo")
    words = ["--model", "ground", "--also", "mask", "quality", "sigma", "reference_age", "--mask-dilation", "30"]
    words += ["--per-band"] * per_band
    assert main(["run", str(table), str(tmp_path / "out"), "--id", "scene-1", *words]) == 0
    place = tmp_path / "out" / "scene-1"
    item = json.loads((place / "scene-1.json").read_text())
    assert faults(item) == []
    pystac.Item.from_dict({**item, "stac_extensions": []}).validate()
    assert item["properties"]["processing:expression"]["expression"] == (
        "unveil run --mask-dilation 30.0 --model ground"
    )
    files = {place / asset["href"] for asset in item["assets"].values()}
    assert files == set(place.glob("*.tif")) and len(files) == (4 + len(S2) if per_band else 5)
    for path in files:
        valid, errors, warnings = cogeo.cog_validate(str(path), strict=True, quiet=True)
        assert valid, (path.name, errors, warnings)


def test_a_batch_of_scenes_that_were_run_has_nothing_to_do_but_the_collection(table, tmp_path, capsys):
    words = ["--model", "ground", "--quiet"]
    table.write_text(table.read_text().rpartition("\n")[0])
    for index in ("0", "1"):
        assert main(["run", str(table), str(tmp_path / "out"), "--index", index, *words]) == 0
    assert not (tmp_path / "out" / "collection.json").exists()
    capsys.readouterr()
    assert main(["batch", str(table), str(tmp_path / "out"), *words]) == 0
    assert "2 skipped" in capsys.readouterr().out
    links = json.loads((tmp_path / "out" / "collection.json").read_text())["links"]
    assert [link["href"] for link in links[1:]] == [f"./scene-{number}/scene-{number}.json" for number in range(2)]


def test_a_network_that_fails_ends_with_the_status_of_a_fault_that_may_pass(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("unveil.engine.catalogue.transport.time.sleep", lambda _: None)
    (tmp_path / "jobs.csv").write_text("id,item\na,http://127.0.0.1:9/a.json\n")
    assert main(["run", str(tmp_path / "jobs.csv"), str(tmp_path / "out")]) == 75
    assert "127.0.0.1:9 cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["http://localhost:1/a b", "http://[::1", "https://exa mple/x"])
def test_an_address_that_cannot_be_asked_is_refused_in_one_sentence(tmp_path, capsys, address):
    assert main(["run", address, str(tmp_path / "out")]) == 1
    assert "is no address that can be asked" in capsys.readouterr().err


def test_a_catalogue_with_a_nul_in_a_link_is_refused_in_one_sentence(tmp_path, capsys):
    (tmp_path / "catalogue.json").write_text('{"type": "Catalog", "links": [{"rel": "item", "href": "a\\u0000.json"}]}')
    assert main(["run", str(tmp_path / "catalogue.json"), str(tmp_path / "out")]) == 1
    assert "has a NUL character in it" in capsys.readouterr().err
