"""The one place where ONNX Runtime is imported and its sessions are made: without telemetry, within a memory limit."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from unveil.models.errors import Cancelled, ModelError
from unveil.models.memory import VARIABLE, given_memory, memory_budget
from unveil.models.threads import thread_count

MOST_MEMORY = 3_200_000_000
"""Bytes that a graph which does not ship with Unveil may take where the user allows no more: the largest published
network, GLF-CR in its paper's size, takes 2.9e9 for a tile of 256 pixels."""

_POLLED_SECONDS = 0.1
_limited: set[int] = set()
_lock = threading.Lock()


def import_onnxruntime() -> ModuleType:
    """Return `onnxruntime` with its telemetry off.

    Unless this variable is set before the library is loaded, it looks up a host of Microsoft's and writes files into
    the home and the temporary folder; `disable_telemetry_events` comes too late for that.

    Raises:
        ModelError: it is installed but cannot be loaded.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelError(f"ONNX Runtime is installed but cannot be loaded: {error}") from error
    onnxruntime.set_default_logger_severity(4)
    if hasattr(onnxruntime, "disable_telemetry_events"):
        onnxruntime.disable_telemetry_events()
    return onnxruntime


def open_session(
    model: bytes, providers: Sequence[Any], threads: int | None = None, options: dict[str, str] | None = None
) -> Any:
    """Return a session for a graph given by its bytes; nothing beside them is read.

    threads: of one call, by default `thread_count()`. options: further entries of the session's configuration.
    What the runtime raises is left as it is.
    """
    onnxruntime = import_onnxruntime()
    settings = onnxruntime.SessionOptions()
    settings.log_severity_level = 4
    settings.intra_op_num_threads = thread_count() if threads is None else threads
    # What is planned as one block of memory for a run to come is more than the blocks that are used again in it.
    settings.enable_mem_pattern = False
    # Threads that wait would take the processor from what makes the next tiles meanwhile.
    settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
    for name, value in (options or {}).items():
        settings.add_session_config_entry(name, value)
    return onnxruntime.InferenceSession(model, sess_options=settings, providers=list(providers))


def limit_memory() -> dict[str, str]:
    """Return the options of a session whose graph may not take more memory than it is allowed.

    All sessions with them share one pool of the process, whose limit is that of the first.

    Raises:
        ModelError: UNVEIL_MEMORY is no number.
    """
    onnxruntime = import_onnxruntime()
    limit = given_memory() or min(memory_budget(), MOST_MEMORY)
    with _lock:
        if not _limited:
            place = onnxruntime.OrtMemoryInfo(
                "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
            )
            onnxruntime.create_and_register_allocator(place, onnxruntime.OrtArenaCfg({"max_mem": limit}))
            _limited.add(limit)
    return {"session.use_env_allocators": "1"}


def why_not_started(device: str) -> str:
    """Return why a provider of ONNX Runtime did not start, as a clause: what loading its library fails with.

    The runtime itself drops such a provider without an error.
    """
    folder = Path(str(import_onnxruntime().__file__)).parent / "capi"
    libraries = [each for name in ("shared", device) for each in sorted(folder.glob(f"*providers_{name}.*"))]
    try:
        for library in libraries:
            ctypes.CDLL(str(library))
    except OSError as error:
        return f"its library does not load: {str(error).splitlines()[0].rstrip('.')}"
    return "driver or libraries missing"


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether what the runtime raised says that memory did not suffice."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or "memory" in text or "alloc" in text


def reason_of(error: BaseException) -> str:
    """Return what the runtime raised as the end of a sentence."""
    if _limited and "Available memory of" in str(error):
        return f"it needs more memory than the {min(_limited) / 1e9:.1f} GB allowed (set {VARIABLE} to allow more)"
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300].rstrip(".")


@contextmanager
def run_options(is_cancelled: Callable[[], bool] | None) -> Iterator[Any]:
    """Give options for one call of a session's `run`, which ends early once `is_cancelled` tells so.

    Another thread asks, several times a second, since a graph may loop for ever.

    Raises:
        Cancelled: the call was ended so.
    """
    if is_cancelled is None:
        yield None
        return
    options = import_onnxruntime().RunOptions()
    done, stopped = threading.Event(), threading.Event()

    def watch() -> None:
        while not done.wait(_POLLED_SECONDS):
            if is_cancelled():
                stopped.set()
                options.terminate = True
                return

    watcher = threading.Thread(target=watch, name="unveil-cancel", daemon=True)
    watcher.start()
    try:
        yield options
    except Exception as error:
        if stopped.is_set():
            raise Cancelled from error
        raise
    finally:
        done.set()
        watcher.join()
