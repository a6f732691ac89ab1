"""Words in the corners: each side has the room that the other leaves, and no box ends anywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtTest import QTest

from lungdesk.core.imaging.orientation import EdgeLetters
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.corner_painter import corner_heights, paint_corners, shared_rooms
from lungdesk.gui.viewer.corner_text import CornerText
from tests.gui.conftest import from_qimage
from tests.gui.test_window_panel import place_of

pytestmark = pytest.mark.usefixtures("qapp")
WIDTH, HEIGHT = 400, 300
LONG = "a-film-with-a-very-long-name-of-its-own-0042.jpeg"


def painted(corners: CornerText, ground: str = "black") -> NDArray[np.int64]:
    """Lightness ``(h, w)`` of a view with these words."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    with QPainter(image) as painter:
        paint_corners(painter, QRect(0, 0, WIDTH, HEIGHT), corners)
    return np.asarray(from_qimage(image).max(axis=2), np.int64)


def columns_written(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.nonzero((rows > 128).any(axis=0))[0]


def test_a_long_line_runs_over_the_middle_where_nothing_stands_beside_it() -> None:
    alone = painted(CornerText(top_left=(LONG,)))
    assert columns_written(alone[:40]).max() > WIDTH * 0.6


def test_beside_a_short_line_it_ends_before_that_one() -> None:
    both = columns_written(painted(CornerText(top_left=(LONG,), top_right=("CR PA",)))[:30])
    gaps = np.diff(both)
    assert both.max() > WIDTH - 20
    assert gaps.max() >= 12
    assert both[np.argmax(gaps)] > WIDTH / 2


@given(st.integers(0, 900), st.integers(0, 900), st.integers(100, 900))
def test_both_sides_fit_whatever_they_take(left: int, right: int, room: int) -> None:
    rooms = shared_rooms((left, right), room)
    if left and right:
        assert min(left, rooms[0]) + min(right, rooms[1]) <= room
        assert min(rooms) >= (room - 16) // 2
    else:
        assert rooms == (room, room)


def test_letters_of_the_edge_stand_below_a_line_that_reaches_the_middle() -> None:
    letters = EdgeLetters(top="H")
    middle = slice(WIDTH // 2 - 8, WIDTH // 2 + 8)
    free = np.nonzero((painted(CornerText(edges=letters))[:80, middle] > 128).any(axis=1))[0]
    beside = painted(CornerText(top_left=(LONG + LONG,), edges=letters))[:80, middle]
    rows = np.nonzero((beside > 128).any(axis=1))[0]
    assert rows.max() > free.max() + 8


@pytest.mark.parametrize("is_upper", [True, False])
def test_letters_of_the_edge_go_on_until_they_meet_no_line(is_upper: bool) -> None:
    lines = ("150 kV · 2 mAs · 199.6 cm · upright · urgent",) * 4
    if is_upper:
        corners, letters = CornerText(top_right=lines), EdgeLetters(top="H")
    else:
        corners, letters = CornerText(bottom_right=lines), EdgeLetters(bottom="F")
    written = painted(corners) >= 200

    both = painted(replace(corners, edges=letters))

    assert (both[written] >= 200).all()
    assert (both >= 200).sum() > written.sum() + 20


def test_words_can_be_read_on_white_and_leave_the_film_beside_them_as_it_is() -> None:
    white = painted(CornerText(top_left=("W 256",), bottom_right=("44 %",)), "white")
    assert white.min() < 60
    assert (white[60:-60] == 255).all()
    assert (white[:30, WIDTH // 2 :] == 255).all()


def test_corners_are_as_high_as_their_lines() -> None:
    font = QFont()
    above, none = corner_heights(font, CornerText(top_left=("a",)))
    assert none == 0
    one = corner_heights(font, CornerText(bottom_left=("a",)))
    two = corner_heights(font, CornerText(bottom_left=("a",), bottom_right=("a", "b")))
    assert one == (0, above)
    assert two[1] > above > 0


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("folded", [(), (Qt.Key.Key_F8,), (Qt.Key.Key_F8, Qt.Key.Key_F9)])
def test_the_panel_with_the_window_hides_no_words(
    film_window: MainWindow, size: tuple[int, int], folded: tuple[Qt.Key, ...]
) -> None:
    film_window.resize(*size)
    for key in (*folded, Qt.Key.Key_W):
        QTest.keyClick(film_window, key)
    view = film_window.viewer_panel.view
    panel = place_of(film_window.window_panel, film_window)
    film = place_of(view, film_window)
    line = view.fontMetrics().height()
    lines = [sum(map(bool, side)) for side in (view.corners.top_left, view.corners.bottom_left)]
    assert "W " in view.corners.bottom_left[-3]
    assert panel.top() >= film.top() + lines[0] * line
    assert panel.bottom() <= film.bottom() - lines[1] * line
