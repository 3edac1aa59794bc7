from __future__ import annotations

import os

import pytest

from unveil.engine.errors import UnveilError
from unveil.engine.raster.xml import elements, first_text, read_xml, text_of


def written(tmp_path, text):
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    return str(tmp_path / "a.xml")


def test_elements_come_in_their_order_at_every_depth(tmp_path):
    root = read_xml(written(tmp_path, "<r><n1:a>1</n1:a><b><a>2</a><c><a>3</a></c></b><a>4</a></r>"))
    assert [text_of(each) for each in elements(root, "a")] == ["1", "2", "3", "4"]


def test_a_document_nested_deep_is_read_or_refused(tmp_path):
    for depth in (100, 990, 5000, 100_000):
        try:
            root = read_xml(written(tmp_path, "<a>" * depth + "<x>1</x>" + "</a>" * depth))
        except UnveilError as error:
            assert "cannot be read" in str(error)
        else:
            assert first_text(root, "x") == "1"


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "MTD.xml")
    with pytest.raises(UnveilError, match="cannot be read"):
        read_xml(str(tmp_path / "MTD.xml"))


def test_an_error_whose_text_is_no_utf_8_is_still_a_sentence(tmp_path):
    (tmp_path / "a.xml").write_bytes(b"<a><b\xff\xfe>1</c></a>")
    for _ in range(3):
        with pytest.raises(UnveilError, match="its reason cannot be read as text"):
            read_xml(str(tmp_path / "a.xml"))
