"""Run every algorithm of the provider in a QGIS whose Python has no SciPy; print how each ended as JSON.

`python -m tests.qgis.without_scipy FOLDER`: the folder holds the inputs that the test wrote.
"""

from __future__ import annotations

import json
import sys
from importlib.machinery import PathFinder
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def hide_scipy() -> None:
    """Let imports of SciPy find what they find where it is not installed: nothing."""
    found = PathFinder.find_spec

    def find_spec(name, path=None, target=None):
        return None if name.partition(".")[0] == "scipy" else found(name, path, target)

    PathFinder.find_spec = find_spec


def register_package() -> None:
    """Make `import unveil` mean this tree."""
    from importlib import machinery, util

    spec = machinery.ModuleSpec("unveil", None, is_package=True)
    spec.submodule_search_locations = [str(ROOT)]
    sys.modules["unveil"] = util.module_from_spec(spec)


def runs(folder: Path):
    """Return (what, algorithm, parameters) of each run; its OUTPUT and such lie in the folder."""
    optical, radar, mask, other, clear = (str(folder / f"{n}.tif") for n in ("s2", "s1", "mask", "other", "clear"))
    scene = {"OPTICAL": optical, "RADAR": radar}
    given = {**scene, "MASK": mask, "MASK_DILATION": 0}
    dated = {**given, "REFERENCE": [other]}
    compared = {"PREDICTION": optical, "REFERENCE": clear, "MASK": mask}
    layers = {name: str(folder / f"{name}.tif") for name in ("QUALITY", "SIGMA", "REFERENCE_AGE", "MASK_USED")}
    patches, weights = str(folder / "patches"), str(folder / "weights.safetensors")
    return (
        ("mask, spectral", "maskclouds", {"INPUT": optical, "METHOD": "spectral", "OUTPUT": str(folder / "m1.tif")}),
        ("mask, own detector", "maskclouds", {"INPUT": optical, "METHOD": "auto", "OUTPUT": str(folder / "m2.tif")}),
        ("remove", "removeclouds", {**given, "OUTPUT": str(folder / "r1.tif")}),
        ("remove, mask made", "removeclouds", {**scene, "OUTPUT": str(folder / "r2.tif")}),
        ("remove, no network", "removeclouds", {**given, "MODEL": "ground", "OUTPUT": str(folder / "r3.tif")}),
        ("remove, other date", "removeclouds", {**dated, **layers, "OUTPUT": str(folder / "r4.tif")}),
        ("haze", "correcthaze", {"INPUT": optical, "MASK": mask, "OUTPUT": str(folder / "h.tif")}),
        ("prepare optical", "preparesentinel2", {"INPUT": optical, "OUTPUT": str(folder / "p2.tif")}),
        ("prepare radar", "preparesentinel1", {"INPUT": radar, "REFERENCE": optical, "OUTPUT": str(folder / "p1.tif")}),
        ("evaluate", "evaluate", {**compared, "REPORT": str(folder / "e.html")}),
        ("benchmark", "benchmark", {"FOLDER": patches, "MODEL": ["ground"], "CSV": str(folder / "b.csv")}),
        ("fetch", "fetchscene", {"CATALOGUE": "static", "ADDRESS": str(folder / "none.json"), "ITEM": "none.json",
                                 "RADAR_CATALOGUE": "static", "RADAR_ADDRESS": str(folder / "none.json"),
                                 "FOLDER": str(folder / "fetched")}),
        ("import", "importmodel", {"INPUT": weights, "NAME": "imported"}),
        ("train", "trainmodel", {"FOLDER": patches, "ARCHITECTURE": "ib-hfn", "NAME": "mine", "MINUTES": 0.02}),
        ("adapt", "adaptmodel", {**given, "NAME": "here", "MINUTES": 0.02}),
    )  # fmt: skip


def main(folder: Path) -> None:
    """Print {"what": "done" or the last error}, and whether the options page opened."""
    hide_scipy()
    register_package()
    from qgis.core import QgsApplication, QgsProcessingException, QgsProcessingFeedback

    application = QgsApplication([], True)
    application.initQgis()
    sys.path.append(f"{QgsApplication.pkgDataPath()}/python/plugins")
    import processing
    from processing.core.Processing import Processing

    from unveil.plugin.gui.runtime_page import RuntimePage
    from unveil.plugin.provider import UnveilProvider

    Processing.initialize()
    provider = UnveilProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    ended = {"algorithms": sorted(each.name() for each in provider.algorithms())}
    for what, name, parameters in runs(folder):
        try:
            processing.run(f"unveil:{name}", parameters, feedback=QgsProcessingFeedback(False))
            ended[what] = "done"
        except QgsProcessingException as error:
            ended[what] = str(error)
    page = RuntimePage()
    page.show()
    offered = [page.choice.itemData(index) for index in range(page.choice.count())]
    ended["options page"] = "offers SciPy" if page.isVisible() and "scipy" in offered else "does not"
    ended["scipy"] = "scipy" in sys.modules
    sys.stdout.write(json.dumps(ended) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
