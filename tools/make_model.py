"""Make resources/models/remove_and_evaluate.model3 again: `python -m tools.make_model [file]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .qgis_python import ROOT, canonical, qgis_with_unveil

FILE = ROOT / "resources" / "models" / "remove_and_evaluate.model3"
NAME = "Remove clouds and evaluate"

HELP = {
    "ALG_DESC": (
        "Three steps on one scene: Mask clouds finds the clouds and shadows, Remove clouds replaces them, and Evaluate "
        "a result sets the cloud-free raster beside a clear reference of the same place. Open it in the model designer "
        "to see how the steps hang together, and save it under another name to change them. Without a reference use "
        "Remove clouds alone. Time and memory are those of Remove clouds, whose log says what they will be."
    ),
    "ALG_CREATOR": "Unveil",
    "SHORT_DESCRIPTION": "Masks the clouds of a Sentinel-2 scene, removes them and scores the result, in one go.",
    "OPTICAL": "Sentinel-2, L1C or L2A, at 10 m in DN (reflectance x 10000); bands named B1 to B12, or L1C's 13.",
    "RADAR": "VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps.",
    "REFERENCE": "A clear image of the same place, of a near date, with the same bands on the same grid.",
    "METHOD": "The detector of clouds; Mask clouds explains them.",
    "MODEL": "An installed model, by its id.",
    "DEVICE": "auto takes the best device that really works.",
    "cloud_mask": "Class codes: 0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.",
    "cloud_free": "The optical raster's grid, bands, names, data type and nodata.",
    "scores": "Scores of the result and of doing nothing, as a page that needs no other file.",
}


def build_model(provider):
    """Return the model of three steps on one scene; `provider` is the plugin's, in a QGIS that runs."""
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingParameterRasterLayer,
        QgsProcessingParameterString,
    )

    methods = provider.algorithm("maskclouds").parameterDefinition("METHOD")
    name, devices = map(provider.algorithm("removeclouds").parameterDefinition, ("MODEL", "DEVICE"))
    model = QgsProcessingModelAlgorithm(NAME, "", "")
    inputs = [
        QgsProcessingParameterRasterLayer("OPTICAL", "Cloudy Sentinel-2 raster"),
        QgsProcessingParameterRasterLayer("RADAR", "Sentinel-1 radar raster"),
        QgsProcessingParameterRasterLayer("REFERENCE", "Clear reference"),
        _choice("METHOD", "Mask detector", methods),
        QgsProcessingParameterString("MODEL", "Model", defaultValue=name.defaultValue()),
        _choice("DEVICE", "Device", devices),
    ]
    for row, parameter in enumerate(inputs):
        parameter.setHelp(HELP[parameter.name()])
        _add_input(model, parameter, row)
    taken = {"INPUT": "OPTICAL", "METHOD": "METHOD"}
    _add_step(model, "mask", "unveil:maskclouds", 0, taken, {}, "OUTPUT", "Cloud mask")
    _add_step(
        model,
        "remove",
        "unveil:removeclouds",
        1,
        {name: name for name in ("OPTICAL", "RADAR", "MODEL", "DEVICE")},
        {"MASK": ("mask", "OUTPUT")},
        "OUTPUT",
        "Cloud free",
    )
    _add_step(
        model,
        "evaluate",
        "unveil:evaluate",
        2,
        {"REFERENCE": "REFERENCE", "CLOUDY": "OPTICAL"},
        {"PREDICTION": ("remove", "OUTPUT"), "MASK": ("mask", "OUTPUT")},
        "REPORT",
        "Scores",
    )
    model.setParameterOrder([parameter.name() for parameter in inputs])
    model.setHelpContent(HELP)
    return model


def _choice(name: str, title: str, like):
    from qgis.core import QgsProcessingParameterEnum

    options, default = like.options(), like.defaultValue()
    return QgsProcessingParameterEnum(name, title, options=options, usesStaticStrings=True, defaultValue=default)


def _add_input(model, parameter, row: int) -> None:
    from qgis.core import QgsProcessingModelParameter
    from qgis.PyQt.QtCore import QPointF

    component = QgsProcessingModelParameter(parameter.name())
    component.setPosition(QPointF(150, 80 + 80 * row))
    model.addModelParameter(parameter, component)


def _add_step(
    model,
    name: str,
    algorithm: str,
    row: int,
    inputs: dict[str, str],
    results: dict[str, tuple[str, str]],
    output: str,
    title: str,
) -> None:
    """Add a step that takes the model's `inputs` and other steps' `results`; its `output` is one of the model's.

    QGIS makes the name of the model's output of its `title`: "Cloud mask" becomes cloud_mask.
    """
    from qgis.core import (
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
    )
    from qgis.PyQt.QtCore import QPointF

    step = QgsProcessingModelChildAlgorithm(algorithm)
    if step.algorithm() is None:
        raise RuntimeError(f"QGIS does not know the algorithm {algorithm}.")
    step.setChildId(name)
    step.setDescription(step.algorithm().displayName())
    step.setPosition(QPointF(500, 120 + 180 * row))
    for parameter, source in inputs.items():
        step.addParameterSources(parameter, [QgsProcessingModelChildParameterSource.fromModelParameter(source)])
    for parameter, (other, result) in results.items():
        step.addParameterSources(parameter, [QgsProcessingModelChildParameterSource.fromChildOutput(other, result)])
    made = QgsProcessingModelOutput(title, title)
    made.setChildId(name)
    made.setChildOutputName(output)
    made.setPosition(QPointF(800, 160 + 180 * row))
    step.setModelOutputs({title: made})
    model.addChildAlgorithm(step)


def write_model(path: Path) -> None:
    """Write the model, always the same bytes; what was there is replaced when it is whole."""
    with qgis_with_unveil() as provider, tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.model3"
        if not build_model(provider).toFile(str(raw)):
            raise RuntimeError(f"QGIS could not write {raw}.")
        text = canonical(raw.read_text(encoding="utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    options = parser.parse_args(arguments)
    write_model(options.file)
    print(options.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
