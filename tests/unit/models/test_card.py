from __future__ import annotations

import os
from dataclasses import replace

import pytest

from unveil.models.card import ModelCard, read_card, write_card
from unveil.models.errors import ModelError
from unveil.models.registry import ZOO, find_model, list_models, require_output
from unveil.models.scaling import Scaling
from unveil.models.toml import format_toml, read_toml

CARD = ModelCard(
    id="mine",
    title='A "quoted" title with ünïcode\nand a second line',
    architecture="glf-cr",
    tile=64,
    sha256="0" * 64,
    size="compact",
    settings={"width": 48, "shift": True, "names": ["a", "b"]},
    inputs=("optical", "radar", "background"),
    outputs=("cloud_free", "clear_sky"),
    overlap=16,
    scaling=Scaling(vh_min=-25.0),
    prior=tuple(float(value) for value in range(13)),
    training={"seed": 7, "data": ["one", "two"]},
    scores=({"name": "do nothing", "psnr": 15.76}, {"name": "model", "psnr": 26.0}),
)


def test_a_card_comes_back_as_it_was_written(tmp_path):
    write_card(CARD, tmp_path / "card.toml")
    assert read_card(tmp_path / "card.toml") == replace(CARD, folder=tmp_path)
    assert read_card(tmp_path / "card.toml").model_path == tmp_path / "model.onnx"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("schema = 1", "schema = 9", "schema 9"),
        ("tile = 64", "", "incomplete: tile is missing"),
        ("tile = 64", "tile = 0", "tile must be a whole number"),
        ("overlap = 16", "overlap = 40", "overlap is not"),
        ('id = "mine"', 'id = "../x"', "id must be lower-case letters"),
        ('file = "model.onnx"', 'file = "../model.onnx"', "plain name"),
        ('"radar", "background"', '"background"', "begin with optical and radar"),
        ('"background"]', '"colour"]', "must be among optical"),
        ('["cloud_free", "clear_sky"]', '["clear_sky"]', "outputs must begin with cloud_free"),
        ('"clear_sky"]', '"haze"]', "outputs must be among cloud_free, clear_sky"),
        ("tile = 64", "tile = 64\nwidth = 3", "not known: width"),
        ("vh_min = -25.0", "vh_low = -25.0", "under scaling that are not known: vh_low"),
        ('id = "mine"', "id = 5", "id must be .* and is 5"),
        ("tile = 64", 'tile = "256"', "tile must be a whole number .* and is '256'"),
        ("tile = 64", "tile = true", "tile must be a whole number"),
        ("tile = 64", "tile = 64.0", "tile must be a whole number"),
        ("tile = 64", "tile = 1" + "0" * 5000, "not valid TOML|tile must be"),
        ("tile = 64", "tile = 0x1" + "0" * 5000, "tile must be"),
        ('inputs = ["optical", "radar", "background"]', 'inputs = ["optical", ["radar"]]', "inputs must be a list of"),
        ('inputs = ["optical", "radar", "background"]', "inputs = 3", "inputs must be a list of texts, and is 3"),
        ('"radar", "background"]', '"radar", "radar"]', "each once"),
        ("vh_min = -25.0", "vh_min = nan", "scaling.vh_min must be a number"),
        ("vh_min = -25.0", "vh_min = 0.0", "vh_min above vh_max"),
        ("optical_divisor = 10000.0", "optical_divisor = 0.0", "scaling.optical_divisor must be"),
        ("width = 48", "width = inf", "settings must be a table of plain values"),
        ("width = 48", "width = 1979-05-27", "settings must be a table of plain values"),
        ("width = 48", "width = [[[[[[1]]]]]]", "settings must be a table of plain values"),
        ("schema = 1", "schema = [" + "[" * 20000, "nested too deep"),
        ('sha256 = "000', 'sha256 = "x00', "sha256 must be a SHA-256"),
        ("schema = 1", "schema = 1\n# " + "x" * 2**20, "more than 1 MB"),
        ("schema = 1", "schema = ", "not valid TOML"),
    ],
)
def test_a_card_that_cannot_be_used_is_one_sentence(tmp_path, old, new, words):
    path = tmp_path / "card.toml"
    write_card(CARD, path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ModelError, match=words):
        read_card(path)


