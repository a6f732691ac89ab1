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
from lungdesk.services.workspace.requests import RecordRequest, RowsRequest
from tests.gui.conftest import show
from tests.gui.fakes import FakeFiles
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
    files.earlier_films = desk.earlier_films
    fill(desk, *(Reading(files.films[path.name].instance, prediction()) for path in (PRIOR, OLDER)))
    return desk


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk) -> MainWindow:
    return window_on(desk)


@pytest.fixture
def modelless(open_window: Callable[..., MainWindow], desk: WorkspaceDesk) -> MainWindow:
    """Without a model nothing is recorded, and nothing else opens the workspace."""
    return open_window(None, **services_of(desk, FakeBatch()))


def painted(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    """Open films of which the first is painted and none is read."""
    with qtbot.waitSignal(window.film_painted, timeout=10_000):
        window.open_paths(paths)


def test_a_prior_is_found_where_nothing_else_has_opened_the_workspace(
    modelless: MainWindow, qtbot: QtBot
) -> None:
    painted(modelless, qtbot, CURRENT)
    settled(modelless, qtbot, lambda: "2023-06-30" in modelless.progress_strip.words)
    QTest.keyClick(modelless, Qt.Key.Key_J)
    settled(modelless, qtbot, lambda: seen(modelless) == ["now", "then"])


def test_a_prior_that_is_to_come_by_itself_comes_out_of_a_workspace_that_nothing_has_opened(
    modelless: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(modelless, Qt.Key.Key_J)
    painted(modelless, qtbot, CURRENT)
    settled(modelless, qtbot, lambda: seen(modelless) == ["now", "then"])


def test_a_blinded_reader_sees_the_prior_and_no_answer(window: MainWindow, qtbot: QtBot) -> None:
    window.state.set_blinded(True)
    show(window, qtbot, CURRENT)
    QTest.keyClick(window, Qt.Key.Key_J)
    settled(window, qtbot, lambda: seen(window) == ["now", "then"])
    assert window.state.reading.is_sealed


def test_where_the_workspace_cannot_be_read_priors_that_are_open_are_found(
    modelless: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    desk.path.write_bytes(b"no database" * 500)
    QTest.keyClick(modelless, Qt.Key.Key_J)
    painted(modelless, qtbot, CURRENT, OLDER)
    settled(modelless, qtbot, lambda: seen(modelless) == ["now", "older"])


def test_a_prior_is_looked_for_again_when_it_is_wanted_beside(
    modelless: MainWindow, desk: WorkspaceDesk, files: FakeFiles, qtbot: QtBot
) -> None:
    painted(modelless, qtbot, PATHS[0])
    painted(modelless, qtbot, OLDER)
    settled(modelless, qtbot, lambda: "earlier" not in modelless.progress_strip.words)
    film = dated(Path("/films/oldest.dcm"), "20190101")
    files.films["oldest.dcm"] = film
    desk.record(RecordRequest(Reading(film.instance, prediction())), NullContext())  # by a batch
    QTest.keyClick(modelless, Qt.Key.Key_J)
    settled(modelless, qtbot, lambda: seen(modelless) == ["older", "oldest"])


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


@pytest.fixture
def four(window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot) -> MainWindow:
    """Four films: the current one, its priors out of the worklist, and the next of the list."""
    desk.rows(RowsRequest(), NullContext())
    show(window, qtbot, CURRENT, PATHS[0])
    settled(window, qtbot, lambda: True)
    choose(window, qtbot, Qt.Key.Key_4, 4)
    settled(window, qtbot, lambda: seen(window) == ["now", "then", "older", "a"])
    return window


def test_a_prior_that_hung_before_hangs_again(four: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(four, Qt.Key.Key_J)
    settled(four, qtbot, lambda: seen(four) == ["now", "then"])
    QTest.keyClick(four, Qt.Key.Key_J)
    settled(four, qtbot, lambda: seen(four) == ["now", "then", "older", "a"])


def test_in_privacy_mode_each_prior_has_an_alias_of_its_own(four: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(four, Qt.Key.Key_F7)

    corners = [cell.view.corners.top_left for cell in four.viewer.cells[:3]]
    assert [lines[0] for lines in corners] == ["Film 1", "Earlier film", "Earlier film 2"]
    click(four, qtbot, four.viewer.cells[2])
    settled(four, qtbot, lambda: four.windowTitle() == "Earlier film 2")
