"""Reads all that is kept of films."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from lungdesk.core.prediction import ModelRef
from lungdesk.core.study import PatientRef
from lungdesk.core.verdict import UNCHECKED, Verdict
from lungdesk.core.worklist.states import FilmState, StudyStatus
from lungdesk.services.workspace.packing import unpacked
from lungdesk.services.workspace.records import (
    Confidence,
    FilmRecord,
    Origin,
    PredictionRecord,
    Read,
    ReaderVerdict,
)
from lungdesk.services.workspace.schema import films, models, notes, predictions, reads, studies


def film_records(
    connection: sa.Connection, *conditions: sa.ColumnElement[bool]
) -> tuple[FilmRecord, ...]:
    """Films that fulfil conditions on ``films``, in the order in which they came."""
    joined = films.join(studies, studies.c.id == films.c.study_id).outerjoin(
        notes, notes.c.study_id == studies.c.id
    )
    query = (
        sa.select(
            films,
            *(studies.c.study_instance_uid, studies.c.patient_id, studies.c.patient_name),
            *(studies.c.birth_date, studies.c.sex, studies.c.study_date, studies.c.description),
            *(studies.c.status, notes.c.text),
        )
        .select_from(joined)
        .where(*conditions)
        .order_by(films.c.id)
    )
    return tuple(_film(connection, row) for row in connection.execute(query).all())


def _film(connection: sa.Connection, row: Any) -> FilmRecord:
    return FilmRecord(
        film_id=row.id,
        study_id=row.study_id,
        path="" if row.is_replaced else row.path,
        sha256=row.sha256 or "",
        patient=PatientRef(row.patient_id, row.patient_name, row.birth_date, row.sex),
        study_instance_uid=row.study_instance_uid,
        sop_instance_uid=row.sop_instance_uid,
        modality=row.modality,
        study_date=row.study_date,
        study_description=row.description,
        rows=row.rows,
        columns=row.columns,
        frame_count=row.frame_count,
        status=StudyStatus(row.status),
        note=row.text or "",
        predictions=_predictions(connection, row.id),
        reads=_reads(connection, row.id),
    )


def _predictions(connection: sa.Connection, film_id: int) -> tuple[PredictionRecord, ...]:
    query = (
        sa.select(
            predictions,
            *(models.c.sha256, models.c.model_id.label("name")),
            *(models.c.version, models.c.labels),
        )
        .join(models, models.c.id == predictions.c.model_id)
        .where(predictions.c.film_id == film_id)
        .order_by(predictions.c.read_at.desc(), predictions.c.id.desc())
    )
    return tuple(prediction_of(row) for row in connection.execute(query).all())


def prediction_of(row: Any) -> PredictionRecord:
    """A row of ``predictions`` with its model's ``name, version, sha256, labels``."""
    return PredictionRecord(
        model=ModelRef(row.name, row.version, row.sha256),
        state=FilmState(row.state),
        frame=row.frame,
        code=row.code,
        message=row.message,
        predicted=row.predicted,
        probabilities=unpacked(row.probabilities, row.labels),
        is_uncertain=row.is_uncertain,
        verdict=Verdict.from_plain(json.loads(row.verdict)) if row.verdict else UNCHECKED,
        precision=row.precision,
        lungs=row.lungs,
        origin=Origin(row.origin),
        read_at=row.read_at,
    )


def _reads(connection: sa.Connection, film_id: int) -> tuple[Read, ...]:
    query = sa.select(reads).where(reads.c.film_id == film_id).order_by(reads.c.id.desc())
    return tuple(read_of(row) for row in connection.execute(query).all())


def read_of(row: Any) -> Read:
    """A row of ``reads``."""
    return Read(
        ReaderVerdict(row.verdict),
        *(row.label, row.comment, row.reader, row.started_at, row.ended_at),
        is_blinded=row.is_blinded,
        confidence=Confidence(row.confidence) if row.confidence else None,
    )
