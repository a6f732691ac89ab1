"""Puts what has been read into the tables, in the transaction of the caller."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from lungdesk.core.prediction import ModelRef
from lungdesk.core.study import Instance
from lungdesk.core.verdict import UNCHECKED
from lungdesk.core.worklist.states import FilmState, StudyStatus
from lungdesk.ml import evaluator
from lungdesk.services.workspace.packing import packed
from lungdesk.services.workspace.records import FilmReading, PredictionRecord
from lungdesk.services.workspace.schema import (
    audit,
    films,
    models,
    notes,
    predictions,
    reads,
    studies,
)

#: Of two states of work on what was one study, the first of these holds.
_WEIGHTIEST = [
    str(status)
    for status in (
        *(StudyStatus.TO_DISCUSS, StudyStatus.READ),
        *(StudyStatus.IN_PROGRESS, StudyStatus.UNREAD),
    )
]

#: Finds the header of a film that was not read now; None where there is none to be had.
FindHeader = Callable[[str], Instance | None]


def now() -> str:
    """The moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def log_action(
    connection: sa.Connection, action: str, detail: Mapping[str, Any], study_id: int | None = None
) -> int:
    """Enter what is being done into the audit trail; gives the number of the entry."""
    values = {"at": now(), "action": action, "study_id": study_id, "detail": _told(detail)}
    statement = sa.insert(audit).values(values)
    return int(connection.execute(statement.returning(audit.c.id)).scalar_one())


def log_by_study(
    connection: sa.Connection, action: str, details: Mapping[int, Mapping[str, Any]]
) -> dict[int, int]:
    """Enter what is being done to many studies; gives the number of each one's entry."""
    last = connection.execute(sa.select(sa.func.max(audit.c.id))).scalar_one() or 0
    numbers = dict(zip(details, itertools.count(last + 1), strict=False))
    alike: dict[str, Any] = {"at": now(), "action": action}
    entries = [
        {**alike, "id": numbers[study_id], "study_id": study_id, "detail": _told(detail)}
        for study_id, detail in details.items()
    ]
    connection.execute(sa.insert(audit), entries)
    return numbers


