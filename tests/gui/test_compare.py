"""Two films in one place: behind a line that the hand moves, or one after the other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.measurements import Length
from lungdesk.core.radiograph import Window
from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.gui.viewer.swipe import name_in
from tests.gui.conftest import drag, pixels, show
from tests.gui.fakes import FakeFiles, radiograph
from tests.gui.test_heatmap import hot_spot

PATHS = (Path("/films/a.dcm"), Path("/films/b.dcm"))


def columns_white(window: MainWindow) -> tuple[float, float]:
    """Mean grey of the left and of the right half of the active view."""
    ink = pixels(window.viewer_panel.view)[:, :, 0].astype(float)
    half = ink.shape[1] // 2
    return float(ink[:, : half - 20].mean()), float(ink[:, half + 20 :].mean())


@pytest.fixture
def pair(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A window with a dark film; the film after it in the list is bright."""
    for path, value in ((PATHS[0], 300), (PATHS[1], 3800)):
        files.films[path.name] = radiograph(path, stored=np.full((700, 700), value, np.uint16))
    show(window, qtbot, *PATHS[:2])
    return window


def lay_over(pair: MainWindow, qtbot: QtBot) -> None:
    """Begin to swipe: the bright film is seen right of the line."""
    QTest.keyClick(pair, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: columns_white(pair)[1] > 100)


