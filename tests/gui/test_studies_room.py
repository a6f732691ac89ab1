"""The list of films where there is little room for it."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import show
from tests.gui.looking import cut_off

FOLDER = Path("/films/folder-of-200")


def test_the_film_in_the_centre_stays_in_sight_when_the_list_gets_lower(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, FOLDER)
    films = window.studies_panel.list
    at = films.viewport().height() // theme.FILM_ROW_HEIGHT - 1  # the lowest that is seen whole
    QTest.mouseClick(
        films.viewport(), Qt.MouseButton.LeftButton, pos=films.visualRect(_row(films, at)).center()
    )
    qtbot.waitUntil(lambda: window.state.current == window.state.paths[at])

    window.resize(window.width(), 520)

    qtbot.waitUntil(lambda: films.visualRect(_row(films, at)).bottom() < films.viewport().height())
    assert films.visualRect(_row(films, at)).top() >= 0


def test_a_list_that_was_scrolled_away_from_that_film_is_left_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, FOLDER)
    films = window.studies_panel.list
    films.verticalScrollBar().setValue(40 * theme.FILM_ROW_HEIGHT)

    window.resize(window.width(), 520)
    QApplication.processEvents()

    assert films.verticalScrollBar().value() == 40 * theme.FILM_ROW_HEIGHT


def _row(films: QListView, number: int) -> QModelIndex:
    return films.model().index(number, 0)


def test_a_key_that_has_no_room_beside_the_offer_is_in_its_tooltip(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = window.studies_panel
    show(window, qtbot, *(Path(f"/films/{n}.dcm") for n in range(6)))
    qtbot.waitUntil(panel.read_all.isVisible)
    window.state.set_keys({**window.state.keys, "read_all": ("Meta+Ctrl+Alt+Shift+F12",)})
    assert panel.read_all.text() == "Read all"
    assert "Meta+Ctrl+Alt+Shift+F12" in panel.read_all.toolTip()
    qtbot.waitUntil(lambda: cut_off(window) == [])

    window.state.set_keys({**window.state.keys, "read_all": ("F12",)})

    assert panel.read_all.text() == "Read all (F12)"
    assert cut_off(window) == []


def test_no_row_moves_when_reading_all_is_offered_no_more(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.studies_panel
    show(window, qtbot, *(Path(f"/films/{n}.dcm") for n in range(6)))
    qtbot.waitUntil(panel.read_all.isVisible)
    top = panel.list.mapTo(panel, panel.list.rect().topLeft()).y()

    with qtbot.waitSignal(window.read_all.finished):
        QTest.mouseClick(panel.read_all, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not panel.read_all.isVisible())
    QApplication.processEvents()
    assert panel.list.mapTo(panel, panel.list.rect().topLeft()).y() == top
