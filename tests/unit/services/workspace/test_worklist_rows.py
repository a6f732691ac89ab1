"""What has changed since a revision, beside all there is; and what is done to many studies."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lungdesk.core.jobs import NullContext
from lungdesk.core.worklist.columns import StudyColumns
from lungdesk.core.worklist.states import StudyStatus
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Read, ReaderVerdict
from lungdesk.services.workspace.requests import (
    AddRead,
    RecordRequest,
    RowsRequest,
    SetNote,
    SetStatus,
    StudyQuery,
)
from tests.unit.services.workspace.readings import NORMAL, TUBERCULOSIS, desk_in, reading

CTX = NullContext()
STUDIES = 4

_STUDY = st.integers(1, STUDIES)
_ACTS = st.one_of(
    st.builds(SetNote, _STUDY, st.sampled_from(["", "old scar", "ask again"])),
    st.builds(
        SetStatus, st.lists(_STUDY, max_size=6).map(tuple), st.sampled_from(list(StudyStatus))
    ),
    st.builds(
        lambda film, verdict, reader: AddRead(film, Read(verdict, reader=reader)),
        _STUDY,
        st.sampled_from([ReaderVerdict.ACCEPT, ReaderVerdict.REJECT]),
        st.sampled_from(["", "Dr. Ito", "Dr. Abel"]),
    ),
    st.builds(lambda n, logits: reading(f"{n}.dcm", logits), _STUDY, st.just(NORMAL)),
)


def do(desk: WorkspaceDesk, act: Any) -> None:
    if isinstance(act, SetNote):
        desk.set_note(act, CTX)
    elif isinstance(act, SetStatus):
        desk.set_status(act, CTX)
    elif isinstance(act, AddRead):
        desk.add_read(act, CTX)
    else:
        assert desk.record(RecordRequest(act), CTX)


def with_studies(folder: Path) -> WorkspaceDesk:
    desk = desk_in(folder)
    for number in range(1, STUDIES + 1):
        do(desk, reading(f"{number}.dcm", TUBERCULOSIS))
    return desk


def told(columns: StudyColumns) -> dict[str, list[Any]]:
    """All that the worklist shows, study by study."""
    ordered = columns.take(np.argsort(columns.study_id))
    names = [field.name for field in fields(StudyColumns) if field.name != "labels"]
    return {name: getattr(ordered, name).tolist() for name in names}


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(_ACTS, max_size=3), min_size=1, max_size=4))
def test_changes_lead_to_what_all_of_it_says(rounds: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = with_studies(Path(folder))
        answer = desk.rows(RowsRequest(), CTX)
        shown = answer.worklist

        for acts in rounds:
            for act in acts:
                do(desk, act)
            answer = desk.rows(RowsRequest(answer.revision), CTX)
            shown = shown.merged(answer.worklist)

        whole = desk.rows(RowsRequest(), CTX).worklist
        desk.close()
        assert told(shown.columns) == told(whole.columns)


def test_a_status_for_many_is_entered_for_each_that_it_changes(tmp_path: Path) -> None:
    desk = with_studies(tmp_path)
    desk.set_status(SetStatus((2,), StudyStatus.READ), CTX)
    before = desk.rows(RowsRequest(), CTX)

    desk.set_status(SetStatus((4, 2, 1, 4, 99), StudyStatus.READ), CTX)

    changed = desk.rows(RowsRequest(before.revision), CTX).worklist.columns
    assert sorted(changed.study_id.tolist()) == [1, 4]
    trail = [entry for entry in desk.audit_trail(None, CTX) if entry.action == "status"]
    assert [entry.study_id for entry in trail] == [1, 4, 2]
    assert all(entry.detail == {"from": "unread", "to": "read"} for entry in trail)
    assert next(entry.action for entry in desk.audit_trail(StudyQuery(4), CTX)) == "status"