def _told(detail: Mapping[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=True, sort_keys=True)


class Keeping:
    """Keeps readings of one kind; what is there already is brought up to date.

    Parameters
    ----------
    revision
        Number of the entry of the audit trail that this belongs to.
    """

    def __init__(
        self,
        connection: sa.Connection,
        revision: int,
        *,
        batch_id: int | None = None,
        find_header: FindHeader = lambda _path: None,
    ) -> None:
        self._connection = connection
        self._revision = revision
        self._batch_id = batch_id
        self._find_header = find_header
        self._model_ids: dict[tuple[ModelRef, tuple[str, ...]], int] = {}

    def keep(self, readings: Iterable[FilmReading]) -> None:
        """Keep readings in their order; the later one of a film counts."""
        for reading in readings:
            self._keep(reading)

    def _keep(self, reading: FilmReading) -> None:
        known = self._known_film(reading)
        if reading.instance is None and (known is None or not known.sha256):
            reading = replace(reading, instance=self._find_header(reading.path))
        study_id = self._study(reading, known)
        film_id = self._film(reading, known, study_id)
        if known is not None and known.study_id != study_id:
            self._clear_away(known.study_id, study_id)
        if known is not None and known.sha256:
            self._take_over_unopened(reading.path, film_id, study_id)
        prediction_id = self._prediction(film_id, reading)
        if reading.prediction.frame == 0:
            self._connection.execute(
                _POINT_TO_PREDICTION, {"film": film_id, "prediction": prediction_id}
            )

    def _known_film(self, reading: FilmReading) -> Any:
        """Row of the film's content, else that of the file when it could not be opened before."""
        if reading.sha256:
            found = self._connection.execute(_FILM_OF_CONTENT, {"content": reading.sha256})
            row = found.one_or_none()
            if row is not None:
                return row
        return self._connection.execute(_UNOPENED_FILM, {"place": reading.path}).first()

    def _study(self, reading: FilmReading, known: Any) -> int:
        instance = reading.instance
        if instance is None and known is not None:
            self._touch(known.study_id)
            return int(known.study_id)
        values = _study_values(reading)
        values["revision"] = self._revision
        changed = values if instance else {"revision": self._revision}
        return self._put(studies, ["key"], values, changed)

    def _film(self, reading: FilmReading, known: Any, study_id: int) -> int:
        values: dict[str, Any] = {"study_id": study_id, "path": reading.path, "is_replaced": False}
        if reading.sha256:
            values["sha256"] = reading.sha256
        if self._batch_id is not None:
            values["batch_id"] = self._batch_id
        instance = reading.instance
        if instance is not None:
            values |= {
                "sop_instance_uid": instance.sop_instance_uid,
                "modality": instance.modality,
                "rows": instance.rows,
                "columns": instance.columns,
                "frame_count": instance.frame_count,
            }
        elif reading.sop_instance_uid:
            values["sop_instance_uid"] = reading.sop_instance_uid
        own = {} if known is None else {"id": known.id}
        film_id = self._put(films, ["id"], own | values, values)
        self._mark_replaced(reading.path, film_id)
        return film_id

    def _mark_replaced(self, path: str, film_id: int) -> None:
        """What lay at this path before is not there any more."""
        marked = self._connection.execute(_MARK_REPLACED, {"place": path, "film": film_id})
        for (study_id,) in marked.all():
            self._touch(study_id)

    def _touch(self, study_id: int) -> None:
        self._connection.execute(
            sa.update(studies).where(studies.c.id == study_id).values(revision=self._revision)
        )

    def _clear_away(self, old_id: int, new_id: int) -> None:
        """A study whose last film has turned out to belong to another one: its work goes along."""
        others = sa.select(films.c.id).where(films.c.study_id == old_id).limit(1)
        if self._connection.execute(others).first() is not None:
            self._touch(old_id)
            return
        self._move_note(old_id, new_id)
        status = sa.select(studies.c.status)
        said = [
            str(self._connection.execute(status.where(studies.c.id == one)).scalar_one())
            for one in (old_id, new_id)
        ]
        kept = min(said, key=_WEIGHTIEST.index)
        new = sa.update(studies).where(studies.c.id == new_id).values(status=kept)
        self._connection.execute(new)
        self._connection.execute(sa.delete(studies).where(studies.c.id == old_id))

    def _move_note(self, old_id: int, new_id: int) -> None:
        """Give a study the note of another, after its own."""
        text = sa.select(notes.c.text)
        before, after = (
            self._connection.execute(text.where(notes.c.study_id == one)).scalar()
            for one in (new_id, old_id)
        )
        if after is None:
            return
        moved = sa.update(notes).where(notes.c.study_id == old_id).values(study_id=new_id)
        if before is not None:
            moved = sa.update(notes).where(notes.c.study_id == new_id)
            moved = moved.values(text=f"{before}\n{after}")
        self._connection.execute(moved)
        self._connection.execute(sa.delete(notes).where(notes.c.study_id == old_id))

    def _take_over_unopened(self, path: str, film_id: int, study_id: int) -> None:
        """What could not be opened at this path was a known film: its work goes there."""
        unopened = self._connection.execute(_UNOPENED_FILM, {"place": path}).first()
        if unopened is None:
            return
        moved = sa.update(reads).where(reads.c.film_id == unopened.id)
        self._connection.execute(moved.values(film_id=film_id, prediction_id=None))
        of_it = sa.delete(predictions).where(predictions.c.film_id == unopened.id)
        self._connection.execute(of_it)
        self._connection.execute(sa.delete(films).where(films.c.id == unopened.id))
        self._clear_away(unopened.study_id, study_id)

    def _prediction(self, film_id: int, reading: FilmReading) -> int:
        prediction = reading.prediction
        key = {
            "film_id": film_id,
            "model_id": self._model_id(prediction),
            "frame": prediction.frame,
            "precision": prediction.precision,
            "lungs": prediction.lungs,
            "preparation": evaluator.PREPARATION,
            "is_overridden": prediction.verdict.is_overridden,
        }
        if reading.gives_way:
            before = self._connection.execute(_READING, key).scalar()
            if before is not None:
                return int(before)
        values = key | _said(prediction)
        return self._put(predictions, list(key), values, values)

    def _model_id(self, prediction: PredictionRecord) -> int:
        model, labels = prediction.model, tuple(prediction.probabilities)
        if (model, labels) not in self._model_ids:
            values = {"sha256": model.sha256, "model_id": model.id, "version": model.version}
            if labels:
                values["labels"] = json.dumps(labels)
            self._model_ids[model, labels] = self._put(models, ["sha256"], values, values)
        return self._model_ids[model, labels]

    def _put(
        self,
        table: sa.Table,
        key: list[str],
        values: Mapping[str, Any],
        changed: Mapping[str, Any],
    ) -> int:
        """Add a row, or change the one of the same key; gives its id."""
        statement = _upsert(table, tuple(key), tuple(values), tuple(changed))
        return int(self._connection.execute(statement, dict(values)).scalar_one())


@cache
def _upsert(
    table: sa.Table, key: tuple[str, ...], names: tuple[str, ...], changed: tuple[str, ...]
) -> sa.Executable:
    """Made once for each set of columns: making it takes longer than the database takes."""
    statement = insert(table).values({name: sa.bindparam(name) for name in names})
    said = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=key, set_=said).returning(table.c.id)


