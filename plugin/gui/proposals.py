"""The layers that a panel of Remove clouds begins with, and that follow its scene until the user chooses others."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QComboBox

from ..references import REFERENCE, REFERENCE_RADAR
from .preselect import guess_radar, guess_scene, other_dates, project_rasters, radar_of_dates


class Proposals(QObject):
    """Chooses optical raster, radar, other dates and their radar among the layers of the project."""

    def __init__(self, panel):
        super().__init__(panel)
        self._panel = panel
        self._optical, self._radar = panel.algorithm().OPTICAL, panel.algorithm().RADAR
        self._made = {}
        # Lists name other layers one after another while a project is read or closed.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._follow)
        panel.wrappers[self._optical].widgetValueHasChanged.connect(lambda *_: self._soon.start(0))
        panel.wrappers[REFERENCE].widgetValueHasChanged.connect(lambda *_: self._propose_radar_of_dates())

    def begin(self) -> None:
        """Choose the optical and the radar layer of the project by their bands, and the other dates of its place."""
        from qgis.utils import iface

        active = iface.activeLayer() if iface is not None else None
        optical, radar = guess_scene(project_rasters(QgsProject.instance()), active)
        for name, layer in ((self._optical, optical), (self._radar, radar)):
            self._set(name, [] if layer is None else [layer.id()])
            self._made[name] = self._shown(name)
        self._propose(optical, radar)

    def leave(self, parameters: dict) -> None:
        """Let parameters that somebody gave be as they are from now on; no other date was given where none is named."""
        for name in (REFERENCE, REFERENCE_RADAR):
            if name in parameters and not parameters[name]:
                self._set(name, [])
        self._made.update({name: None for name in parameters})

    def stop(self) -> None:
        """Follow the scene no more."""
        self._soon.stop()

    def _follow(self):
        """Choose what goes with another scene."""
        shown = self._shown(self._optical)
        layer = QgsProject.instance().mapLayer(shown[0]) if shown else None
        if isinstance(layer, QgsRasterLayer) and layer.isValid():
            self._propose(layer, guess_radar(project_rasters(QgsProject.instance()), layer))

    def _propose(self, optical, radar):
        rasters = project_rasters(QgsProject.instance())
        others = other_dates(rasters, optical)
        self._offer(self._radar, [] if radar is None else [radar])
        self._offer(REFERENCE, others)
        self._propose_radar_of_dates()

    def _propose_radar_of_dates(self):
        """Choose the radar of the other dates that stand there now, whoever chose them."""
        rasters = project_rasters(QgsProject.instance())
        known = {name: layer for layer in rasters for name in (layer.id(), layer.source())}
        own, dates = (self._shown(name) for name in (self._radar, REFERENCE))
        radar = known.get(own[0]) if own else None
        layers = [known[name] for name in dates if name in known]
        # Of files that are no layers nothing is known.
        found = radar_of_dates(rasters, layers, radar) if len(layers) == len(dates) else []
        self._offer(REFERENCE_RADAR, found)

    def _offer(self, name, layers):
        shown, wanted = self._shown(name), [layer.id() for layer in layers]
        if shown != self._made.get(name, shown):
            return  # the user chose it
        if shown != wanted:
            self._set(name, wanted)
        self._made[name] = self._shown(name)

    def _shown(self, name) -> list[str]:
        value = self._panel.wrappers[name].parameterValue()
        values = value if isinstance(value, (list, tuple)) else [value]
        return [str(each) for each in values if each not in (None, "")]

    def _set(self, name, identifiers):
        wrapper = self._panel.wrappers[name]
        if name not in (self._optical, self._radar):
            wrapper.setParameterValue(identifiers, self._panel.processing_context)
        elif identifiers:
            wrapper.setParameterValue(identifiers[0], self._panel.processing_context)
        else:
            # No layer is better than one that is right by chance only; the wrapper itself cannot be emptied.
            layers = wrapper.wrappedWidget().findChild(QComboBox)
            if layers is not None:
                layers.setCurrentIndex(-1)
