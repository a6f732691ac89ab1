"""A Dask cluster of two workers on this machine, in a process of its own, and work for them.

Started as a program, it prints its address and ends when its standard input does.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.ml.backbones import BACKBONES
from lungdesk.ml.training.plan import TrainRequest
from lungdesk.services.cluster.films import at_worker
from tests.conftest import REPO_ROOT
from tests.unit.ml.tiny_backbone import TINY

#: Words by which work says that it goes no further by itself; ``done`` is its process.
STUCK = "stuck"


@dataclass(frozen=True)
class StartedCluster:
    address: str
    process: subprocess.Popen[str]


@contextmanager
def started_cluster() -> Iterator[StartedCluster]:
    environment = {**os.environ, "PYTHONPATH": str(REPO_ROOT), "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.services.local_cluster"],
        cwd=REPO_ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # each death of a worker is told there
        text=True,
    ) as process:
        assert process.stdout is not None
        yield StartedCluster(process.stdout.readline().strip(), process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


@dataclass(frozen=True)
class Sum:
    """A number to add to what all share."""

    number: int
    #: Where it is noted that this was begun; who comes first then goes no further.
    trap: Path | None = None


def add(shared: list[int], item: Sum, ctx: JobContext) -> int:
    if item.trap is not None and not item.trap.exists():
        item.trap.touch()
        ctx.report(Progress(os.getpid(), 0, STUCK))
        threading.Event().wait()
    return sum(shared) + item.number


def wait_for_the_end(_: None, number: int, ctx: JobContext) -> None:
    ctx.report(Progress(os.getpid(), 0, STUCK))
    while True:
        ctx.check()
        threading.Event().wait(0.02)


def refuse(_: None, number: int, ctx: JobContext) -> int:
    if number == 1:
        raise LungDeskError(f"No {number}.", hint="Take another.", code=ErrorCode.DISK_FULL)
    return number


def process_of(_shared: None, _number: int, _ctx: JobContext) -> int:
    return os.getpid()


def at_worker_with_tiny(training: TrainRequest) -> TrainRequest:
    """`at_worker`, where the tiny backbone is known then."""
    BACKBONES[TINY.name] = TINY
    return at_worker(training)


def random_numbers(_shared: None, seconds: float, _ctx: JobContext) -> list[float]:
    """Of this process, while Dask is at work besides."""
    random.seed(5)
    threading.Event().wait(seconds)
    return [random.random() for _ in range(3)]


def serve() -> None:
    from distributed import LocalCluster  # noqa: PLC0415 - takes a while, and only this process

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=0,
    ) as cluster:
        sys.stdout.write(cluster.scheduler_address + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    serve()
