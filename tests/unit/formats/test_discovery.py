from __future__ import annotations

import errno
import os
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydicom.uid import RawDataStorage

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.formats.discovery import discover
from lungdesk.formats.passed_over import PassedOver, passed_over_words
from lungdesk.formats.reader import read_radiograph
from tests.unit.formats.builders import dicom, gradient, save, save_bare, write_dicom, write_picture


def _names(folder: Path) -> list[str]:
    found = discover([folder], NullContext())
    return [str(file.relative_to(folder)) for file in found.files]


def test_a_folder_is_listed_in_natural_order(tmp_path: Path) -> None:
    for name in ("film-10.png", "film-2.PNG", "Film-1.jpg", "film-2b.bmp"):
        (tmp_path / name).touch()
    assert _names(tmp_path) == ["Film-1.jpg", "film-2.PNG", "film-2b.bmp", "film-10.png"]


@pytest.mark.parametrize("name", ["½-film.png", "²2.png", "٣.png", "-.png", "1.png", "film.png"])
def test_odd_names_can_be_sorted(tmp_path: Path, name: str) -> None:
    for other in (name, "2-film.png", "film-3.png", "a.png"):
        (tmp_path / other).touch()
    assert len(_names(tmp_path)) == 4


def test_folders_are_walked_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for folder in ("b", "a/deep", ".cache"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "film.dcm").touch()
    (tmp_path / ".film.png").touch()
    assert _names(tmp_path) == ["a/deep/film.dcm", "b/film.dcm"]


def test_files_without_a_known_extension_are_known_by_content(tmp_path: Path) -> None:
    write_dicom(tmp_path / "IM0001")
    write_dicom(tmp_path / "1.2.840.99")
    save_bare(tmp_path / "old", dicom(gradient()), is_implicit=True)
    write_picture(tmp_path / "scan", gradient(), format="PNG")
    (tmp_path / "notes").write_text("Dear colleague")
    (tmp_path / "table.csv").write_text("a,b")
    (tmp_path / "empty").touch()
    assert _names(tmp_path) == ["1.2.840.99", "IM0001", "old", "scan"]


def test_a_dicomdir_is_passed_over(tmp_path: Path) -> None:
    write_dicom(tmp_path / "DICOMDIR")
    write_dicom(tmp_path / "film.dcm")
    assert _names(tmp_path) == ["film.dcm"]


def test_files_that_are_named_are_kept_whatever_they_are(tmp_path: Path) -> None:
    odd = tmp_path / "letter.txt"
    odd.touch()
    hidden = tmp_path / ".film"
    hidden.touch()
    found = discover([odd, hidden, odd], NullContext())
    assert found.files == (odd, hidden)
    assert found.failures == ()


def test_a_film_that_is_named_twice_is_listed_once(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient())
    assert discover([film, tmp_path, film], NullContext()).files == (film,)


def test_a_missing_path_is_a_failure_beside_the_rest(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient())
    found = discover([tmp_path / "gone.png", film], NullContext())
    assert found.files == (film,)
    (failure,) = found.failures
    assert failure.path == tmp_path / "gone.png"
    assert failure.error.code is ErrorCode.FILE_MISSING


def test_a_path_that_cannot_be_is_missing(tmp_path: Path) -> None:
    for path in (tmp_path / "a\0b", tmp_path / ("x" * 300)):
        (failure,) = discover([path], NullContext()).failures
        assert failure.error.message.isprintable()


def test_a_folder_without_images_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    (tmp_path / "empty").mkdir()
    found = discover([tmp_path], NullContext())
    assert found.files == ()
    (failure,) = found.failures
    assert failure.error.code is ErrorCode.FOLDER_WITHOUT_IMAGES


def test_a_folder_that_may_not_be_read_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    film = write_picture(tmp_path / "film.png", gradient())
    scan = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder) == secret:
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr("lungdesk.formats.discovery.os.scandir", refuse)
    found = discover([tmp_path], NullContext())
    assert found.files == (film,)
    (failure,) = found.failures
    assert (failure.path, failure.error.code) == (secret, ErrorCode.FILE_NOT_PERMITTED)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient())
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    found = discover([tmp_path], NullContext())
    assert (found.files, found.failures) == ((film,), ())


