from pathlib import Path

import pytest

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import FileStamp
from lungdesk.core.jobs import NullContext
from lungdesk.core.study import Instance
from lungdesk.services.kept_annotations import FrameRef, SaveRequest
from lungdesk.services.key_images import MarkRequest
from lungdesk.services.unsaved_work import SaveElsewhere, UnsavedFiles, UnsavedWork
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Read, ReaderVerdict
from lungdesk.services.workspace.requests import (
    AddRead,
    FilmQuery,
    RecordRequest,
    RowsRequest,
    SetNote,
)
from tests.unit.services.workspace.readings import desk_in, reading

CTX = NullContext()


def desk_with(folder: Path, *names: str) -> WorkspaceDesk:
    desk = desk_in(folder)
    for name in names:
        desk.record(RecordRequest(reading(name)), CTX)
    return desk


def study_of(desk: WorkspaceDesk, name: str) -> int:
    columns = desk.rows(RowsRequest(), CTX).worklist.columns
    return int(columns.study_id[[Path(path).name for path in columns.path].index(name)])


def test_what_is_drawn_comes_back_for_the_same_frame(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    instance = Instance(Path("/films/a.dcm"), 10, 20, sop_instance_uid="1.2.3", modality="CR")
    drawn = SaveRequest(FrameRef(instance, 2), AnnotationSet((Length(((0.1, 0.2), (3.0, 4.0))),)))
    files = UnsavedFiles(None)
    files.save(SaveElsewhere(path, UnsavedWork((drawn,))), CTX)
    (back,) = files.load(path, CTX).drawn
    assert back.annotations == drawn.annotations
    assert back.frame == drawn.frame
    assert back.frame != FrameRef(instance, 0)


@pytest.mark.parametrize(("uid", "is_back"), [("", False), ("1.2.3", True)])
def test_what_is_drawn_comes_back_to_no_other_film_in_the_place_of_its_own(
    tmp_path: Path, uid: str, is_back: bool
) -> None:
    path, film = tmp_path / "unsaved.json", tmp_path / "export\udce9.png"
    film.write_bytes(b"one film")
    drawn = AnnotationSet((Length(((0.1, 0.2), (3.0, 4.0))),))
    instance = Instance(film, 10, 20, sop_instance_uid=uid, stamp=FileStamp.of(film.stat()))
    files = UnsavedFiles(None)
    request = SaveRequest(FrameRef(instance), drawn)
    files.save(SaveElsewhere(path, UnsavedWork((request,))), CTX)
    assert files.load(path, CTX) == UnsavedWork((request,))

    film.write_bytes(b"another film")
    work = files.load(path, CTX)
    assert (work.drawn, work.replaced) == (((request,), ()) if is_back else ((), (film,)))


def test_notes_can_be_read_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    work = UnsavedWork(notes=(SetNote(1, "nódulo"),))
    UnsavedFiles(None).save(SaveElsewhere(path, work), CTX)
    assert "nódulo" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("", "call the ward"),
        ("call the ward\nat night", "call the ward\nat night"),
        ("do not call the ward", "do not call the ward\ncall the ward"),
        ("call", "call\ncall the ward"),
        ("call the ward", "call the ward"),
        ("see the CT", "see the CT\ncall the ward"),
    ],
)
def test_a_note_comes_back_to_its_study_and_takes_nothing_away(
    tmp_path: Path, kept: str, said: str
) -> None:
    path = tmp_path / "unsaved.json"
    desk = desk_with(tmp_path / "one", "a.dcm", "b.dcm")
    work = UnsavedWork(notes=(SetNote(study_of(desk, "b.dcm"), "call the ward"),))
    UnsavedFiles(desk).save(SaveElsewhere(path, work), CTX)
    desk.close()

    other = desk_with(tmp_path / "two", "b.dcm")
    study = study_of(other, "b.dcm")
    other.set_note(SetNote(study, kept), CTX)
    assert UnsavedFiles(other).load(path, CTX).notes == (SetNote(study, said),)
    other.close()


def test_more_lines_of_a_note_take_the_place_of_fewer(tmp_path: Path) -> None:
    path, note = tmp_path / "unsaved.json", "see the CT\ncall the ward"
    desk = desk_with(tmp_path, "a.dcm")
    study = study_of(desk, "a.dcm")
    UnsavedFiles(desk).save(SaveElsewhere(path, UnsavedWork(notes=(SetNote(study, note),))), CTX)
    desk.set_note(SetNote(study, "see the CT"), CTX)
    assert UnsavedFiles(desk).load(path, CTX).notes == (SetNote(study, note),)
    desk.close()


