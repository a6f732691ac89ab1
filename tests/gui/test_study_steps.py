"""Ctrl and an arrow lead from study to study."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import show
from tests.gui.real_films import RealFiles
from tests.unit.formats.builders import gradient, write_dicom

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def files() -> RealFiles:
    return RealFiles()


@pytest.fixture
def films(tmp_path: Path) -> list[Path]:
    """Three studies of two films each."""
    return [
        write_dicom(
            tmp_path / f"{study}{number}.dcm",
            gradient(200, 200),
            StudyInstanceUID=f"1.2.{study}",
        )
        for study in (1, 2, 3)
        for number in (1, 2)
    ]


def test_control_and_an_arrow_lead_to_the_first_film_of_a_study(
    window: MainWindow, qtbot: QtBot, films: list[Path]
) -> None:
    show(window, qtbot, *films)
    for key, wanted in (
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Down, 4),
        (Qt.Key.Key_Left, 2),
        (Qt.Key.Key_Up, 0),
    ):
        with qtbot.waitSignal(window.state.current_changed):
            QTest.keyClick(window, key, CONTROL)
        assert window.state.current == films[wanted]
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.READY)


def test_at_the_last_study_nothing_happens(
    window: MainWindow, qtbot: QtBot, films: list[Path]
) -> None:
    show(window, qtbot, *films)
    QTest.keyClick(window, Qt.Key.Key_Left, CONTROL)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert window.state.current == films[0]


def test_who_has_gone_on_meanwhile_is_not_led_elsewhere(
    window: MainWindow, qtbot: QtBot, films: list[Path]
) -> None:
    show(window, qtbot, *films)
    QTest.keyClick(window, Qt.Key.Key_Right, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert window.state.current == films[1]


def test_without_films_there_is_no_study(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Right, CONTROL)
    assert window.state.current is None
