from __future__ import annotations

import errno
import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import CalibrationLine, Length, Probe
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.study import Instance
from lungdesk.services.annotation_codec import SCHEMA_VERSION, encode
from lungdesk.services.annotation_store import AnnotationStore, ImageKey, image_key
from lungdesk.services.paths import AppPaths
from tests.unit.core.annotation_strategies import annotation_sets
from tests.unit.core.imaging.films import unhurried

UID = "1.2.826.0.1.3680043.8.498.1"
KEY = ImageKey(f"{UID}-0")
DRAWN = AnnotationSet(
    (
        Length(((0.1, 0.2), (30.0, 40.0)), "nodule"),
        CalibrationLine(((1.0, 2.0), (3.0, 9.0)), length_mm=25.4, aspect=1.5),
    )
)


def instance(path: Path, uid: str = "") -> Instance:
    return Instance(path, 10, 10, sop_instance_uid=uid)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def store(tmp_path: Path) -> AnnotationStore:
    return AnnotationStore(tmp_path / "annotations")


@unhurried
@given(annotation_sets)
def test_annotations_come_back_as_they_were_saved(
    tmp_path_factory: pytest.TempPathFactory, drawn: AnnotationSet
) -> None:
    folder = tmp_path_factory.getbasetemp() / "annotation-round-trip"

    AnnotationStore(folder).save(KEY, drawn)

    stored = AnnotationStore(folder).load(KEY)
    assert (stored.annotations, stored.damage) == (drawn, None)


def test_before_anything_is_saved_there_is_an_empty_set_and_no_file(tmp_path: Path) -> None:
    stored = AnnotationStore(tmp_path / "annotations").load(KEY)

    assert (stored.annotations, stored.damage) == (AnnotationSet(), None)
    assert list(tmp_path.iterdir()) == []


def test_each_image_has_annotations_of_its_own(store: AnnotationStore) -> None:
    other = ImageKey(f"{UID}-1")
    store.save(KEY, DRAWN)
    store.save(other, AnnotationSet((Probe(((1.0, 1.0),)),)))

    store.save(other, AnnotationSet())

    assert store.load(KEY).annotations == DRAWN
    assert store.load(other).annotations == AnnotationSet()


def test_the_file_lies_among_the_data_of_the_user_and_says_its_layout(tmp_path: Path) -> None:
    paths = AppPaths(tmp_path / "config", tmp_path / "data", tmp_path / "cache")

    AnnotationStore.of(paths).save(KEY, DRAWN)

    file = tmp_path / "data" / "annotations" / f"{UID}-0.json"
    assert AnnotationStore.of(paths).path_of(KEY) == file
    assert json.loads(file.read_text())["schema_version"] == SCHEMA_VERSION


def test_a_dicom_image_is_known_by_its_uid_wherever_it_lies() -> None:
    here, there = (image_key(instance(Path(p), UID), 2) for p in ("/a/1.dcm", "/gone/2.dcm"))

    assert here == there == ImageKey(f"{UID}-2")


@pytest.mark.parametrize(
    "uid", ["../../etc/passwd", "1.2/3", ".", "..", "1..2", "1.2.x", "1" * 65, "\udc80", "1.2\n"]
)
def test_a_uid_that_is_none_names_no_file_elsewhere(uid: str, store: AnnotationStore) -> None:
    key = image_key(instance(Path("/a/1.dcm"), uid))

    store.save(key, DRAWN)

    assert store.path_of(key).parent == store.path_of(KEY).parent
    assert names_in(store.path_of(KEY).parent) == [f"{key.name}.json"]
    assert key != image_key(instance(Path("/a/1.dcm"), f"{uid}x"))
    assert store.load(key).annotations == DRAWN


def test_a_file_without_a_uid_is_known_by_its_content(tmp_path: Path) -> None:
    film, copy, other = (tmp_path / name for name in ("film.png", "copy.png", "other.png"))
    for path, content in ((film, b"pixels"), (copy, b"pixels"), (other, b"other pixels")):
        path.write_bytes(content)

    key = image_key(instance(film))

    assert key == ImageKey(f"sha256-{hashlib.sha256(b'pixels').hexdigest()}-0")
    assert image_key(instance(copy)) == key
    assert image_key(instance(other)) != key
    assert image_key(instance(film), 1) != key


