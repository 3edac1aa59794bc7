"""A QGIS without windows, with the plugin of this tree, for the tools that make files for QGIS."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def register_plugin() -> None:
    """Make `import unveil` mean this tree with its plugin, as QGIS sees it, and not what is installed."""
    if str(ROOT) in getattr(sys.modules.get("unveil"), "__path__", ()):
        return
    spec = importlib.machinery.ModuleSpec("unveil", None, is_package=True)
    spec.submodule_search_locations = [str(ROOT)]
    sys.modules["unveil"] = importlib.util.module_from_spec(spec)


@contextmanager
def qgis_with_unveil() -> Iterator[object]:
    """Start QGIS with the provider `unveil` and give that provider; one that runs already is used and left running."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    register_plugin()
    from qgis.core import QgsApplication

    from unveil.plugin.provider import UnveilProvider

    application = profile = None
    if QgsApplication.instance() is None:
        profile = tempfile.TemporaryDirectory()
        application = QgsApplication([], False, profile.name)
        application.initQgis()
    registry = QgsApplication.processingRegistry()
    provider = registry.providerById("unveil")
    own = provider is None
    if own:
        provider = UnveilProvider()
        registry.addProvider(provider)
    try:
        yield provider
    finally:
        if own:
            registry.removeProvider(provider)
        if application is not None:
            application.exitQgis()
            profile.cleanup()


def canonical(xml: str) -> str:
    """Return XML with its attributes sorted: Qt writes them in an order that changes from run to run."""
    return ElementTree.canonicalize(xml, strip_text=False) + "\n"
