"""A reader who says first what they see, by keyboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.state import Phase
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.records import FilmRecord
from lungdesk.services.workspace.requests import FilmQuery
from tests.gui.conftest import FILM

OTHER = Path("/films/other.dcm")
TUBERCULOSIS, COVID = CHEST_LABELS.index("tuberculosis"), CHEST_LABELS.index("covid19")


def row_of(window: MainWindow, path: Path) -> str:
    """What the list says of a film."""
    model = window.findChild(FilmListModel) or window._model
    number = model.number_of(path)
    assert number is not None
    return str(model.index(number).data(Qt.ItemDataRole.AccessibleTextRole))


def answer(window: MainWindow, class_index: int, sureness: int = 0) -> None:
    """By keyboard, as Tab and space do it."""
    panel = window.explain_panel.first_read
    panel.choices[class_index].setFocus()
    QTest.keyClick(panel.choices[class_index], Qt.Key.Key_Space)
    panel.sureness.setFocus()
    for _ in range(sureness):
        QTest.keyClick(panel.sureness, Qt.Key.Key_Down)
    QTest.keyClick(panel.answer, Qt.Key.Key_Return)


def kept(window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot, path: Path = FILM) -> FilmRecord:
    """What the workspace holds of a film, once nothing is on its way."""
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=30_000)
    film = desk.film(FilmQuery(path=str(path)), NullContext())
    assert film is not None
    return film


def shown_now(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    """Wait until a film is in the centre and nothing more is on its way."""
    qtbot.waitUntil(
        lambda: (
            window.state.film.path == path
            and window.state.film.phase is Phase.READY
            and not window.bridge.is_busy
        ),
        timeout=30_000,
    )


def reads_as(window: MainWindow, name: str) -> None:
    """Let somebody else read."""
    window.state.set_preferences(Preferences(reader=name))