_POINT_TO_PREDICTION = (
    sa.update(films)
    .where(films.c.id == sa.bindparam("film"))
    .values(prediction_id=sa.bindparam("prediction"))
)
_MARK_REPLACED = (
    sa.update(films)
    .where(
        films.c.path == sa.bindparam("place"),
        films.c.id != sa.bindparam("film"),
        films.c.is_replaced.is_(False),
    )
    .values(is_replaced=True)
    .returning(films.c.study_id)
)
#: The newest, overridden or not, that is more than a failure.
_READING = (
    sa.select(predictions.c.id)
    .where(
        *(
            predictions.c[name] == sa.bindparam(name)
            for name in ("film_id", "model_id", "frame", "precision", "lungs", "preparation")
        ),
        predictions.c.state != str(FilmState.FAILED),
    )
    .order_by(predictions.c.read_at.desc(), predictions.c.id.desc())
    .limit(1)
)
_FILM = sa.select(films.c.id, films.c.study_id, films.c.sha256)
_FILM_OF_CONTENT = _FILM.where(films.c.sha256 == sa.bindparam("content"))
_UNOPENED_FILM = _FILM.where(films.c.path == sa.bindparam("place"), films.c.sha256.is_(None))


def _said(prediction: PredictionRecord) -> dict[str, Any]:
    verdict = prediction.verdict
    return {
        "state": str(prediction.state),
        "code": prediction.code,
        "message": prediction.message,
        "predicted": prediction.predicted,
        "probabilities": packed(prediction.probabilities, tuple(prediction.probabilities)),
        "verdict": "" if verdict == UNCHECKED else json.dumps(verdict.as_plain()),
        "is_uncertain": prediction.is_uncertain,
        "origin": str(prediction.origin),
        "read_at": prediction.read_at or now(),
    }


def _study_values(reading: FilmReading) -> dict[str, Any]:
    instance = reading.instance
    uid, patient_id = reading.study_instance_uid, reading.patient_id
    if instance is not None:
        uid, patient_id = instance.study_instance_uid, instance.patient.patient_id
    # Two patients under one UID are a fault of the sender, and two studies.
    key = f"uid:{uid}|{patient_id}" if uid else f"sha256:{reading.sha256}"
    values: dict[str, Any] = {
        "key": key if uid or reading.sha256 else f"path:{reading.path}",
        "study_instance_uid": uid,
        "patient_id": patient_id,
    }
    if instance is not None:
        values |= {
            "patient_name": instance.patient.name,
            "birth_date": instance.patient.birth_date,
            "sex": instance.patient.sex,
            "study_date": instance.study_date,
            "description": instance.study_description,
        }
    return values