def test_a_link_that_cannot_be_followed_keeps_none_of_the_others(tmp_path: Path) -> None:
    first, last = (write_picture(tmp_path / name, gradient()) for name in ("a.png", "z.png"))
    (tmp_path / "b").symlink_to(tmp_path / "b")
    loop = tmp_path / "c.png"
    loop.symlink_to(loop)

    found = discover([tmp_path], NullContext())

    assert (found.files, found.failures) == ((first, loop, last), ())
    with pytest.raises(LungDeskError, match=r"c\.png cannot be read"):
        read_radiograph(loop)


@dataclass
class StaleEntry:
    """What a share whose connection is gone says of a file."""

    path: str
    name: str

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    is_file = is_symlink = is_dir


def test_an_entry_that_tells_nothing_of_itself_is_listed_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = os.scandir

    @contextmanager
    def stale(folder: Path) -> Iterator[list[Any]]:
        with scan(folder) as entries:
            yield [
                StaleEntry(one.path, one.name) if one.name == "b.png" else one for one in entries
            ]

    monkeypatch.setattr("lungdesk.formats.discovery.os.scandir", stale)
    films = [write_picture(tmp_path / f"{name}.png", gradient()) for name in "abc"]

    assert discover([tmp_path], NullContext()).files == tuple(films)


def test_a_link_to_a_film_that_is_gone_is_listed_so_that_opening_it_says_so(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient())
    for name in ("broken.png", "broken.dcm", "broken.txt", "broken"):
        (tmp_path / name).symlink_to(tmp_path / "gone")

    found = discover([tmp_path], NullContext())

    broken = [tmp_path / "broken.dcm", tmp_path / "broken.png"]
    assert (found.files, found.failures) == ((*broken, film), ())
    for path in broken:
        with pytest.raises(LungDeskError, match="broken"):
            read_radiograph(path)


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "pipe.png")
    film = write_picture(tmp_path / "film.png", gradient())
    assert discover([tmp_path], NullContext()).files == (film,)


def test_a_cancelled_listing_stops(tmp_path: Path) -> None:
    class CancelledContext(NullContext):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        discover([tmp_path], CancelledContext())


def test_a_thousand_files_are_listed_in_a_second(tmp_path: Path) -> None:
    for number in range(1000):
        name = f"film-{number}.dcm" if number % 2 else f"IM{number}"
        (tmp_path / name).write_bytes(b"\0" * 128 + b"DICM" + b"\0" * 100)
    started = time.perf_counter()
    assert len(_names(tmp_path)) == 1000
    assert time.perf_counter() - started < 1


def test_films_of_an_archive_are_listed_where_archives_are_opened(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient())
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for name in ("b/film-10.png", "b/film-2.png", "../out.png"):
            zipped.write(film, name)

    opened = discover([archive, film, archive], NullContext(), opens_archives=True)

    assert opened.files == (archive / "b/film-2.png", archive / "b/film-10.png", film)
    assert {(f.path, f.error.code) for f in opened.failures} == {
        (archive, ErrorCode.ARCHIVE_UNSAFE)
    }
    assert discover([archive], NullContext()).files == (archive,)


