"""Remove the clouds of the sample scene with qgis_process, as a user would, and set the result beside the truth."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from unveil.engine.errors import UnveilError
from unveil.engine.evaluation.metrics import ErrorSums, error_sums, reflectance
from unveil.engine.evaluation.report.pictures import before_after, write_png
from unveil.engine.raster.grid import Window
from unveil.engine.raster.source import Reader, describe
from unveil.models.card import TRUE_COLOUR
from unveil.models.registry import DEFAULT_MODEL

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "resources" / "sample"
PROFILE = ROOT / "build" / "demo-profile"
OUTPUT = ROOT / "build" / "demo"

TOUCHED = 0.01
"""A pixel is under cloud or shadow where cloudy and true image differ by more, reflectance, mean of the bands."""

MINUTES = 30


def run_removal(profile: Path, inputs: Mapping[str, object]) -> dict[str, object]:
    """Run `unveil:removeclouds` in the profile; return the results and the log of qgis_process.

    Raises:
        UnveilError: qgis_process is missing, or ends with an error; its last words are in the sentence.
    """
    program = shutil.which("qgis_process")
    if program is None:
        raise UnveilError("qgis_process was not found; install QGIS (make setup does it on Debian) and try again.")
    if not (profile / "profiles" / "default").is_dir():
        raise UnveilError(f"Unveil is not installed in the profile {profile}; run: make install PROFILE={profile}")
    # Tools of the virtual environment must not change which Python QGIS starts.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    with tempfile.TemporaryDirectory() as runtime:
        surroundings = {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": runtime, **kept}
        surroundings["QGIS_CUSTOM_CONFIG_PATH"] = str(profile.resolve())
        try:
            done = subprocess.run(
                [program, "run", "unveil:removeclouds", "-"],
                input=json.dumps({"inputs": dict(inputs)}),
                capture_output=True,
                text=True,
                env=surroundings,
                timeout=60 * MINUTES,
            )
        except subprocess.TimeoutExpired as error:
            raise UnveilError(f"qgis_process was stopped after {MINUTES} minutes without an answer.") from error
    if done.returncode:
        raise UnveilError(f"qgis_process failed: {last_words(done.stderr) or f'exit code {done.returncode}'}")
    return parse_answer(done.stdout)


def parse_answer(text: str) -> dict[str, object]:
    """Return the JSON object that qgis_process printed, whatever Qt or GDAL printed before it."""
    start = text.find("{")
    try:
        return json.loads(text[start:]) if start >= 0 else {}
    except ValueError as error:
        raise UnveilError(f"qgis_process answered with something that is not JSON: {last_words(text)}") from error


def last_words(text: str) -> str:
    """Return the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def log_lines(answer: Mapping[str, object]) -> list[str]:
    """Return what the algorithm told the user, line by line."""
    log = answer.get("log")
    if isinstance(log, Mapping):
        log = [line for kind in ("info", "warning", "warnings", "error", "errors") for line in _lines(log.get(kind))]
    return _lines(log)


def _lines(said: object) -> list[str]:
    if said is None:
        return []
    if isinstance(said, str):
        return [line for line in said.splitlines() if line.strip()]
    return [line for part in said for line in _lines(part)] if isinstance(said, (list, tuple)) else [str(said)]


def read_all(path: Path) -> np.ndarray:
    """Return [bands, h, w] of a raster."""
    raster = describe(str(path))
    with Reader(raster) as reader:
        whole = Window(0, 0, raster.grid.height, raster.grid.width)
        return reader.read(whole, tuple(range(1, len(raster.bands) + 1)))


def fill_with_mean(cloudy: np.ndarray, touched: np.ndarray) -> np.ndarray:
    """Return the image with the mean of its clear pixels under the cloud: what a network has to beat."""
    result = cloudy.astype(np.float64)
    result[:, touched] = result[:, ~touched].mean(axis=1, keepdims=True)
    return result


