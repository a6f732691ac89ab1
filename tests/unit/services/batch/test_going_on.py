"""A batch that goes on from elsewhere, or with a damaged journal, and what has no row in one."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.services.batch.folder import SUMMARY
from lungdesk.services.batch.journal import JOURNAL
from lungdesk.services.batch.run import BatchRequest, read_batch
from tests.unit.services.batch_films import rows_of, write_film

pytestmark = pytest.mark.usefixtures("without_network")


def _paths(asked: BatchRequest) -> list[str]:
    return [row["path"] for row in rows_of(asked.out)]


@pytest.mark.parametrize(("place", "name"), [("films", "."), (".", "films")])
def test_from_another_folder_no_row_of_before_is_lost(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch, place: str, name: str
) -> None:
    """The same words mean other films there, of which some have the same names."""
    here, there = asked.out.parent / place, asked.out.parent / "there" / place
    other = asked.out.parent / "there" / "films"
    other.mkdir(parents=True)
    for number in (0, 9):
        write_film(other / f"film-{number}.png", 10 + number)
    typed = replace(asked, paths=[Path(name)])
    monkeypatch.chdir(here)
    read_batch(typed, NullContext())
    before = rows_of(asked.out)

    monkeypatch.chdir(there)
    summary = read_batch(replace(typed, resume=True), NullContext())

    assert (summary["files"], summary["read_now"]) == (6, 2)
    new = [str(Path(name) / f"film-{number}.png") for number in (0, 9)]
    whole = [{**row, "path": str(here / row["path"])} for row in before]
    assert _paths(asked) == new + [row["path"] for row in whole]
    assert rows_of(asked.out)[2:] == whole
    # Back where it began, all of it stands as it was typed.
    monkeypatch.chdir(here)
    read_batch(replace(typed, resume=True), NullContext())
    assert rows_of(asked.out)[:4] == before
    assert _paths(asked)[4:] == [str(there / path) for path in new]


def test_a_film_has_one_row_however_often_it_is_asked_for(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = asked.paths[0]
    monkeypatch.chdir(films.parent)
    again = [Path("films"), Path("./films"), films, Path("films/film-0.png"), Path("../missing")]

    summary = read_batch(
        replace(asked, paths=[*again, films.parents[1] / "missing"]), NullContext()
    )

    assert (summary["files"], summary["ok"], summary["copies"]) == (5, 4, 0)
    expected = [f"films/film-{number}.png" for number in range(4)]
    assert _paths(asked) == ["../missing", *expected]


def test_a_damaged_line_is_told_and_its_film_read_again(asked: BatchRequest) -> None:
    read_batch(asked, NullContext())
    before = rows_of(asked.out)
    journal = asked.out / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:2], lines[2].replace(b"film", b"fi\0m"), *lines[3:]]))

    summary = read_batch(replace(asked, resume=True), NullContext())

    assert summary["read_now"] == 1
    assert rows_of(asked.out) == before
    said = "1 line of rows.journal is damaged: a film that has lost its row is read anew."
    assert summary["notes"] == [said]
    assert json.loads((asked.out / SUMMARY).read_text())["notes"] == [said]
    # Its line is as damaged as before, but its film has a row again.
    assert read_batch(replace(asked, resume=True), NullContext())["notes"] == []


def test_where_the_folder_has_moved_deleted_films_stay_away_and_nothing_has_two_rows(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, moved = asked.out.parent / "project", asked.out.parent / "project2"
    project.mkdir()
    asked.paths[0].rename(project / "films")
    (project / "films" / "fake.zip").write_bytes(b"PK\3\4 and no more")
    typed = replace(asked, paths=[Path("films")], out=Path("out"))
    monkeypatch.chdir(project)
    read_batch(typed, NullContext())
    before = _paths(typed)
    project.rename(moved)
    monkeypatch.chdir(moved)
    Path("films/film-1.png").unlink()

    summary = read_batch(replace(typed, resume=True), NullContext())

    assert (summary["files"], summary["failed"]) == (4, 1)
    assert _paths(typed) == [path for path in before if path != "films/film-1.png"]


def test_what_is_passed_over_is_counted_but_for_what_a_batch_writes(asked: BatchRequest) -> None:
    films = asked.paths[0]
    (films / "letter.txt").touch()
    (films / "fake.zip").write_text("no archive")
    (films / "link").symlink_to(asked.out.parent, target_is_directory=True)
    inside = replace(asked, out=films)

    for resume in (False, True):
        notes = read_batch(replace(inside, resume=resume), NullContext())["notes"]

        assert notes == [
            "1 link to a folder was passed over: it may lead in a circle.",
            "1 file that is called a ZIP file is none.",
            "1 file that is no image was passed over.",
        ]


@pytest.mark.parametrize("beside_films", [True, False])
def test_an_empty_folder_is_no_file(asked: BatchRequest, beside_films: bool) -> None:
    empty = asked.out.with_name("empty")
    empty.mkdir()
    packed = asked.out.with_name("packed.zip")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("letter.txt", "nothing")
    sources = [empty, packed, *(asked.paths if beside_films else ())]

    summary = read_batch(replace(asked, paths=sources), NullContext())

    assert summary["notes"] == ["The folder empty holds no images."]
    names = [Path(path).name for path in _paths(asked)]
    assert names == ["packed.zip", *(f"film-{n}.png" for n in range(4) if beside_films)]
    assert (summary["files"], summary["failed"]) == (len(names), 1)
