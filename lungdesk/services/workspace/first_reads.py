"""Reads that came before the model's answer was shown, and how far they agree with it."""

from __future__ import annotations

import statistics
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from lungdesk.core.metrics.agreement import agreement
from lungdesk.core.prediction import ModelRef
from lungdesk.services.workspace.film_records import read_of
from lungdesk.services.workspace.keeping import Keeping, log_action, now
from lungdesk.services.workspace.reading_work import add_read
from lungdesk.services.workspace.records import FilmReading, Read, Sighting
from lungdesk.services.workspace.requests import ModelAgreement
from lungdesk.services.workspace.schema import films, models, predictions, reads, seen


def add_first_read(connection: sa.Connection, reading: FilmReading, read: Read) -> None:
    """Keep a model's answer, and what a reader had said before seeing it."""
    model = reading.prediction.model
    entry = log_action(connection, "model_read", {"films": 1, "model": model.id})
    Keeping(connection, entry).keep([reading])
    query = (
        sa.select(predictions.c.id, predictions.c.film_id)
        .join(films, films.c.id == predictions.c.film_id)
        .join(models, models.c.id == predictions.c.model_id)
        .where(
            films.c.sha256 == reading.sha256,
            models.c.sha256 == model.sha256,
            predictions.c.frame == reading.prediction.frame,
        )
        .order_by(predictions.c.read_at.desc(), predictions.c.id.desc())
    )
    found = connection.execute(query).first()
    assert found is not None  # it has just been kept
    add_read(connection, found.film_id, read, found.id)


def note_seen(connection: sa.Connection, sha256: str, reader: str, frame: int) -> None:
    """Keep that a reader has seen the answer for a frame of a content; the first time counts."""
    statement = insert(seen).values(sha256=sha256, reader=reader, frame=frame, seen_at=now())
    connection.execute(statement.on_conflict_do_nothing())


def earlier_read(
    connection: sa.Connection, sha256: str, reader: str, frame: int
) -> Read | Sighting | None:
    """What a reader has said of a frame of a content before, else whether they saw the answer.

    Of what was said, the first blinded read counts, else the first at all; what was said of no
    prediction was said of the first frame. What names nobody, as older versions kept it, may be
    anybody's: what has perhaps been seen must not count as blinded.
    """
    query = (
        sa.select(reads)
        .join(films, films.c.id == reads.c.film_id)
        .outerjoin(predictions, predictions.c.id == reads.c.prediction_id)
        .where(
            *(films.c.sha256 == sha256, reads.c.reader.in_((reader, ""))),
            sa.func.coalesce(predictions.c.frame, 0) == frame,
        )
        .order_by(reads.c.is_blinded.desc(), reads.c.id)
    )
    found = connection.execute(query).first()
    return _sighting(connection, sha256, reader, frame) if found is None else read_of(found)


def _sighting(connection: sa.Connection, sha256: str, reader: str, frame: int) -> Sighting | None:
    query = (
        sa.select(seen.c.reader, seen.c.seen_at)
        .where(
            *(seen.c.sha256 == sha256, seen.c.frame == frame),
            seen.c.reader.in_((reader, "")),
        )
        .order_by(seen.c.reader.desc())  # by name, where there is one
    )
    found = connection.execute(query).first()
    return None if found is None else Sighting(found.reader, found.seen_at)


def agreement_by_model(connection: sa.Connection) -> tuple[ModelAgreement, ...]:
    """Of each model, by name; of several reads of one frame by one reader the first counts."""
    query = (
        sa.select(
            *(reads.c.label, reads.c.reader, reads.c.started_at, reads.c.ended_at),
            *(predictions.c.film_id, predictions.c.frame, predictions.c.predicted),
            *(models.c.model_id, models.c.version, models.c.sha256),
        )
        .join(predictions, predictions.c.id == reads.c.prediction_id)
        .join(models, models.c.id == predictions.c.model_id)
        .where(reads.c.is_blinded.is_(True), predictions.c.predicted != "")
        .order_by(reads.c.id)
    )
    by_model: dict[ModelRef, dict[tuple[Any, ...], Any]] = {}
    for row in connection.execute(query).all():
        model = ModelRef(row.model_id, row.version, row.sha256)
        key = (row.film_id, row.frame, row.reader)
        by_model.setdefault(model, {}).setdefault(key, row)
    return tuple(
        _agreement(model, list(rows.values()))
        for model, rows in sorted(by_model.items(), key=lambda one: (one[0].id, one[0].version))
    )


def _agreement(model: ModelRef, rows: list[Any]) -> ModelAgreement:
    found = agreement([row.label for row in rows], [row.predicted for row in rows])
    seconds = [s for row in rows if (s := _seconds(row.started_at, row.ended_at)) is not None]
    return ModelAgreement(model, found, statistics.median(seconds) if seconds else None)


def _seconds(started_at: str, ended_at: str) -> float | None:
    if not started_at or not ended_at:
        return None
    return (datetime.fromisoformat(ended_at) - datetime.fromisoformat(started_at)).total_seconds()
