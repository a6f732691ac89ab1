"""The use cases of the workspace, for the window and the command line.

The database is opened, and SQLAlchemy loaded, by the first of them; until then this costs nothing.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lungdesk.core.errors import ErrorCode
from lungdesk.core.jobs import JobContext
from lungdesk.formats import failures
from lungdesk.services.film_files import local_file, require_unchanged
from lungdesk.services.paths import AppPaths
from lungdesk.services.reading_words import frame_remark, message_of

if TYPE_CHECKING:
    from lungdesk.core.files import FileStamp
    from lungdesk.core.study import Instance
    from lungdesk.services.workspace.batch_rows import WorkspaceRows
    from lungdesk.services.workspace.database import Database
    from lungdesk.services.workspace.records import (
        AuditEntry,
        FilmReading,
        FilmRecord,
        PredictionRecord,
        Read,
        Sighting,
    )
    from lungdesk.services.workspace.requests import (
        AddFirstRead,
        AddRead,
        CheckAnswer,
        EarlierQuery,
        FilmQuery,
        ModelAgreement,
        NoteSeen,
        OneReading,
        RecordRequest,
        RowsAnswer,
        RowsRequest,
        SetNote,
        SetStatus,
        StudyQuery,
    )

#: Films whose content need not be looked at again; there are as many side by side.
_KNOWN_CONTENTS = 4


def sha256_of(path: Path) -> str:
    """SHA-256 of a film's file; raises LungDeskError where it cannot be read."""
    local = local_file(path)
    try:
        with local.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise failures.not_readable(path, error) from error


