"""Disks that are full, tables that are open elsewhere, folders that change: no row is lost."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml.ensemble_engine import AnyEngine
from lungdesk.ml.stream import OnFilm, PreparedFilm, stream_films
from lungdesk.services import writer_lock
from lungdesk.services.batch import reading as batch_reading
from lungdesk.services.batch import run as batch
from lungdesk.services.batch.folder import RESULTS, SUMMARY, held_folder
from lungdesk.services.batch.journal import Journal
from lungdesk.services.batch.keeper import KeptRow
from lungdesk.services.batch.row import BatchRow
from lungdesk.services.batch.run import BatchRequest, read_batch
from lungdesk.services.gate_log import GateLog
from tests.unit.services.batch_films import journal_of, rows_of, write_film
from tests.unit.services.fakes import Listener


def _locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file take the place of the table, as where a spreadsheet has it open."""
    original = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if target.name == RESULTS:
            raise PermissionError(13, "Permission denied")
        return original(path, target)

    monkeypatch.setattr(Path, "replace", refused)


@pytest.mark.usefixtures("without_network")
def test_a_table_that_is_open_elsewhere_is_written_when_the_batch_goes_on(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each row is a reason to write the table: those in between are let go.
    monkeypatch.setattr(batch, "_TABLE_INTERVAL_S", 0.0)
    with monkeypatch.context() as patch:
        _locked(patch)
        with pytest.raises(LungDeskError, match=r"results\.csv cannot be written") as caught:
            read_batch(asked, NullContext())

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert "go on with --resume: its rows are kept" in caught.value.hint
    assert len(journal_of(asked.out)) == 1 + 4
    assert [path.name for path in asked.out.glob(".*")] == []
    resumed = read_batch(replace(asked, resume=True), NullContext())
    assert (resumed["ok"], resumed["read_now"]) == (4, 0)
    assert len(rows_of(asked.out)) == 4


def test_nothing_is_read_against_the_gate_where_that_cannot_be_kept(
    asked: BatchRequest, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    log = GateLog(tmp_path / "file" / "gate.jsonl")

    with pytest.raises(LungDeskError, match="cannot be written"):
        read_batch(replace(asked, log=log), NullContext())

    assert not asked.out.exists()


@pytest.mark.usefixtures("without_network")
def test_a_batch_that_is_cancelled_leaves_no_summary_of_what_was_before(
    asked: BatchRequest,
) -> None:
    read_batch(asked, NullContext())
    assert (asked.out / SUMMARY).exists()
    for number in (9, 10):
        write_film(asked.paths[0] / f"film-{number}.png", number)

    with pytest.raises(Cancelled):
        read_batch(replace(asked, resume=True), CancelledWhenRead())

    assert len(rows_of(asked.out)) == 5
    assert not (asked.out / SUMMARY).exists()


class CancelledWhenRead(NullContext):
    """Cancelled as soon as a fifth film has been read."""

    is_read = False

    def report(self, progress: Progress) -> None:
        self.is_read = self.is_read or progress.done == 5

    def check(self) -> None:
        if self.is_read:
            raise Cancelled


@pytest.mark.usefixtures("without_network")
def test_rows_of_before_tell_no_rate_when_a_batch_goes_on(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_batch(asked, NullContext())
    monkeypatch.setattr(batch, "_ROWS_TOGETHER", 1)
    listener = Listener()

    read_batch(replace(asked, resume=True), listener)

    told = [report for report in listener.reports if report.done]
    assert [report.done for report in told][-1] == 4
    assert {report.message for report in told} == {"reading films"}


@pytest.mark.usefixtures("without_network")
def test_a_disk_that_fills_up_keeps_the_rows_before(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Journal.append

    def full(journal: Journal, rows: Iterable[BatchRow]) -> None:
        added = list(rows)
        if len(journal) >= 2 and added:
            raise LungDeskError("rows.journal: full.", code=ErrorCode.FILE_NOT_WRITABLE)
        append(journal, added)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "append", full)
        with pytest.raises(LungDeskError, match=r"rows\.journal: full"):
            read_batch(asked, NullContext())

    assert len(rows_of(asked.out)) == 2
    resumed = read_batch(replace(asked, resume=True), NullContext())
    assert (resumed["ok"], resumed["read_now"]) == (4, 2)


def test_files_without_a_reading_do_not_wait_for_the_next_film(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    films = asked.out.parent / "films"
    for number in range(8):
        (films / f"film-0z{number}.png").write_text("no film")
    rounds: list[int] = []

    def stream(engine: AnyEngine, films: Iterable[PreparedFilm], on_film: OnFilm) -> None:
        seen = list(films)
        rounds.append(len(seen))
        stream_films(engine, seen, on_film)

    monkeypatch.setattr(batch_reading, "_WAITING", 4)
    monkeypatch.setattr(batch_reading, "stream_films", stream)
    read_batch(asked, NullContext())

    # All that is given at once has been in the network, and its row come, before the rest.
    assert rounds == [1, 3]
    lines = journal_of(asked.out)[1:]
    assert [line["path"] for line in lines] == [row["path"] for row in rows_of(asked.out)]
    assert [line["status"] for line in lines] == ["ok"] + ["failed"] * 8 + ["ok"] * 3


@dataclass
class ChangesFolder:
    """A keeper that is asked when a file's content is known and its film is not yet decoded."""

    changes: dict[str, Callable[[Path], object]]

    def begin(self, *_: object) -> None: ...

    def find(self, path: str, _sha256: str) -> None:
        self.changes.get(Path(path).name, bool)(Path(path))

    def keep(self, _: Sequence[KeptRow]) -> None: ...

    def end(self) -> None: ...


def test_a_folder_that_changes_while_it_is_read(asked: BatchRequest) -> None:
    changes: dict[str, Callable[[Path], object]] = {
        "film-0.png": Path.unlink,
        "film-1.png": lambda path: write_film(path, 11),
        "film-2.png": lambda path: write_film(path.with_name("film-9.png"), 9),
        "film-3.png": lambda path: path.write_bytes(path.read_bytes()[:200]),
    }

    read_batch(replace(asked, keeper=ChangesFolder(changes)), NullContext())
    rows = rows_of(asked.out)
    read_batch(replace(asked, resume=True), NullContext())
    resumed = rows_of(asked.out)

    assert [(row["status"], row["code"]) for row in rows[:2]] == [
        ("failed", ErrorCode.FILE_MISSING),
        ("failed", ErrorCode.FILE_CHANGED),
    ]
    assert rows[2]["status"] == "ok"
    assert rows[3]["code"] == ErrorCode.IMAGE_DAMAGED
    assert "was changed while it was read" in rows[1]["message"]
    assert not rows[1]["predicted"]
    names = [(Path(row["path"]).name, row["status"]) for row in resumed]
    assert names == [
        ("film-1.png", "ok"),
        ("film-2.png", "ok"),
        ("film-3.png", "failed"),
        ("film-9.png", "ok"),
    ]
    assert resumed[1] == rows[2]


def _other(asked: BatchRequest, name: str, *numbers: int) -> Path:
    folder = asked.out.with_name(name)
    folder.mkdir()
    for number in numbers:
        write_film(folder / f"{name}-{number}.png", number)
    return folder


def _paths(asked: BatchRequest) -> list[str]:
    return [str(Path(row["path"]).relative_to(asked.out.parent)) for row in rows_of(asked.out)]


@pytest.mark.usefixtures("without_network")
def test_what_was_read_into_the_folder_from_elsewhere_stays_in_the_table(
    asked: BatchRequest,
) -> None:
    # One film of it is a copy of one that was read before: both are rows, as read in one go.
    other = _other(asked, "other", 3, 7)
    missing = asked.out.with_name("mistyped")
    read_batch(replace(asked, paths=[*asked.paths, missing]), NullContext())

    summary = read_batch(replace(asked, paths=[other], resume=True), NullContext())

    expected = [f"films/film-{number}.png" for number in range(4)]
    assert _paths(asked) == ["other/other-3.png", "other/other-7.png", *expected]
    assert (summary["files"], summary["ok"], summary["read_now"]) == (6, 6, 1)
    assert summary["copies"] == 1
    read_batch(replace(asked, resume=True), NullContext())
    assert _paths(asked) == [*expected, "other/other-3.png", "other/other-7.png"]


@pytest.mark.usefixtures("without_network")
def test_a_folder_that_was_moved_is_in_the_table_once(
    asked: BatchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_batch(asked, NullContext())
    moved = asked.paths[0].rename(asked.out.with_name("moved"))

    read_batch(replace(asked, paths=[moved], resume=True), NullContext())
    assert _paths(asked) == [f"moved/film-{number}.png" for number in range(4)]

    # Nor does the same folder in other words double it.
    monkeypatch.chdir(moved.parent)
    read_batch(replace(asked, paths=[Path("moved")], resume=True), NullContext())
    assert [row["path"] for row in rows_of(asked.out)] == [
        str(Path("moved") / f"film-{number}.png") for number in range(4)
    ]


@pytest.mark.usefixtures("without_network")
@pytest.mark.parametrize("spelling", ["sub/../films", "link"])
def test_the_same_folder_in_other_words_is_in_the_table_once(
    asked: BatchRequest, spelling: str
) -> None:
    (asked.out.parent / "sub").mkdir()
    (asked.out.parent / "link").symlink_to(asked.paths[0])
    (asked.paths[0] / "film-5.png").symlink_to(_other(asked, "other", 5) / "other-5.png")
    read_batch(asked, NullContext())
    again = asked.out.parent / spelling

    for _ in range(2):
        summary = read_batch(replace(asked, paths=[again], resume=True), NullContext())

        assert (summary["files"], summary["read_now"]) == (5, 0)
        names = [f"{again}/film-{number}.png" for number in (0, 1, 2, 3, 5)]
        assert [row["path"] for row in rows_of(asked.out)] == names


@pytest.mark.usefixtures("without_network")
def test_the_folder_for_results_is_not_read_where_it_lies_among_the_films(
    asked: BatchRequest,
) -> None:
    films = asked.paths[0]
    inside = replace(asked, out=films / "sub" / ".." / "out")
    expected = [f"film-{number}.png" for number in range(4)]
    (films / "sub").mkdir()
    read_batch(inside, NullContext())
    heat = films / "out" / "dicom" / "film-0-abcdef"
    heat.mkdir(parents=True)
    write_film(heat / "heatmap.png", 12)

    summary = read_batch(replace(inside, resume=True), NullContext())
    names = [Path(row["path"]).name for row in rows_of(inside.out)]
    named = replace(inside, paths=[films, heat], resume=True)

    assert (summary["files"], names) == (4, expected)
    assert read_batch(named, NullContext())["files"] == 5


@pytest.mark.usefixtures("without_network")
@pytest.mark.parametrize("place", ["films", "."])
def test_films_in_the_folder_for_results_are_read(asked: BatchRequest, place: str) -> None:
    beside = replace(asked, out=asked.out.parent / place)

    assert read_batch(beside, NullContext())["files"] == 4
    objects = beside.out / "dicom" / "film-0-3f2a9b01c4de"
    objects.mkdir(parents=True)
    write_film(objects / "film.png", 12)
    (objects / "film.png").rename(objects / "film-0-film.dcm")
    assert read_batch(replace(beside, resume=True), NullContext())["files"] == 4


@pytest.mark.usefixtures("without_network")
@pytest.mark.parametrize(
    "series", ["", "series-1", "scan-1", "550e8400-e29b-41d4-a716-446655440000"]
)
def test_films_of_a_folder_called_dicom_are_read_in_the_folder_for_results(
    asked: BatchRequest, series: str
) -> None:
    films = asked.paths[0]
    place = films / "dicom" / series
    place.mkdir(parents=True)
    write_film(place / "scan-1.png", 12)

    assert read_batch(replace(asked, out=films), NullContext())["files"] == 5


def test_a_folder_for_results_that_cannot_be_made_says_to_choose_another(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a letter")
    place = tmp_path / "taken" / "out"

    with pytest.raises(LungDeskError) as caught, held_folder(place, is_resumed=False):
        pass

    assert caught.value.code is ErrorCode.FILE_NOT_WRITABLE
    assert caught.value.hint == "Choose another folder for the results."


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BlockingIOError(errno.EAGAIN, "Held"), ErrorCode.BATCH_IN_USE),
        (PermissionError(errno.EACCES, "Held"), ErrorCode.BATCH_IN_USE),
        (OSError(errno.ENOLCK, "No locks available"), ErrorCode.FILE_NOT_WRITABLE),
    ],
)
def test_a_drive_without_locks_is_not_another_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, code: ErrorCode
) -> None:
    def take(_: int) -> None:
        raise error

    monkeypatch.setattr(writer_lock, "_take", take)

    with pytest.raises(LungDeskError) as caught, held_folder(tmp_path, is_resumed=False):
        pass

    assert caught.value.code is code