def test_a_file_that_is_gone_has_no_key(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.png", Path("no\0name.png")):
        with pytest.raises(LungDeskError) as caught:
            image_key(instance(path))
        assert caught.value.code is ErrorCode.FILE_MISSING


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", encode(DRAWN)[:-9]])
def test_a_damaged_file_is_kept_aside_and_reported(store: AnnotationStore, content: bytes) -> None:
    store.save(KEY, DRAWN)
    path = store.path_of(KEY)
    path.write_bytes(content)

    stored = store.load(KEY)

    aside = path.with_name(f"{path.name}.damaged")
    assert stored.annotations == AnnotationSet()
    assert stored.damage is not None
    assert stored.damage.code is ErrorCode.ANNOTATIONS_DAMAGED
    assert path.name in stored.damage.message
    assert str(aside) in stored.damage.hint
    assert aside.read_bytes() == content
    assert store.load(KEY).damage is None


def test_what_can_be_read_of_a_damaged_file_stays(store: AnnotationStore) -> None:
    store.save(KEY, DRAWN)
    path = store.path_of(KEY)
    damaged = path.read_bytes().replace(b"25.4", b'"25"')
    path.write_bytes(damaged)

    stored = store.load(KEY)

    assert stored.annotations == AnnotationSet(DRAWN.annotations[:1])
    assert stored.damage is not None
    assert "1 could be read" in stored.damage.message
    assert path.with_name(f"{path.name}.damaged").read_bytes() == damaged
    again = store.load(KEY)
    assert (again.annotations, again.damage) == (stored.annotations, None)


def test_one_damaged_file_is_not_kept_in_the_place_of_another(store: AnnotationStore) -> None:
    path = store.path_of(KEY)
    path.parent.mkdir()
    for content in (b"first", b"second", b"first", b"third"):
        path.write_bytes(content)
        assert store.load(KEY).damage is not None

    kept = {p.name: p.read_bytes() for p in path.parent.glob("*.damaged")}

    assert kept == {
        f"{path.name}.damaged": b"first",
        f"{path.name}.2.damaged": b"second",
        f"{path.name}.3.damaged": b"third",
    }


def test_saving_over_a_damaged_file_keeps_it_aside(store: AnnotationStore) -> None:
    path = store.path_of(KEY)
    path.parent.mkdir()
    path.write_bytes(b"half of a f")

    store.save(KEY, DRAWN)

    assert store.load(KEY).annotations == DRAWN
    assert path.with_name(f"{path.name}.damaged").read_bytes() == b"half of a f"


def test_a_file_of_a_newer_version_is_neither_read_nor_replaced(store: AnnotationStore) -> None:
    path = store.path_of(KEY)
    path.parent.mkdir()
    newer = json.dumps({"schema_version": SCHEMA_VERSION + 1, "layers": []}).encode()
    path.write_bytes(newer)

    with pytest.raises(LungDeskError) as when_read:
        store.load(KEY)
    with pytest.raises(LungDeskError) as when_saved:
        store.save(KEY, DRAWN)

    assert when_read.value.code is ErrorCode.ANNOTATIONS_TOO_NEW
    assert when_saved.value.code is ErrorCode.ANNOTATIONS_TOO_NEW
    assert path.read_bytes() == newer
    assert names_in(path.parent) == [path.name]


def test_a_full_disk_leaves_the_annotations_of_before(
    store: AnnotationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(KEY, DRAWN)

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LungDeskError) as caught:
        store.save(KEY, AnnotationSet())

    assert caught.value.code is ErrorCode.DISK_FULL
    assert store.load(KEY).annotations == DRAWN


def test_a_damaged_file_that_cannot_be_kept_aside_stays_where_it_is(
    store: AnnotationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.path_of(KEY)
    path.parent.mkdir()
    path.write_bytes(b"half of a f")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LungDeskError) as caught:
        store.load(KEY)

    assert caught.value.code is ErrorCode.DISK_FULL
    assert path.read_bytes() == b"half of a f"


def test_a_folder_in_its_place_is_an_error_and_not_an_empty_set(store: AnnotationStore) -> None:
    store.path_of(KEY).mkdir(parents=True)

    for act in (lambda: store.load(KEY), lambda: store.save(KEY, DRAWN)):
        with pytest.raises(LungDeskError, match="cannot be read"):
            act()
