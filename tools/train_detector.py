"""Train the cloud detector that ships: `python -m tools.train_detector --data FOLDER --work FOLDER [--score]`.

With --score places are left out; without it every place is learnt from. --publish makes the latter the one that ships,
with the scores of the former in its card.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

UNUSABLE = (
    "l2a/biomassters_000aa810_06", "l2a/biomassters_000aa810_11", "l2a/biomassters_001b0634_00",
    "l2a/biomassters_0060c0a5_00", "l2a/biomassters_0060c0a5_03", "l2a/biomassters_0060c0a5_06",
    "l2a/biomassters_0060c0a5_11", "l2a/biomassters_288afc34_00", "l2a/biomassters_288afc34_06",
    "l2a/ben_S2B_MSIL2A_20180502T093039_43_14", "l2a/kiel_219006478", "l2a/tervuren",
    "s2_series/s2_ROIs2017_146_ImgNo_0_", "s2_series/s2_ROIs2017_146_ImgNo_10_", "s2_series/s2_ROIs2017_146_ImgNo_15_"
    "2018-07-05_patch_162", "s2_series/s2_ROIs2017_146_ImgNo_1_", "s2_series/s2_ROIs2017_146_ImgNo_21_",
    "s2_series/s2_ROIs2017_146_ImgNo_2_2018-01-31_patch_0", "s2_series/s2_ROIs2017_146_ImgNo_4_",
    "s2_series/s2_ROIs2017_146_ImgNo_5_", "s2_series/s2_ROIs2017_146_ImgNo_6_", "s2_series/s2_ROIs2017_146_ImgNo_7_",
    "s2_series/s2_ROIs2017_146_ImgNo_8_",
)  # fmt: skip
"""Scenes among the clear ones that have cloud, haze or shadow, by eye."""

_SERIES = "s2_series/s2_ROIs2017_146_ImgNo_{}_patch_0"

CLOUDY = (
    ("l2a/biomassters_000aa810_06", "l2a/biomassters_000aa810_07"),
    ("l2a/biomassters_000aa810_11", "l2a/biomassters_000aa810_10"),
    ("l2a/biomassters_0060c0a5_11", "l2a/biomassters_0060c0a5_10"),
    ("l2a/biomassters_288afc34_06", "l2a/biomassters_288afc34_07"),
    (_SERIES.format("0_2018-01-06"), _SERIES.format("28_2018-12-07")),
    (_SERIES.format("10_2018-05-06"), _SERIES.format("12_2018-05-31")),
    (_SERIES.format("2_2018-01-31"), _SERIES.format("28_2018-12-07")),
    (_SERIES.format("4_2018-02-25"), _SERIES.format("28_2018-12-07")),
    (_SERIES.format("8_2018-04-11"), _SERIES.format("12_2018-05-31")),
)
"""Cloudy images with a clear date beside them."""

HELD_OUT = (
    "summer_101", "spring_39", "summer_100", "biomassters_288afc34", "terramind_38D", "terramind_637U", "sen1floods11",
    "ben_S2A_MSIL2A_20171101", "ben_S2A_MSIL2A_20170617", "ben_S2B_MSIL2A_20180204", "kiel_2100", "kiel_2190",
    "australia", "iceland", "vietnam", "winter_84", "fall_148", "fall_85", "boston_roads",
)  # fmt: skip
"""Places that are left out for scores: snow, sand, roofs, dark water and dark slopes among them."""


KINDS = {
    "snow": ("biomassters_288afc34_03", "ben_S2A_MSIL2A_20171101", "ben_S2B_MSIL2A_20180204"),
    "sand and bright ground": ("australia", "terramind_38D", "fall_85"),
    "roofs and towns": ("ROIs1868_summer_s2_101", "vietnam", "kiel_2100", "boston", "sen1floods11"),
    "dark water": ("ROIs2017_winter_s2_84", "ROIs1970_fall_s2_148", "ben_S2A_MSIL2A_20170613T101031_0_45"),
    "dark slopes": ("iceland", "ben_S2A_MSIL2A_20171101"),
}
"""Scenes among those left out that show what is hard to tell from cloud and shadow."""

SOURCES = (
    "SEN12MS-CR and SEN12MS-CR-TS, training splits: clear dates, and real clouds with a clear date beside them",
    "TerraMind, Sen1Floods11, Copernicus-FM and clips of L1C without B10: clear",
    "BigEarthNet, BioMassters, MajorTOM, Kiel, Jaca, Boston: L2A, clear; four cloudy months of BioMassters",
    "clouds and shadows drawn with exact truth, and layers cut from the pairs, over all of them",
    "labels of real clouds where the difference of dates, ukis-csmask (Apache-2.0) and s2cloudless agree",
)

LICENCE = "GPL-2.0-or-later"
WEIGHTS = ROOT / "models" / "detectors" / "unveil"


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, or publish what was trained; return the exit status."""
    options = _parser().parse_args(arguments)
    given = ["--data", str(options.data), "--unusable", *UNUSABLE]
    if options.publish is not None:
        given += ["--run", str(options.work), "--scored", str(options.publish), "--out", str(WEIGHTS)]
        given += ["--kinds", json.dumps(KINDS), "--sources", *SOURCES, "--licence", LICENCE]
        given += ["--thresholds", *map(str, options.thresholds)]
        given += ["--triplets", str(options.triplets)] if options.triplets else []
        return _run("unveil.engine.training.detector.publish", given)
    given += ["--out", str(options.work), "--steps", str(options.steps), "--cloudy", json.dumps(CLOUDY)]
    given += ["--hold-out", *HELD_OUT] if options.score else []
    given += ["--start", str(options.start)] if options.start else []
    given += ["--rate", str(options.rate)]
    return _run("unveil.engine.training.detector", given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.train_detector", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of training data")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "detector", help="where the run lies")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--start", type=Path, help="weights to begin with: detector.pt, or model.onnx")
    parser.add_argument("--rate", type=float, default=3e-3, help="highest rate of learning")
    parser.add_argument("--score", action="store_true", help="leave places out")
    parser.add_argument("--publish", type=Path, metavar="RUN", help="ship the run in --work; RUN left places out")
    parser.add_argument("--triplets", type=Path, help="folder of triplets, for scores of what is published")
    parser.add_argument("--thresholds", nargs=2, type=float, default=(0.3, 0.3), help="of cloud and of shadow")
    return parser


def _run(module: str, arguments: list[str]) -> int:
    return subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
