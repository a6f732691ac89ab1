"""A batch read by two real workers, one killed on the way: the rows are those of one process."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.services.batch import on_cluster as batch_cluster
from lungdesk.services.batch import run as batch
from lungdesk.services.batch.keeper import KeptRow
from lungdesk.services.batch.run import BatchRequest, read_batch
from lungdesk.services.cluster.portable_model import PortableModel
from lungdesk.services.cluster.workers import workers_at
from tests.unit.services.batch_films import journal_of, rows_of, write_batch_films
from tests.unit.services.local_cluster import process_of, started_cluster

GOOD = 12
#: Beside the good ones, inside of the ZIP file, and the one that is missing.
BAD = 8 + 1 + 1


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with started_cluster() as started:
        yield started.address


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_batch_films(tmp_path_factory.mktemp("batch"), GOOD)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_cluster, "_CHUNK_FILMS", 2)
    monkeypatch.setattr(batch, "_ROWS_TOGETHER", 2)


@pytest.fixture
def request_here(films: list[Path], shipped_bundle: Bundle, tmp_path: Path) -> BatchRequest:
    # The gate would refuse drawn films, and rows would not say how likely anything is.
    return BatchRequest(films, shipped_bundle, tmp_path / "here", read_anyway=True)


@dataclass
class KeepsAll:
    """A keeper that knows nothing."""

    rows: list[KeptRow] = field(default_factory=list)
    told: list[Any] = field(default_factory=list)

    def begin(self, *what: object) -> None:
        self.told.append(what)

    def find(self, _path: str, _sha256: str) -> None:
        """Know nothing."""

    def keep(self, rows: Sequence[KeptRow]) -> None:
        self.rows += rows

    def end(self) -> None:
        self.told.append("end")


@dataclass
class KillsAfterFirstRows:
    pid: int
    is_killed: bool = False

    def report(self, progress: Progress) -> None:
        if not self.is_killed and progress.done > len(["missing.png"]):
            self.is_killed = True
            os.kill(self.pid, signal.SIGKILL)

    def check(self) -> None:
        """Go on."""


def _processes(address: str) -> list[int]:
    with workers_at(address) as workers:
        parts = [(None, number) for number in range(2)]
        return [pid for _, pid in workers.each(process_of, parts, NullContext())]


def test_one_worker_killed_rows_and_journal_are_those_of_one_process(
    address: str, request_here: BatchRequest, tmp_path: Path
) -> None:
    keepers = KeepsAll(), KeepsAll()
    here = replace(request_here, keeper=keepers[0])
    there = replace(here, out=tmp_path / "there", scheduler=address, keeper=keepers[1])
    pids = _processes(address)
    listener = KillsAfterFirstRows(pids[0])

    expected = read_batch(here, NullContext())
    summary = read_batch(there, listener)

    assert listener.is_killed
    assert len(set(pids)) == 2
    rows = rows_of(there.out)
    assert rows == rows_of(here.out)
    paths = [row["path"] for row in rows]
    assert len(set(paths)) == len(paths) == summary["files"]
    assert journal_of(there.out) == journal_of(here.out)
    assert [line["path"] for line in journal_of(there.out)[1:]] == paths
    # A film whose double is just being read is read, too: how many are depends on the moment.
    varying = {"seconds": 0, "read_now": 0}
    assert {**summary, **varying} == {**expected, **varying}
    assert summary["files"] - 2 <= summary["read_now"] <= summary["files"]
    assert summary["ok"] == GOOD + 2
    assert summary["failed"] == BAD
    own, sent = (_told(keeper.rows) for keeper in keepers)
    assert sent == own
    assert keepers[0].told == keepers[1].told


def _told(rows: Sequence[KeptRow]) -> list[object]:
    """What is told of films; of doubles, of which one or each is read, their rows alone."""
    files = Counter(kept.row.file_sha256 for kept in rows)
    is_double = [files[kept.row.file_sha256] > 1 for kept in rows]
    pairs = zip(rows, is_double, strict=True)
    return [replace(kept.row, seconds=0) if double else _known(kept) for kept, double in pairs]


def _known(kept: KeptRow) -> object:
    """What is told of a film; another count of threads may round the last digits otherwise."""
    prediction = kept.prediction
    if prediction is None:
        return replace(kept.row, seconds=0)
    distance = prediction.verdict.distance
    assert distance is not None
    verdict = replace(prediction.verdict, distance=round(distance, 3))
    return replace(kept.row, seconds=0), kept.instance, verdict, prediction.predicted


@dataclass
class CancelsAfterFirstRows:
    is_cancelled: bool = False

    def report(self, progress: Progress) -> None:
        self.is_cancelled = progress.done >= 1

    def check(self) -> None:
        if self.is_cancelled:
            raise Cancelled


def test_cancelled_it_goes_on_with_or_without_the_cluster(
    address: str, request_here: BatchRequest, tmp_path: Path
) -> None:
    whole = read_batch(request_here, NullContext())
    there = replace(request_here, out=tmp_path / "there", scheduler=address)
    with pytest.raises(Cancelled):
        read_batch(there, CancelsAfterFirstRows())
    begun = rows_of(there.out)

    resumed = read_batch(replace(there, resume=True), NullContext())
    again = read_batch(replace(there, resume=True, scheduler=""), NullContext())

    expected = rows_of(request_here.out)
    assert 1 <= len(begun) < len(expected)
    assert begun == expected[: len(begun)]
    assert rows_of(there.out) == expected
    assert resumed["read_now"] < whole["read_now"]
    assert again["ok"] == whole["ok"]


def test_a_worker_reads_with_no_model_but_the_very_one(
    address: str, request_here: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = PortableModel.of

    def altered(
        bundle: Bundle, choice: PrecisionChoice, lungs: LungNetworks | None
    ) -> PortableModel:
        content = of(bundle, choice, lungs).content
        weights = bytearray(content.files["engine.bin"])
        weights[len(weights) // 2] ^= 1
        files = {**content.files, "engine.bin": bytes(weights)}
        return PortableModel(replace(content, files=files))

    monkeypatch.setattr(PortableModel, "of", altered)

    with pytest.raises(LungDeskError, match=r"engine\.bin is not the file") as caught:
        read_batch(replace(request_here, scheduler=address), NullContext())

    assert caught.value.code is ErrorCode.MODEL_DAMAGED
