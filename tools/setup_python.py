"""Make `.venv` on the Python of QGIS with what running (`runtime`) or developing (`test`) Unveil needs.

NumPy, SciPy and GDAL stay those of the system, which QGIS itself uses. Needs the standard library only.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
SYSTEM_PACKAGES = ("numpy", "scipy")
RUNTIMES = {"onnx": "onnxruntime", "onnx-gpu": "onnxruntime-gpu"}
"""Extras of pyproject.toml and the distribution that each installs; both hold the package `onnxruntime`."""

DETECTORS = ("s2cloudless==1.7.3", "lightgbm==4.7.0", "ukis-csmask==1.0.0")
"""What tests of the cloud detectors compare with: 150 MB, without the half gigabyte that these would drag along."""


def main(stage: str) -> None:
    """Install the `runtime` or the `test` stage; a stage that is already there changes nothing."""
    make_environment()
    constraints = write_constraints()
    if stage == "runtime":
        install_runtime(constraints)
    else:
        pip("install", "-c", str(constraints), "-e", f"{ROOT}[{stage}]")
        pip("install", "--no-deps", *DETECTORS)
    check(stage)


def make_environment() -> None:
    """Create `.venv` unless it is there for this Python, with the packages of the system in sight."""
    settings = ENVIRONMENT / "pyvenv.cfg"
    if PYTHON.exists() and settings.exists():
        if "include-system-site-packages = true" not in settings.read_text():
            raise SystemExit(f"{ENVIRONMENT} hides QGIS's own packages: remove it and run 'make setup' again.")
        same = output(PYTHON, "import sys; print(sys.version_info[:2])") == str(sys.version_info[:2])
        if same and PYTHON.is_symlink():
            return
    # QGIS finds its own data from where the interpreter lies: a copied one would send it to .venv/share.
    venv.create(ENVIRONMENT, system_site_packages=True, with_pip=True, clear=True, symlinks=True)


def write_constraints() -> Path:
    """Write the system's own NumPy and SciPy down, so that pip never puts others over them."""
    code = "import {0}; print('{0}==' + {0}.__version__)"
    lines = [output(sys.executable, code.format(name)) for name in SYSTEM_PACKAGES]
    path = ENVIRONMENT / "constraints.txt"
    path.write_text("\n".join(lines) + "\n")
    return path


def install_runtime(constraints: Path) -> None:
    """Install Unveil in place with ONNX Runtime: the GPU build for an NVIDIA GPU, never both builds."""
    wanted = "onnx-gpu" if has_nvidia_gpu() else "onnx"
    other = next(distribution for extra, distribution in RUNTIMES.items() if extra != wanted)
    if other in installed():
        pip("uninstall", "-y", other, *(name for name in (RUNTIMES[wanted],) if name in installed()))
    pip("install", "-c", str(constraints), "-e", f"{ROOT}[{wanted}]")


def has_nvidia_gpu() -> bool:
    """Tell whether `nvidia-smi` finds a GPU."""
    try:
        found = subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True)
    except FileNotFoundError:
        return False
    return found.returncode == 0 and "GPU" in found.stdout


def installed() -> set[str]:
    """Return the names of the distributions in `.venv`."""
    command = [str(PYTHON), "-m", "pip", "list", "--local", "--format=freeze"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line.split("==")[0].lower() for line in listed.splitlines()}


def check(stage: str) -> None:
    """Use what was installed, and refuse an environment that would not work inside QGIS."""
    modules = "unveil.engine, unveil.models, onnxruntime" + (", torch, pytest" if stage == "test" else "")
    output(PYTHON, f"import {modules}")
    for name in SYSTEM_PACKAGES:
        code = f"import {name}; print({name}.__file__)"
        if output(PYTHON, code) != output(sys.executable, code):
            raise SystemExit(f"{ENVIRONMENT} holds a {name} that QGIS cannot use: remove it, run 'make setup'.")


def pip(*arguments: str) -> None:
    subprocess.run([str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments], check=True)


def output(python: Path | str, code: str) -> str:
    """Run `code` isolated from this folder and the user's own packages and return what it prints."""
    done = subprocess.run([str(python), "-I", "-c", code], cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{python} cannot run '{code}':\n{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{' '.join(error.cmd)} failed; its own lines above say why.") from None
