"""Reads the worklist out of the tables: all of it, or what has changed."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from lungdesk.core.labels import LabelSet
from lungdesk.core.worklist.columns import (
    NO_CLASS,
    STATES,
    STATUSES,
    Ints,
    StudyColumns,
    class_key,
    class_places,
    joined_labels,
    urgency_of,
    words_of,
)
from lungdesk.core.worklist.states import FilmState
from lungdesk.services.workspace.packing import table_of
from lungdesk.services.workspace.schema import (
    films,
    models,
    notes,
    predictions,
    reads,
    studies,
)
from lungdesk.services.workspace.sqlite_paths import path_told

#: Columns that are taken as they are found, then those that are not.
_PLAIN = (
    *("study_id", "film_id", "batch_id", "is_uncertain", "is_overridden", "is_replaced"),
    *("patient_id", "patient_name", "study_date", "description", "modality", "path"),
    *("code", "message", "read_at", "status", "state", "predicted"),
)
_FAILED = STATES.index(FilmState.FAILED)


@dataclass(frozen=True, slots=True, eq=False)
class ChangedRows:
    """Studies that have changed since a revision.

    Attributes
    ----------
    revision
        Of the last change that is in it: what to ask from next time.
    study_count
        Studies of the whole workspace: when it is not that of the list, some have gone.
    """

    columns: StudyColumns
    revision: int
    study_count: int


def changed_rows(connection: sa.Connection, since: int) -> ChangedRows:
    """Studies with a later change than ``since``; all for -1."""
    labels_of = _labels_of(connection)
    labels = joined_labels(json.loads(names) for names in labels_of.values())
    last = connection.execute(sa.select(sa.func.max(studies.c.revision))).scalar_one() or 0
    count = connection.execute(sa.select(sa.func.count(sa.distinct(films.c.study_id)))).scalar_one()
    if since >= last:
        return ChangedRows(StudyColumns.empty(labels), max(since, 0), count)
    with _without_collecting():
        columns = _columns(connection, since, labels_of, labels)
    return ChangedRows(_one_a_study(columns), last, count)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Millions of values are made, none of them in a circle: looking for those doubles the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _found(
    connection: sa.Connection, since: int, classes: Mapping[str, int]
) -> list[tuple[Any, ...]]:
    """Status, state and class come as their places: a text of each would be made a row."""
    s, f, p = studies.c, films.c, predictions.c
    columns = (
        *(s.id, f.id, sa.func.coalesce(f.batch_id, 0), sa.func.coalesce(p.is_uncertain, 0)),
        *(sa.func.coalesce(p.is_overridden, 0), f.is_replaced),
        *(s.patient_id, s.patient_name, s.study_date, s.description, f.modality),
        *(f.path, sa.func.coalesce(p.code, ""), sa.func.coalesce(p.message, "")),
        *(sa.func.coalesce(p.read_at, ""), _place(s.status, _places(STATUSES), 0)),
        *(_place(p.state, _places(STATES), _FAILED), _place(p.predicted, classes, NO_CLASS)),
        *(p.probabilities, p.model_id),
    )
    joined = films.join(studies, s.id == f.study_id).outerjoin(predictions, p.id == f.prediction_id)
    query = sa.select(*columns).select_from(joined)
    if since >= 0:
        query = query.where(s.revision > since)
    return _fetched(connection, query)


def _fetched(connection: sa.Connection, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    """By the driver's own cursor: SQLAlchemy's rows would take as long again for many of them."""
    compiled = query.compile(dialect=connection.dialect)
    parameters = [compiled.params[name] for name in compiled.positiontup or ()]
    cursor = connection.connection.cursor()
    try:
        return list(cursor.execute(str(compiled), parameters).fetchall())
    finally:
        cursor.close()


def _places(names: Iterable[str]) -> dict[str, int]:
    return {str(name): place for place, name in enumerate(names)}


def _place(
    column: sa.ColumnElement[str], places: Mapping[str, int], otherwise: int
) -> sa.ColumnElement[int]:
    if not places:
        return sa.literal_column(str(otherwise), sa.Integer)
    return sa.case(places, value=column, else_=otherwise)


def _columns(
    connection: sa.Connection, since: int, labels_of: Mapping[int, str], labels: LabelSet
) -> StudyColumns:
    """One row a film."""
    own_ids = {one for names in labels_of.values() for one in json.loads(names)}
    places = class_places(labels)
    found = _found(connection, since, {one: places[class_key(one)] for one in own_ids})
    if not found:
        return StudyColumns.empty(labels)
    by_place = list(zip(*found, strict=True))
    columns: dict[str, Any] = dict(zip(_PLAIN, by_place, strict=False))
    probabilities, model_ids = by_place[len(_PLAIN) :]
    columns["path"] = [one if type(one) is str else path_told(one) for one in columns["path"]]
    columns["state"] = np.array(columns["state"], np.uint8)
    columns["film_count"] = np.ones(len(found), np.int64)
    columns["refused_count"] = columns["state"] == STATES.index(FilmState.REFUSED)
    columns["failed_count"] = columns["state"] == _FAILED
    columns["model"] = list(map(_model_names(connection).__getitem__, model_ids))
    columns["note"] = _texts(columns["study_id"], _notes(connection, since))
    for name, by_film in _judged(connection, since).items():
        columns[name] = _texts(columns["film_id"], by_film)
    columns["words"] = words_of(columns)
    said = table_of(probabilities, model_ids, labels_of, labels)
    columns["probabilities"] = said
    is_doubted = np.array(columns["is_uncertain"], np.bool_)
    is_doubted |= np.array(columns["is_overridden"], np.bool_)
    columns["urgency"] = urgency_of(said, columns["state"], is_doubted, labels)
    return StudyColumns.of(columns, labels)


def _texts(keys: Sequence[int], by_key: Mapping[int, str]) -> list[str]:
    if not by_key:
        return [""] * len(keys)
    return [by_key.get(key, "") for key in keys]


def _notes(connection: sa.Connection, since: int) -> dict[int, str]:
    query = sa.select(notes.c.study_id, notes.c.text)
    if since >= 0:
        query = query.where(notes.c.study_id.in_(_changed(since)))
    return dict(_fetched(connection, query))


def _judged(connection: sa.Connection, since: int) -> dict[str, dict[int, str]]:
    """The latest verdict on each film with its label and comment, and who has judged it."""
    r = reads.c
    query = sa.select(r.film_id, r.verdict, r.label, r.comment, r.reader).order_by(r.id)
    if since >= 0:
        changed = sa.select(films.c.id).where(films.c.study_id.in_(_changed(since)))
        query = query.where(r.film_id.in_(changed))
    rows = _fetched(connection, query)
    readers: dict[int, list[str]] = {}
    for film_id, _, _, _, reader in rows:
        readers.setdefault(film_id, []).append(reader)
    return {
        "verdict": {film_id: verdict for film_id, verdict, *_ in rows},
        "said_label": {film_id: label for film_id, _, label, *_ in rows},
        "said_comment": {film_id: comment for film_id, _, _, comment, _ in rows},
        "readers": {film_id: "\n".join(names) for film_id, names in readers.items()},
    }


def _changed(since: int) -> sa.Select[tuple[int]]:
    """To be asked for within another question: joined, all that is kept would be gone through."""
    return sa.select(studies.c.id).where(studies.c.revision > since)


def _labels_of(connection: sa.Connection) -> dict[int, str]:
    query = sa.select(models.c.id, models.c.labels).order_by(models.c.id)
    return {row.id: row.labels for row in connection.execute(query).all()}


def _model_names(connection: sa.Connection) -> dict[int | None, str]:
    rows = connection.execute(sa.select(models.c.id, models.c.model_id, models.c.version)).all()
    return {None: "", **{row.id: f"{row.model_id} {row.version}" for row in rows}}


def _one_a_study(c: StudyColumns) -> StudyColumns:
    """The most urgent film of each study, with the number of its films and of those lost."""
    if len(np.unique(c.study_id)) == len(c):
        return c
    order: Ints = np.lexsort((c.film_id, -c.urgency, c.study_id))
    _, first, counts = np.unique(c.study_id[order], return_index=True, return_counts=True)
    leading = c.take(order[first])
    leading.film_count[:] = counts
    refused = np.add.reduceat((c.refused_count + c.is_overridden)[order], first)
    leading.refused_count[:] = refused - leading.is_overridden  # of itself it is told apart
    leading.failed_count[:] = np.add.reduceat(c.failed_count[order], first)
    return leading
