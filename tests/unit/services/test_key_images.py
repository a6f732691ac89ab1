import json
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.files import FileStamp
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.study import Instance
from lungdesk.services.kept_annotations import FrameRef
from lungdesk.services.key_images import KeyImages, KeyImageStore, MarkRequest, finder, marker
from lungdesk.services.paths import AppPaths


@pytest.fixture
def store(tmp_path: Path) -> KeyImageStore:
    return KeyImageStore(tmp_path / "data" / "key_images.json")


def stored(tmp_path: Path) -> Path:
    return tmp_path / "data" / "key_images.json"


def ref(path: Path, uid: str = "1.2.3", frame: int = 0) -> FrameRef:
    return FrameRef(Instance(path, 10, 10, frame_count=9, sop_instance_uid=uid), frame)


A, B = Path("/films/a.dcm"), Path("/films/b.dcm")


def frames_of(key_images: KeyImages, path: Path) -> tuple[int, ...]:
    """Marked frames of a file, in order."""
    return tuple(sorted(one.frame for one in key_images.marked if one.path == str(path)))


def test_nothing_is_marked_at_first_and_looking_writes_nothing(
    store: KeyImageStore, tmp_path: Path
) -> None:
    assert store.look_up(ref(A)) == KeyImages()
    assert list(tmp_path.iterdir()) == []


def test_marks_come_back_frame_by_frame(store: KeyImageStore, tmp_path: Path) -> None:
    for frame in (3, 1):
        store.mark(ref(A, frame=frame), is_key=True)
    store.mark(ref(B, "1.2.4"), is_key=True)
    again = KeyImageStore(stored(tmp_path)).look_up(None)
    assert frames_of(again, A) == (1, 3)
    assert frames_of(again, B) == (0,)


def test_a_mark_is_there_once_and_can_be_taken_away(store: KeyImageStore) -> None:
    store.mark(ref(A), is_key=True)
    assert len(store.mark(ref(A), is_key=True).marked) == 1
    assert store.mark(ref(A), is_key=False) == KeyImages()
    assert store.mark(ref(A), is_key=False) == KeyImages()


def test_a_copy_of_the_file_is_the_same_image(store: KeyImageStore) -> None:
    store.mark(ref(A, frame=2), is_key=True)
    found = store.look_up(ref(B))
    assert frames_of(found, B) == (2,)
    assert frames_of(store.look_up(None), B) == (2,)


def test_another_film_in_the_place_of_a_marked_one_is_not_marked(store: KeyImageStore) -> None:
    store.mark(ref(A, "1.2.3"), is_key=True)
    store.mark(ref(A, "9.9.9", frame=1), is_key=True)
    assert frames_of(store.look_up(ref(A, "9.9.9")), A) == (1,)
    assert frames_of(store.look_up(ref(B, "1.2.3")), B) == (0,)  # wherever it went


def test_a_film_without_identifiers_is_known_by_its_content(
    store: KeyImageStore, tmp_path: Path
) -> None:
    film, copy, other = (tmp_path / name for name in ("film.png", "copy.png", "other.png"))
    film.write_bytes(b"one")
    copy.write_bytes(b"one")
    other.write_bytes(b"two")
    store.mark(ref(film, uid=""), is_key=True)
    assert frames_of(store.look_up(ref(copy, uid="")), copy) == (0,)
    assert frames_of(store.look_up(ref(other, uid="")), other) == ()


def test_a_path_that_is_no_text_comes_back(store: KeyImageStore) -> None:
    path = Path(b"/films/\xff.dcm".decode(errors="surrogateescape"))
    store.mark(ref(path), is_key=True)
    assert frames_of(store.look_up(None), path) == (0,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b'{"schema_version": "1"}',
        b'{"schema_version": 1}',
        b'{"schema_version": 1, "key_images": [{"image": "x", "frame": "0", "path": "y"}]}',
    ],
)
def test_a_damaged_file_is_said_and_left_alone(
    store: KeyImageStore, tmp_path: Path, content: bytes
) -> None:
    stored(tmp_path).parent.mkdir()
    stored(tmp_path).write_bytes(content)
    for act in (partial(store.look_up, None), partial(store.mark, ref(A), is_key=True)):
        with pytest.raises(LungDeskError) as caught:
            act()
        assert caught.value.code is ErrorCode.ANNOTATIONS_DAMAGED
        assert stored(tmp_path).name in caught.value.message
    assert stored(tmp_path).read_bytes() == content


def test_the_file_of_a_later_lungdesk_is_left_alone(store: KeyImageStore, tmp_path: Path) -> None:
    stored(tmp_path).parent.mkdir()
    stored(tmp_path).write_text(json.dumps({"schema_version": 2, "anything": []}))
    before = stored(tmp_path).read_bytes()
    with pytest.raises(LungDeskError) as caught:
        store.mark(ref(A), is_key=True)
    assert caught.value.code is ErrorCode.ANNOTATIONS_TOO_NEW
    assert stored(tmp_path).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(LungDeskError):
        KeyImageStore(stored(tmp_path)).mark(ref(A), is_key=True)


@pytest.mark.parametrize(("uid", "is_marked"), [("", False), ("1.2.3", True)])
def test_another_film_in_the_place_of_one_that_is_to_be_marked_is_not_marked(
    store: KeyImageStore, tmp_path: Path, uid: str, is_marked: bool
) -> None:
    film = tmp_path / "export.png"
    film.write_bytes(b"one film")
    request = MarkRequest(ref(film, uid), is_key=True)
    stamped = replace(request.frame.instance, stamp=FileStamp.of(film.stat()))
    request = replace(request, frame=replace(request.frame, instance=stamped))
    film.write_bytes(b"another film")

    with nullcontext() if is_marked else pytest.raises(LungDeskError) as refused:
        marker(store)(request, NullContext())

    assert bool(store.look_up(None).marked) == is_marked
    assert refused is None or refused.value.code is ErrorCode.FILE_CHANGED


def test_marking_is_done_even_when_the_window_closes_and_finding_is_not(
    store: KeyImageStore,
) -> None:
    class Closing(NullContext):
        def check(self) -> None:
            raise Cancelled

    marked = marker(store)(MarkRequest(ref(A), is_key=True), Closing())
    assert frames_of(marked, A) == (0,)
    with pytest.raises(Cancelled):
        finder(store)(None, Closing())
    assert finder(store)(None, NullContext()) == marked


def test_the_marks_of_a_user_lie_with_the_users_data(tmp_path: Path) -> None:
    paths = AppPaths(tmp_path / "config", tmp_path / "data", tmp_path / "cache")
    KeyImageStore.of(paths).mark(ref(A), is_key=True)
    assert stored(tmp_path).is_file()
