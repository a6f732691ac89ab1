"""Drags that something else ends than the release of the button over the film."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lungdesk.core.annotation.measurements import Length
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.film_view import FilmView
from tests.gui.conftest import drag, pixels

LEFT, NONE, NO_KEY = (
    *(Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton),
    Qt.KeyboardModifier.NoModifier,
)
SHIFT = Qt.KeyboardModifier.ShiftModifier
START = QPoint(200, 200)


def move(view: FilmView, spot: QPoint, held: Qt.MouseButton = LEFT) -> None:
    """The hand moves, with a button held or without."""
    here = QPointF(spot)
    event = QMouseEvent(QMouseEvent.Type.MouseMove, here, here, NONE, held, NO_KEY)
    QApplication.sendEvent(view, event)


def test_a_release_that_went_to_a_dialog_ends_the_drag(film_window: MainWindow) -> None:
    view = film_window.viewer_panel.view
    QTest.mousePress(view, LEFT, NO_KEY, START)
    move(view, START + QPoint(20, 0))
    dragged = film_window.viewer.look
    for step in (60, 90):
        move(view, START + QPoint(step, 0), NONE)

    assert film_window.viewer.look == dragged
    drag(view, START, QPoint(40, 0))
    assert film_window.viewer.look != dragged


def test_it_ends_a_length_where_the_hand_was_seen_last(film_window: MainWindow) -> None:
    view = film_window.viewer_panel.view
    QTest.keyClick(film_window, Qt.Key.Key_D)
    QTest.mousePress(view, LEFT, NO_KEY, START)
    move(view, START + QPoint(60, 0))
    move(view, START + QPoint(0, 200), NONE)

    (length,) = film_window.annotations.annotations.annotations
    ends = [film_window.viewer.geometry.to_view(point) for point in length.points]
    assert [round(ends[1][axis] - ends[0][axis]) for axis in (0, 1)] == [60, 0]


def test_a_press_without_its_release_does_not_swallow_the_next_one(
    film_window: MainWindow,
) -> None:
    view = film_window.viewer_panel.view
    QTest.mousePress(view, LEFT, NO_KEY, START)
    QTest.keyClick(film_window, Qt.Key.Key_D)
    drag(view, START, QPoint(60, 0))
    assert len(film_window.annotations.annotations.annotations) == 1


def test_escape_in_the_middle_of_a_region_leaves_the_window_as_it_is(
    film_window: MainWindow,
) -> None:
    view, before = film_window.viewer_panel.view, film_window.viewer.look
    QTest.keyClick(film_window, Qt.Key.Key_W, SHIFT)
    QTest.mousePress(view, LEFT, NO_KEY, START)
    move(view, START + QPoint(60, 60))
    drawn = pixels(view)
    QTest.keyClick(film_window, Qt.Key.Key_Escape)
    assert (pixels(view) != drawn).any()
    move(view, START + QPoint(90, 90))
    QTest.mouseRelease(view, LEFT, NO_KEY, START + QPoint(90, 90))

    assert film_window.viewer.look == before


def test_the_glass_shows_measurements_where_they_are_on_the_film_under_it(
    film_window: MainWindow,
) -> None:
    view = film_window.viewer_panel.view
    middle = view.rect().center()
    x, y = film_window.viewer.geometry.to_film((middle.x(), middle.y()))
    film_window.annotations.add(Length(((x + 20, y - 10), (x + 20, y + 10))))
    film_window.annotations.select(None)
    plain, enlarged = ((20 * film_window.viewer.geometry.scale * by) for by in (1, 2.5))
    QTest.keyClick(film_window, Qt.Key.Key_M)
    QTest.mouseMove(view, middle)

    row = pixels(view)[middle.y(), middle.x() :].astype(int)
    yellow = row[:, 0] - row[:, 2] > 60
    assert not yellow[round(plain) - 4 : round(plain) + 5].any()
    assert yellow[round(enlarged) - 4 : round(enlarged) + 5].any()
