"""The jobs of a batch over the workers of a Dask cluster: a sliding window, results let go as they come.

Dask only hands out jobs; each is a child process of its worker (`child.py`). Two jobs a slot are with the cluster at
any time, so that the death of a worker counts against few; `worker-saturation` 1.0 keeps the rest with the scheduler.
"""

from __future__ import annotations

import contextlib
import os
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import asdict, astuple, dataclass
from typing import Any

from unveil.engine.batch.child import CRASHED, DONE, FAILED, PASSING, SKIPPED, STOPPED, Limits, Outcome, run_child
from unveil.engine.batch.job import Job, job_of
from unveil.engine.errors import UnveilError
from unveil.models.scratch import scratch_folder

_AHEAD = 2
_ASK_EVERY = 2.0
_JOIN_WITHIN = "30s"
_CONNECTED = "running"
_LOST = "The Dask scheduler was lost; what is done stays, and the same command carries on once it is back."
_LOGGERS = ("distributed", "distributed.client", "distributed.nanny", "distributed.worker", "distributed.scheduler")
_DASK = {
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.allowed-failures": 3,
    "distributed.admin.tick.limit": "60s",
    # Workers only wait: what watches them every few milliseconds would take more of a processor than they do.
    "distributed.admin.tick.interval": "500ms",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.profile.enabled": False,
}


@dataclass(frozen=True)
class Tls:
    """Files (PEM) for a scheduler that asks for certificates: authorities, own certificate, own key; "" for none."""

    authorities: str = ""
    certificate: str = ""
    key: str = ""


@dataclass(frozen=True)
class Pool:
    """Where jobs run. scheduler: address or file of a cluster to join; "" starts one here with `workers` workers.

    limits: of each scene. retries: how often a scene is tried again after a fault that may pass. most_failures: scenes
    that may fail before the batch gives up; None for any number. gpu: ask for the workers' resource GPU.
    """

    workers: int = 1
    scheduler: str = ""
    limits: Limits = Limits()
    retries: int = 1
    most_failures: int | None = None
    gpu: bool = False
    tls: Tls = Tls()


def run_pool(
    jobs: Iterable[Job], arguments: Callable[[Job], Sequence[str]], pool: Pool, take: Callable[[Outcome], None]
) -> bool:
    """Run every job; return False when it gave up after too many failures.

    arguments: of `unveil` for a job. take: is given each outcome as it comes.

    Raises:
        UnveilError: Dask is not installed, or the cluster cannot be joined or is lost.
        KeyboardInterrupt: passed on once the children have ended.
    """
    dask, distributed = _packages()
    waiting = deque(jobs)
    # Scheduler and workers keep files of their own there.
    with scratch_folder() as folder, dask.config.set({**_DASK, "temporary-directory": folder}):
        client = _client(distributed, pool)
        _check_workers(client, pool)
        stop = distributed.Event(f"unveil-stop-{uuid.uuid4().hex}", client=client)
        try:
            return _Batch(client, distributed, pool, stop.name, arguments).run(waiting, take)
        finally:
            # A scheduler that is gone cannot be told; its workers end by themselves, and their children with them.
            with contextlib.suppress(OSError):
                if client.status == _CONNECTED:
                    stop.set()
            _close(client)


class _Batch:
    """The jobs that are with the cluster."""

    def __init__(self, client: Any, distributed: Any, pool: Pool, stop: str, arguments: Callable[[Job], Sequence[str]]):
        self._client, self._pool, self._stop, self._arguments = client, pool, stop, arguments
        self._coming = distributed.as_completed(raise_errors=False)
        self._jobs: dict[str, tuple[Job, int]] = {}

    def run(self, waiting: deque[Job], take: Callable[[Outcome], None]) -> bool:
        failures = 0
        self._fill(waiting)
        while self._jobs:
            outcome = self._next()
            if outcome is None:
                continue
            take(outcome)
            failures += outcome.state not in (DONE, SKIPPED)
            if self._pool.most_failures is not None and failures > self._pool.most_failures:
                return False
            self._fill(waiting)
        return True

    def _next(self) -> Outcome | None:
        """Wait for a scene that ends; None where it is tried again."""
        with _while_connected():
            future = next(self._coming)
            if future.status in ("cancelled", "lost") and self._client.status != _CONNECTED:
                raise UnveilError(_LOST)
            job, tried = self._jobs.pop(future.key)
            outcome = _outcome(future, job)
            # A result that is still held would be worked out again when its worker dies.
            future.release()
            if outcome.state not in PASSING or tried >= self._pool.retries:
                return outcome
            self._submit(job, tried + 1)
        return None

    def _fill(self, waiting: deque[Job]) -> None:
        with _while_connected():
            slots = max(sum(self._client.nthreads().values()), 1)
            while waiting and len(self._jobs) < _AHEAD * slots:
                self._submit(waiting.popleft(), 0)

    def _submit(self, job: Job, tried: int) -> None:
        options: dict[str, Any] = {"resources": {"GPU": 1}} if self._pool.gpu else {}
        future = self._client.submit(
            run_here,
            asdict(job),
            list(self._arguments(job)),
            self._pool.limits,
            self._stop,
            key=f"{job.id}-{uuid.uuid4().hex[:8]}",
            pure=False,
            **options,
        )
        self._jobs[future.key] = (job, tried)
        self._coming.add(future)


