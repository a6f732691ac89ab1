"""What people do: status, notes, reads; and which folders were classified. Each is in the audit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from lungdesk.core.worklist.states import StudyStatus
from lungdesk.services.workspace.keeping import log_action, log_by_study, now
from lungdesk.services.workspace.records import AuditEntry, BatchRecord, Read
from lungdesk.services.workspace.schema import audit, batches, films, notes, reads, studies

#: Studies whose status is set by one statement: what SQLite takes in one question is bounded.
_TOGETHER = 10_000
_SET_STATUS = (
    sa.update(studies)
    .where(studies.c.id == sa.bindparam("study"))
    .values(revision=sa.bindparam("entry"))
)


def set_status(connection: sa.Connection, study_ids: Sequence[int], status: StudyStatus) -> None:
    """Say how far people are with studies; those that are so far already are left alone."""
    for first in range(0, len(study_ids), _TOGETHER):
        together = study_ids[first : first + _TOGETHER]
        query = sa.select(studies.c.id, studies.c.status).where(studies.c.id.in_(together))
        found = {row.id: row.status for row in connection.execute(query).all()}
        details = {
            one: {"from": found[one], "to": str(status)}
            for one in together
            if one in found and found[one] != status
        }
        if details:
            revisions = log_by_study(connection, "status", details)
            values = [{"study": one, "entry": entry} for one, entry in revisions.items()]
            connection.execute(_SET_STATUS.values(status=str(status)), values)


def set_note(connection: sa.Connection, study_id: int, text: str) -> None:
    """Replace the note of a study; what it was stays in the audit trail."""
    query = sa.select(notes.c.text).where(notes.c.study_id == study_id)
    before = connection.execute(query).scalar_one_or_none() or ""
    if text == before:
        return
    revision = log_action(connection, "note", {"from": before, "to": text}, study_id)
    if text:
        values = {"text": text, "written_at": now()}
        statement = insert(notes).values(study_id=study_id, **values)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["study_id"], set_=values)
        )
    else:
        connection.execute(sa.delete(notes).where(notes.c.study_id == study_id))
    _touch(connection, study_id, revision)


def add_read(
    connection: sa.Connection, film_id: int, read: Read, prediction_id: int | None = None
) -> None:
    """Keep what a reader says of a film and of a prediction; earlier reads stay.

    Without a prediction it is the newest one of the film.
    """
    query = sa.select(films.c.study_id, films.c.prediction_id).where(films.c.id == film_id)
    film = connection.execute(query).one()
    ended_at = read.ended_at or now()
    values = {
        "verdict": str(read.verdict),
        "label": read.label,
        "comment": read.comment,
        "reader": read.reader,
        "started_at": read.started_at,
        "ended_at": ended_at,
        "is_blinded": read.is_blinded,
        "confidence": str(read.confidence or ""),
    }
    meant = film.prediction_id if prediction_id is None else prediction_id
    connection.execute(sa.insert(reads).values(film_id=film_id, prediction_id=meant, **values))
    detail = {"film_id": film_id, **values}
    _touch(connection, film.study_id, log_action(connection, "read", detail, film.study_id))


def judge(connection: sa.Connection, film_id: int, read: Read) -> None:
    """Keep a reader's verdict on a film: who has given one has read the study.

    A study that is to be discussed stays so.
    """
    add_read(connection, film_id, read)
    query = sa.select(studies.c.id, studies.c.status).join(films, films.c.study_id == studies.c.id)
    study = connection.execute(query.where(films.c.id == film_id)).one()
    if study.status in (StudyStatus.UNREAD, StudyStatus.IN_PROGRESS):
        set_status(connection, (study.id,), StudyStatus.READ)


def _touch(connection: sa.Connection, study_id: int, revision: int) -> None:
    statement = sa.update(studies).where(studies.c.id == study_id)
    connection.execute(statement.values(revision=revision))


def begin_batch(connection: sa.Connection, sources: Sequence[str], out: str, model_id: str) -> int:
    """Enter that folders are being classified, or go on with that; gives its number."""
    log_action(connection, "batch", {"sources": list(sources), "model": model_id})
    values = {"sources": json.dumps(list(sources)), "model_id": model_id}
    values |= {"started_at": now(), "ended_at": ""}
    statement = insert(batches).values(out=out, **values)
    statement = statement.on_conflict_do_update(index_elements=["out"], set_=values)
    return int(connection.execute(statement.returning(batches.c.id)).scalar_one())


def end_batch(connection: sa.Connection, batch_id: int) -> None:
    """Enter that all its films have been read."""
    statement = sa.update(batches).where(batches.c.id == batch_id)
    connection.execute(statement.values(ended_at=now()))


def batch_records(connection: sa.Connection) -> tuple[BatchRecord, ...]:
    """All batches, the newest first."""
    rows = connection.execute(sa.select(batches).order_by(batches.c.started_at.desc())).all()
    return tuple(_batch(row) for row in rows)


def _batch(row: Any) -> BatchRecord:
    sources = tuple(str(source) for source in json.loads(row.sources))
    return BatchRecord(row.id, sources, row.out, row.model_id, row.started_at, row.ended_at)


def audit_entries(
    connection: sa.Connection, study_id: int | None = None, limit: int = 1000
) -> tuple[AuditEntry, ...]:
    """The audit trail of a study, or all of it; the newest first."""
    query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
    if study_id is not None:
        query = query.where(audit.c.study_id == study_id)
    return tuple(
        AuditEntry(row.id, row.at, row.action, row.study_id, json.loads(row.detail))
        for row in connection.execute(query).all()
    )
