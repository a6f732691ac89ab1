from pathlib import Path

import pytest

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import FileStamp
from lungdesk.core.jobs import NullContext
from lungdesk.core.study import Instance
from lungdesk.services.kept_annotations import FrameRef, SaveRequest
from lungdesk.services.unsaved_work import SaveElsewhere, UnsavedFiles, UnsavedWork
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest, SetNote
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


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", ErrorCode.ANNOTATIONS_DAMAGED),
        ("{}", ErrorCode.ANNOTATIONS_DAMAGED),
        ('{"unsaved_work": 1, "drawn": [{}], "notes": []}', ErrorCode.ANNOTATIONS_DAMAGED),
        ('{"unsaved_work": 2, "drawn": [], "notes": []}', ErrorCode.ANNOTATIONS_TOO_NEW),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: str, code: ErrorCode) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(LungDeskError) as caught:
        UnsavedFiles(None).load(path, CTX)
    assert caught.value.code == code