def test_an_archive_that_is_damaged_is_a_failure_beside_the_rest(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film.png", gradient())
    archive = tmp_path / "study.zip"
    archive.write_bytes(b"PK\x03\x04 and then nothing")

    found = discover([archive, film], NullContext(), opens_archives=True)

    assert found.files == (film,)
    assert [f.error.code for f in found.failures] == [ErrorCode.ARCHIVE_DAMAGED]


def test_archives_in_folders_are_opened_like_those_that_are_named(tmp_path: Path) -> None:
    film = write_picture(tmp_path / "film-3.png", gradient())
    for name in ("film-2.zip", "in/film-10.ZIP"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(tmp_path / name, "w") as zipped:
            zipped.write(film, "inside.png")
    with zipfile.ZipFile(tmp_path / "letters.zip", "w") as zipped:
        zipped.writestr("letter.txt", "no film")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and then nothing")
    (tmp_path / "none.zip").write_bytes(b"no archive at all")

    found = discover([tmp_path], NullContext(), opens_archives=True)

    first, second = (tmp_path / name / "inside.png" for name in ("film-2.zip", "in/film-10.ZIP"))
    assert found.files == (first, film, second)
    assert [(f.path, f.error.code) for f in found.failures] == [
        (tmp_path / "broken.zip", ErrorCode.ARCHIVE_DAMAGED)
    ]
    assert discover([tmp_path], NullContext()).files == (film,)


def test_of_all_that_keeps_films_of_an_archive_from_being_opened_nothing_is_lost(
    tmp_path: Path,
) -> None:
    archive = tmp_path / "study.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("../out.png", b"outside")
        zipped.writestr("odd.png", b"packed in an odd way", zipfile.ZIP_LZMA)

    (failure,) = discover([archive, archive], NullContext(), opens_archives=True).failures

    assert failure.path == archive
    assert "names files outside of itself (../out.png)" in failure.error.message
    assert "packed in a way that is not unpacked here (odd.png)" in failure.error.message
    assert failure.error.message.count("study.zip") == 2
    assert "no export writes such names" in failure.error.hint
    assert "Unpack it yourself" in failure.error.hint


def test_a_pipe_that_is_named_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert discover([tmp_path / "pipe"], NullContext()).files == (tmp_path / "pipe",)


def test_what_is_passed_over_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    film = write_picture(folder / "film.png", gradient())
    (folder / "to-itself").symlink_to(folder, target_is_directory=True)
    (folder / "to-film.png").symlink_to(film)
    (folder / "none.zip").write_bytes(b"no archive at all")
    (folder / "notes").write_text("Dear colleague")
    for name in (".hidden", "DICOMDIR"):
        (folder / name).write_text("neither is this a film")
    with zipfile.ZipFile(folder / "twice.zip", "w") as zipped:
        zipped.writestr("film.png", b"an older film")
        with pytest.warns(UserWarning, match="Duplicate name"):
            zipped.write(film, "film.png")

    found = discover([folder], NullContext(), opens_archives=True)

    assert [path.name for path in found.files] == ["film.png", "to-film.png", "film.png"]
    assert found.passed_over == {
        folder / "none.zip": PassedOver.NO_ARCHIVE,
        folder / "notes": PassedOver.OTHER_FILE,
        folder / "to-itself": PassedOver.FOLDER_LINK,
        folder / "twice.zip" / "film.png": PassedOver.OLDER_ENTRY,
    }
    several = (PassedOver.OTHER_FILE, PassedOver.FOLDER_LINK, PassedOver.OTHER_FILE)
    assert passed_over_words(several) == (
        "1 link to a folder was passed over: it may lead in a circle.",
        "2 files that are no images were passed over.",
    )


def test_a_file_is_listed_as_it_was_spelled_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "films").mkdir()
    film = write_picture(tmp_path / "films" / "film.png", gradient())
    raw = dicom(gradient(), SOPClassUID=RawDataStorage, PixelData=None, Rows=None, Columns=None)
    raw.file_meta.MediaStorageSOPClassUID = RawDataStorage
    data = save(tmp_path / "films" / "raw.dcm", raw)
    (tmp_path / "link").symlink_to(film.parent, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    again = [Path("link"), film.parent, Path("films/film.png"), tmp_path / "gone", Path("gone")]

    found = discover(again, NullContext())
    named = discover([Path("films/raw.dcm"), data], NullContext())

    assert found.files == (Path("link/film.png"),)
    assert found.objects == (Path("link/raw.dcm"),)
    assert [failure.path for failure in found.failures] == [tmp_path / "gone"]
    assert named.files == (Path("films/raw.dcm"),)
