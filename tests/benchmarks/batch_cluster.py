"""How much faster two workers of a cluster read a batch than one: ``FILMS [--count N] [--runs N]``.

Each worker has one processor for itself, and OpenVINO one thread in it. One worker and two are
timed in turn, so that a busy moment of the machine falls on both; what others take is told by the
load. The processor's time of the workers says what the clock would on a calm machine:
where two of them spend hardly more than one, they take half as long once each has its processor.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.services.batch.run import BatchRequest, read_batch
from lungdesk.services.cluster.workers import workers_at
from lungdesk.services.models.library import DEFAULT_MODEL_ID, ModelLibrary
from lungdesk.services.paths import AppPaths


@dataclass(frozen=True, slots=True)
class _Cluster:
    address: str
    workers: tuple[psutil.Process, ...]

    def cpu_s(self) -> list[float]:
        """Processor's time that each worker has had."""
        return [sum(worker.cpu_times()[:2]) for worker in self.workers]


def _who(_shared: None, _number: int, _ctx: JobContext) -> int:
    return os.getpid()


@contextmanager
def _cluster(worker_count: int) -> Iterator[_Cluster]:
    """Workers of one thread, each on a processor of its own."""
    from distributed import LocalCluster  # noqa: PLC0415 - takes a while

    processors = sorted(os.sched_getaffinity(0))
    with LocalCluster(
        n_workers=worker_count,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=0,
    ) as local:
        with workers_at(local.scheduler_address) as workers:
            parts = ((None, number) for number in range(4 * worker_count))
            pids = sorted({pid for _, pid in workers.each(_who, parts, NullContext())})
        assert len(pids) == worker_count
        for pid, processor in zip(pids, processors, strict=False):
            # Those that a thread starts later have its processor, too.
            for thread in Path(f"/proc/{pid}/task").iterdir():
                os.sched_setaffinity(int(thread.name), {processor})
        yield _Cluster(local.scheduler_address, tuple(map(psutil.Process, pids)))


def _timed(cluster: _Cluster, films: Sequence[Path], out: Path) -> dict[str, Any]:
    bundle = ModelLibrary.of(AppPaths.default()).load(DEFAULT_MODEL_ID)
    request = BatchRequest(films, bundle, out, scheduler=cluster.address)
    before, own_before, started = cluster.cpu_s(), time.process_time(), time.perf_counter()
    summary = read_batch(request, NullContext())
    seconds = time.perf_counter() - started
    spent = [now - then for now, then in zip(cluster.cpu_s(), before, strict=True)]
    read = summary["read_now"]
    return {
        "workers": len(spent),
        "films_per_s": round(read / seconds, 3),
        "worker_cpu_ms_per_film": round(1e3 * sum(spent) / read, 2),
        "share_of_busiest": round(max(spent) / sum(spent), 3),
        "own_cpu_ms_per_film": round(1e3 * (time.process_time() - own_before) / read, 2),
        "load": os.getloadavg()[0],
    }


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("films", type=Path)
    parser.add_argument("--count", type=int, default=256)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    films = sorted(asked.films.rglob("*.jpg"))[: asked.count]
    runs: dict[int, list[dict[str, Any]]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        clusters = {count: stack.enter_context(_cluster(count)) for count in runs}
        for count, cluster in clusters.items():  # compiles
            _timed(cluster, films[: 32 * count], Path(folder) / f"first-{count}")
        for run in range(asked.runs):
            for count, cluster in clusters.items():
                one = _timed(cluster, films, Path(folder) / f"{count}-{run}")
                runs[count].append(one)
                sys.stdout.write(json.dumps(one) + "\n")
                sys.stdout.flush()
    rates = [b["films_per_s"] / a["films_per_s"] for a, b in zip(runs[1], runs[2], strict=True)]
    cpu = {n: statistics.median(r["worker_cpu_ms_per_film"] for r in runs[n]) for n in runs}
    told = {
        "ratio_by_clock": [round(rate, 2) for rate in rates],
        "ratio_by_processor": round(2 * cpu[1] / cpu[2], 2),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    _main()
