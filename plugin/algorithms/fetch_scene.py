"""`unveil:fetchscene`."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputRasterLayer,
    QgsProcessingOutputString,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...engine.catalogue.profiles import PROFILES
from ..feedback import ProcessingFeedback
from ..styling import style_radar, style_result
from ..translation import tr
from .base import UnveilAlgorithm, sentences

CATALOGUES = tuple(profile.name for profile in PROFILES)


class FetchScene(UnveilAlgorithm):
    """An item of a STAC catalogue in; the prepared scene, its radar and other dates out."""

    TELLS_STOP = True
    CATALOGUE = "CATALOGUE"
    RADAR_CATALOGUE = "RADAR_CATALOGUE"
    ITEM = "ITEM"
    EXTENT = "EXTENT"
    DATE = "DATE"
    DAYS = "DAYS"
    REFERENCES = "REFERENCES"
    ADDRESS = "ADDRESS"
    RADAR_ADDRESS = "RADAR_ADDRESS"
    ACCOUNT = "ACCOUNT"
    FOLDER = "FOLDER"
    OPTICAL = "OPTICAL"
    RADAR = "RADAR"

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self._add_catalogues()
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, tr("Extent"), optional=True),
            tr("Only this part is read; left empty, the whole scene of an item."),
        )
        self.add(
            QgsProcessingParameterDateTime(
                self.DATE, tr("Date"), QgsProcessingParameterDateTime.Type.Date, optional=True
            ),
            tr("The scene over the extent that is nearest to it is taken."),
        )
        self.add(
            QgsProcessingParameterString(self.ITEM, tr("Item"), optional=True),
            tr("Address or file of a Sentinel-2 item, instead of a date."),
        )
        self.add(
            QgsProcessingParameterNumber(self.REFERENCES, tr("Other dates"), defaultValue=2, minValue=0, maxValue=10),
            tr("How many clear dates near by are fetched as references for cloud removal."),
        )
        self.add(
            QgsProcessingParameterNumber(
                self.DAYS,
                tr("Days from the date"),
                QgsProcessingParameterNumber.Type.Double,
                defaultValue=15.0,
                minValue=0.5,
                maxValue=366.0,
            ),
            tr("How far a scene may lie from the date."),
            advanced=True,
        )
        self.add(QgsProcessingParameterFolderDestination(self.FOLDER, tr("Folder")), tr("Where the scene goes."))
        self.addOutput(QgsProcessingOutputRasterLayer(self.OPTICAL, tr("Prepared Sentinel-2 raster")))
        self.addOutput(QgsProcessingOutputRasterLayer(self.RADAR, tr("Prepared Sentinel-1 raster")))
        self.addOutput(QgsProcessingOutputString("ITEM_FILE", tr("STAC item of the scene")))
        self.addOutput(QgsProcessingOutputNumber("REFERENCES_FOUND", tr("Other dates that were fetched")))

    def _add_catalogues(self):
        about = "; ".join(f"{profile.name}: {profile.account}" for profile in PROFILES if profile.account)
        for name, label, default in (
            (self.CATALOGUE, tr("Catalogue of Sentinel-2"), "earth-search"),
            (self.RADAR_CATALOGUE, tr("Catalogue of Sentinel-1"), "planetary-computer"),
        ):
            parameter = QgsProcessingParameterEnum(
                name, label, options=list(CATALOGUES), usesStaticStrings=True, defaultValue=default
            )
            self.add(parameter, about)
        for name, label in (
            (self.ADDRESS, tr("Address of a catalogue of Sentinel-2")),
            (self.RADAR_ADDRESS, tr("Address of a catalogue of Sentinel-1")),
        ):
            parameter = QgsProcessingParameterString(name, label, optional=True)
            self.add(parameter, tr("Only for 'static': a STAC API, a catalog.json, or a file."), advanced=True)
        self.add(
            QgsProcessingParameterAuthConfig(self.ACCOUNT, tr("Account"), optional=True),
            tr("A stored authentication of QGIS for the catalogue's own address."),
            advanced=True,
        )

    def name(self):
        return "fetchscene"

    def displayName(self):  # noqa: N802
        return tr("Fetch scene")

    def shortDescription(self):  # noqa: N802
        return tr("Copies a Sentinel-2 scene with its radar and other dates from a STAC catalogue, and prepares them.")

    def tags(self):
        return ["stac", "download", "sentinel-2", "sentinel-1", "catalogue", "earth search", "planetary computer"]

    def check_inputs(self, parameters, context):
        self._request(parameters, context)

    def _request(self, parameters, context):
        from ...engine.catalogue.profiles import find_profile
        from ...engine.catalogue.request import FetchRequest
        from ...engine.sentinel.dates import moment_in_text

        item = self.parameterAsString(parameters, self.ITEM, context).strip()
        day = self.parameterAsDateTime(parameters, self.DATE, context)
        moment = moment_in_text(day.date().toString("yyyy-MM-dd")) if day.isValid() else None
        box = None
        if parameters.get(self.EXTENT):
            degrees = QgsCoordinateReferenceSystem("EPSG:4326")
            rectangle = self.parameterAsExtent(parameters, self.EXTENT, context, degrees)
            box = (rectangle.xMinimum(), rectangle.yMinimum(), rectangle.xMaximum(), rectangle.yMaximum())
        if not item and (box is None or moment is None):
            raise QgsProcessingException(tr("Give an item, or an extent and a date to look for one."))
        profiles, addresses = [], []
        for catalogue, address in ((self.CATALOGUE, self.ADDRESS), (self.RADAR_CATALOGUE, self.RADAR_ADDRESS)):
            profiles.append(find_profile(self.parameterAsEnumString(parameters, catalogue, context)))
            addresses.append(self.parameterAsString(parameters, address, context).strip())
        return FetchRequest(
            profiles[0],
            profiles[1],
            item,
            box,
            moment,
            self.parameterAsInt(parameters, self.REFERENCES, context),
            self.parameterAsDouble(parameters, self.DAYS, context),
            *addresses,
        )

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        with sentences():
            self._wanted = self._request(parameters, context)
        return True

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...engine.catalogue.fetch import fetch_scene
        from ...engine.errors import Cancelled
        from ..network import QgisTransport

        folder = Path(self.parameterAsString(parameters, self.FOLDER, context))
        transport = QgisTransport(self.parameterAsString(parameters, self.ACCOUNT, context))
        try:
            with sentences():
                fetched = fetch_scene(self._wanted, folder, transport, ProcessingFeedback(feedback))
        except Cancelled:
            feedback.pushInfo(tr("Stopped; what was copied stays, and the next run goes on there."))
            return {}
        name = fetched.item.stem
        for key, path in fetched.rasters.items():
            if key != "scl" and context.project() is not None:
                # The rasters are not destinations of their own, so Processing does not load them by itself.
                details = QgsProcessingContext.LayerDetails(f"{name} {key}", context.project(), key)
                context.addLayerToLoadOnCompletion(str(path), details)
                draw = style_radar if "radar" in key else style_result
                draw(context, str(path), f"{name} {key}")
        results = {self.FOLDER: str(folder), "ITEM_FILE": str(fetched.item)}
        results["REFERENCES_FOUND"] = sum(
            key.startswith("reference-") and "radar" not in key for key in fetched.rasters
        )
        for name, key in ((self.OPTICAL, "optical"), (self.RADAR, "radar")):
            if key in fetched.rasters:
                results[name] = str(fetched.rasters[key])
        return results
