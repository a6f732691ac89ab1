"""Reads whatever films lie somewhere, one row each, and goes on where it was ended.

Films are prepared by threads, as everywhere else here: preparing one takes a fraction of what the
network takes, so processes would have little to gain, and films to hand over.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.core.prediction import Prediction
from lungdesk.core.study import Instance
from lungdesk.formats import failures
from lungdesk.formats.discovery import Discovery, discover
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.gate import FilmLook, Handling
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.stream import Views, looked_at, stream_passes
from lungdesk.services.batch_journal import JOURNAL, Journal
from lungdesk.services.batch_keeper import KeptRow, RowKeeper
from lungdesk.services.batch_progress import BatchProgress
from lungdesk.services.batch_row import OK, REFUSED, BatchRow, write_table
from lungdesk.services.film_files import local_file, read_film
from lungdesk.services.job_runner import unexpected

RESULTS, SUMMARY = "results.csv", "summary.json"

#: So many rows, or those of so many seconds, are written together.
_ROWS_TOGETHER = 32
_SECONDS_TOGETHER = 0.5
#: How often the table is written while films are read.
_TABLE_INTERVAL_S = 30.0


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """Films to read, the model, and the folder for ``results.csv``.

    Attributes
    ----------
    paths
        Folders, files, ZIP files, DICOMDIR.
    resume
        Go on with what ``out`` holds; files of contents that it has a row for are not read again.
    workers
        Threads that prepare films; 0 for one each processor.
    keeper
        Keeps the rows as well, and may know contents that were read elsewhere.
    read_anyway
        Read films that the gate refuses, too; their rows say so.
    lungs
        Has the lung networks that models may be bound to.
    """

    paths: Sequence[Path]
    bundle: AnyBundle
    out: Path
    resume: bool = False
    workers: int = 0
    precision: PrecisionChoice = PrecisionChoice.FLOAT32
    cache_folder: Path | None = None
    keeper: RowKeeper | None = None
    read_anyway: bool = False
    lungs: LungNetworks | None = None


def read_batch(request: BatchRequest, ctx: JobContext) -> dict[str, Any]:
    """Read all films; a file that cannot be read is a row, not the end.

    Every row is on the disk before it is reported as done. To pause, a context lets ``check`` wait
    (`lungdesk.core.jobs.Pausable`). Cancelled, what is read so far is in the table.

    Returns
    -------
    dict
        What ``summary.json`` holds: ``files, ok, refused, failed, predicted {label: n},
        codes {code: n}, read_now, seconds, model``; ``read_now`` counts files that were not done
        before.

    Raises
    ------
    LungDeskError
        ``BATCH_OUTPUT_EXISTS``, ``BATCH_DIFFERS``, ``BATCH_DAMAGED``, ``FILE_NOT_WRITABLE``; those
        of the model.
    Cancelled
        Between films.
    """
    if not request.resume and (request.out / JOURNAL).exists():
        raise LungDeskError(
            f"{request.out} holds the rows of a batch already.",
            hint="Go on with it by --resume, or choose another folder.",
            code=ErrorCode.BATCH_OUTPUT_EXISTS,
        )
    started = time.monotonic()
    engine = open_engine(
        request.bundle,
        precision=request.precision,
        is_for_throughput=True,
        cache_folder=request.cache_folder,
        lungs=request.lungs,
    )
    found = discover(request.paths, ctx, opens_archives=True)
    request.out.mkdir(parents=True, exist_ok=True)
    header = _header(engine) | ({"read_anyway": True} if request.read_anyway else {})
    journal = Journal(request.out / JOURNAL, header)
    if request.keeper is not None:
        request.keeper.begin(engine.bundle.model, str(engine.precision))
    try:
        batch = _Batch(request, engine, found, journal, ctx)
        batch.run()
        if request.keeper is not None:
            request.keeper.end()
        summary = batch.summary(time.monotonic() - started)
    finally:
        journal.close()
    write_text_atomically(request.out / SUMMARY, json.dumps(summary, indent=2) + "\n")
    return summary


def _header(engine: AnyEngine) -> dict[str, Any]:
    model = engine.bundle.model
    return {
        "batch": 1,
        "model_id": model.id,
        "model_version": model.version,
        "model_sha256": model.sha256,
        "precision": str(engine.precision),
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A file that has been looked at: ``views`` to read, or a finished ``row``.

    ``is_known`` when the row was there before.
    """

    path: Path
    started: float
    sha256: str
    row: BatchRow | None = None
    instance: Instance | None = None
    views: Views = ()
    look: FilmLook | None = None
    is_known: bool = False