class WorkspaceDesk:
    """One workspace; every method but `close` is a use case ``(request, ctx) -> result``.

    All may raise LungDeskError: ``WORKSPACE_TOO_NEW``, ``WORKSPACE_DAMAGED``,
    ``FILE_NOT_WRITABLE``; those that change something ``WORKSPACE_IN_USE``, ``DISK_FULL`` too.
    """

    def __init__(self, path: Path, *, content_of: Callable[[Path], str] = sha256_of) -> None:
        self.path = path
        self._content_of = content_of
        self._contents: OrderedDict[tuple[Path, FileStamp], str] = OrderedDict()
        self._database: Database | None = None
        self._guard = threading.Lock()

    @classmethod
    def of(cls, paths: AppPaths) -> WorkspaceDesk:
        """Workspace of this user."""
        return cls(paths.workspace)

    def close(self) -> None:
        """Give the file free; the next use case opens it again."""
        with self._guard:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _open(self, *, to_write: bool = False) -> Database:
        from lungdesk.services.workspace.database import Database

        with self._guard:
            if self._database is not None and to_write and not self._database.is_writable:
                self._database.close()  # whoever wrote may have ended
                self._database = None
            if self._database is None:
                self._database = Database.open(self.path)
            return self._database

    def _to_write(self) -> Database | None:
        """The workspace; None while another process writes, which will end."""
        database = self._open(to_write=True)
        refusal = database.refusal
        if refusal is None:
            return database
        if refusal.code is ErrorCode.WORKSPACE_IN_USE:
            return None
        raise refusal

    def load(self, _request: None, _ctx: JobContext) -> None:
        """Load what speaks with the database, without opening it."""
        from lungdesk.services.workspace import database, worklist_rows  # noqa: F401

    # --- what was read

    def record(self, request: RecordRequest, ctx: JobContext) -> bool:
        """Keep what was read in the window; False when another process writes just now."""
        from lungdesk.services.workspace.keeping import Keeping, log_action

        database = self._to_write()
        if database is None:
            return False
        ctx.check()
        reading = self._kept_form(request.reading)
        with database.writing() as connection:
            detail = {"films": 1, "model": reading.prediction.model.id}
            Keeping(connection, log_action(connection, "model_read", detail)).keep([reading])
        return True

    def _kept_form(self, reading: OneReading) -> FilmReading:
        from lungdesk.services.workspace.records import FilmReading
        from lungdesk.services.workspace.schema import whole_path

        return FilmReading(
            whole_path(reading.instance.path),
            self._content(reading.instance),
            record_of(reading),
            reading.instance,
            gives_way=reading.prediction.is_withheld,
        )

    def _content(self, instance: Instance) -> str:
        """SHA-256 of a film; of the last few it is known, for frames that are stepped through."""
        if instance.stamp is None:
            return self._content_of(instance.path)
        key = (instance.path, instance.stamp)
        content = self._contents.pop(key, "") or self._content_of(instance.path)
        require_unchanged(instance)
        self._contents[key] = content
        if len(self._contents) > _KNOWN_CONTENTS:
            self._contents.popitem(last=False)
        return content

    def batch_rows(self, sources: Sequence[Path], out: Path) -> WorkspaceRows:
        """What keeps the rows of a batch.

        Raises
        ------
        LungDeskError
            ``WORKSPACE_IN_USE``.
        """
        from lungdesk.services.workspace.batch_rows import WorkspaceRows

        database = self._open(to_write=True)
        if database.refusal is not None:
            raise database.refusal
        return WorkspaceRows(database, sources, out)

    # --- what is asked

    def rows(self, request: RowsRequest, ctx: JobContext) -> RowsAnswer:
        """Studies for the worklist."""
        from lungdesk.core.worklist.selection import Worklist
        from lungdesk.services.workspace.reading_work import batch_records
        from lungdesk.services.workspace.requests import RowsAnswer
        from lungdesk.services.workspace.worklist_rows import changed_rows

        database = self._open(to_write=request.since < 0)
        ctx.check()
        with database.reading() as connection:
            changed = changed_rows(connection, request.since)
            batches = batch_records(connection)
        worklist = Worklist(changed.columns)
        return RowsAnswer(
            worklist, changed.revision, changed.study_count, database.refusal, batches
        )

    def film(self, query: FilmQuery, _ctx: JobContext) -> FilmRecord | None:
        """All that is kept of one film; None when it is not known."""
        from lungdesk.services.workspace.film_records import film_records
        from lungdesk.services.workspace.schema import films, whole_path

        if query.film_id is not None:
            condition = films.c.id == query.film_id
        elif query.sha256:
            condition = films.c.sha256 == query.sha256
        else:
            is_there = films.c.is_replaced.is_(False)
            condition = (films.c.path == whole_path(query.path)) & is_there
        with self._open().reading() as connection:
            found = film_records(connection, condition)
        return found[-1] if found else None

    def film_shown(self, instance: Instance, ctx: JobContext) -> FilmRecord | None:
        """All that is kept of a film that was opened: of its content, wherever it lay before.

        Raises
        ------
        LungDeskError
            ``FILE_CHANGED`` when its file holds another film by now; ``FILE_MISSING`` and the like.
        """
        from lungdesk.services.workspace.requests import FilmQuery

        return self.film(FilmQuery(sha256=self._content(instance)), ctx)

    def films(self, query: StudyQuery, _ctx: JobContext) -> tuple[FilmRecord, ...]:
        """All films of a study."""
        from lungdesk.services.workspace.film_records import film_records
        from lungdesk.services.workspace.schema import films

        with self._open().reading() as connection:
            return film_records(connection, films.c.study_id == query.study_id)

    def earlier_films(self, of: Instance) -> tuple[Path, ...]:
        """Where films of earlier studies of a patient have been seen, the latest study first.

        None where the workspace cannot be read; it is not opened for this alone.
        """
        from lungdesk.services.workspace.earlier_films import earlier_films

        return earlier_films(self.path, of.patient.patient_id, of.study_date)

    def audit_trail(self, query: StudyQuery | None, _ctx: JobContext) -> tuple[AuditEntry, ...]:
        """What was done, the newest first: with one study, or at all."""
        from lungdesk.services.workspace.reading_work import audit_entries

        with self._open().reading() as connection:
            return audit_entries(connection, query.study_id if query else None)

    # --- what people do

    def set_status(self, request: SetStatus, _ctx: JobContext) -> None:
        """Say how far people are with studies."""
        from lungdesk.services.workspace import reading_work

        with self._open(to_write=True).writing() as connection:
            reading_work.set_status(connection, request.study_ids, request.status)

    def set_note(self, request: SetNote, _ctx: JobContext) -> None:
        """Replace the note of a study."""
        from lungdesk.services.workspace import reading_work

        with self._open(to_write=True).writing() as connection:
            reading_work.set_note(connection, request.study_id, request.text)

    def add_read(self, request: AddRead, _ctx: JobContext) -> None:
        """Keep a reader's verdict on a film, which has been read then."""
        from lungdesk.services.workspace import reading_work

        with self._open(to_write=True).writing() as connection:
            reading_work.judge(connection, request.film_id, request.read)

    def add_first_read(self, request: AddFirstRead, ctx: JobContext) -> bool:
        """Keep a blinded read with the answer it is held against; False as `record`."""
        from lungdesk.services.workspace import first_reads

        database = self._to_write()
        if database is None:
            return False
        ctx.check()
        reading = self._kept_form(request.reading)
        with database.writing() as connection:
            first_reads.add_first_read(connection, reading, request.read)
        return True

    def note_seen(self, request: NoteSeen, ctx: JobContext) -> bool:
        """Keep that a reader has seen the answer for a frame; False as `record`."""
        from lungdesk.services.workspace import first_reads

        database = self._to_write()
        if database is None:
            return False
        ctx.check()
        content = self._content(request.instance)
        with database.writing() as connection:
            first_reads.note_seen(connection, content, request.reader, request.frame)
        return True

    def earlier_read(self, query: EarlierQuery, ctx: JobContext) -> Read | Sighting | None:
        """What a reader has said or seen of a frame before; None where nothing is kept."""
        from lungdesk.services.workspace import first_reads

        sha256 = self._content(query.instance)
        ctx.check()
        with self._open().reading() as connection:
            return first_reads.earlier_read(connection, sha256, query.reader, query.frame)

    def agreement(self, _request: None, _ctx: JobContext) -> tuple[ModelAgreement, ...]:
        """How far readers agree with each model on films that were read blinded."""
        from lungdesk.services.workspace import first_reads

        with self._open().reading() as connection:
            return first_reads.agreement_by_model(connection)

    # --- keeping it well

    def check(self, _request: None, ctx: JobContext) -> CheckAnswer:
        """Look whether the file is whole; raises LungDeskError (``WORKSPACE_DAMAGED``)."""
        from lungdesk.services.workspace import care

        database = self._open()
        ctx.check()
        return care.checked(database)

    def back_up(self, target: Path, _ctx: JobContext) -> Path:
        """Copy all of it into one file, whole or not at all."""
        self._open().copy_to(target)
        return target

    def back_up_daily(self, _request: None, _ctx: JobContext) -> Path | None:
        """Look whether the file is whole, and make today's copy if due; raises as `check` does."""
        from lungdesk.services.workspace import care

        return care.backed_up_daily(self._open())

    def restore(self, backup: Path, _ctx: JobContext) -> Path | None:
        """Let a backup take the workspace's place; gives where the old one is kept.

        Raises
        ------
        LungDeskError
            ``WORKSPACE_FOREIGN``, ``WORKSPACE_TOO_NEW`` or ``WORKSPACE_DAMAGED`` of the backup;
            ``WORKSPACE_IN_USE``.
        """
        from lungdesk.services.workspace import care

        self.close()
        return care.restored(backup, self.path)

    def newest_backup(self) -> Path | None:
        """The newest daily copy."""
        from lungdesk.services.workspace import backups

        return backups.newest_of(self.path)


def record_of(reading: OneReading) -> PredictionRecord:
    """What is kept of a reading in the window: a batch row's words."""
    from lungdesk.core.worklist.states import FilmState
    from lungdesk.services.workspace.records import PredictionRecord

    prediction = reading.prediction
    verdict, is_withheld = prediction.verdict, prediction.is_withheld
    return PredictionRecord(
        model=prediction.model,
        state=FilmState.REFUSED if is_withheld else FilmState.OK,
        frame=reading.frame,
        code=str(verdict.code or ""),
        message=message_of(prediction, frame_remark(reading.instance.frame_count, reading.frame)),
        predicted="" if is_withheld else prediction.predicted.id,
        probabilities={} if is_withheld else prediction.by_label(),
        is_uncertain=prediction.is_uncertain and not is_withheld,
        verdict=verdict,
        precision=reading.precision,
        lungs=reading.lungs,
    )
