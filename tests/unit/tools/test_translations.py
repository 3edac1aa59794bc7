"""Texts of the plugin reach the translators' files, and translations survive."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest

from unveil.tools.translations import texts, translated, update


def test_literal_texts_are_found_once_and_joined(tmp_path):
    (tmp_path / "a.py").write_text('x = tr("Cloud " "mask")\ny = f(tr("Radar"), tr("Radar"))\nz = other("no")\n')
    assert texts(tmp_path) == ["Cloud mask", "Radar"]


def test_a_text_that_is_no_literal_is_refused_with_its_line(tmp_path):
    (tmp_path / "a.py").write_text("name = 'x'\ntr(name)\n")
    with pytest.raises(SystemExit, match=r"a\.py:2 "):
        texts(tmp_path)


def test_translations_survive_and_texts_that_are_gone_go(tmp_path):
    source = tmp_path / "unveil_es.ts"
    update(source, ["Cloud", "Gone"])
    assert translated(source) == {}
    written = source.read_text(encoding="utf-8")
    assert 'language="es"' in written
    source.write_text(
        written.replace('<translation type="unfinished" />', "<translation>Nube & cía</translation>", 1).replace(
            "& c", "&amp; c"
        ),
        encoding="utf-8",
    )
    update(source, ["Cloud", "Radar <VV>"])
    assert translated(source) == {"Cloud": "Nube & cía"}
    assert "Gone" not in source.read_text(encoding="utf-8")


MARKS = re.compile(r"\{[^{}]*\}|%n|%L?\d|</?\w+[^<>]*>|\*\.?\w*|;;")
"""What must stand in a translation as in its text: fields, Qt's numbers, tags, patterns of file names."""


def test_marks_are_seen():
    text = "{:.1f} of %n in <id> or {} (*.pth);;All (*)"
    assert MARKS.findall(text) == ["{:.1f}", "%n", "<id>", "{}", "*.pth", ";;", "*"]


@pytest.mark.parametrize("language", ["es", "zh_CN"])
def test_every_text_is_translated_with_its_placeholders(root, language):
    source = root / "i18n" / f"unveil_{language}.ts"
    messages = ElementTree.parse(source).findall(".//message")
    assert [message.findtext("source") for message in messages] == texts(root / "plugin"), "run 'make texts'"
    finished = translated(source)
    assert [message.findtext("source") for message in messages if message.findtext("source") not in finished] == []
    for text, translation in finished.items():
        # Fields without numbers would be filled with each other's values in another order.
        fields = [re.findall(r"\{(?!\d)[^{}]*\}", each) for each in (text, translation)]
        assert fields[0] == fields[1], text
        assert Counter(MARKS.findall(text)) == Counter(MARKS.findall(translation)), text
        assert translation.strip() == translation or text.strip() != text, text
