"""Reads whatever films lie somewhere, one row each, and goes on where it was ended.

Who reads, this process or the workers of a cluster, changes neither the rows nor their order, in
table and journal.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lungdesk.core.errors import LungDeskError
from lungdesk.core.files import not_writable, write_text_atomically
from lungdesk.core.jobs import JobContext
from lungdesk.core.workers import Workers
from lungdesk.formats.discovery import Discovery, discover
from lungdesk.formats.passed_over import passed_over_words
from lungdesk.ml import evaluator
from lungdesk.ml.engine import PrecisionChoice
from lungdesk.ml.ensemble import AnyBundle
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.services.batch.earlier import paths_beyond, without_moved
from lungdesk.services.batch.folder import (
    RESULTS,
    SUMMARY,
    held_folder,
    without_empty_folders,
    without_results,
)
from lungdesk.services.batch.journal import JOURNAL, Journal
from lungdesk.services.batch.keeper import KeptRow, RowKeeper
from lungdesk.services.batch.on_cluster import ClusterReader
from lungdesk.services.batch.progress import BatchProgress
from lungdesk.services.batch.reading import BatchReader, Outcome, ReaderHere, ReadingChoices
from lungdesk.services.batch.row import OK, REFUSED, BatchRow, write_table
from lungdesk.services.cluster.portable_model import PortableModel
from lungdesk.services.cluster.workers import workers_at
from lungdesk.services.gate_log import GateEntry, GateLog, is_wanted

__all__ = ("RESULTS", "SUMMARY", "BatchRequest", "held_batch", "read_batch")

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
        Folders, files, ZIP files, DICOMDIR. Where ``out`` lies in such a folder, it is left out.
    resume
        Go on with what ``out`` holds; files of contents that it has a row for are not read again.
        Rows of films from elsewhere stay in the table.
    workers
        Threads that prepare films, in each process that reads; 0 for one each processor.
    cache_folder
        For compiled networks; workers of a cluster have their own.
    keeper
        Keeps the rows as well, and may know contents that were read elsewhere.
    read_anyway
        Read films that the gate refuses, too; their rows say so.
    mend
        Read films that the gate offers to mend so; their rows say so.
    log
        Keeps which films were read only because of these two; None for nowhere.
    scheduler
        Of a Dask cluster whose workers read; empty for this process.
    lungs
        Have that of the film check, and those that models may be bound to; workers of a cluster
        have their own.
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
    scheduler: str = ""
    lungs: LungNetworks | None = None
    mend: bool = False
    log: GateLog | None = None

    @property
    def wishes(self) -> dict[str, bool]:
        """What is wanted of films that the gate refuses, by name: other rows than without."""
        wanted = {"read_anyway": self.read_anyway, "mend": self.mend}
        return {name: flag for name, flag in wanted.items() if flag}


def read_batch(request: BatchRequest, ctx: JobContext) -> dict[str, Any]:
    """Read all films; a file that cannot be read is a row, not the end.

    Every row is on the disk before it is reported as done. To pause, a context lets ``check`` wait
    (`lungdesk.core.jobs.Pausable`). Cancelled, what is read so far is in the table.

    Returns
    -------
    dict
        What ``summary.json`` holds: ``files, ok, copies, refused, failed, predicted {label: n},
        codes {code: n}, read_now, seconds, model, notes``; ``copies`` counts files that were read
        and have the content of another one, ``read_now`` files that were not done before. A note
        is a sentence on what has no row, and a film may be missed for.

    Raises
    ------
    LungDeskError
        ``BATCH_OUTPUT_EXISTS``, ``BATCH_IN_USE``, ``BATCH_DIFFERS``, ``BATCH_DAMAGED``,
        those of `not_writable`; those of the model, the keeper and the cluster.
    Cancelled
        Between films.
    """
    with held_batch(request, ctx) as summary:
        return summary


@contextmanager
def held_batch(request: BatchRequest, ctx: JobContext) -> Iterator[dict[str, Any]]:
    """`read_batch` for a block that writes more into the folder: no other batch does meanwhile."""
    started = time.monotonic()
    if request.log is not None and request.wishes:
        request.log.require_writable()
    with held_folder(request.out, is_resumed=request.resume):
        with workers_at(request.scheduler) as workers:
            summary = _read(request, workers, started, ctx)
        yield summary


def _read(
    request: BatchRequest, workers: Workers, started: float, ctx: JobContext
) -> dict[str, Any]:
    reader = _reader(request, workers)
    listed = discover(request.paths, ctx, opens_archives=True)
    found, empty = without_empty_folders(without_results(listed, request.paths, request.out))
    journal = Journal(request.out / JOURNAL, _header(reader) | request.wishes)
    try:
        _remove(request.out / SUMMARY)  # until there is that of the rows as they are then
        batch, known = _Batch(request, reader, found, journal, ctx), len(journal)
        batch.run()
        words = passed_over_words(found.passed_over.values())
        damage = _damage_words(journal.damaged_lines if len(journal) > known else 0)
        notes = (*(error.message for error in empty), *words, *damage)
        summary = {**batch.summary(time.monotonic() - started), "notes": list(notes)}
    finally:
        journal.close()
    write_text_atomically(request.out / SUMMARY, json.dumps(summary, indent=2) + "\n")
    return summary


def _damage_words(lines: int) -> Iterator[str]:
    """What damaged lines cost; they stay in the journal when their films have rows again."""
    if lines == 1:
        yield f"1 line of {JOURNAL} is damaged: a film that has lost its row is read anew."
    elif lines:
        yield f"{lines:,} lines of {JOURNAL} are damaged: films that have lost rows are read anew."


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise not_writable(path, error) from error


def _reader(request: BatchRequest, workers: Workers) -> BatchReader:
    bundle, precision = request.bundle, request.precision
    choices = ReadingChoices(request.workers, request.read_anyway, request.mend)
    if request.scheduler:
        return ClusterReader(
            workers, bundle, PortableModel.of(bundle, precision, request.lungs), choices
        )
    engine = open_engine(
        bundle,
        precision=precision,
        is_for_throughput=True,
        cache_folder=request.cache_folder,
        lungs=request.lungs,
    )
    return ReaderHere(engine, choices)


def _header(reader: BatchReader) -> dict[str, Any]:
    return {
        "batch": 1,
        "model_id": reader.model.id,
        "model_version": reader.model.version,
        "model_sha256": reader.model.sha256,
        "precision": reader.precision,
        "lungs": reader.lungs,
        "preparation": evaluator.PREPARATION,
    }


class _Batch:
    """One run: files in, rows out."""

    def __init__(
        self,
        request: BatchRequest,
        reader: BatchReader,
        found: Discovery,
        journal: Journal,
        ctx: JobContext,
    ) -> None:
        self._request = request
        self._reader = reader
        self._found = found
        self._files = (*found.files, *found.objects)
        self._journal = journal
        self._earlier = paths_beyond(journal, request.paths) if request.resume else ()
        self._ctx = ctx
        self._waiting: list[KeptRow] = []
        self._kept: list[KeptRow] = []
        self._read_now = self._read_told = 0
        self._progress = BatchProgress(len(found.failures) + len(self._files), ctx)
        self._written_at = self._table_at = time.monotonic()

    def run(self) -> None:
        """Read what is not done; the table is written however it ends."""
        keeper = self._request.keeper
        if keeper is not None:
            keeper.begin(self._reader.model, self._reader.precision, self._reader.lungs)
        try:
            for failure in self._found.failures:
                self._waiting.append(KeptRow(BatchRow.failed(failure.path, failure.error)))
            self._reader.read(self._files, self._known, self._take, self._ctx)
        finally:
            self._end()
        if keeper is not None:
            keeper.end()

    def _end(self) -> None:
        try:
            self._write_rows()
        except LungDeskError:
            with suppress(LungDeskError):  # it would fail for the same reason, or is worth having
                self._write_table()
            raise
        self._write_table()

    def summary(self, seconds: float) -> dict[str, Any]:
        """See `read_batch`."""
        states: Counter[str] = Counter()
        predicted: Counter[str] = Counter()
        codes: Counter[str] = Counter()
        contents: set[str] = set()
        for row in self._rows():
            states[row.status] += 1
            if row.status == OK:
                predicted[row.predicted] += 1
                contents.add(row.file_sha256)
            else:
                codes[row.code] += 1
        return {
            "files": states.total(),
            "ok": states[OK],
            "copies": states[OK] - len(contents),
            "refused": states[REFUSED],
            "failed": states.total() - states[OK] - states[REFUSED],
            "predicted": {i: predicted[i] for i in self._reader.labels.ids},
            "codes": dict(sorted(codes.items())),
            "read_now": self._read_now,
            "seconds": round(seconds, 2),
            "model": _header(self._reader),
        }

    def _known(self, path: Path, sha256: str) -> Outcome | None:
        """What is known of a content: it has a row here, or elsewhere; from any thread."""
        if self._journal.is_done(str(path), sha256):
            return Outcome(path, sha256)
        keeper = self._request.keeper
        row = None if keeper is None or not sha256 else keeper.find(str(path), sha256)
        return None if row is None else Outcome(path, sha256, KeptRow(row))

    def _take(self, outcome: Outcome) -> None:
        self._read_now += outcome.is_read_now
        if outcome.kept is None:
            self._reuse(outcome)
        else:
            self._add(outcome.kept)

    def _reuse(self, one: Outcome) -> None:
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

    def _add(self, row: KeptRow) -> None:
        self._waiting.append(row)
        now = time.monotonic()
        is_time = now - self._written_at >= _SECONDS_TOGETHER
        if is_time or len(self._waiting) >= _ROWS_TOGETHER:
            self._write_rows()
        if now - self._table_at >= _TABLE_INTERVAL_S:
            # It may be open in a spreadsheet, and be closed before the last one is written.
            with suppress(LungDeskError):
                self._write_table()

    def _write_rows(self) -> None:
        self._log_wanted()  # a kill before the rows are written costs no entry
        self._journal.append(kept.row for kept in self._waiting)
        self._kept += self._waiting
        self._waiting = []
        if self._request.keeper is not None:
            self._request.keeper.keep(self._kept)
        count, self._kept = len(self._kept), []
        self._written_at = time.monotonic()
        read, self._read_told = self._read_now - self._read_told, self._read_now
        self._progress.done(count, known=max(0, count - read))

    def _log_wanted(self) -> None:
        if self._request.log is not None:
            read = ((one.instance, one.prediction) for one in self._waiting)
            self._request.log.add(
                *(
                    GateEntry.said(instance, prediction)
                    for instance, prediction in read
                    if instance and prediction and is_wanted(prediction.verdict)
                )
            )

    def _write_table(self) -> None:
        self._table_at = time.monotonic()
        path, reader = self._request.out / RESULTS, self._reader
        try:
            write_table(path, self._rows(), reader.labels, reader.model)
        except LungDeskError as error:
            raise LungDeskError(
                error.message,
                hint=f"Close it elsewhere and check the space in {path.parent}, then go on with"
                " --resume: its rows are kept.",
                code=error.code,
            ) from error

    def _rows(self) -> Iterator[BatchRow]:
        """Finished ones, what cannot be looked into first, then files as they were found.

        What was read from elsewhere before comes last.
        """
        failed = (failure.path for failure in self._found.failures)
        contents = set()
        for path in dict.fromkeys(map(str, (*failed, *self._files))):
            row = self._journal.row(path)
            if row is not None:
                contents.add(row.file_sha256)
                yield row
        earlier = (row for row in map(self._journal.row, self._earlier) if row is not None)
        yield from without_moved(earlier, frozenset(contents - {""}))
