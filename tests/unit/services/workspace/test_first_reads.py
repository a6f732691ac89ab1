"""Blinded reads: kept with the answer they are held against, and summed up for each model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.prediction import ModelRef
from lungdesk.services.film_files import read_film
from lungdesk.services.workspace.desk import WorkspaceDesk, sha256_of
from lungdesk.services.workspace.keeping import Keeping, log_action
from lungdesk.services.workspace.records import Confidence, Read, ReaderVerdict, Sighting
from lungdesk.services.workspace.requests import (
    AddFirstRead,
    AddRead,
    EarlierQuery,
    FilmQuery,
    NoteSeen,
    RecordRequest,
    RowsRequest,
)
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.services.workspace.readings import MODEL, NORMAL, desk_in, instance, kept, reading

CTX = NullContext()
OTHER = ModelRef("mine", "2", "cd" * 32)


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    return desk_in(tmp_path)


def blinded(label: str, seconds: int = 10, **fields: object) -> Read:
    """A blinded read that took some seconds."""
    opened, ended = (f"2026-11-28T10:00:{at:02}.000+00:00" for at in (0, seconds))
    verdict, confidence = ReaderVerdict.CORRECT, Confidence.HIGH
    read = Read(verdict, label, "", "", opened, ended, is_blinded=True, confidence=confidence)
    return replace(read, **fields)  # type: ignore[arg-type] # of the very fields


def test_a_first_read_is_kept_with_film_and_answer(desk: WorkspaceDesk) -> None:
    assert desk.add_first_read(AddFirstRead(reading(), blinded("covid19")), CTX)

    film = desk.film(FilmQuery(path="/films/film.dcm"), CTX)
    assert film is not None
    assert film.prediction is not None
    assert film.prediction.predicted == "tuberculosis"
    assert film.reads == (blinded("covid19"),)
    assert desk.rows(RowsRequest(), CTX).worklist.columns.verdict.tolist() == ["correct"]


def test_agreement_counts_films_of_each_model_and_times(desk: WorkspaceDesk) -> None:
    for name, label, seconds in (
        ("a.dcm", "tuberculosis", 4),
        ("b.dcm", "covid19", 10),
        ("c.dcm", "tuberculosis", 30),
    ):
        desk.add_first_read(AddFirstRead(reading(name), blinded(label, seconds)), CTX)
    desk.add_first_read(AddFirstRead(reading("d.dcm", NORMAL), blinded("normal", 6)), CTX)
    other = reading("e.dcm", NORMAL)
    other = replace(other, prediction=replace(other.prediction, model=OTHER))
    desk.add_first_read(AddFirstRead(other, blinded("covid19", started_at="")), CTX)

    ours, theirs = desk.agreement(None, CTX)

    assert (ours.model, ours.agreement.films, ours.agreement.agreed) == (MODEL, 4, 3)
    # Reader: TB, COVID, TB, normal; model: TB, TB, TB, normal. By chance 1/2 * 3/4 + 1/4 * 1/4.
    assert ours.agreement.kappa == pytest.approx((3 / 4 - 7 / 16) / (1 - 7 / 16))
    assert ours.median_s == 8
    assert (theirs.model, theirs.agreement.agreed, theirs.median_s) == (OTHER, 0, None)


def test_who_has_seen_the_answer_counts_no_second_time(desk: WorkspaceDesk) -> None:
    desk.add_first_read(AddFirstRead(reading(), blinded("covid19")), CTX)
    desk.add_first_read(AddFirstRead(reading(), blinded("tuberculosis")), CTX)

    (one,) = desk.agreement(None, CTX)

    assert (one.agreement.films, one.agreement.agreed) == (1, 0)


def earlier(
    desk: WorkspaceDesk, reader: str, name: str = "film.dcm", frame: int = 0
) -> Read | Sighting | None:
    return desk.earlier_read(EarlierQuery(instance(name), reader, frame), CTX)


def test_what_was_said_first_of_a_content_is_known(desk: WorkspaceDesk) -> None:
    first = blinded("covid19", reader="ada")
    desk.add_first_read(AddFirstRead(reading(), first), CTX)
    desk.add_first_read(AddFirstRead(reading(), blinded("normal", reader="ada")), CTX)

    assert earlier(desk, "ada") == first
    assert earlier(desk, "ada", "other.dcm") is None


def test_another_reader_has_said_nothing_yet(desk: WorkspaceDesk) -> None:
    desk.add_first_read(AddFirstRead(reading(), blinded("covid19", reader="ada")), CTX)

    assert earlier(desk, "grace") is None


def test_a_verdict_with_the_answer_in_sight_counts_as_well(desk: WorkspaceDesk) -> None:
    desk.record(RecordRequest(reading()), CTX)
    desk.add_read(AddRead(1, Read(ReaderVerdict.ACCEPT, reader="ada", ended_at="2026")), CTX)

    assert earlier(desk, "ada") == Read(ReaderVerdict.ACCEPT, reader="ada", ended_at="2026")


def test_what_nobody_is_named_for_may_be_of_whoever_asks(desk: WorkspaceDesk) -> None:
    desk.add_first_read(AddFirstRead(reading(), blinded("covid19")), CTX)

    assert earlier(desk, "ada") == blinded("covid19")


def seen(desk: WorkspaceDesk, reader: str) -> str:
    """Keep that the answer for a film has been seen; gives when."""
    assert desk.note_seen(NoteSeen(instance(), reader), CTX)
    found = earlier(desk, reader)
    assert isinstance(found, Sighting)
    assert found.reader == reader
    return found.seen_at


def test_whose_eyes_have_seen_the_answer_is_known_after_a_restart(desk: WorkspaceDesk) -> None:
    at = seen(desk, "ada")
    desk.close()

    assert seen(desk, "ada") == at  # the first time stays
    assert earlier(desk, "ada", "other.dcm") is None
    assert earlier(desk, "grace") is None
    assert desk.rows(RowsRequest(), CTX).study_count == 0


def test_an_answer_that_nobody_named_has_seen_may_have_been_seen_by_whoever_asks(
    desk: WorkspaceDesk,
) -> None:
    at = seen(desk, "")

    assert earlier(desk, "ada") == Sighting("", at)
    assert seen(desk, "ada") >= at


def test_what_was_said_is_told_rather_than_that_the_answer_was_seen(desk: WorkspaceDesk) -> None:
    said = blinded("covid19", reader="ada")
    desk.add_first_read(AddFirstRead(reading(), said), CTX)
    desk.note_seen(NoteSeen(instance(), "ada"), CTX)

    assert earlier(desk, "ada") == said


def test_each_frame_is_remembered_for_itself(desk: WorkspaceDesk) -> None:
    said = blinded("normal", reader="ada")
    desk.record(RecordRequest(reading()), CTX)
    desk.add_read(AddRead(1, Read(ReaderVerdict.ACCEPT, reader="ada", ended_at="2026")), CTX)
    desk.add_first_read(AddFirstRead(replace(reading(), frame=3), said), CTX)
    desk.note_seen(NoteSeen(instance(), "ada", 2), CTX)

    found = [earlier(desk, "ada", frame=frame) for frame in range(5)]

    assert [type(one) for one in found] == [Read, type(None), Sighting, Read, type(None)]
    assert found[3] == said
    assert isinstance(found[0], Read)
    assert not found[0].is_blinded


def test_nobody_has_seen_what_was_only_read(desk: WorkspaceDesk) -> None:
    desk.record(RecordRequest(reading()), CTX)
    with desk._open().writing() as connection:
        Keeping(connection, log_action(connection, "batch", {})).keep([kept("other.dcm")])

    assert earlier(desk, "ada") is None
    assert earlier(desk, "ada", "other.dcm") is None


def test_each_reader_agrees_for_themselves(desk: WorkspaceDesk) -> None:
    for reader, label in (("ada", "covid19"), ("grace", "tuberculosis"), ("ada", "tuberculosis")):
        desk.add_first_read(AddFirstRead(reading(), blinded(label, reader=reader)), CTX)

    (one,) = desk.agreement(None, CTX)

    assert (one.agreement.films, one.agreement.agreed) == (2, 1)


def test_reads_with_the_answer_in_sight_do_not_count(desk: WorkspaceDesk) -> None:
    desk.record(RecordRequest(reading()), CTX)
    desk.add_read(AddRead(1, Read(ReaderVerdict.ACCEPT)), CTX)

    assert desk.agreement(None, CTX) == ()


def test_each_frame_is_held_against_its_own_answer(desk: WorkspaceDesk) -> None:
    later = replace(reading("film.dcm", NORMAL), frame=3)
    desk.record(RecordRequest(reading()), CTX)
    desk.add_first_read(AddFirstRead(later, blinded("normal")), CTX)

    (one,) = desk.agreement(None, CTX)

    assert one.agreement.agreed == 1


def test_another_process_that_writes_keeps_the_read_from_being_kept(
    desk: WorkspaceDesk, tmp_path: Path
) -> None:
    desk.record(RecordRequest(reading()), CTX)
    other = desk_in(tmp_path)

    assert not other.add_first_read(AddFirstRead(reading(), blinded("normal")), CTX)
    assert not other.note_seen(NoteSeen(instance(), "ada"), CTX)
    assert earlier(other, "ada") is None
    other.close()
    assert desk.agreement(None, CTX) == ()


def test_a_file_is_looked_through_once_for_all_its_frames(tmp_path: Path) -> None:
    looked: list[Path] = []

    def content_of(path: Path) -> str:
        looked.append(path)
        return sha256_of(path)

    desk, path = WorkspaceDesk(tmp_path / "workspace.db", content_of=content_of), tmp_path / "a.png"
    first = read_film(write_picture(path, gradient(most=200))).instance
    desk.note_seen(NoteSeen(first, "ada", 1), CTX)

    found = [desk.earlier_read(EarlierQuery(first, "ada", frame), CTX) for frame in range(3)]

    assert [one is not None for one in found] == [False, True, False]
    assert looked == [path]
    second = read_film(write_picture(path, gradient(most=255))).instance
    assert desk.earlier_read(EarlierQuery(second, "ada", 1), CTX) is None
    with pytest.raises(LungDeskError, match="another file by now"):
        desk.earlier_read(EarlierQuery(first, "ada", 1), CTX)
