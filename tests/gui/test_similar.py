"""Similar films beside the finding: what a reader sees of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import JobContext
from lungdesk.core.similar import SimilarFilm, SimilarFilms
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import FILM, from_qimage, show
from tests.gui.fakes import FakeFiles, FakeFilmReader

OTHER = Path("/films/other.dcm")
HERE = Path("/trainings/known.dcm")


def similar(*classes: int) -> SimilarFilms:
    """Films of these classes, one after the other; the first one is here."""
    films = [
        SimilarFilm(f"{n:032x}", index, "kermany_orig" if n % 2 else "", 0.1 * n)
        for n, index in enumerate(classes)
    ]
    return SimilarFilms(tuple(films), 2820)


class Finder:
    """Knows where the first film is."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, ids: tuple[str, ...], _ctx: JobContext) -> dict[str, Path]:
        self.asked.append(ids)
        return {f"{0:032x}": HERE} if f"{0:032x}" in ids else {}


@pytest.fixture
def finder() -> Finder:
    return Finder()


@pytest.fixture
def opened(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, finder: Finder, qtbot: QtBot
) -> MainWindow:
    """A film with neighbours is on the screen; the next one has none."""
    reader.similar["film.dcm"] = similar(*[4] * 12, *[2] * 5, *[0] * 3)
    window = open_window(reader, find_known_films=finder)
    show(window, qtbot, FILM, OTHER)
    return window


def test_the_classes_of_the_nearest_are_told_at_once(opened: MainWindow, finder: Finder) -> None:
    panel = opened.explain_panel.similar

    assert panel.summary == (
        "Of the 20 nearest of 2,820 training films: 12 Tuberculosis, 5 Viral pneumonia, 3 Normal."
    )
    assert not panel.rows.isVisible()
    assert finder.asked == []  # nobody looks for pictures that are not shown


def test_unfolded_five_films_are_told_with_source_and_distance(
    opened: MainWindow, finder: Finder, files: FakeFiles, qtbot: QtBot
) -> None:
    panel = opened.explain_panel.similar
    panel.fold.setFocus()
    QTest.keyClick(panel.fold, Qt.Key.Key_Space)

    assert [(row.title, row.source, row.distance) for row in panel.rows.rows] == [
        ("Tuberculosis", "Source not known", "same picture"),
        ("Tuberculosis", "kermany orig", "0.10"),
        ("Tuberculosis", "Source not known", "0.20"),
        ("Tuberculosis", "kermany orig", "0.30"),
        ("Tuberculosis", "Source not known", "0.40"),
    ]
    assert "Tuberculosis, kermany orig, distance 0.10" in panel.rows.accessibleDescription()
    qtbot.waitUntil(lambda: panel.rows.rows[0].picture is not None)
    assert panel.rows.rows[1].picture is None  # it is not on this computer
    assert HERE in files.thumbnails
    assert len(finder.asked) == 1
    drawn = from_qimage(panel.rows.grab().toImage())
    assert drawn[:, :40].max() > drawn[60:80, :40].max()  # a picture, and a black place


def test_the_tool_tip_has_the_name_of_the_source_as_the_data_have_it(opened: MainWindow) -> None:
    panel = opened.explain_panel.similar
    panel.fold.click()
    at = QPoint(20, 60)
    QApplication.sendEvent(
        panel.rows, QHelpEvent(QEvent.Type.ToolTip, at, panel.rows.mapToGlobal(at))
    )
    assert QToolTip.text() == "Source: kermany_orig"
    assert panel.rows.rows[0].tip == ""  # it is not known


def test_a_film_without_neighbours_shows_no_section(opened: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(opened, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: opened.state.film.path == OTHER)
    qtbot.waitUntil(lambda: not opened.explain_panel.similar.isVisible())

    QTest.keyClick(opened, Qt.Key.Key_Left)
    qtbot.waitUntil(opened.explain_panel.similar.isVisible)


def test_a_sealed_answer_keeps_its_neighbours_to_itself(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.similar["film.dcm"] = similar(*[4] * 20)
    window = open_window(reader)
    window.actions_table["blinded"].trigger()
    show(window, qtbot, FILM)

    assert not window.explain_panel.similar.isVisible()
    window.explain_panel.first_read.choices[0].click()
    window.explain_panel.first_read.answer.click()
    assert window.explain_panel.similar.summary.endswith("20 Tuberculosis.")
