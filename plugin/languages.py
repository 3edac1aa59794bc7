"""The user's language: which one it is, and its texts."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parents[1] / "i18n"


def language(has_window: bool) -> str:
    """Return the code of the language that QGIS speaks, such as es, pt_BR or zh-Hans.

    QGIS's window leaves in `userLocale` what it speaks, `--lang` included. Without a window that is a memory of the
    last one, which counts only where the user overrides the system's language.
    """
    settings = QgsSettings()
    chosen = settings.value("locale/userLocale", "", str)
    if chosen and (has_window or settings.value("locale/overrideFlag", False, bool)):
        return chosen
    return QLocale.system().name()


def install_translator(code: str, folder: Path = FOLDER) -> QTranslator | None:
    """Have Qt translate into that language; return what does so, or None where Unveil has no texts in it."""
    translator = QTranslator()
    # A QLocale finds unveil_es for es_MX, and unveil_zh_CN for zh-Hans, as QGIS calls it, but not for zh-Hant.
    if not translator.load(QLocale(code), "unveil", "_", str(folder), ".qm"):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translator(translator: QTranslator) -> None:
    """Have Qt forget the texts of `install_translator`."""
    QCoreApplication.removeTranslator(translator)
