"""Filters and orders of the worklist, against the same done study by study."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.worklist.columns import (
    NO_CLASS,
    STATES,
    STATUSES,
    StudyColumns,
    urgency_of,
    words_of,
)
from lungdesk.core.worklist.selection import Kind, Order, SortKey, Worklist, WorklistFilter
from lungdesk.core.worklist.states import FilmState, StudyStatus

NAN = float("nan")
CLASSES = len(CHEST_LABELS)

shares = st.floats(0, 1, width=32)
names = st.sampled_from(["", "Ada", "björk", "Björk", "Çelik", "Σωκράτης"])
studies = st.fixed_dictionaries(
    {
        "patient_name": names,
        "note": st.sampled_from(["", "scar", "Old SCAR"]),
        "status": st.integers(0, len(STATUSES) - 1),
        "state": st.integers(0, len(STATES) - 1),
        "is_uncertain": st.booleans(),
        "is_overridden": st.booleans(),
        "refused_besides": st.integers(0, 2),
        "failed_besides": st.integers(0, 2),
        "batch_id": st.integers(0, 2),
        "probabilities": st.lists(shares, min_size=CLASSES, max_size=CLASSES),
    }
)
lists = st.lists(studies, max_size=30)
filters = st.builds(
    WorklistFilter,
    text=st.sampled_from(["", "björk", "SCAR old", "σωκράτης", "nobody"]),
    label_id=st.sampled_from([None, *CHEST_LABELS.ids, "silicosis"]),
    at_least=st.sampled_from([0.0, 0.3, 0.5, 0.9]),
    kind=st.sampled_from(list(Kind)),
    statuses=st.frozensets(st.sampled_from(list(StudyStatus))),
    batch_id=st.none() | st.integers(0, 2),
)

Study = dict[str, Any]
Form = Literal["NFC", "NFD"]


def columns_of(rows: list[Study], first_id: int = 1) -> StudyColumns:
    """Columns of studies; one that is not ok has no finding."""
    plain = [_whole(row, first_id + place) for place, row in enumerate(rows)]
    columns: dict[str, Any] = (
        {name: [row[name] for row in plain] for name in plain[0]} if plain else {}
    )
    if not plain:
        return StudyColumns.empty()
    columns["words"] = words_of(columns)
    said = np.asarray(columns["probabilities"], np.float32)
    state, doubt = np.asarray(columns["state"], np.uint8), np.asarray(columns["is_uncertain"])
    columns["urgency"] = urgency_of(said, state, doubt, CHEST_LABELS)
    return StudyColumns.of(columns, CHEST_LABELS)


def _whole(row: Study, study_id: int) -> Study:
    state = STATES[row["state"]]
    is_ok = state is FilmState.OK
    said = row["probabilities"] if is_ok else [NAN] * CLASSES
    texts = ("patient_id", "study_date", "description", "modality", "path")
    more = ("code", "message", "verdict", "said_label", "said_comment", "readers")
    return {
        **row,
        **dict.fromkeys((*texts, *more, "read_at", "model"), ""),
        "study_id": study_id,
        "film_id": study_id,
        "film_count": 1 + row.get("refused_besides", 0) + row.get("failed_besides", 0),
        "refused_count": row.get("refused_besides", 0) + (state is FilmState.REFUSED),
        "failed_count": row.get("failed_besides", 0) + (state is FilmState.FAILED),
        "is_replaced": False,
        "is_uncertain": row["is_uncertain"] and is_ok,
        "is_overridden": row["is_overridden"] and is_ok,
        "probabilities": said,
        "predicted": int(np.argmax(said)) if is_ok else NO_CLASS,
    }


def is_wanted(row: Study, wanted: WorklistFilter) -> bool:
    """The same question, put to one study."""
    one = _whole(row, 1)
    is_ok = one["predicted"] != NO_CLASS
    text = f"{row['patient_name']} {row['note']}".casefold()
    kinds = {
        Kind.ANY: True,
        Kind.CERTAIN: is_ok and not one["is_uncertain"] and not one["is_overridden"],
        Kind.UNCERTAIN: one["is_uncertain"] and not one["is_overridden"],
        Kind.REFUSED: one["refused_count"] > 0 or one["is_overridden"],
        Kind.FAILED: one["failed_count"] > 0,
    }
    if wanted.label_id is not None and wanted.label_id not in CHEST_LABELS.ids:
        return False
    index = None if wanted.label_id is None else CHEST_LABELS.index(wanted.label_id)
    asked = index if index is not None else one["predicted"]
    if wanted.at_least > 0:
        is_class = is_ok and np.float32(one["probabilities"][asked]) >= np.float32(wanted.at_least)
    else:
        is_class = index is None or one["predicted"] == index
    return bool(
        all(word in text for word in wanted.text.casefold().split())
        and kinds[wanted.kind]
        and is_class
        and (not wanted.statuses or STATUSES[row["status"]] in wanted.statuses)
        and wanted.batch_id in (None, row["batch_id"])
    )


@given(lists, filters, st.sampled_from(list(SortKey)), st.booleans())
def test_exactly_the_wanted_studies_are_shown_in_any_order(
    rows: list[Study], wanted: WorklistFilter, key: SortKey, is_descending: bool
) -> None:
    worklist = Worklist(columns_of(rows))

    shown = worklist.select(wanted, Order(key, is_descending))

    expected = [place for place, row in enumerate(rows) if is_wanted(row, wanted)]
    assert sorted(shown.tolist()) == expected


@given(lists)
def test_urgency_puts_what_is_unread_and_grave_first(rows: list[Study]) -> None:
    c = columns_of(rows)

    shown = Worklist(c).select(WorklistFilter(), Order()).tolist()

    read = STATUSES.index(StudyStatus.READ)
    keys = [(bool(c.status[p] == read), -float(c.urgency[p])) for p in shown]
    assert keys == sorted(keys)


@given(lists)
def test_names_are_sorted_whatever_their_case_and_missing_ones_come_last(rows: list[Study]) -> None:
    shown = Worklist(columns_of(rows)).select(WorklistFilter(), Order(SortKey.PATIENT)).tolist()

    said = [rows[place]["patient_name"].casefold() for place in shown]
    assert said == sorted(said, key=lambda name: (not name, name))


def _named(column: str, texts: list[str]) -> StudyColumns:
    study = dict.fromkeys(("status", "state", "batch_id"), 0) | {
        **dict.fromkeys(("patient_name", "note"), ""),
        **dict.fromkeys(("is_uncertain", "is_overridden"), False),
        "probabilities": [0.2] * CLASSES,
    }
    whole = [{**_whole(study, n), column: text} for n, text in enumerate(texts, start=1)]
    columns: dict[str, Any] = {name: [one[name] for one in whole] for name in whole[0]}
    columns |= {"words": words_of(columns), "urgency": [0.0] * len(texts)}
    return StudyColumns.of(columns, CHEST_LABELS)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_with_accents_stand_beside_those_without(form: Form) -> None:
    expected = ["Alonso", "Álvarez", "Alves", "Müller", "Muñoz", "Zapata", "Στέφανος", ""]
    columns = _named("patient_name", [unicodedata.normalize(form, name) for name in expected[::-1]])

    shown = Worklist(columns).select(WorklistFilter(), Order(SortKey.PATIENT))

    names = [unicodedata.normalize("NFC", name) for name in columns.patient_name[shown]]
    assert names == expected


def test_films_are_sorted_by_their_names_on_every_system() -> None:
    paths = ["/a/9.dcm", "C:\\films\\b\\2.dcm", "/c/1.dcm", "D:\\a.zip/ward/3.dcm"]

    shown = Worklist(_named("path", paths)).select(WorklistFilter(), Order(SortKey.FILM))

    assert shown.tolist() == [2, 1, 3, 0]


@pytest.mark.parametrize("written", ["MÜLLER", unicodedata.normalize("NFD", "müller"), "Muller"])
@pytest.mark.parametrize("kept", ["NFC", "NFD"])
def test_a_search_finds_names_with_accents_and_without(written: str, kept: Form) -> None:
    names = [unicodedata.normalize(kept, "Müller"), "Muller", "Mueller", "Ляшко́"]
    worklist = Worklist(_named("patient_name", names))

    assert worklist.select(WorklistFilter(written), Order()).tolist() == [0, 1]
    assert worklist.select(WorklistFilter("ляшко"), Order()).tolist() == [3]


@pytest.mark.parametrize(
    ("wanted", "places"), [("가", [0]), ("각", [1]), ("カ", [2, 4]), ("ガ", [3]), ("ｶ", [2, 4])]
)
@pytest.mark.parametrize("kept", ["NFC", "NFD"])
def test_a_search_tells_letters_apart_that_begin_alike(
    wanted: str, places: list[int], kept: Form
) -> None:
    names = [unicodedata.normalize(kept, name) for name in ("가", "각", "カ", "ガ", "ｶ")]
    worklist = Worklist(_named("patient_name", names))

    assert worklist.select(WorklistFilter(wanted), Order()).tolist() == places


@given(lists, lists)
def test_merging_replaces_studies_and_adds_new_ones(
    before: list[Study], after: list[Study]
) -> None:
    old, new = columns_of(before), columns_of(after, first_id=1 + len(before) // 2)

    merged = Worklist(old).merged(Worklist(new)).columns

    expected = {int(i): n for i, n in zip(old.study_id, old.patient_name, strict=True)}
    expected |= {int(i): n for i, n in zip(new.study_id, new.patient_name, strict=True)}
    said = {int(i): n for i, n in zip(merged.study_id, merged.patient_name, strict=True)}
    assert said == expected
    assert len(merged) == len(expected)


def test_studies_of_a_model_with_other_classes_are_added_under_their_own_names() -> None:
    other = LabelSet.from_ids(("silicosis", "tuberculosis"))
    row = _named("patient_name", ["Ada"])
    shares = np.array([[0.9, 0.1]], np.float32)
    new = replace(row, labels=other, probabilities=shares, predicted=np.zeros(1, np.int16))
    old = replace(_named("patient_name", ["Björk", "Çelik"]), study_id=np.array([2, 3]))

    for first, second in ((old, new), (new, old)):
        whole = Worklist(first).merged(Worklist(second))
        c = whole.columns
        assert c.labels.ids == (*CHEST_LABELS.ids, "silicosis")
        (of_it,) = whole.select(WorklistFilter(label_id="silicosis"), Order())
        assert c.patient_name[of_it] == "Ada"
        assert c.labels.ids[c.predicted[of_it]] == "silicosis"
        np.testing.assert_array_equal(c.probabilities[of_it, [5, 4]], shares[0])
        assert np.isnan(c.probabilities[of_it, :4]).all()
        at_least = WorklistFilter(label_id="tuberculosis", at_least=0.15)
        assert set(c.patient_name[whole.select(at_least, Order())]) == {"Björk", "Çelik"}
    assert Worklist(StudyColumns.empty()).merged(Worklist(new)).columns.labels.ids == (
        *("tuberculosis", "silicosis"),
    )
    assert Worklist(new).merged(Worklist(row)).columns.predicted.tolist() == row.predicted.tolist()


def _urgency(state: FilmState, is_uncertain: bool, **said: float) -> float:
    row = [said.get(label, 0.0) for label in CHEST_LABELS.ids] if said else [NAN] * CLASSES
    found = urgency_of(
        np.asarray([row], np.float32),
        np.asarray([STATES.index(state)], np.uint8),
        np.asarray([is_uncertain]),
        CHEST_LABELS,
    )
    return float(found[0])


def test_of_equal_probabilities_the_graver_class_is_more_urgent() -> None:
    ranked = ["tuberculosis", "covid19", "viral_pneumonia", "bacterial_pneumonia"]

    urgencies = [_urgency(FilmState.OK, False, **{label: 0.8}) for label in ranked]

    assert urgencies == sorted(urgencies, reverse=True)
    assert len(set(urgencies)) == len(ranked)
    assert math.isclose(urgencies[0], 0.8, rel_tol=1e-6)


def test_a_disease_of_another_name_is_as_urgent_as_it_is_probable() -> None:
    labels = LabelSet.from_ids(("healthy", "silicosis", "tuberculosis"))
    shares = np.array([[0.1, 0.9, 0.0], [0.9, 0.1, 0.0], [0.1, 0.45, 0.45]], np.float32)
    state, doubt = np.zeros(3, np.uint8), np.zeros(3, np.bool_)

    found = urgency_of(shares, state, doubt, labels)

    np.testing.assert_allclose(found, [0.9, 0.1, 0.45], atol=1e-5)
    assert found[2] == shares[2, 2]  # tuberculosis is the graver


def test_what_nobody_knows_comes_before_what_is_probably_normal() -> None:
    normal = _urgency(FilmState.OK, False, normal=0.99, tuberculosis=0.01)
    doubtful = _urgency(FilmState.OK, True, normal=0.45, covid19=0.3)
    refused, failed = (_urgency(state, False) for state in (FilmState.REFUSED, FilmState.FAILED))

    assert normal < failed < refused < doubtful < _urgency(FilmState.OK, False, covid19=0.6)
