"""What readers have said of the film that a report is on: it, and that of no other film."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import Read, ReaderVerdict
from lungdesk.services.workspace.requests import AddRead, FilmQuery, SetNote
from tests.gui.conftest import FILM, show
from tests.gui.fakes import FakeFilmReader
from tests.gui.test_reports import opened, words_of
from tests.unit.services.report_films import Going


def test_what_readers_have_said_stands_in_the_report(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    desk = WorkspaceDesk(tmp_path / "workspace.db", content_of=lambda _path: "ab" * 32)
    window = open_window(reader, workspace=desk)
    show(window, qtbot, FILM)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    kept = desk.film(FilmQuery(path=str(FILM)), Going())
    assert kept is not None
    said = Read(ReaderVerdict.CORRECT, "covid19", "both lungs, 両側", "A. Reader")
    desk.add_read(AddRead(kept.film_id, said), Going())
    opened(window, qtbot)

    words = words_of(window, tmp_path)
    for expected in ("Corrects it to: COVID-19", "A. Reader", "both lungs, 両側"):
        assert expected in words
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    desk.close()


def test_what_was_said_of_a_film_is_not_told_of_another_that_takes_its_place(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    desk = WorkspaceDesk(tmp_path / "workspace.db")
    latest = tmp_path / "latest.dcm"
    latest.write_bytes(b"the film of one patient")
    window = open_window(reader, workspace=desk)
    show(window, qtbot, latest)
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    kept = desk.film(FilmQuery(path=str(latest)), Going())
    assert kept is not None
    desk.set_note(SetNote(kept.study_id, "proven TB"), Going())
    opened(window, qtbot)
    assert "proven TB" in words_of(window, tmp_path)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())

    latest.write_bytes(b"that of another")
    after = open_window(None, workspace=desk)  # which reads nothing, so that nothing is kept of it
    with qtbot.waitSignal(after.film_painted):
        after.open_paths((latest,))
    opened(after, qtbot)

    assert "proven TB" not in words_of(after, tmp_path)
    after.close()
    qtbot.waitUntil(lambda: not after.isVisible())
    desk.close()


def test_a_workspace_that_cannot_be_asked_leaves_the_report_without_readers(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    (tmp_path / "workspace.db").write_bytes(b"no database" * 100)
    desk = WorkspaceDesk(tmp_path / "workspace.db", content_of=lambda _path: "ab" * 32)
    window = open_window(reader, workspace=desk)
    show(window, qtbot, FILM)
    opened(window, qtbot)

    assert "Most probable" in words_of(window, tmp_path)
