"""Make the sample scene of resources/sample again: `python tools/make_sample.py [folder]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from unveil.engine.errors import UnveilError
from unveil.engine.simulation.sample import CLOUD_SEED, SEED, make_sample, write_sample

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "sample"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--cloud-seed", type=int, default=CLOUD_SEED)
    options = parser.parse_args(arguments)
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        scene = make_sample(options.seed, options.cloud_seed)
        paths = write_sample(scene, options.folder, options.seed, options.cloud_seed)
    except (UnveilError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in paths:
        print(f"{path}  {path.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
