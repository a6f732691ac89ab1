"""What is kept in the workspace, and what it says of it."""

from __future__ import annotations

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.study import PatientRef
from lungdesk.core.verdict import Decision, ReasonCode, Verdict
from lungdesk.core.worklist.columns import STATUSES
from lungdesk.core.worklist.states import FilmState, StudyStatus
from lungdesk.services.film_files import read_film
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.keeping import Keeping, log_action
from lungdesk.services.workspace.records import FilmReading, Read, ReaderVerdict
from lungdesk.services.workspace.requests import (
    AddRead,
    FilmQuery,
    RecordRequest,
    RowsRequest,
    SetNote,
    SetStatus,
    StudyQuery,
)
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.services.workspace.readings import (
    NORMAL,
    TUBERCULOSIS,
    Reading,
    desk_in,
    instance,
    kept,
    other_reading,
    prediction,
    reading,
)

CTX = NullContext()


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    return desk_in(tmp_path)


def record(desk: WorkspaceDesk, *readings: Reading) -> None:
    for one in readings:
        assert desk.record(RecordRequest(one), CTX)


def keep(desk: WorkspaceDesk, *readings: FilmReading) -> None:
    with desk._open().writing() as connection:
        Keeping(connection, log_action(connection, "model_read", {})).keep(readings)


def test_a_film_that_was_read_is_a_study_of_the_worklist(desk: WorkspaceDesk) -> None:
    record(desk, reading())

    answer = desk.rows(RowsRequest(), CTX)

    c = answer.worklist.columns
    assert (len(c), answer.study_count, answer.is_writable) == (1, 1, True)
    assert (c.patient_name[0], c.patient_id[0], c.study_date[0]) == ("Doe^Jane", "4711", "20240131")
    assert c.path[0] == "/films/film.dcm"
    assert c.predicted[0] == 4
    assert c.probabilities[0].sum() == pytest.approx(1, abs=1e-5)
    assert c.urgency[0] == c.probabilities[0, 4]
    assert STATUSES[c.status[0]] is StudyStatus.UNREAD


def test_readings_by_models_of_different_classes_stand_in_one_list(desk: WorkspaceDesk) -> None:
    record(desk, reading("tb.dcm"))
    before = desk.rows(RowsRequest(), CTX)
    record(desk, other_reading("dust.dcm"), other_reading("clear.dcm", (0.0, 3.0, 0.0)))
    changed = desk.rows(RowsRequest(before.revision), CTX)

    for c in (
        before.worklist.merged(changed.worklist).columns,
        desk.rows(RowsRequest(), CTX).worklist.columns,
    ):
        assert c.labels.ids == (*CHEST_LABELS.ids, "silicosis")
        found = {path: c.labels.ids[i] for path, i in zip(c.path, c.predicted, strict=True)}
        assert found == {
            "/films/tb.dcm": "tuberculosis",
            "/films/dust.dcm": "silicosis",
            "/films/clear.dcm": "normal",
        }
        place = list(c.path).index("/films/dust.dcm")
        assert c.urgency[place] == pytest.approx(c.probabilities[place, 5], abs=1e-5)


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_reading_is_not_kept_under_the_content_of_another_film(
    tmp_path: Path, is_packed: bool
) -> None:
    desk, path = WorkspaceDesk(tmp_path / "workspace.db"), tmp_path / "film.png"
    named = tmp_path / "packed.zip" / path.name if is_packed else path

    def written(most: int) -> None:
        write_picture(path, gradient(most=most))
        if is_packed:
            with zipfile.ZipFile(named.parent, "w") as archive:
                archive.write(path, path.name)

    written(200)
    one = Reading(read_film(named).instance, prediction())
    written(255)
    with pytest.raises(LungDeskError) as refused:
        desk.record(RecordRequest(one), CTX)
    nothing = desk.rows(RowsRequest(), CTX).study_count
    again = desk.record(RecordRequest(replace(one, instance=read_film(named).instance)), CTX)
    desk.close()

    assert refused.value.code is ErrorCode.FILE_CHANGED
    assert (nothing, again) == (0, True)


def test_of_a_film_that_is_shown_that_is_known_which_was_said_of_its_content(
    tmp_path: Path,
) -> None:
    desk, latest = WorkspaceDesk(tmp_path / "workspace.db"), tmp_path / "latest.png"
    first = read_film(write_picture(latest, gradient(most=200))).instance
    record(desk, Reading(first, prediction()))
    kept = desk.film_shown(first, CTX)
    moved = latest.rename(tmp_path / "archived.png")
    second = read_film(write_picture(latest, gradient(most=255))).instance

    unknown = desk.film_shown(second, CTX)
    again = desk.film_shown(read_film(moved).instance, CTX)
    with pytest.raises(LungDeskError) as refused:
        desk.film_shown(first, CTX)
    desk.close()

    assert kept is not None
    assert (unknown, again) == (None, kept)
    assert refused.value.code is ErrorCode.FILE_CHANGED


