"""Make the sample project of resources/sample again, with its mask: `python -m tools.make_project`.

With --result it makes a project beside a result of the sample scene, as `make demo` does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

from .qgis_python import ROOT, canonical, qgis_with_unveil

SAMPLE = ROOT / "resources" / "sample"
FILE = SAMPLE / "unveil_sample.qgz"
TITLE = "Unveil: simulated sample scene"
TIMESTAMP = (2020, 1, 1, 0, 0, 0)

TRUE_COLOUR = ((4, 300, 2500), (3, 300, 2500), (2, 300, 2500))
"""Band, and the values that are black and white, of red, green and blue."""

RADAR_COLOUR = ((1, -22, -2), (2, -29, -8), (1, -22, -2))
PERSONAL = ("saveDateTime", "saveUser", "saveUserFull")


def write_mask(provider, path: Path) -> None:
    """Write the mask of the cloudy image as Mask clouds makes it when nothing is changed."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    parameters = {"INPUT": str(SAMPLE / "s2_cloudy.tif"), "OUTPUT": str(path)}
    feedback = QgsProcessingFeedback(False)
    _, succeeded = provider.algorithm("maskclouds").create().run(parameters, QgsProcessingContext(), feedback)
    if not succeeded:
        raise RuntimeError(feedback.textLog())
    # The project holds the style.
    path.with_suffix(".qml").unlink()


def build_project(result: Path | None = None):
    """Return a project of the sample's layers with styles, and the pair to compare: cloudy, and the result or truth."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsReferencedRectangle

    from unveil.plugin.mask_style import class_renderer
    from unveil.plugin.project_pair import write_pair

    project = QgsProject()
    project.setTitle(TITLE)
    layers = [
        _layer("unveil_earlier_radar", "Radar five weeks earlier", SAMPLE / "s1_earlier.tif"),
        _layer("unveil_earlier", "Five weeks earlier", SAMPLE / "s2_earlier.tif"),
        _layer("unveil_radar", "Radar (VV, VH)", SAMPLE / "s1.tif"),
        _layer("unveil_truth", "Without clouds (the truth)", SAMPLE / "s2_clear.tif"),
        _layer("unveil_cloudy", "Cloudy", SAMPLE / "s2_cloudy.tif"),
    ]
    if result is not None:
        layers.append(_layer("unveil_result", "Result", result))
    layers.append(_layer("unveil_mask", "Cloud mask", SAMPLE / "mask.tif"))
    for layer in layers:
        colours = RADAR_COLOUR if layer.bandCount() == 2 else TRUE_COLOUR
        layer.setRenderer(class_renderer(layer) if layer.bandCount() == 1 else _colours(layer, colours))
        project.addMapLayer(layer, False)
        node = project.layerTreeRoot().insertLayer(0, layer)
        node.setItemVisibilityChecked(layer.id() in ("unveil_cloudy", "unveil_result"))
        node.setExpanded(layer.id() == "unveil_mask")
    crs = QgsCoordinateReferenceSystem("EPSG:32631")
    project.setCrs(crs)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(layers[0].extent(), crs))
    if result is None:
        write_pair(project, "unveil_cloudy", "unveil_truth")
    else:
        write_pair(project, "unveil_cloudy", "unveil_result", reference="unveil_truth")
    return project


def _layer(name: str, title: str, path: Path):
    from qgis.core import QgsRasterLayer

    layer = QgsRasterLayer(str(path), title, "gdal", QgsRasterLayer.LayerOptions(False))
    if not layer.isValid():
        raise RuntimeError(f"QGIS cannot open {path}.")
    layer.setId(name)
    return layer


def _colours(layer, bands):
    from qgis.core import QgsContrastEnhancement, QgsMultiBandColorRenderer

    renderer = QgsMultiBandColorRenderer(layer.dataProvider(), *(band for band, _, _ in bands))
    setters = (
        renderer.setRedContrastEnhancement,
        renderer.setGreenContrastEnhancement,
        renderer.setBlueContrastEnhancement,
    )
    for put, (band, black, white) in zip(setters, bands):
        stretch = QgsContrastEnhancement(layer.dataProvider().dataType(band))
        stretch.setContrastEnhancementAlgorithm(
            QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
        )
        stretch.setMinimumValue(black)
        stretch.setMaximumValue(white)
        put(stretch)
    return renderer


def project_text(project, path: Path) -> str:
    """Return the project as XML that would lie at `path`: paths relative to it, no user, no date, always the same."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        raw = Path(folder) / "raw.qgs"
        if not project.write(str(raw)):
            raise RuntimeError(f"QGIS could not write {raw}: {project.error()}")
        root = ElementTree.fromstring(raw.read_text(encoding="utf-8"))
    for name in PERSONAL:
        root.attrib.pop(name, None)
    for metadata in root.iter("projectMetadata"):
        for part in [part for part in metadata if part.tag in ("dates", "author", "creation")]:
            metadata.remove(part)
    # These hold ids and colours that QGIS draws by lot, and it does without them.
    chance = ((".", "main-annotation-layer"), (".", "ProjectStyleSettings"), ("projectlayers/maplayer", "elevation"))
    for owner, name in chance:
        for parent in root.findall(owner):
            for part in parent.findall(name):
                parent.remove(part)
    # The raw file lay one folder deeper.
    for source in root.findall("projectlayers/maplayer/datasource"):
        source.text = _one_up(source.text)
    for node in root.iter("layer-tree-layer"):
        node.set("source", _one_up(node.get("source")))
    return canonical(ElementTree.tostring(root, encoding="unicode"))


def _one_up(path: str) -> str:
    # QGIS keeps a path absolute that shares no folder with the project's.
    if os.path.isabs(path):
        return path
    plain = os.path.normpath(os.path.join("folder", path)).replace(os.sep, "/")
    return plain if plain.startswith("..") else f"./{plain}"


def write_project(project, path: Path) -> None:
    """Write the project as .qgz, the same bytes for the same project; what was there is replaced when it is whole."""
    entry = zipfile.ZipInfo(f"{path.stem}.qgs", TIMESTAMP)
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3
    entry.compress_type = zipfile.ZIP_DEFLATED
    text = project_text(project, path)
    part = path.with_name(path.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, text)
    part.replace(path)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--result", type=Path, help="a cloud-free raster of the sample scene to show")
    parser.add_argument("--output", type=Path, default=FILE, help="the project to write")
    options = parser.parse_args(arguments)
    # QGIS stretches colours by a histogram before it is told not to; GDAL would leave that beside the rasters.
    os.environ["GDAL_PAM_ENABLED"] = "NO"
    with qgis_with_unveil() as provider:
        if options.result is None:
            write_mask(provider, SAMPLE / "mask.tif")
        project = build_project(options.result)
        write_project(project, options.output.resolve())
        del project
    print(options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