class _Batch:
    """One run: files in, rows out."""

    def __init__(
        self,
        request: BatchRequest,
        engine: AnyEngine,
        found: Discovery,
        journal: Journal,
        ctx: JobContext,
    ) -> None:
        self._request = request
        self._engine = engine
        self._found = found
        self._files = (*found.files, *found.objects)
        self._journal = journal
        self._ctx = ctx
        self._in_flight: deque[_Prepared] = deque()
        self._waiting: list[KeptRow] = []
        self._kept: list[KeptRow] = []
        self._read_now = 0
        self._progress = BatchProgress(len(found.failures) + len(self._files), ctx)
        self._written_at = self._table_at = time.monotonic()

    def run(self) -> None:
        """Read what is not done; the table is written however it ends."""
        try:
            for failure in self._found.failures:
                self._waiting.append(KeptRow(BatchRow.failed(failure.path, failure.error)))
            stream_passes(self._engine, self._to_read(), self._keep)
        finally:
            self._write_rows()
            self._write_table()

    def summary(self, seconds: float) -> dict[str, Any]:
        """See `read_batch`."""
        states: Counter[str] = Counter()
        predicted: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        for row in self._rows():
            states[row.status] += 1
            if row.status == OK:
                predicted[row.predicted] += 1
            else:
                codes[row.code] += 1
        return {
            "files": states.total(),
            "ok": states[OK],
            "refused": states[REFUSED],
            "failed": states.total() - states[OK] - states[REFUSED],
            "predicted": {i: predicted[i] for i in self._engine.labels.ids},
            "codes": dict(sorted(codes.items())),
            "read_now": self._read_now,
            "seconds": round(seconds, 2),
            "model": _header(self._engine),
        }

    def _to_read(self) -> Iterator[Views]:
        """What the model is to see, of the files that are not done."""
        workers = self._request.workers or os.cpu_count() or 1
        for one in prefetched(self._prepared, self._files, workers=workers, ahead=4 * workers):
            self._ctx.check()
            if one.views:
                self._in_flight.append(one)
                yield one.views
            elif one.row is not None:
                self._read_now += not one.is_known
                self._add(KeptRow(one.row))
            else:
                self._reuse(one)

    def _prepared(self, path: Path) -> _Prepared:
        """Hash, decode and reduce a file; in a thread of the pool."""
        started, sha256 = time.perf_counter(), ""
        try:
            sha256 = _sha256(local_file(path))
            if self._journal.is_done(str(path), sha256):
                return _Prepared(path, started, sha256)
            known = self._known(path, sha256)
            if known is not None:
                return _Prepared(path, started, sha256, known, is_known=True)
            film = read_film(path)
            handling = Handling(is_overridden=self._request.read_anyway)
            look, views = looked_at(film, self._engine, handling)
            return _Prepared(path, started, sha256, None, film.instance, views, look)
        except LungDeskError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - one film must not end the others
            failure = unexpected(error)
        seconds = time.perf_counter() - started
        return _Prepared(path, started, sha256, BatchRow.failed(path, failure, sha256, seconds))

    def _known(self, path: Path, sha256: str) -> BatchRow | None:
        keeper = self._request.keeper
        return None if keeper is None or not sha256 else keeper.find(str(path), sha256)

    def _reuse(self, one: _Prepared) -> None:
        """Take the row of the same content; only under another path is it a new one."""
        known = self._journal.row_for(str(one.path), one.sha256)
        assert known is not None  # rows are never taken out
        if self._journal.row(known.path) != known:
            self._add(KeptRow(known))
            return
        # A kill may have come between the journal and the keeper.
        self._kept.append(KeptRow(known))
        if len(self._kept) >= _ROWS_TOGETHER:
            self._write_rows()

    def _keep(self, _number: int, read: FilmPass) -> None:
        one = self._in_flight.popleft()
        self._read_now += 1
        assert one.look is not None
        judgement = self._engine.judgement
        prediction = judgement.prediction(read, judgement.verdict(one.look, read))
        self._add(self._row(one, prediction))

    def _row(self, one: _Prepared, prediction: Prediction) -> KeptRow:
        instance = one.instance
        assert instance is not None
        count = instance.frame_count
        remark = f"frame 1 of {count} was read" if count > 1 else ""
        row = BatchRow.read(
            one.path,
            instance,
            prediction,
            remark,
            sha256=one.sha256,
            seconds=time.perf_counter() - one.started,
        )
        return KeptRow(row, instance, prediction)

    def _add(self, row: KeptRow) -> None:
        self._waiting.append(row)
        now = time.monotonic()
        is_time = now - self._written_at >= _SECONDS_TOGETHER
        if is_time or len(self._waiting) >= _ROWS_TOGETHER:
            self._write_rows()
        if now - self._table_at >= _TABLE_INTERVAL_S:
            self._write_table()

    def _write_rows(self) -> None:
        self._journal.append(kept.row for kept in self._waiting)
        self._kept += self._waiting
        self._waiting = []
        if self._request.keeper is not None:
            self._request.keeper.keep(self._kept)
        count, self._kept = len(self._kept), []
        self._written_at = time.monotonic()
        self._progress.done(count)

    def _write_table(self) -> None:
        model = self._engine.bundle.model
        write_table(self._request.out / RESULTS, self._rows(), self._engine.labels, model)
        self._table_at = time.monotonic()

    def _rows(self) -> Iterator[BatchRow]:
        """Finished ones, what cannot be looked into first, then files as they were found."""
        failed = (failure.path for failure in self._found.failures)
        for path in dict.fromkeys(map(str, (*failed, *self._files))):
            row = self._journal.row(path)
            if row is not None:
                yield row


def _sha256(path: Path) -> str:
    """Of a regular file; empty for what is none: reading it says why, and a pipe would wait."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise failures.not_readable(path, error) from error