def test_where_the_workspace_cannot_be_read_all_is_saved_and_no_word_lost(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    (tmp_path / "workspace.db").write_bytes(b"no database" * 100)
    frame = FrameRef(Instance(Path("/films/a.dcm"), 10, 20), 0)
    drawn = SaveRequest(frame, AnnotationSet((Length(((0.1, 0.2), (3.0, 4.0))),)))
    work = UnsavedWork((drawn,), (SetNote(1, "call the ward"),))
    desk = desk_in(tmp_path)

    UnsavedFiles(desk).save(SaveElsewhere(path, work), CTX)
    back = UnsavedFiles(desk).load(path, CTX)

    assert [one.annotations for one in back.drawn] == [drawn.annotations]
    assert (back.notes, back.stray_notes) == ((), ("call the ward",))


def test_a_note_on_a_study_that_is_not_known_goes_to_no_other(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    desk = desk_with(tmp_path / "one", "a.dcm")
    work = UnsavedWork(notes=(SetNote(study_of(desk, "a.dcm"), "call the ward"),))
    UnsavedFiles(desk).save(SaveElsewhere(path, work), CTX)
    desk.close()

    other = desk_with(tmp_path / "two", "b.dcm")
    back = UnsavedFiles(other).load(path, CTX)
    other.close()
    assert (back.notes, back.stray_notes) == ((), ("call the ward",))


def test_marks_of_key_images_come_back_but_not_on_another_film(tmp_path: Path) -> None:
    path, film = tmp_path / "unsaved.json", tmp_path / "export.png"
    film.write_bytes(b"one film")
    stamp = FileStamp.of(film.stat())
    named = Instance(tmp_path / "a.dcm", 10, 20, sop_instance_uid="1.2.3")
    nameless = Instance(film, 10, 20, stamp=stamp)
    marks = (MarkRequest(FrameRef(named, 2), True), MarkRequest(FrameRef(nameless), False))
    files = UnsavedFiles(None)
    files.save(SaveElsewhere(path, UnsavedWork(marks=marks)), CTX)
    assert files.load(path, CTX) == UnsavedWork(marks=marks)

    film.write_bytes(b"another film")
    assert files.load(path, CTX) == UnsavedWork(marks=marks[:1], replaced=(film,))


def test_a_verdict_comes_back_to_its_film_once(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    read = Read(ReaderVerdict.CORRECT, "covid19", "left apex", "Ada", "2026-01-31T08:00:00.000")
    desk = desk_with(tmp_path / "one", "a.dcm", "b.dcm")
    film = desk.film(FilmQuery(sha256="sha-of-b.dcm"), CTX)
    assert film is not None
    work = UnsavedWork(verdicts=(AddRead(film.film_id, read),))
    UnsavedFiles(desk).save(SaveElsewhere(path, work), CTX)
    desk.close()

    other = desk_with(tmp_path / "two", "b.dcm")
    (back,) = UnsavedFiles(other).load(path, CTX).verdicts
    assert back.read == read
    other.add_read(back, CTX)
    assert UnsavedFiles(other).load(path, CTX) == UnsavedWork()
    kept = other.film(FilmQuery(sha256="sha-of-b.dcm"), CTX)
    assert kept is not None
    assert [one.comment for one in kept.reads] == ["left apex"]
    other.close()


@pytest.mark.parametrize(
    ("reader", "minute", "is_back"),
    [("Ada", 40, False), ("Ada", 20, True), ("Tom", 40, True)],
)
def test_a_verdict_does_not_come_back_over_a_later_one_of_its_reader(
    tmp_path: Path, reader: str, minute: int, is_back: bool
) -> None:
    path, day = tmp_path / "unsaved.json", "2026-01-31T08"
    read = Read(ReaderVerdict.ACCEPT, "", "at first", "Ada", f"{day}:00", f"{day}:30")
    desk = desk_with(tmp_path, "a.dcm")
    film = desk.film(FilmQuery(sha256="sha-of-a.dcm"), CTX)
    assert film is not None
    work = UnsavedWork(verdicts=(AddRead(film.film_id, read),))
    UnsavedFiles(desk).save(SaveElsewhere(path, work), CTX)
    # The film was looked at all the time: when that began tells nothing.
    other = Read(ReaderVerdict.REJECT, "", "", reader, f"{day}:00", f"{day}:{minute}")
    desk.add_read(AddRead(film.film_id, other), CTX)

    back = UnsavedFiles(desk).load(path, CTX)

    desk.close()
    assert back == (work if is_back else UnsavedWork(overruled_verdicts=(read,)))


def test_a_verdict_on_a_film_that_is_not_known_goes_to_no_other(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    read = Read(ReaderVerdict.REJECT, comment="left apex")
    desk = desk_with(tmp_path / "one", "a.dcm")
    UnsavedFiles(desk).save(SaveElsewhere(path, UnsavedWork(verdicts=(AddRead(1, read),))), CTX)
    desk.close()
    other = desk_with(tmp_path / "two", "b.dcm")
    assert UnsavedFiles(other).load(path, CTX) == UnsavedWork(stray_verdicts=(read,))
    other.close()


def test_a_file_of_a_version_without_marks_and_verdicts_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "unsaved.json"
    path.write_text('{"unsaved_work": 1, "drawn": [], "notes": [{"text": "x", "films": []}]}')
    assert UnsavedFiles(None).load(path, CTX) == UnsavedWork(stray_notes=("x",))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", ErrorCode.ANNOTATIONS_DAMAGED),
        ("{}", ErrorCode.ANNOTATIONS_DAMAGED),
        ('{"unsaved_work": 1, "drawn": [{}], "notes": []}', ErrorCode.ANNOTATIONS_DAMAGED),
        (
            '{"unsaved_work": 2, "drawn": [], "notes": [], "marks": [{"path": "", "rows": 1e999}]}',
            ErrorCode.ANNOTATIONS_DAMAGED,
        ),
        ('{"unsaved_work": 3, "drawn": [], "notes": []}', ErrorCode.ANNOTATIONS_TOO_NEW),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: str, code: ErrorCode) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(LungDeskError) as caught:
        UnsavedFiles(None).load(path, CTX)
    assert caught.value.code == code
