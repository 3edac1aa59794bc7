from __future__ import annotations

import pytest
from fixtures.products import IDS, metadata_xml

from unveil.engine.errors import UnveilError
from unveil.engine.sentinel.metadata import read_metadata


def read(tmp_path, text):
    path = tmp_path / "MTD_MSIL1C.xml"
    path.write_text(text)
    return read_metadata(str(path))


@pytest.mark.parametrize("level", ["L1C", "L2A"])
def test_offsets_and_quantification_are_read(tmp_path, level):
    found = read(tmp_path, metadata_xml(level, "05.09", -1000, [], 20000))
    assert (found.level, found.baseline, found.quantification) == (level, "05.09", 20000)
    assert found.offsets == dict.fromkeys(IDS, -1000.0)


def test_products_before_baseline_four_have_no_offset(tmp_path):
    assert read(tmp_path, metadata_xml("L1C", "02.09", None, [])).offsets == {}


def test_offsets_belong_to_bands_by_id(tmp_path):
    text = metadata_xml("L1C", "04.00", -1000, []).replace('band_id="8">-1000', 'band_id="8">-900')
    assert [name for name, offset in read(tmp_path, text).offsets.items() if offset == -900] == ["B8A"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cannot be read"),
        ("not xml <", "cannot be read"),
        ("<a><b/></a>", "no product metadata"),
        (metadata_xml("L1C", "04.00", -1000, []).replace(">-1000<", ">many<"), "number that cannot be read"),
        (metadata_xml("L1C", "04.00", -1000, []).replace('band_id="8"', 'band_id="99"'), "band 99"),
        (metadata_xml("L1C", "04.00", None, [], quantification=0), "quantification of 0"),
    ],
)
def test_broken_metadata_is_one_sentence(tmp_path, text, words):
    with pytest.raises(UnveilError, match=words) as error:
        read(tmp_path, text)
    assert str(error.value).endswith(".")


def test_external_entities_are_not_resolved(tmp_path):
    (tmp_path / "secret").write_text("04.00")
    text = metadata_xml("L1C", "&x;", None, [])
    head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    text = text.replace("?>\n", f"?>\n{head}\n", 1)
    try:
        assert read(tmp_path, text).baseline != "04.00"
    except UnveilError as error:
        assert "cannot be read" in str(error)
