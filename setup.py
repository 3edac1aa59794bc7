"""Put engine and models under the import name `unveil` (`pip install .`); plugin and tests stay outside."""

from __future__ import annotations

import configparser
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).resolve().parent
STOREYS = ("engine", "models")

metadata = configparser.ConfigParser(interpolation=None)
metadata.read(ROOT / "metadata.txt", encoding="utf-8")

setup(
    version=metadata["general"]["version"],
    package_dir={f"unveil.{storey}": storey for storey in STOREYS},
    packages=[
        f"unveil.{package}"
        for storey in STOREYS
        for package in find_packages(str(ROOT), include=[storey, f"{storey}.*"])
    ],
    package_data={
        "unveil.models": ["zoo/*/card.toml", "zoo/*/model.onnx", "detectors/*/card.toml", "detectors/*/model.onnx"]
    },
)