@contextlib.contextmanager
def _while_connected() -> Iterator[None]:
    """Calls that fail when the scheduler is gone."""
    try:
        yield
    except (OSError, CancelledError) as error:
        raise UnveilError(_LOST) from error


def run_here(job: dict[str, Any], arguments: list[str], limits: Limits, stop: str) -> Outcome:
    """Run one job in a child of this worker; what Dask calls on the worker's machine."""
    from distributed import Event, get_worker

    worker = get_worker()
    event = Event(stop)
    asked = time.monotonic()

    def is_stopped() -> bool:
        nonlocal asked
        if time.monotonic() - asked < _ASK_EVERY:
            return False
        asked = time.monotonic()
        return bool(event.is_set())

    slot = int(worker.name) if str(worker.name).isdecimal() else None
    return run_child(job_of(job), arguments, limits, is_stopped, slot)


def _outcome(future: Any, job: Job) -> Outcome:
    if future.status == "finished":
        return future.result()
    if future.status == "cancelled":
        return Outcome(job.id, STOPPED, "The cluster let the scene go.", 0.0)
    error = future.exception()
    state = CRASHED if type(error).__name__ in ("KilledWorker", "CommClosedError") else FAILED
    return Outcome(job.id, state, f"The worker failed: {str(error).splitlines()[0] if str(error) else error!r}", 0.0)


def _packages() -> tuple[Any, Any]:
    try:
        import dask

        # Read once, when distributed is imported; what it would say of workers and schedulers that died is said here.
        dask.config.set(logging=dict.fromkeys(_LOGGERS, "critical"))
        import distributed
    except ImportError as error:
        raise UnveilError(
            "A batch needs the packages dask and distributed; install them with: pip install 'unveil[cluster]'."
        ) from error
    return dask, distributed


def _client(distributed: Any, pool: Pool) -> Any:
    if not pool.scheduler:
        cluster = distributed.LocalCluster(
            n_workers=pool.workers,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address=None,
            host="127.0.0.1",
            resources={"GPU": 1} if pool.gpu else None,
        )
        return distributed.Client(cluster)
    given: dict[str, Any] = {"address": pool.scheduler}
    if "://" not in pool.scheduler:
        given = {"scheduler_file": pool.scheduler}
        # Dask would wait for it for ever.
        if not os.path.isfile(pool.scheduler):
            raise UnveilError(f"The scheduler file {pool.scheduler} is not there; start the scheduler first.")
    if any(astuple(pool.tls)):
        given["security"] = distributed.Security(
            tls_ca_file=pool.tls.authorities or None,
            tls_client_cert=pool.tls.certificate or None,
            tls_client_key=pool.tls.key or None,
            require_encryption=True,
        )
    try:
        client = distributed.Client(**given, timeout=_JOIN_WITHIN)
        client.get_versions(check=True)
        return client
    except TypeError as error:
        # Dask's way of saying that there is no certificate for an address at tls://.
        raise UnveilError(
            f"The Dask scheduler {pool.scheduler} asks for certificates; give --tls-ca, --tls-cert and --tls-key."
        ) from error
    except (OSError, ValueError) as error:
        raise UnveilError(f"The Dask scheduler {pool.scheduler} cannot be joined ({error}).") from error


def _check_workers(client: Any, pool: Pool) -> None:
    """Refuse a cluster that could never do a scene; one without any worker yet may get them."""
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    if pool.gpu and workers and not any("GPU" in (worker.get("resources") or {}) for worker in workers):
        _close(client)
        raise UnveilError(
            "No worker of the cluster has the resource GPU; start those that have a graphics card with: dask worker "
            "--resources GPU=1."
        )


def _close(client: Any) -> None:
    cluster = client.cluster
    client.close()
    if cluster is not None:
        cluster.close()
