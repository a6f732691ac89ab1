"""Earlier films of the worklist beside the film that is open."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.services import priors
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import RowsRequest
from tests.gui.conftest import show
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.gui.places import PATHS, choose, click, seen
from tests.gui.test_priors import CURRENT, OLDER, PRIOR, dated
from tests.gui.worklists import FakeBatch, fill, services_of, settled
from tests.unit.services.workspace.readings import Reading, desk_in, prediction


@pytest.fixture
def desk(files: FakeFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkspaceDesk:
    """Two earlier films have been read in another session."""
    for path, date in ((CURRENT, "20240131"), (PRIOR, "20230630"), (OLDER, "20210101")):
        film = dated(path, date)
        uid = f"1.2.{date}"
        files.films[path.name] = replace(
            film, instance=replace(film.instance, sop_instance_uid=uid)
        )
    monkeypatch.setattr(priors, "read_film_instance", lambda path: files.films[path.name].instance)
    desk = desk_in(tmp_path / "workspace")
    fill(desk, *(Reading(files.films[path.name].instance, prediction()) for path in (PRIOR, OLDER)))
    files.earlier_films = desk.earlier_films
    return desk


@pytest.fixture
def window(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, desk: WorkspaceDesk
) -> MainWindow:
    return open_window(reader, **services_of(desk, FakeBatch()))


def test_the_first_film_of_a_session_has_its_prior_once_it_is_recorded(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, CURRENT)
    settled(window, qtbot, lambda: "2023-06-30" in window.progress_strip.words)


def test_a_prior_is_looked_for_again_when_it_is_wanted_beside(
    window: MainWindow, desk: WorkspaceDesk, files: FakeFiles, qtbot: QtBot
) -> None:
    files.earlier_films = lambda _: ()  # a batch has not come so far yet
    show(window, qtbot, CURRENT)
    settled(window, qtbot, lambda: True)
    files.earlier_films = desk.earlier_films
    QTest.keyClick(window, Qt.Key.Key_J)
    settled(window, qtbot, lambda: seen(window) == ["now", "then"])


def test_a_prior_stays_beside_its_film_when_the_list_grows(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    desk.rows(RowsRequest(), NullContext())
    show(window, qtbot, CURRENT)
    QTest.keyClick(window, Qt.Key.Key_J)
    settled(window, qtbot, lambda: seen(window) == ["now", "then"])

    window.state.set_paths((*window.state.paths, PATHS[0]))

    settled(window, qtbot, lambda: True)
    assert seen(window) == ["now", "then"]
    window.state.set_paths((PATHS[0],))
    settled(window, qtbot, lambda: "then" not in seen(window))


def test_a_prior_that_hung_before_hangs_again(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    desk.rows(RowsRequest(), NullContext())
    show(window, qtbot, CURRENT, PATHS[0])
    settled(window, qtbot, lambda: True)
    choose(window, qtbot, Qt.Key.Key_4, 4)
    settled(window, qtbot, lambda: seen(window) == ["now", "then", "older", "a"])
    QTest.keyClick(window, Qt.Key.Key_J)
    settled(window, qtbot, lambda: seen(window) == ["now", "then"])
    QTest.keyClick(window, Qt.Key.Key_J)
    settled(window, qtbot, lambda: seen(window) == ["now", "then", "older", "a"])


def test_in_privacy_mode_each_prior_has_an_alias_of_its_own(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    desk.rows(RowsRequest(), NullContext())
    show(window, qtbot, CURRENT, PATHS[0])
    settled(window, qtbot, lambda: True)
    choose(window, qtbot, Qt.Key.Key_4, 4)
    settled(window, qtbot, lambda: seen(window) == ["now", "then", "older", "a"])

    QTest.keyClick(window, Qt.Key.Key_F7)

    corners = [cell.view.corners.top_left for cell in window.viewer.cells[:3]]
    assert [lines[0] for lines in corners] == ["Film 1", "Earlier film", "Earlier film 2"]
    click(window, qtbot, window.viewer.cells[2])
    settled(window, qtbot, lambda: window.windowTitle() == "Earlier film 2")
