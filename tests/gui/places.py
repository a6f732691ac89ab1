"""Several films side by side, and the acts of a hand that turns from one to the other."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.film_cell import FilmCell
from tests.gui.conftest import middle

NAMES = ("a.dcm", "b.dcm", "c.dcm", "d.dcm", "e.dcm")
PATHS = tuple(Path("/films") / name for name in NAMES)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.bridge.is_busy)


def seen(window: MainWindow) -> list[str]:
    """Names of the films in sight, place by place."""
    cells = window.viewer.cells
    shown = [cells[n] for n in window.features.layout.shown]
    return [cell.path.stem if cell.path else "" for cell in shown]


def choose(window: MainWindow, qtbot: QtBot, key: Qt.Key, count: int) -> None:
    """Choose a layout by its key and wait until its places are filled."""
    QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(seen(window)) == count and all(seen(window)))
    settle(window, qtbot)


def click(window: MainWindow, qtbot: QtBot, cell: FilmCell) -> None:
    QTest.mouseClick(cell.view, Qt.MouseButton.LeftButton, pos=middle(cell.view))
    settle(window, qtbot)
