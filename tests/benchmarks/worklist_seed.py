"""A workspace of many invented studies, written straight into its tables."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import UNCERTAIN_BELOW
from lungdesk.services.workspace.database import Database
from lungdesk.services.workspace.keeping import log_action
from lungdesk.services.workspace.packing import packed
from lungdesk.services.workspace.schema import films, models, notes, predictions, reads, studies

_TOGETHER = 10_000
_JUDGED, _NOTED = 4, 20
_FAMILIES = ("Abel", "Björk", "Costa", "Dvořák", "Eriksen", "Fontaine", "García", "Haddad", "Ito")


def seed(path: Path, count: int) -> None:
    """Make a workspace with ``count`` studies of one film each, read by one model.

    Every fourth has been judged by a reader, every twentieth has a note.
    """
    database = Database.open(path)
    drawn = random.Random(20260101)
    try:
        for first in range(0, count, _TOGETHER):
            numbers = range(first, min(first + _TOGETHER, count))
            with database.writing() as connection:
                _add(connection, numbers, drawn, is_first=first == 0)
    finally:
        database.close()


def _add(
    connection: sa.Connection, numbers: range, drawn: random.Random, *, is_first: bool
) -> None:
    revision = log_action(connection, "model_read", {"films": len(numbers)})
    if is_first:
        model = {"id": 1, "sha256": "ab" * 32, "model_id": "seeded", "version": "1.0.0"}
        labels = json.dumps(CHEST_LABELS.ids)
        connection.execute(sa.insert(models), [{**model, "labels": labels}])
    connection.execute(sa.insert(studies), [_study(number, revision) for number in numbers])
    connection.execute(sa.insert(films), [_film(number) for number in numbers])
    connection.execute(sa.insert(predictions), list(_predictions(numbers, drawn)))
    connection.execute(sa.insert(reads), [_read(n) for n in numbers if n % _JUDGED == 0])
    connection.execute(sa.insert(notes), [_note(n) for n in numbers if n % _NOTED == 0])


def _study(number: int, revision: int) -> dict[str, Any]:
    family = _FAMILIES[number % len(_FAMILIES)]
    return {
        "id": number + 1,
        "key": f"uid:1.2.826.{number}|{number:07}",
        "study_instance_uid": f"1.2.826.{number}",
        "patient_id": f"{number:07}",
        "patient_name": f"{family}^Patient{number}",
        "birth_date": "19600101",
        "sex": "F" if number % 2 else "M",
        "study_date": f"20{10 + number % 16:02}{1 + number % 12:02}{1 + number % 28:02}",
        "description": "Chest PA" if number % 3 else "Chest AP, mobile",
        "revision": revision,
        "status": "read" if number % _JUDGED == 0 else "unread",
    }


def _film(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "study_id": number + 1,
        "sha256": f"{number:064x}",
        "path": f"/films/{number // 1000:04}/film-{number:07}.dcm",
        "sop_instance_uid": f"1.2.826.{number}.1",
        "modality": "DX" if number % 2 else "CR",
        "rows": 2500,
        "columns": 2048,
        "prediction_id": number + 1,
        "is_replaced": False,
    }


def _predictions(numbers: range, drawn: random.Random) -> Iterator[dict[str, Any]]:
    labels = CHEST_LABELS.ids
    for number in numbers:
        weights = [drawn.random() ** 3 for _ in labels]
        said = {i: round(w / sum(weights), 6) for i, w in zip(labels, weights, strict=True)}
        state = "refused" if number % 97 == 0 else "failed" if number % 101 == 0 else "ok"
        is_read = state == "ok"
        yield {
            "id": number + 1,
            "film_id": number + 1,
            "model_id": 1,
            "precision": "float32",
            "lungs": "5e" * 32,
            "state": state,
            "code": "" if is_read else "LD-GATE-008",
            "message": "" if is_read else "It does not look like a chest film.",
            "predicted": max(said, key=lambda label: said[label]) if is_read else "",
            "probabilities": packed(said if is_read else {}, labels),
            "is_uncertain": is_read and max(said.values()) < UNCERTAIN_BELOW,
            "is_overridden": False,
            "origin": "batch",
            "read_at": f"2026-01-{1 + number % 28:02}T10:00:00.000+00:00",
        }


def _read(number: int) -> dict[str, Any]:
    return {
        "film_id": number + 1,
        "prediction_id": number + 1,
        "verdict": "accept",
        "comment": "as last year" if number % 3 else "",
        "reader": f"Dr. {_FAMILIES[number % 5]}",
        "ended_at": f"2026-02-{1 + number % 28:02}T10:00:00.000+00:00",
    }


def _note(number: int) -> dict[str, Any]:
    text = f"ask ward {number % 40} for the lateral film"
    return {"study_id": number + 1, "text": text, "written_at": "2026-02-01T10:00:00.000+00:00"}