def score_table(images: Mapping[str, np.ndarray], truth: np.ndarray, touched: np.ndarray) -> str:
    """Return scores against the truth of images [bands, h, w] in DN, over the scene and where `touched` [h, w]."""
    head = f"{'':26s}{'PSNR dB':>9s}{'SSIM':>9s}{'SAM deg':>9s}{'MAE':>9s}"
    lines = []
    for where, valid in (("whole scene", None), (f"under cloud and shadow, {touched.mean():.0%}", touched)):
        lines += ["", where, head]
        for name, image in images.items():
            lines.append(f"  {name:24s}{_scores(error_sums(reflectance(image), reflectance(truth), valid))}")
    return "\n".join(lines)


def _scores(sums: ErrorSums) -> str:
    return f"{sums.psnr:9.2f}{sums.ssim:9.4f}{sums.sam:9.2f}{sums.mae:9.4f}"


def demonstrate(profile: Path, output: Path, model: str, device: str, say=print) -> None:
    """Run the demo, and `say` line by line what happened."""
    output.mkdir(parents=True, exist_ok=True)
    made = output / "result.tif"
    made.unlink(missing_ok=True)
    inputs = {
        "OPTICAL": str(SAMPLE / "s2_cloudy.tif"),
        "RADAR": str(SAMPLE / "s1.tif"),
        "MODEL": model,
        "KEEP_CLEAR": True,
        "DEVICE": device,
        "OUTPUT": str(made.resolve()),
    }
    say("Removing the clouds of the simulated sample scene (512 x 512 pixels of 10 m) ...")
    answer = run_removal(profile, inputs)
    for line in log_lines(answer):
        say(f"  {line}")
    if not made.exists():
        raise UnveilError(f"qgis_process ended without an error, but {made} is not there.")
    cloudy, truth, radar = (read_all(SAMPLE / name) for name in ("s2_cloudy.tif", "s2_clear.tif", "s1.tif"))
    result = read_all(made)
    if result.shape != cloudy.shape:
        raise UnveilError(f"The result has the shape {result.shape}, not that of its input, {cloudy.shape}.")
    touched = np.abs(reflectance(cloudy) - reflectance(truth)).mean(axis=0) > TOUCHED
    filled = fill_with_mean(cloudy, touched)
    say("Once more, with a date five weeks earlier as reference ...")
    dated = output / "result_other_date.tif"
    dates = {"REFERENCE": [str(SAMPLE / "s2_earlier.tif")], "REFERENCE_RADAR": [str(SAMPLE / "s1_earlier.tif")]}
    layers = {name: str((output / f"{name.lower()}.tif").resolve()) for name in ("QUALITY", "SIGMA", "REFERENCE_AGE")}
    answer = run_removal(profile, {**inputs, **dates, **layers, "OUTPUT": str(dated.resolve())})
    for line in log_lines(answer):
        say(f"  {line}")
    images = {
        "cloudy input": cloudy,
        "mean of clear pixels": filled,
        f"result ({model})": result,
        "result, other date": read_all(dated),
    }
    say(score_table(images, truth, touched))
    picture = output / "before_after.png"
    write_png(picture, before_after(cloudy, radar, result, truth, TRUE_COLOUR))
    say("")
    project = output / "demo.qgz"
    make_project(made.resolve(), project.resolve())
    say(f"Result:  {made}")
    say(f"Project: {project}  (for QGIS: layers styled, the comparison ready in the raster toolbar)")
    say(f"Picture: {picture}  (left to right: cloudy, radar, result, truth)")


def make_project(result: Path, project: Path) -> None:
    """Write a QGIS project of the sample scene and its result.

    Raises:
        UnveilError: QGIS could not write it.
    """
    # A process of its own: this Python keeps clear of QGIS, whose libraries it may not get on with.
    command = [sys.executable, "-m", "tools.make_project", "--result", str(result), "--output", str(project)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60 * MINUTES)
    if done.returncode:
        raise UnveilError(f"The project {project} could not be written: {last_words(done.stderr)}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", type=Path, default=PROFILE, help="where `make install PROFILE=...` put the plugin")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder for result, picture and project")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--device", default="auto")
    options = parser.parse_args(arguments)
    try:
        demonstrate(options.profile, options.output, options.model, options.device)
    except (UnveilError, OSError) as error:
        print(f"The demo failed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
