"""What is left of a worklist whose findings nobody may see yet."""

from __future__ import annotations

import numpy as np

from lungdesk.core.identity import MASK
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.worklist.columns import NO_CLASS, SEALED, StudyColumns, words_of
from lungdesk.core.worklist.selection import Order, SortKey, Worklist, WorklistFilter

TEXTS = ("patient_id", "patient_name", "study_date", "description", "modality", "path", "note")


def columns() -> StudyColumns:
    """Normal, tuberculosis, refused and COVID-19; a reader has judged the last one."""
    leading = (0, 4, -1, 3)
    shares = np.full((4, 5), np.nan, np.float32)
    for row, index in enumerate(leading):
        if index >= 0:
            shares[row] = 0.05
            shares[row, index] = 0.8
    given = {
        "study_id": [1, 2, 3, 4],
        "film_id": [1, 2, 3, 4],
        "batch_id": [0] * 4,
        "status": [0] * 4,
        "state": [0, 0, 1, 0],
        "probabilities": shares,
        "predicted": list(leading),
        "is_uncertain": [False, True, False, False],
        "is_overridden": [False, True, False, False],
        "urgency": [0.05, 0.8, 0.4, 0.8],
        "film_count": [1] * 4,
        "refused_count": [0, 0, 1, 0],
        "failed_count": [0] * 4,
        "is_replaced": [False] * 4,
        **{name: [f"{name} {n}" for n in range(4)] for name in TEXTS},
        "code": ["", "", "LD-GATE-001", ""],
        "message": ["", "uncertain: near Tuberculosis", "no chest film", ""],
        "verdict": ["", "", "", "accept"],
        "said_label": [""] * 4,
        "said_comment": ["", "", "", "as in March"],
        "readers": ["", "", "", "ada\ngrace"],
        "read_at": [""] * 4,
        "model": [""] * 4,
    }
    return StudyColumns.of(given | {"words": words_of(given)}, CHEST_LABELS)  # type: ignore[arg-type]


def test_findings_that_nobody_has_judged_are_gone_from_every_column() -> None:
    whole = columns()
    sealed = whole.sealed("ada")

    assert sealed.predicted.tolist() == [NO_CLASS, NO_CLASS, -1, 3]
    assert np.isnan(sealed.probabilities[:3]).all()
    np.testing.assert_array_equal(sealed.probabilities[3], whole.probabilities[3])
    assert not sealed.is_uncertain.any()
    assert sealed.urgency.tolist() == whole.urgency.tolist()[2:3] * 0 + [
        0.0,
        0.0,
        whole.urgency[2],
        whole.urgency[3],
    ]
    assert sealed.code.tolist() == [SEALED, SEALED, "LD-GATE-001", ""]
    assert sealed.message.tolist() == ["", "", "no chest film", ""]
    assert sealed.note.tolist() == [MASK, MASK, "note 2", "note 3"]
    assert sealed.path.tolist() == whole.path.tolist()
    assert whole.predicted.tolist() == [0, 4, -1, 3]  # nothing is lost


def test_neither_order_nor_filters_nor_search_tell_them() -> None:
    sealed = Worklist(columns().sealed("grace"))

    def found(wanted: WorklistFilter, key: SortKey = SortKey.URGENCY) -> list[int]:
        shown: list[int] = sealed.columns.study_id[sealed.select(wanted, Order(key))].tolist()
        return shown

    by_urgency = found(WorklistFilter())
    assert by_urgency.index(1) < by_urgency.index(2)  # as they came
    assert found(WorklistFilter(label_id="tuberculosis")) == []
    assert found(WorklistFilter(text="tuberculosis")) == []
    assert sorted(found(WorklistFilter(text="note"))) == [3, 4]
    assert found(WorklistFilter(text="no chest")) == [3]
    assert found(WorklistFilter(label_id="covid19")) == [4]


def test_another_reader_learns_nothing_from_who_has_judged_a_study() -> None:
    sealed = columns().sealed("marie")

    assert sealed.predicted.tolist() == [NO_CLASS] * 4
    assert np.isnan(sealed.probabilities).all()
    for name in ("verdict", "said_label", "said_comment", "readers"):
        assert getattr(sealed, name).tolist() == [""] * 4


def test_a_study_that_somebody_has_judged_who_is_not_named_may_be_ones_own() -> None:
    whole = columns()
    whole.readers[3] = "\nada"

    assert whole.sealed("marie").predicted.tolist() == [NO_CLASS, NO_CLASS, -1, 3]
