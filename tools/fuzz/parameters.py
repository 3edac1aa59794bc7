"""Right inputs and wrong parameters: numbers that are none, names that are too long, outputs that are inputs."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from unveil.tools.fuzz.case import NUMBERS, Case

_NUMBERS = {
    "remove": ("--feather", "--overlap", "--mask-dilation", "--mask-threshold", "--threads"),
    "mask": (
        "--resolution", "--threshold", "--averaging", "--closing", "--opening", "--minimum-area", "--dilation",
        "--shadow-dilation", "--sun-azimuth", "--sun-elevation", "--threads",
    ),
    "prepare-s2": ("--offset", "--bands", "--resampling"),
    "evaluate": ("--protocol", "--threads"),
    "import": ("--tile", "--name"),
}  # fmt: skip


def make_parameter_case(generator: random.Random, base: Path, folder: Path) -> Case:
    """Run a command on right inputs with options, names of outputs or settings that are not."""
    for name in ("s2.tif", "s1.tif", "mask.tif"):
        shutil.copy(base / name, folder / name)
    s2, s1, mask = (str(folder / name) for name in ("s2.tif", "s1.tif", "mask.tif"))
    out = str(folder / "out" / "out.tif") if generator.random() < 0.7 else _odd_output(generator, folder)
    commands = {
        "remove": ["remove", s2, s1, out, "--mask", mask, "--model", "identity"],
        "mask": ["mask", s2, out],
        "prepare-s2": ["prepare-s2", s2, out],
        "evaluate": ["evaluate", s2, s2, "--mask", mask],
        "import": ["import", str(folder / "mask.tif")],
    }
    name = generator.choice(sorted(commands))
    command = commands[name]
    for option in generator.sample(_NUMBERS[name], min(2, len(_NUMBERS[name]))):
        command.append(f"{option}={generator.choice((*NUMBERS, '60', '0.5', '7', 'x' * 400))}")
    environment = {}
    if generator.random() < 0.2:
        variable = generator.choice(("UNVEIL_THREADS", "UNVEIL_MEMORY", "UNVEIL_MODELS"))
        environment[variable] = generator.choice((*NUMBERS, "/dev/null", ":::", "x" * 5000))
    return Case(folder, command, " ".join(command[4:])[:200], environment=environment)


def _odd_output(generator: random.Random, folder: Path) -> str:
    names = (
        "x" * 300 + ".tif", "x" * 251 + ".tif", "x.png", "", ".", "..", "s2.tif", "mask.tif", "no/such/folder/x.tif",
        "ü\n\t .tif", "/dev/full", "/dev/null.tif", "/proc/x.tif", "d/" * 3000 + "x.tif", "CON.tif", "-o.tif",
    )  # fmt: skip
    name = generator.choice(names)
    return name if name.startswith("/") else str(folder / name)
