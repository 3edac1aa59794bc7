"""The plugin speaks the language of QGIS, with the compiled texts that ship."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale

from unveil.tools.package import translations


@pytest.fixture(scope="module")
def compiled(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("i18n")
    for name, data in translations(root).items():
        (folder / name.rpartition("/")[2]).write_bytes(data)
    return folder


@pytest.fixture
def locale_settings(qgis_app):
    settings = QgsSettings()
    keys = ("locale/userLocale", "locale/overrideFlag")
    before = {key: settings.value(key) for key in keys if settings.contains(key)}
    for key in keys:
        settings.remove(key)
    yield settings
    for key in keys:
        settings.setValue(key, before[key]) if key in before else settings.remove(key)


@pytest.fixture
def plugin(qgis_app, qgis_processing, compiled, locale_settings, monkeypatch):
    """The plugin as qgis_process loads it, before its provider is there, with the compiled texts in their place."""
    from unveil.plugin import entry
    from unveil.plugin.languages import install_translator

    monkeypatch.setattr(entry, "install_translator", lambda code: install_translator(code, compiled))
    plugin = entry.UnveilPlugin(None)
    yield plugin
    plugin.unload()


def display_name():
    return QgsApplication.processingRegistry().algorithmById("unveil:removeclouds").displayName()


def speak(settings, code):
    settings.setValue("locale/overrideFlag", True)
    settings.setValue("locale/userLocale", code)


@pytest.mark.parametrize("code", ["es", "es_MX"])
def test_an_algorithm_is_named_in_spanish_until_the_plugin_is_unloaded(plugin, locale_settings, code):
    from unveil.plugin.translation import tr

    speak(locale_settings, code)
    plugin.initProcessing()
    assert display_name() == "Eliminar nubes"
    plugin.unload()
    assert tr("Remove clouds") == "Remove clouds"


@pytest.mark.parametrize("code", ["zh-Hans", "zh_CN"])
def test_an_algorithm_is_named_in_simplified_chinese(plugin, locale_settings, code):
    speak(locale_settings, code)
    plugin.initProcessing()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in display_name()), display_name()


@pytest.mark.parametrize("code", ["en_US", "zh-Hant", "fr", "C"])
def test_another_language_gets_the_english_texts(plugin, locale_settings, code):
    speak(locale_settings, code)
    plugin.initProcessing()
    assert display_name() == "Remove clouds" and plugin.translator is None


@pytest.mark.parametrize(
    "code, page",
    [
        ("es", "_es"),
        ("es_MX", "_es"),
        ("zh-Hans", "_zh_CN"),
        ("zh_CN", "_zh_CN"),
        ("zh-Hant", ""),
        ("fr", ""),
        ("C", ""),
    ],
)
def test_help_is_in_the_users_language_where_there_is_a_page(plugin, locale_settings, code, page):
    from unveil.plugin.algorithms.base import help_page

    speak(locale_settings, code)
    for name in ("removeclouds", "evaluate"):
        assert help_page(name).name == f"{name}{page}.html"


class Tags(HTMLParser):
    """The tags of a page that are open, and those that do not belong together."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attributes):
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_every_algorithm_has_a_whole_page_in_each_language(plugin, locale_settings, root):
    plugin.initProcessing()
    folder = root / "resources" / "help"
    names = [each.name() for each in plugin.provider.algorithms() if (folder / f"{each.name()}.html").exists()]
    assert len(names) >= 11
    for name in names:
        for page in ("", "_es", "_zh_CN"):
            tags = Tags()
            tags.feed((folder / f"{name}{page}.html").read_text(encoding="utf-8"))
            assert not tags.open and not tags.wrong, (name, page, tags.open, tags.wrong)


def test_a_window_speaks_what_it_remembers_and_a_process_only_what_overrides_the_system(locale_settings):
    from unveil.plugin.languages import language

    system = QLocale.system().name()
    assert language(has_window=True) == language(has_window=False) == system
    locale_settings.setValue("locale/userLocale", "eo")
    assert language(has_window=True) == "eo" and language(has_window=False) == system
    locale_settings.setValue("locale/overrideFlag", True)
    assert language(has_window=False) == "eo"


def test_texts_of_other_contexts_stay_qgiss_own(plugin, locale_settings):
    speak(locale_settings, "es")
    plugin.initProcessing()
    assert QCoreApplication.translate("Elsewhere", "Remove clouds") == "Remove clouds"
