"""The command line of this tree, whatever else is installed as `unveil`: `python -m tools.fuzz.command remove ...`."""

import sys

from unveil.engine.commands.cli import main

if __name__ == "__main__":
    sys.exit(main())