def test_a_name_that_is_no_utf_8_is_kept_byte_for_byte(tmp_path: Path) -> None:
    desk = WorkspaceDesk(tmp_path / "workspace.db", content_of=lambda path: path.suffix)
    name = os.fsdecode(b"R\xf6ntgen.jpeg")  # of an archive from a Windows of old
    one = reading()
    record(desk, replace(one, instance=replace(one.instance, path=Path("/films") / name)))
    record(desk, reading("other.dcm"))

    found = desk.film(FilmQuery(path=f"/films/{name}"), CTX)
    c = desk.rows(RowsRequest(), CTX).worklist.columns

    assert found is not None
    assert os.fsencode(found.path) == b"/films/R\xf6ntgen.jpeg"
    assert sorted(c.path) == sorted([f"/films/{name}", "/films/other.dcm"])


def test_of_a_file_with_such_a_name_that_cannot_be_read_there_is_a_row(desk: WorkspaceDesk) -> None:
    path = os.fsdecode(b"/films/\xff.jpeg")
    failed = replace(kept("film.dcm"), path=path, sha256="", instance=None)
    keep(desk, failed, failed)

    assert list(desk.rows(RowsRequest(), CTX).worklist.columns.path) == [path]


def test_all_that_is_kept_of_a_film_comes_back(desk: WorkspaceDesk) -> None:
    one = reading()
    record(desk, one)

    film = desk.film(FilmQuery(path="/films/film.dcm"), CTX)

    assert film is not None
    assert film == desk.film(FilmQuery(sha256="sha-of-film.dcm"), CTX)
    assert film == desk.film(FilmQuery(film_id=film.film_id), CTX)
    assert film.patient == PatientRef("4711", "Doe^Jane", "19700102", "F")
    assert (film.rows, film.columns, film.modality) == (400, 300, "CR")
    said = film.prediction
    assert said is not None
    assert said.model == one.prediction.model
    assert said.probabilities == pytest.approx(one.prediction.by_label(), abs=1e-6)
    assert said.state is FilmState.OK
    assert desk.film(FilmQuery(path="/films/other.dcm"), CTX) is None


def test_films_of_one_study_are_one_row_of_the_most_urgent(desk: WorkspaceDesk) -> None:
    study = {"study_instance_uid": "1.2.3"}
    record(desk, reading("front.dcm", NORMAL, **study), reading("side.dcm", TUBERCULOSIS, **study))

    c = desk.rows(RowsRequest(), CTX).worklist.columns

    assert (len(c), c.film_count[0], c.path[0]) == (1, 2, "/films/side.dcm")
    films = desk.films(StudyQuery(int(c.study_id[0])), CTX)
    assert [film.path for film in films] == ["/films/front.dcm", "/films/side.dcm"]


def test_two_patients_under_one_uid_are_two_studies(desk: WorkspaceDesk) -> None:
    record(
        desk,
        reading("a.dcm", study_instance_uid="1.2.3", patient=PatientRef("1", "A")),
        reading("b.dcm", study_instance_uid="1.2.3", patient=PatientRef("2", "B")),
    )

    assert len(desk.rows(RowsRequest(), CTX).worklist.columns) == 2


def test_a_content_is_kept_once_and_where_it_was_seen_last(desk: WorkspaceDesk) -> None:
    keep(desk, kept("film.dcm", sha256="same"), kept("copy.dcm", sha256="same"))

    c = desk.rows(RowsRequest(), CTX).worklist.columns

    assert (len(c), c.path[0]) == (1, "/films/copy.dcm")


def test_a_film_whose_place_another_has_taken_says_so(desk: WorkspaceDesk) -> None:
    keep(desk, kept("film.dcm", sha256="before"))
    seen = desk.rows(RowsRequest(), CTX)
    second = FilmReading("/films/film.dcm", "after", kept().prediction, instance("other.dcm"))
    keep(desk, second)

    changed = desk.rows(RowsRequest(seen.revision), CTX)

    c = changed.worklist.columns
    assert c.film_id[c.is_replaced].tolist() == [1]
    films = [desk.film(FilmQuery(film_id=number), CTX) for number in (1, 2)]
    assert [film and film.path for film in films] == ["", "/films/film.dcm"]


def test_only_what_has_changed_is_told_again(desk: WorkspaceDesk) -> None:
    record(desk, reading("a.dcm"), reading("b.dcm"))
    first = desk.rows(RowsRequest(), CTX)
    nothing = desk.rows(RowsRequest(first.revision), CTX)
    desk.set_note(SetNote(2, "old scar"), CTX)

    second = desk.rows(RowsRequest(first.revision), CTX)

    assert len(nothing.worklist.columns) == 0
    assert second.worklist.columns.study_id.tolist() == [2]
    merged = first.worklist.merged(second.worklist).columns
    assert (merged.study_id.tolist(), merged.note.tolist()) == ([1, 2], ["", "old scar"])


