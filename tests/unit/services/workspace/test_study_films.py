"""What is told of a study's other films, and of a patient's earlier ones."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.app import compose
from lungdesk.core.jobs import NullContext
from lungdesk.core.study import PatientRef
from lungdesk.core.verdict import Decision, ReasonCode, Verdict
from lungdesk.core.worklist.selection import Kind, Order, WorklistFilter
from lungdesk.services.film_files import read_film_instance
from lungdesk.services.priors import PriorsRequest
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest
from tests.conftest import REPO_ROOT
from tests.rights import without_root_rights
from tests.unit.formats.builders import write_dicom
from tests.unit.services.workspace.readings import (
    NORMAL,
    TUBERCULOSIS,
    Reading,
    desk_in,
    instance,
    prediction,
    reading,
)

CTX = NullContext()
REFUSED = Verdict(Decision.REFUSED, ReasonCode.NOT_A_CHEST_FILM, "This is no chest film.")
LOOK = """
import sys
from pathlib import Path
from lungdesk.services.workspace.earlier_films import earlier_films
print(*earlier_films(Path(sys.argv[1]), "4711", "20240101"))
"""
STUDY = {"study_instance_uid": "1.2.3"}


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    return desk_in(tmp_path)


def record(desk: WorkspaceDesk, *readings: Reading) -> None:
    for one in readings:
        desk.record(RecordRequest(one), CTX)


def test_a_refused_film_is_found_behind_one_that_is_more_urgent(desk: WorkspaceDesk) -> None:
    record(
        desk,
        Reading(instance("side.dcm", **STUDY), prediction(verdict=REFUSED)),
        reading("front.dcm", TUBERCULOSIS, **STUDY),
        reading("other.dcm", NORMAL),
    )

    worklist = desk.rows(RowsRequest(), CTX).worklist
    c = worklist.columns
    found = worklist.select(WorklistFilter(kind=Kind.REFUSED), Order())

    assert [c.path[place] for place in found] == ["/films/front.dcm"]
    assert [c.film_count[found[0]], c.refused_count[found[0]], c.failed_count[found[0]]] == [
        2,
        1,
        0,
    ]


def test_a_film_that_was_read_all_the_same_is_found_behind_one_that_is_more_urgent(
    desk: WorkspaceDesk,
) -> None:
    overridden = replace(REFUSED, is_overridden=True)
    record(
        desk,
        Reading(instance("side.dcm", **STUDY), prediction(NORMAL, overridden)),
        reading("front.dcm", TUBERCULOSIS, **STUDY),
        Reading(instance("alone.dcm"), prediction(NORMAL, overridden)),
        reading("other.dcm", NORMAL),
    )

    worklist = desk.rows(RowsRequest(), CTX).worklist
    c = worklist.columns
    found = worklist.select(WorklistFilter(kind=Kind.REFUSED), Order())

    besides = {c.path[place]: c.refused_count[place] for place in found}
    assert besides == {"/films/front.dcm": 1, "/films/alone.dcm": 0}


def test_of_what_has_changed_the_films_without_a_finding_are_told_too(desk: WorkspaceDesk) -> None:
    record(desk, reading("front.dcm", TUBERCULOSIS, **STUDY))
    first = desk.rows(RowsRequest(), CTX)
    record(desk, Reading(instance("side.dcm", **STUDY), prediction(verdict=REFUSED)))

    changed = desk.rows(RowsRequest(first.revision), CTX)

    assert first.worklist.merged(changed.worklist).columns.refused_count.tolist() == [1]


def test_earlier_films_of_a_patient_are_told_the_latest_study_first(desk: WorkspaceDesk) -> None:
    now = instance("now.dcm", study_date="20240131")
    record(
        desk,
        Reading(now, prediction()),
        reading("old.dcm", study_date="20190101"),
        reading("front.dcm", study_date="20230630", study_instance_uid="1.2.3"),
        reading("side.dcm", study_date="20230630", study_instance_uid="1.2.3"),
        reading("later.dcm", study_date="20250101"),
        reading("undated.dcm", study_date=""),
        reading("other.dcm", study_date="20230101", patient=PatientRef("4712")),
    )

    names = [path.name for path in desk.earlier_films(now)]

    assert names == ["front.dcm", "side.dcm", "old.dcm"]


def test_earlier_films_are_told_where_nothing_may_be_written(desk: WorkspaceDesk) -> None:
    record(desk, reading("old.dcm", study_date="20190101"))
    desk.close()
    folder = desk.path.parent
    folder.chmod(0o500)

    ended = subprocess.run(
        [*without_root_rights(), sys.executable, "-c", LOOK, desk.path],
        cwd=REPO_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o700)

    assert ended.stdout.strip() == "/films/old.dcm", ended.stderr


def test_an_id_that_is_no_text_has_no_earlier_films(desk: WorkspaceDesk) -> None:
    record(desk, reading("old.dcm", study_date="20190101"))
    assert desk.earlier_films(instance("now.dcm", patient=PatientRef("\udce9"))) == ()


def test_for_earlier_films_a_workspace_need_not_be_open(
    desk: WorkspaceDesk, tmp_path: Path
) -> None:
    record(desk, reading("old.dcm", study_date="20190101"))
    desk.close()

    assert len(desk.earlier_films(instance("now.dcm"))) == 1

    other = desk_in(tmp_path)  # nobody holds it
    assert other.rows(RowsRequest(), CTX).is_writable
    other.close()


def test_looking_for_earlier_films_leaves_the_journal_of_a_lost_workspace(tmp_path: Path) -> None:
    desk = desk_in(tmp_path)
    desk.path.write_bytes(b"")
    journal = desk.path.with_name(f"{desk.path.name}-wal")
    journal.write_bytes(b"changes that wait")

    assert desk.earlier_films(instance("now.dcm")) == ()

    assert journal.read_bytes() == b"changes that wait"


def test_for_earlier_films_no_workspace_is_made(tmp_path: Path) -> None:
    desk = desk_in(tmp_path / "data")

    assert desk.earlier_films(instance("now.dcm")) == ()
    assert not (tmp_path / "data").exists()


def test_a_workspace_that_cannot_be_read_knows_no_earlier_films(tmp_path: Path) -> None:
    (tmp_path / "workspace.db").write_bytes(b"no database" * 500)

    assert desk_in(tmp_path).earlier_films(instance("now.dcm")) == ()


def test_an_earlier_film_is_found_whatever_its_name(tmp_path: Path) -> None:
    desk = WorkspaceDesk(tmp_path / "workspace.db", content_of=lambda _path: "ab")
    path = Path("/films/thorax-\udcfc.dcm")
    old = replace(instance("old.dcm", study_date="20190101"), path=path)
    record(desk, Reading(old, prediction()))

    assert desk.earlier_films(instance("now.dcm")) == (path,)


def test_the_window_finds_a_prior_in_the_workspace_and_passes_over_one_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUNGDESK_HOME", str(tmp_path / "home"))
    now, then, gone = (
        write_dicom(tmp_path / f"{day}.dcm", StudyInstanceUID=day, StudyDate=day, PatientID="P1")
        for day in ("20240131", "20230630", "20231231")
    )
    services = compose(keeps_readings=True)
    try:
        assert services.workspace is not None
        films = [read_film_instance(path) for path in (now, then, gone)]
        record(services.workspace, *(Reading(film, prediction()) for film in films))
        gone.unlink()

        services.workspace.close()
        found = services.find_priors(PriorsRequest(films[0], (now,)), CTX)

        assert [prior.path for prior in found] == [then]
    finally:
        assert services.workspace is not None
        services.workspace.close()
        services.runner.shutdown()
