"""One class that two models spell differently is one class of the worklist."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.prediction import Prediction, softmax
from lungdesk.core.worklist.columns import StudyColumns, joined_labels
from lungdesk.core.worklist.selection import Worklist, WorklistFilter
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest
from tests.unit.services.workspace.readings import (
    NORMAL,
    OTHER_MODEL,
    Reading,
    desk_in,
    instance,
    reading,
)

CTX = NullContext()


def columns_of(tmp_path: Path, ids: tuple[str, ...], *logits: tuple[float, ...]) -> StudyColumns:
    """What a model with such classes says of some films, after one that ships."""
    desk = desk_in(tmp_path)
    desk.record(RecordRequest(reading("ours.dcm", NORMAL)), CTX)
    for number, values in enumerate(np.asarray(logits, np.float32)):
        said = Prediction(LabelSet.from_ids(ids), values, softmax(values), OTHER_MODEL)
        desk.record(RecordRequest(Reading(instance(f"{number}.dcm"), said)), CTX)
    columns = desk.rows(RowsRequest(), CTX).worklist.columns
    desk.close()
    return columns


@pytest.mark.parametrize("normal", ["Normal", "No_Finding"])
def test_it_is_found_and_urgent_however_it_is_spelt(tmp_path: Path, normal: str) -> None:
    columns = columns_of(tmp_path, (normal, "TB"), (3.0, 0.0), (0.0, 3.0))

    assert columns.labels.ids == CHEST_LABELS.ids
    for label_id, names in (
        ("normal", ["/films/ours.dcm", "/films/0.dcm"]),
        ("tuberculosis", ["/films/1.dcm"]),
    ):
        found = Worklist(columns).mask(WorklistFilter(label_id=label_id))
        assert columns.path[found].tolist() == names
    assert columns.urgency[1] == columns.probabilities[1, 4] < 0.1
    assert columns.urgency[2] == columns.probabilities[2, 4] > 0.9


def test_classes_that_lungdesk_does_not_know_are_one_however_they_are_spelt(
    tmp_path: Path,
) -> None:
    """Of the first model that has been used; what is new comes while the worklist is open."""
    desk = desk_in(tmp_path)
    spellings = [("Normal", "Pleural_Effusion", "COPD"), ("copd", "pleural effusion", "normal")]
    whole = StudyColumns.empty()
    since = -1
    for number, ids in enumerate(spellings):
        values = np.array([0, 3, 0], np.float32)
        model = replace(OTHER_MODEL, sha256=str(number))
        said = Prediction(LabelSet.from_ids(ids), values, softmax(values), model)
        desk.record(RecordRequest(Reading(instance(f"{number}.dcm"), said)), CTX)
        answer = desk.rows(RowsRequest(since), CTX)
        whole, since = whole.merged(answer.worklist.columns), answer.revision
    anew = desk.rows(RowsRequest(), CTX).worklist.columns

    for columns in (whole, anew):
        assert columns.labels.ids == ("normal", "Pleural_Effusion", "COPD")
        assert columns.predicted.tolist() == [1, 1]
        found = WorklistFilter(label_id="Pleural_Effusion", at_least=0.5)
        assert Worklist(columns).mask(found).all()
        assert np.nansum(columns.probabilities, axis=1) == pytest.approx([1, 1])


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("Pneumonia", "pneumonia", True),
        ("Pleural_Effusion", "pleural-effusion", True),
        ("PleuralEffusion", "Pleural Effusion", True),
        ("Grade_2", "grade 2", True),
        ("TBC+", "TBC-", False),
        ("grade 1-2", "grade 12", False),
        ("Nodule", "Nodules", False),
    ],
)
def test_spellings_of_one_class_differ_in_case_and_in_what_parts_words(
    first: str, second: str, is_one: bool
) -> None:
    labels = joined_labels([(first, "normal"), ("normal", second)])

    assert labels.ids == (("normal", first) if is_one else ("normal", first, second))


def test_what_a_model_tells_apart_and_the_list_does_not_is_added_up(tmp_path: Path) -> None:
    columns = columns_of(tmp_path, ("Normal", "TB", "healthy"), (1.0, 0.0, 1.0))

    assert np.nansum(columns.probabilities[1]) == pytest.approx(1)
    assert columns.probabilities[1, 0] > 0.8
