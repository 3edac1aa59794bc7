"""Other dates made wrong: references, their radar and masks that do not fit the scene, one another, or their number."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from unveil.tools.fuzz.case import Case
from unveil.tools.fuzz.rasters import patience, spoil_raster

_LAYERS = ("--quality", "--sigma", "--reference-age", "--mask-used")


def make_date_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Remove clouds with one to three other dates, some files of which are spoilt, missing, or the scene itself."""
    for name in ("s2.tif", "s1.tif", "mask.tif"):
        shutil.copy(base / name, folder / name)
    s2, s1, mask = (str(folder / name) for name in ("s2.tif", "s1.tif", "mask.tif"))
    command = ["remove", s2, s1, str(folder / "out" / "out.tif"), "--mask", mask]
    command += ["--model", generator.choice(("identity", "ground"))]
    said = []
    for number in range(generator.choice((1, 1, 2, 3))):
        files = {}
        for option, source in (("reference", "s2.tif"), ("reference-radar", "s1.tif"), ("reference-mask", "mask.tif")):
            day = generator.choice(("20210630", "20210705", "99999999", ""))
            path = folder / f"T31TFJ_{day}_{number}_{option}.tif"
            shutil.copy(base / ("other.tif" if option == "reference" else source), path)
            files[option] = path
        if generator.random() < 0.7:
            victim = generator.choice(sorted(files))
            said.append(f"{victim} {spoil_raster(generator, files[victim])}")
        given = [("reference", files["reference"])]
        if generator.random() < 0.8:
            given.append(("reference-radar", files["reference-radar"]))
        if generator.random() < 0.5:
            given.append(("reference-mask", files["reference-mask"]))
        if generator.random() < 0.1:
            given[0] = ("reference", Path(generator.choice((s2, s1, str(folder), str(folder / "none.tif")))))
        for option, path in given:
            command += [f"--{option}", str(path)]
    for layer in generator.sample(_LAYERS, generator.choice((0, 0, 2, 4))):
        name = generator.choice((f"{layer[2:]}.tif", f"{layer[2:]}.tif", "out.tif", "x.png"))
        command += [layer, str(folder / "out" / name)]
    return Case(folder, command, "; ".join(said)[:150], patience("; ".join(said)))