def test_a_card_that_names_no_outputs_gives_the_image_only(tmp_path):
    path = tmp_path / "card.toml"
    write_card(CARD, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("outputs = ")), encoding="utf-8")
    assert read_card(path) == replace(CARD, folder=tmp_path, outputs=("cloud_free",))


def test_a_model_without_a_wanted_output_is_refused_with_the_names_of_those_that_have_it(tmp_path):
    card = replace(CARD, id="plain", outputs=("cloud_free",))
    for made in (card, CARD, replace(CARD, id="other")):
        (tmp_path / made.id).mkdir()
        write_card(made, tmp_path / made.id / "card.toml")
    require_output(CARD, "clear_sky", [tmp_path])
    with pytest.raises(ModelError, match="'plain' has no map of clear sky; models that have one: .*mine, other"):
        require_output(card, "clear_sky", [tmp_path])


def test_toml_writes_what_it_reads(tmp_path):
    table = {
        "a": 1,
        "b": [1.5, -2.0],
        "long": [f"item {n}" for n in range(30)],
        "t": {"x": True},
        "rows": [{"n": 1}, {"n": 2}],
    }
    (tmp_path / "x.toml").write_text(format_toml(table), encoding="utf-8")
    assert read_toml(tmp_path / "x.toml") == table


def test_shipped_models_have_cards_that_can_be_read_and_weights_that_are_theirs():
    from unveil.models.card import file_sha256

    paths = sorted(ZOO.glob("*/card.toml"))
    assert paths
    for path in paths:
        card = read_card(path)
        assert card.id == path.parent.name and file_sha256(card.model_path) == card.sha256
        assert card.licence and card.source and card.scores and card.training


def test_the_users_models_are_found_beside_the_shipped_ones(tmp_path):
    folder = tmp_path / "models" / "mine"
    folder.mkdir(parents=True)
    write_card(CARD, folder / "card.toml")
    assert find_model("mine", [tmp_path / "models"]).folder == folder
    assert "mine" in [card.id for card in list_models([tmp_path / "models"])]


def test_an_unknown_model_is_refused_with_the_names_of_those_that_are_there(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    write_card(CARD, folder / "card.toml")
    with pytest.raises(ModelError, match="no model 'yours'; installed models: .*mine"):
        find_model("yours", [tmp_path])


def test_a_broken_card_hides_its_model_from_the_list_and_says_why_when_asked_for(tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "card.toml").write_text("schema = 1\n")
    assert "broken" not in [card.id for card in list_models([tmp_path])]
    with pytest.raises(ModelError, match="incomplete"):
        find_model("broken", [tmp_path])


def test_cards_are_read_once_until_they_change(tmp_path, monkeypatch):
    from unveil.models import registry

    (tmp_path / "mine").mkdir()
    path = tmp_path / "mine" / "card.toml"
    write_card(CARD, path)
    read = []
    monkeypatch.setattr(registry, "read_card", lambda path: read.append(path) or read_card(path))
    for _ in range(3):
        assert find_model("mine", [tmp_path]) == replace(CARD, folder=path.parent)
    assert read == [path]
    write_card(replace(CARD, title="Another"), path)
    assert find_model("mine", [tmp_path]).title == "Another"
    path.write_text("schema = 1\n")
    with pytest.raises(ModelError, match="incomplete"):
        find_model("mine", [tmp_path])


def test_a_bad_card_is_named_and_takes_no_other_along(tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "card.toml").write_text("schema = 1\nid = 5\n", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    write_card(CARD, tmp_path / "mine" / "card.toml")
    warnings = []
    names = [card.id for card in list_models([tmp_path], warnings.append)]
    assert "mine" in names and len(names) == len(list_models()) + 1
    assert len(warnings) == 1 and "bad/card.toml is incomplete: title" in warnings[0]


def test_a_card_that_is_no_regular_file_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "card.toml")
    with pytest.raises(ModelError, match="is not a file"):
        read_card(tmp_path / "card.toml")


def test_the_hostile_cards_of_the_cases_are_refused(cases):
    found = sorted((cases / "hostile" / "bad_card").glob("*.toml"))
    assert found
    for path in found:
        with pytest.raises(ModelError):
            read_card(path)
