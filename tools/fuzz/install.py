"""`python -m tools.fuzz.install FOLDER`: what QGIS does with a folder of packages when it starts, then an installation.

In pip's place stands a program that writes packages slowly and asks no server.
"""

from __future__ import annotations

import sys
from pathlib import Path

from unveil.tools.fuzz import ROOT

_FILES = 20
_SLOWLY = """
import sys, time
sys.path.insert(0, sys.argv[1])
from tools.fuzz.install import write_packages
from pathlib import Path
write_packages(Path(sys.argv[2]), "new", 0.02)
"""


def write_packages(folder: Path, text: str, pause: float = 0.0) -> None:
    """Write packages of the same text, each after a pause in seconds."""
    import time

    folder.mkdir(parents=True, exist_ok=True)
    for number in range(_FILES):
        time.sleep(pause)
        (folder / f"package_{number}.py").write_text(text, encoding="utf-8")


def are_whole(folder: Path) -> bool:
    """Tell whether all packages are there, all of them old or all of them new."""
    texts = [path.read_text(encoding="utf-8") for path in folder.glob("package_*.py")]
    return len(texts) == _FILES and len(set(texts)) == 1


def main(folder: Path) -> int:
    """Repair and install; return 0 where it worked."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from unveil.plugin.runtime import install, path, pip

    path.repair(folder)
    pip.commands = lambda python, part, *_: [[sys.executable, "-c", _SLOWLY, str(ROOT), str(part)]]
    # This Python has its own SciPy or not; the files that are written are nobody's.
    installation = install.Installation("cpu", folder=folder)
    ended: list[bool] = []
    installation.ended.connect(lambda worked, _: (ended.append(worked), application.quit()))
    installation.start()
    if not ended:
        application.exec()
    return 0 if ended == [True] else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
