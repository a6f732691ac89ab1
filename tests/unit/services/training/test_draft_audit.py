"""The audit looks at what was chosen, and is found again beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.ml.audit.findings import FindingKind
from lungdesk.services.training.draft import DataChoice, TrainingDraft
from lungdesk.services.training.draft_audit import (
    DraftAuditRequest,
    choice_of,
    kept_audit,
    run_audit,
)
from lungdesk.services.training.draft_store import DraftStore
from tests.unit.ml.drawn_films import DrawnCollection, drawn_film
from tests.unit.services.fakes import Listener


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Films without a fault, but for one of train that stands in test as well."""
    drawn = DrawnCollection(tmp_path_factory.mktemp("films"))
    drawn.fill({"train": 4, "val": 2, "test": 2})
    drawn.add("test/normal/again.png", drawn_film(1001), "normal", "test")
    return drawn.folder


@pytest.fixture
def request_of(folder: Path, tmp_path: Path) -> DraftAuditRequest:
    draft = TrainingDraft("a", data=DataChoice(folder, folder))
    return DraftAuditRequest(draft, DraftStore(tmp_path))


def test_an_audit_is_found_again(request_of: DraftAuditRequest, folder: Path) -> None:
    assert kept_audit(request_of, NullContext()) is None
    audit = run_audit(request_of, NullContext())
    leak = next(f for f in audit.findings if f.kind is FindingKind.IDENTICAL_ACROSS_SPLITS)
    assert {*leak.paths, *leak.partners} == {
        folder / "train/normal/0.png",
        folder / "test/normal/again.png",
    }
    assert audit.choice == choice_of(request_of.draft, request_of.store)
    assert kept_audit(request_of, NullContext()) == audit


def test_after_a_change_the_last_audit_is_shown_and_known_to_be_old(
    request_of: DraftAuditRequest,
) -> None:
    audit = run_audit(request_of, NullContext())
    data = replace(request_of.draft.data, excluded=("test/normal/again.png",))
    changed = replace(request_of, draft=replace(request_of.draft, data=data))
    assert kept_audit(changed, NullContext()) == audit
    assert audit.choice != choice_of(changed.draft, changed.store)
    again = run_audit(changed, NullContext())
    assert FindingKind.IDENTICAL_ACROSS_SPLITS not in {f.kind for f in again.findings}
    assert kept_audit(changed, NullContext()) == again
    assert kept_audit(request_of, NullContext()) == audit


def test_an_audit_that_does_not_say_what_it_looked_at_is_shown_as_the_last(
    request_of: DraftAuditRequest,
) -> None:
    audit = run_audit(request_of, NullContext())
    (source,) = request_of.store.root.rglob("source.txt")
    source.unlink()
    data = replace(request_of.draft.data, excluded=("test/normal/again.png",))
    changed = replace(request_of, draft=replace(request_of.draft, data=data))

    assert kept_audit(changed, NullContext()) == audit


def test_the_audit_of_other_films_is_not_shown(
    request_of: DraftAuditRequest, tmp_path: Path
) -> None:
    run_audit(request_of, NullContext())
    data = DataChoice(tmp_path, tmp_path)
    other = replace(request_of, draft=replace(request_of.draft, data=data))

    assert kept_audit(other, NullContext()) is None


def test_a_damaged_audit_is_as_good_as_none(request_of: DraftAuditRequest) -> None:
    run_audit(request_of, NullContext())
    (report,) = request_of.store.root.rglob("audit.json")
    report.write_text('{"issues": [{"kind": "unheard of"}]}')
    assert kept_audit(request_of, NullContext()) is None


def test_an_audit_can_be_stopped(request_of: DraftAuditRequest) -> None:
    with pytest.raises(Cancelled):
        run_audit(request_of, Listener(cancels_at_check=4))
    assert kept_audit(request_of, NullContext()) is None
