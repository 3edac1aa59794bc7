"""A program that runs pip and ends with whoever started it; as another Python runs it, it imports nothing of ours.

QGIS holds the other end of its standard input. When QGIS ends, however it ends, the system closes it.
"""

import os
import runpy
import sys
import threading


def _watch() -> None:
    # Not through sys.stdin, whose lock would be held while Python ends.
    while os.read(0, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_watch, daemon=True).start()
    sys.argv[0] = "pip"
    runpy.run_module("pip", run_name="__main__", alter_sys=True)
