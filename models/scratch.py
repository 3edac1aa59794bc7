"""Temporary folders that a killed process leaves behind, and the next one finds by their locks and removes.

A folder holds a file that its process keeps locked for as long as it lives; the system lets go of the lock when the
process ends, however it ends. A number of a process would not do: another one may have it by then, or it may be one of
another container.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIXES = ("unveil-", ".unveil-", ".import-", ".train-")
"""How the names of such folders begin."""

_LOCK = ".unveil-lock"
_OLD_SECONDS = 86_400.0
"""A folder without a lock is of an older version, or was made a moment ago."""

_ATTEMPTS = 10
"""How often a new folder or file is made until it is held; on file systems without locks nothing ever is."""

_swept: set[str] = set()


class Lock:
    """A file that only one process at a time holds. `taken` tells whether this is the one."""

    def __init__(self, path: Path):
        self.path = Path(path)
        self.taken = False
        self._file = -1
        with contextlib.suppress(OSError):
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
            _lock(self._file)
            # Whoever held it may have removed the file in between.
            self.taken = os.path.samestat(os.fstat(self._file), os.stat(self.path))
        if not self.taken:
            self.release()

    def release(self) -> None:
        """Let others have it; the file stays."""
        self.taken = False
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@contextmanager
def scratch_folder(prefix: str = "unveil-", parent: Path | None = None) -> Iterator[str]:
    """Give a new folder in `parent`, or in the system's folder for temporary files; it is removed at the end.

    The first one in a process removes what killed processes left there.
    Raises OSError where it cannot be made.
    """
    place = Path(parent) if parent is not None else Path(tempfile.gettempdir())
    if str(place) not in _swept:
        sweep(place)
    folder, lock = _held(lambda: Path(tempfile.mkdtemp(prefix=prefix, dir=place)), _LOCK)
    try:
        yield str(folder)
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def fresh_file(folder: Path, suffix: str) -> tuple[Path, Lock]:
    """Return a new empty file `.unveil-<32 digits><suffix>` in a folder, and its lock, which is not taken where the
    file system has none.

    Whoever writes it keeps the file (its inode) and the lock until it has its name, or is removed.
    """
    return _held(lambda: folder / f".unveil-{uuid.uuid4().hex}{suffix}")


def _held(make: Callable[[], Path], within: str = "") -> tuple[Path, Lock]:
    """Return what `make` names or makes, and its lock; `within`: the name of the lock's file in a folder."""
    path = make()
    lock = Lock(path / within)
    for _ in range(_ATTEMPTS - 1):
        if lock.taken:
            break
        # Before it was locked another process took it for what a killed one left.
        _remove(path)
        path = make()
        lock = Lock(path / within)
    return path, lock


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    with contextlib.suppress(OSError):
        path.unlink()


def sweep(*places: Path) -> None:
    """Remove the folders of processes that have ended from these places; what cannot be removed stays."""
    for place in places:
        _swept.add(str(place))
        for folder in _leftovers(place):
            lock_file = folder / _LOCK
            if not lock_file.exists():
                with contextlib.suppress(OSError):
                    if time.time() - folder.stat().st_mtime > _OLD_SECONDS:
                        shutil.rmtree(folder, ignore_errors=True)
                continue
            lock = Lock(lock_file)
            if lock.taken:
                _remove_held(folder, lock)


def _remove_held(folder: Path, lock: Lock) -> None:
    """Remove a folder and let go of its lock, in that order: its process may have made it a moment ago, and be about
    to lock it. It then sees that it came too late."""
    if os.name == "nt":
        # There an open file cannot be removed, and a folder with one in it cannot be renamed.
        lock.release()
        with contextlib.suppress(OSError):
            folder = folder.rename(folder.with_name(f"{folder.name}-{uuid.uuid4().hex[:8]}"))
            shutil.rmtree(folder, ignore_errors=True)
        return
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()


def remove_unlocked(paths: Iterable[Path]) -> None:
    """Remove those of the files that no process holds locked."""
    for path in paths:
        lock = Lock(path)
        if lock.taken:
            with contextlib.suppress(OSError):
                if os.name == "nt":
                    lock.release()
                path.unlink()
        lock.release()


def _leftovers(place: Path) -> list[Path]:
    found = []
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                # Links are never followed: anybody may put one into a shared folder.
                mine = not hasattr(os, "getuid") or entry.stat(follow_symlinks=False).st_uid == os.getuid()
                if entry.name.startswith(PREFIXES) and entry.is_dir(follow_symlinks=False) and mine:
                    found.append(Path(entry.path))
    return found


def _lock(file: int) -> None:
    """Lock an open file, or raise OSError where another holds it."""
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
