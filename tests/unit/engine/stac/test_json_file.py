from __future__ import annotations

import os

import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.stac import json_file
from unveil.engine.stac.item import read_item
from unveil.engine.stac.json_file import read_json_file


def test_json_of_a_file_is_read(tmp_path):
    (tmp_path / "a.json").write_text('{"id": "ü", "n": [1, 2]}', encoding="utf-8")
    assert read_json_file(str(tmp_path / "a.json")) == {"id": "ü", "n": [1, 2]} == read_item(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"{", "is not JSON"), (b"[" * 100_000, "is not JSON"), (b"[" + b"1," * 60 + b"1]", "larger")],
)
def test_what_is_no_json_is_one_sentence(tmp_path, monkeypatch, content, words):
    monkeypatch.setattr(json_file, "MOST_BYTES", 100 if words == "larger" else json_file.MOST_BYTES)
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(UnveilError, match=words):
        read_json_file(str(path))
    assert read_item(path) is None


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(UnveilError, match="is not a regular file"):
        read_json_file(str(tmp_path / "pipe.json"))
    assert read_item(tmp_path / "pipe.json") is None and read_item(tmp_path / "none.json") is None
