"""A film with many measurements is moved, and one of them dragged, without painting all anew."""

from __future__ import annotations

from unittest.mock import Mock

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.gui.annotate import painter
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import drag, pixels
from tests.gui.test_annotate import at

MIDDLE = Qt.MouseButton.MiddleButton
#: Lines in rows and columns over all of the film, which is 400 wide and 300 high.
MANY = tuple(
    Length(((float(x), float(y)), (x + 12.0, float(y))))
    for x in range(10, 390, 20)
    for y in range(10, 290, 20)
)


@pytest.fixture
def many(film_window: MainWindow) -> MainWindow:
    """A window that shows the middle of the film with them."""
    film_window.annotations.load(AnnotationSet(MANY))
    for _ in range(4):
        QTest.keyClick(film_window, Qt.Key.Key_Plus)
    return film_window


@pytest.fixture
def strokes(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """What counts the lines that are painted."""
    counted = Mock(wraps=painter.paint_stroke)
    monkeypatch.setattr(painter, "paint_stroke", counted)
    return counted


def rested(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the film is painted as it lies still."""
    with qtbot.waitSignal(window.viewer.view.painted):
        window.viewer.view.update()
    qtbot.waitUntil(lambda: not window.viewer.view.rest.isActive())


def test_of_a_film_that_is_moved_only_what_comes_into_sight_is_painted(
    many: MainWindow, strokes: Mock, qtbot: QtBot
) -> None:
    view = many.viewer_panel.view
    rested(many, qtbot)
    pixels(view)
    strokes.reset_mock()
    drag(view, view.rect().center(), QPoint(8, 6), button=MIDDLE)
    before = many.viewer.geometry
    pixels(view)
    assert 0 < strokes.call_count < len(MANY) / 3

    strokes.reset_mock()
    rested(many, qtbot)
    pixels(view)
    assert many.viewer.geometry == before
    assert strokes.call_count == len(MANY)


@pytest.mark.parametrize("way", [(-1, 0), (1, 0), (0, -1), (0, 1), (1, -1)])
def test_what_comes_into_sight_looks_as_it_does_at_rest(
    film_window: MainWindow, qtbot: QtBot, way: tuple[int, int]
) -> None:
    """Its words too: the place to the right is free."""
    view = film_window.viewer_panel.view
    film_window.annotations.load(AnnotationSet((Length(((190.0, 150.0), (210.0, 150.0))),)))
    geometry = film_window.viewer.geometry.zoomed(4.0)
    width, height = geometry.view_size
    aside = geometry.panned(0.3 - way[0] * (width / 2 + 100), 0.3 - way[1] * (height / 2 + 30))
    film_window.viewer.active.place(aside)
    rested(film_window, qtbot)
    pixels(view)
    for _ in range(7):
        film_window.viewer.view.panned.emit(way[0] * 60, way[1] * 60)
        moving = pixels(view)
    assert view.rest.isActive()

    rested(film_window, qtbot)
    still = pixels(view)
    assert np.abs(moving.astype(int) - still).mean() < 0.1  # letters may lie a pixel beside


def test_words_are_there_again_where_a_film_comes_back_before_it_rests(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    view = film_window.viewer_panel.view
    film_window.annotations.load(AnnotationSet((Length(((40.0, 60.0), (60.0, 60.0))),)))
    rested(film_window, qtbot)
    before = pixels(view)
    for _ in range(15):
        film_window.viewer.view.panned.emit(-30, 0)
        pixels(view)
    assert view.rest.isActive()
    QTest.keyClick(film_window, Qt.Key.Key_Equal)
    pixels(view)

    rested(film_window, qtbot)
    assert np.array_equal(pixels(view), before)


def test_words_of_what_comes_from_the_left_come_whole(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    """They begin further in than what comes into sight."""
    view = film_window.viewer_panel.view
    geometry = film_window.viewer.geometry.zoomed(4.0)
    ends = (geometry.to_film((-60.0, 300.0)), geometry.to_film((-8.0, 300.0)))
    film_window.annotations.load(AnnotationSet((Length(ends),)))
    film_window.viewer.active.place(geometry)
    rested(film_window, qtbot)
    pixels(view)
    for _ in range(8):
        film_window.viewer.view.panned.emit(20, 0)
        moving = pixels(view)
    assert view.rest.isActive()

    rested(film_window, qtbot)
    assert np.array_equal(moving, pixels(view))


def test_while_one_is_dragged_the_others_are_not_painted_anew(
    many: MainWindow, strokes: Mock
) -> None:
    view, held = many.viewer_panel.view, MANY[len(MANY) // 2]
    many.annotations.select(held.id)
    place = at(many, (held.points[0][0] + 6, held.points[0][1]))
    counts = []
    view.painted.connect(lambda: counts.append(strokes.call_count))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place)
    for step in range(1, 6):
        many.annotate.drag(((place + QPoint(6 * step, 0)).toTuple()), is_shifted=False)
        view.repaint()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place)

    assert [after - before for before, after in zip(counts[-5:], counts[-4:], strict=False)] == [
        1
    ] * 4


def test_the_list_keeps_its_rows_while_one_is_dragged(many: MainWindow) -> None:
    rows, held = many.annotations_panel.list, MANY[3]
    many.annotations.select(held.id)
    before = [rows.item(number) for number in range(rows.count())]
    was = before[3].text()

    many.annotations.preview(held.with_handle(1, (held.points[1][0] + 30, held.points[1][1])))

    assert [rows.item(number) for number in range(rows.count())] == before
    assert before[3].text() != was
    assert before[3].toolTip() == before[3].text()
    assert rows.currentRow() == 3
    many.annotations.select(None)
    assert rows.currentRow() == -1
    many.annotations.remove_selected()
    many.annotations.select(MANY[0].id)
    many.annotations.remove_selected()
    assert rows.count() == len(MANY) - 1
