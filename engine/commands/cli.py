"""The command `unveil`: the same work without QGIS, for servers and scripts."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from unveil.engine.commands.batch import add_batch
from unveil.engine.commands.console import Console
from unveil.engine.commands.evaluate import add_benchmark, add_evaluate
from unveil.engine.commands.fetch import add_fetch
from unveil.engine.commands.haze import add_haze
from unveil.engine.commands.mask import add_mask
from unveil.engine.commands.models import add_import, add_models, user_models
from unveil.engine.commands.prepare import add_prepare
from unveil.engine.commands.remove import add_removal_options, add_remove, remove_scene
from unveil.engine.commands.run import add_run
from unveil.engine.commands.scene_options import SceneOptions
from unveil.engine.commands.stopping import StopSignals
from unveil.engine.commands.train import add_adapt, add_train
from unveil.engine.errors import PASSING_STATUS, Cancelled, PassingFault, UnveilError, sentence_of
from unveil.engine.version import version
from unveil.models.errors import ModelError
from unveil.models.scratch import sweep
from unveil.models.threads import thread_count


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand.

    Return 0, 1 after an error (one sentence on stderr), 75 after one that may pass, 128 + the signal that stopped it.
    """
    options = _parser().parse_args(arguments)
    with StopSignals() as signals:
        console = Console(options.quiet, signals.wished.is_set)
        try:
            if options.all_threads is not None:
                os.environ["UNVEIL_THREADS"] = options.all_threads
            thread_count()
            sweep(Path(tempfile.gettempdir()), *user_models())
            options.run(options, console)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the lines has enough of them, as `head` has. Python would complain once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 128 + signal.SIGPIPE
        except (UnveilError, ModelError, OSError, MemoryError, ModuleNotFoundError) as error:
            console.end()
            print(f"unveil: {sentence_of(error)}", file=sys.stderr)
            return PASSING_STATUS if isinstance(error, PassingFault) else 1
        except (KeyboardInterrupt, Cancelled) as stop:
            console.end()
            print(f"unveil: {str(stop) or 'stopped; nothing was written.'}", file=sys.stderr)
            return 128 + (signals.number or signal.SIGINT)
    console.end()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="unveil", description="Remove clouds from Sentinel-2 imagery with the help of Sentinel-1 radar."
    )
    parser.add_argument("--version", action="version", version=f"unveil {version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_mask(commands, _show)
    add_remove(commands)
    add_haze(commands)
    add_prepare(commands, _show)
    add_import(commands, _show)
    add_train(commands, _show, user_models)
    add_adapt(commands, _show, user_models)
    add_models(commands, _show)
    add_evaluate(commands, _show)
    add_benchmark(commands, _show)
    scene = SceneOptions(add_removal_options)
    add_batch(commands, scene, _show)
    add_run(commands, scene, remove_scene, _show)
    add_fetch(commands, _show)
    for name, command in commands.choices.items():
        command.add_argument("--quiet", action="store_true", help="print errors and warnings only")
        command.set_defaults(all_threads=None)
        if name != "batch":  # which divides them among its workers
            command.add_argument("--threads", dest="all_threads", metavar="N", help="at most (or UNVEIL_THREADS)")
    return parser


def _show(lines: list[str]) -> None:
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