def test_swiping_uncovers_the_other_film_right_of_the_line(pair: MainWindow, qtbot: QtBot) -> None:
    lay_over(pair, qtbot)
    assert columns_white(pair)[0] < 60
    view = pair.viewer_panel.view
    line = QPoint(view.width() // 2, view.height() // 2)
    drag(view, line, QPoint(-view.width() // 2 + 40, 0))
    assert columns_white(pair)[0] > 100
    assert pair.viewer.look is not None
    assert pair.viewer.look.voi == Window(2048.0, 4096.0)  # the hand moved the line, no window
    QTest.keyClick(pair, Qt.Key.Key_Escape)
    assert columns_white(pair)[1] < 60
    assert not pair.actions_table["swipe"].isChecked()


def test_the_other_film_keeps_to_the_zoom(pair: MainWindow, qtbot: QtBot) -> None:
    lay_over(pair, qtbot)
    QTest.keyClick(pair, Qt.Key.Key_Plus)
    comparison = pair.viewer_panel.view.swipe.comparison
    assert comparison is not None
    assert comparison.geometry == pair.viewer.geometry


def test_blinking_shows_one_film_after_the_other(pair: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(pair, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not pair.bridge.is_busy)
    assert max(columns_white(pair)) < 60
    assert pair.features.compare.clock.isActive()
    pair.features.compare.clock.timeout.emit()
    assert min(columns_white(pair)) > 100
    pair.features.compare.clock.timeout.emit()
    assert max(columns_white(pair)) < 60
    QTest.keyClick(pair, Qt.Key.Key_Escape)
    assert not pair.features.compare.clock.isActive()


def turn(window: MainWindow, key: Qt.Key, path: Path, qtbot: QtBot) -> None:
    """Go to another film by key, and wait until it has been read."""
    QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: window.state.film.path == path)
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY)


def warm_at(window: MainWindow, film_point: tuple[float, float]) -> bool:
    """Whether what is seen at a film position of the active view has a colour."""
    x, y = map(round, window.viewer.geometry.to_view(film_point))
    near = pixels(window.viewer_panel.view)[y - 3 : y + 4, x - 3 : x + 4].astype(int)
    return bool(np.ptp(near, axis=2).mean() > 20)


def test_the_map_right_of_the_line_goes_with_that_on_its_left(
    pair: MainWindow, qtbot: QtBot
) -> None:
    turn(pair, Qt.Key.Key_Right, PATHS[1], qtbot)
    turn(pair, Qt.Key.Key_Left, PATHS[0], qtbot)
    lay_over(pair, qtbot)
    QTest.keyClick(pair, Qt.Key.Key_G)
    assert warm_at(pair, hot_spot(4))
    QTest.keyClick(pair, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    assert warm_at(pair, hot_spot(0))
    assert not warm_at(pair, hot_spot(4))
    QTest.keyClick(pair, Qt.Key.Key_G)
    assert not warm_at(pair, hot_spot(0))


def test_the_glass_enlarges_the_film_that_is_seen_under_it(pair: MainWindow, qtbot: QtBot) -> None:
    lay_over(pair, qtbot)
    QTest.keyClick(pair, Qt.Key.Key_M)
    view = pair.viewer_panel.view
    for share, is_bright in ((0.4, False), (0.6, True)):
        at = QPoint(round(view.width() * share), view.height() // 2)
        QTest.mouseMove(view, at)
        assert bool(pixels(view)[at.y(), at.x(), 0] > 100) is is_bright


def yellow(window: MainWindow) -> NDArray[np.bool_]:
    """Where the active view is of the colour of measurements."""
    ink = pixels(window.viewer_panel.view).astype(int)
    return np.asarray(ink[..., 0] - ink[..., 2] > 60)


def test_measurements_are_painted_on_their_own_film_alone(pair: MainWindow, qtbot: QtBot) -> None:
    pair.annotations.add(Length(((100.0, 350.0), (600.0, 350.0))))
    pair.annotations.select(None)
    half = pair.viewer_panel.view.width() // 2
    assert yellow(pair)[:, half + 20 :].any()
    lay_over(pair, qtbot)
    assert yellow(pair)[:, : half - 20].any()
    assert not yellow(pair)[:, half + 20 :].any()

    QTest.keyClick(pair, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert yellow(pair)[:, half + 20 :].any()
    pair.features.compare.clock.timeout.emit()
    assert not yellow(pair).any()


def test_nothing_is_measured_on_the_film_that_is_laid_over(pair: MainWindow, qtbot: QtBot) -> None:
    lay_over(pair, qtbot)
    view = pair.viewer_panel.view
    for share, count in ((0.6, 0), (0.3, 1)):
        QTest.keyClick(pair, Qt.Key.Key_D)
        drag(view, QPoint(round(view.width() * share), 300), QPoint(40, 40))
        assert len(pair.annotations.annotations.annotations) == count


def test_the_hand_takes_hold_of_nothing_under_the_film_that_is_laid_over(
    pair: MainWindow, qtbot: QtBot
) -> None:
    line = Length(((500.0, 200.0), (500.0, 600.0)))
    pair.annotations.add(line)
    lay_over(pair, qtbot)
    view = pair.viewer_panel.view
    at = QPoint(*map(round, pair.viewer.geometry.to_view((500.0, 400.0))))
    QTest.mouseMove(view, at)
    assert view.cursor().shape() is Qt.CursorShape.ArrowCursor
    drag(view, at, QPoint(30, 0))
    assert pair.annotations.annotations.annotations == (line,)


def test_the_hand_windows_the_film_that_is_under_it(pair: MainWindow, qtbot: QtBot) -> None:
    lay_over(pair, qtbot)
    view = pair.viewer_panel.view
    mine, other = (pair.viewer.cells[n].look for n in (0, 1))
    drag(view, QPoint(round(view.width() * 0.7), 300), QPoint(-view.width() // 3, 200))

    assert pair.viewer.cells[0].look == mine
    assert pair.viewer.cells[1].look != other
    assert view.swipe.comparison is not None
    assert view.swipe.comparison.look is pair.viewer.cells[1].view.look

    QTest.keyClick(pair, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    pair.features.compare.clock.timeout.emit()
    drag(view, QPoint(100, 300), QPoint(0, -60))
    assert pair.viewer.cells[0].look == mine


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_D, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ShiftModifier),
    ],
    ids=["length", "region"],
)
def test_a_tool_in_the_hand_changes_no_window_on_the_film_that_is_laid_over(
    pair: MainWindow, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    lay_over(pair, qtbot)
    view, before = pair.viewer_panel.view, [cell.look for cell in pair.viewer.cells[:2]]
    QTest.keyClick(pair, key, modifier)
    drag(view, QPoint(round(view.width() * 0.7), 300), QPoint(60, 60))
    assert [cell.look for cell in pair.viewer.cells[:2]] == before
    assert pair.annotations.annotations.annotations == ()


def test_escape_does_one_thing_at_a_time(pair: MainWindow, qtbot: QtBot) -> None:
    is_on = [
        lambda: pair.annotate.is_drawing,
        pair.actions_table["swipe"].isChecked,
        pair.actions_table["full_screen"].isChecked,
    ]
    QTest.keyClick(pair, Qt.Key.Key_F11)
    lay_over(pair, qtbot)
    QTest.keyClick(pair, Qt.Key.Key_D)
    for left in (3, 2, 1, 0):
        assert [one() for one in is_on] == [False] * (3 - left) + [True] * left
        QTest.keyClick(pair, Qt.Key.Key_Escape)


def test_escape_that_puts_a_measurement_back_goes_on_comparing(
    pair: MainWindow, qtbot: QtBot
) -> None:
    line = Length(((100.0, 200.0), (100.0, 600.0)))
    pair.annotations.add(line)
    lay_over(pair, qtbot)
    view = pair.viewer_panel.view
    at = QPoint(*map(round, pair.viewer.geometry.to_view((100.0, 400.0))))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view, at + QPoint(30, 0))
    QTest.keyClick(pair, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)

    assert pair.annotations.annotations.annotations == (line,)
    assert pair.actions_table["swipe"].isChecked()


def test_comparing_needs_a_second_film(film_window: MainWindow) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_S)
    assert not film_window.actions_table["swipe"].isChecked()
    assert "second film" in film_window.progress_strip.words


def test_a_film_that_fails_ends_the_comparison_and_says_why(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, PATHS[0], Path("/films/bad.dcm"))
    QTest.keyClick(window, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert not window.actions_table["swipe"].isChecked()
    assert "bad.dcm" in window.viewer_panel.messages.text


def test_a_compared_film_that_goes_is_not_shown_any_more(pair: MainWindow, qtbot: QtBot) -> None:
    lay_over(pair, qtbot)
    pair.viewer.put(1, None)
    assert pair.viewer_panel.view.swipe.comparison is None
    assert not pair.actions_table["swipe"].isChecked()


@pytest.fixture
def years(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> MainWindow:
    """A window with a film; the film after it in the list is the same but for its date."""
    for path, date in zip(PATHS, ("20240131", "20210704"), strict=True):
        film = radiograph(path, stored=np.full((700, 700), 300, np.uint16))
        files.films[path.name] = replace(film, instance=replace(film.instance, study_date=date))
    show(window, qtbot, *PATHS)
    return window


def upper(window: MainWindow) -> NDArray[np.uint8]:
    """The corners at the top of the active view; line and tabs are further down."""
    return pixels(window.viewer_panel.view)[:80]


def test_blinking_shows_each_film_with_its_own_date(years: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(years, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not years.bridge.is_busy)
    mine = upper(years)
    years.features.compare.clock.timeout.emit()
    half = mine.shape[1] // 2
    assert (upper(years)[:, :half] == mine[:, :half]).all()  # one patient
    assert (upper(years)[:, half:] != mine[:, half:]).any()
    years.features.compare.clock.timeout.emit()
    assert (upper(years) == mine).all()


def test_words_right_of_the_line_are_those_of_the_film_there(
    years: MainWindow, qtbot: QtBot
) -> None:
    alone = upper(years)
    QTest.keyClick(years, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: years.viewer_panel.view.swipe.comparison is not None)
    qtbot.waitUntil(lambda: bool((upper(years)[:, -150:] != alone[:, -150:]).any()))
    QTest.keyClick(years, Qt.Key.Key_Space)  # measurements only
    bare = upper(years)
    assert (bare[:, -150:].max(axis=2) < 100).all()


def test_names_of_the_films_are_not_cut_off_at_the_edge(years: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(years, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: years.viewer.cells[1].film is not None)
    QTest.keyClick(years, Qt.Key.Key_S)
    view = years.viewer_panel.view
    qtbot.waitUntil(lambda: view.swipe.comparison is not None)
    assert view.width() < 400  # so that both names in full have no room
    raised = QColor(theme.ON_FILM.raised)
    tab = np.array([raised.red(), raised.green(), raised.blue()])
    for share in (0.5, 0.3, 0.15, 0.9):
        view.swipe_to(share)
        is_tab = (pixels(view)[view.height() // 2 :] == tab).all(axis=2).any(axis=0)
        assert is_tab.any()
        assert not is_tab[:4].any()
        assert not is_tab[-4:].any()


@pytest.mark.parametrize(
    ("other_day", "is_day_whole"), [("2021-07-04", True), ("2024-01-31", False)]
)
def test_where_room_is_scarce_the_day_is_told_unless_both_films_have_it(
    other_day: str, is_day_whole: bool, qapp: QApplication
) -> None:
    names = (("2024-01-31", "a-film-with-a-long-name.dcm"), (other_day, "another.dcm"))
    image = QImage(400, 40, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        room = painter.fontMetrics().horizontalAdvance("2024-01-31") + 8
        assert (name_in(names, painter, room) == "2024-01-31") is is_day_whole
        assert name_in(names, painter, 1_000) == "2024-01-31 · a-film-with-a-long-name.dcm"