def test_what_people_do_is_kept_and_leaves_a_trail(desk: WorkspaceDesk) -> None:
    record(desk, reading())
    desk.set_status(SetStatus((1,), StudyStatus.READ), CTX)
    desk.set_status(SetStatus((1,), StudyStatus.READ), CTX)
    desk.set_note(SetNote(1, "first"), CTX)
    desk.set_note(SetNote(1, "second"), CTX)
    desk.add_read(AddRead(1, Read(ReaderVerdict.CORRECT, "covid19", "as last year")), CTX)

    film = desk.film(FilmQuery(film_id=1), CTX)
    trail = desk.audit_trail(StudyQuery(1), CTX)

    assert film is not None
    assert (film.status, film.note) == (StudyStatus.READ, "second")
    assert film.read is not None
    assert (film.read.verdict, film.read.label) == (ReaderVerdict.CORRECT, "covid19")
    assert film.read.ended_at
    assert [entry.action for entry in trail] == ["read", "note", "note", "status"]
    assert trail[1].detail == {"from": "first", "to": "second"}


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_trail_cannot_be_changed(desk: WorkspaceDesk, statement: str) -> None:
    record(desk, reading())

    with pytest.raises(LungDeskError), desk._open().writing() as connection:
        connection.execute(sa.text(statement))

    assert len(desk.audit_trail(None, CTX)) == 1


def test_a_refused_film_has_its_reason_and_no_finding(desk: WorkspaceDesk) -> None:
    verdict = Verdict(Decision.REFUSED, ReasonCode.NOT_A_CHEST_FILM, "It is no chest film.")
    record(desk, Reading(instance(), prediction(verdict=verdict)))

    c = desk.rows(RowsRequest(), CTX).worklist.columns
    film = desk.film(FilmQuery(film_id=1), CTX)

    assert (c.predicted[0], c.code[0], c.message[0]) == (-1, "LD-GATE-008", "It is no chest film.")
    assert not c.is_uncertain[0]
    assert film is not None
    assert film.prediction is not None
    assert film.prediction.probabilities == {}
    assert film.prediction.verdict == verdict


def test_a_file_that_could_not_be_opened_joins_its_study_later(desk: WorkspaceDesk) -> None:
    keep(desk, kept(sha256="", has_header=False))
    desk.set_note(SetNote(1, "ask for it again"), CTX)
    desk.set_status(SetStatus((1,), StudyStatus.TO_DISCUSS), CTX)
    keep(desk, kept())

    answer = desk.rows(RowsRequest(), CTX)

    c = answer.worklist.columns
    assert (len(c), answer.study_count, c.patient_name[0]) == (1, 1, "Doe^Jane")
    assert (c.note[0], STATUSES[c.status[0]]) == ("ask for it again", StudyStatus.TO_DISCUSS)


def test_a_change_is_whole_or_not_there(desk: WorkspaceDesk) -> None:
    record(desk, reading())

    def keep_and_fail() -> None:
        with desk._open().writing() as connection:
            Keeping(connection, log_action(connection, "x", {})).keep([kept("b.dcm")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        keep_and_fail()

    assert desk.rows(RowsRequest(), CTX).study_count == 1


def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(desk: WorkspaceDesk) -> None:
    record(desk, reading())
    database = desk._open()

    def fill() -> None:
        with database.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            Keeping(connection, 1).keep(kept(f"{number}.dcm") for number in range(500))

    with pytest.raises(LungDeskError) as refused:
        fill()
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")

    assert refused.value.code is ErrorCode.DISK_FULL
    assert desk.rows(RowsRequest(), CTX).study_count == 1
    assert desk.check(None, CTX).film_count == 1


def test_work_on_a_known_film_that_could_not_be_opened_goes_to_its_study(
    desk: WorkspaceDesk,
) -> None:
    keep(desk, kept(), replace(kept(sha256="", has_header=False), path="/films/film.dcm"))
    desk.set_note(SetNote(2, "ask for it again"), CTX)
    desk.add_read(AddRead(2, Read(ReaderVerdict.REJECT, comment="nothing to see")), CTX)

    keep(desk, kept())

    answer = desk.rows(RowsRequest(), CTX)
    c = answer.worklist.columns
    film = desk.film(FilmQuery(path="/films/film.dcm"), CTX)
    assert (len(c), answer.study_count, c.note[0]) == (1, 1, "ask for it again")
    assert STATUSES[c.status[0]] is StudyStatus.READ
    assert film is not None
    assert film.read is not None
    assert (film.film_id, film.read.comment) == (1, "nothing to see")


def test_of_two_notes_and_two_states_of_one_study_none_is_lost(desk: WorkspaceDesk) -> None:
    keep(desk, kept(), replace(kept(sha256="", has_header=False), path="/films/film.dcm"))
    desk.set_note(SetNote(1, "cavity?"), CTX)
    desk.set_note(SetNote(2, "ask for it again"), CTX)
    desk.set_status(SetStatus((1,), StudyStatus.READ), CTX)
    desk.set_status(SetStatus((2,), StudyStatus.TO_DISCUSS), CTX)

    keep(desk, kept())

    c = desk.rows(RowsRequest(), CTX).worklist.columns
    assert list(c.note) == ["cavity?\nask for it again"]
    assert STATUSES[c.status[0]] is StudyStatus.TO_DISCUSS
