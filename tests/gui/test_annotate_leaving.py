"""What is in the hand, or half typed, when another film comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.base import Annotation
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from tests.gui.conftest import FILM, drag, middle, show
from tests.gui.fakes import FakeFiles, damaged
from tests.gui.places import choose
from tests.gui.test_annotate import at, click, draw, shown, words
from tests.gui.test_viewer import wheel

OTHER = Path("/films/other.dcm")
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pair(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with two films; the first is shown."""
    show(window, qtbot, FILM, OTHER)
    return window


def go(window: MainWindow, key: Qt.Key, path: Path, qtbot: QtBot) -> None:
    QTest.keyClick(window, key)
    qtbot.waitUntil(lambda: window.state.film.path == path and not window.bridge.is_busy)


def choose_other(window: MainWindow) -> None:
    """Click on the second film of the list."""
    found = window.studies_panel.list
    row = found.visualRect(found.model().index(1, 0)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=row)


def turn_wheel(window: MainWindow) -> None:
    view = window.viewer_panel.view
    wheel(view, middle(view), -1, NO_KEY)


@pytest.mark.parametrize("leave", [choose_other, turn_wheel])
def test_text_that_is_being_typed_stays_on_its_film(
    pair: MainWindow, qtbot: QtBot, leave: Callable[[MainWindow], None]
) -> None:
    QTest.keyClick(pair, Qt.Key.Key_T)
    click(pair, (150, 200))
    QTest.keyClicks(pair.viewer_panel.view.editor, "nodule?")
    leave(pair)
    qtbot.waitUntil(lambda: pair.state.film.path == OTHER and not pair.bridge.is_busy)
    assert shown(pair) == ()
    QTest.keyClick(pair, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: words(pair) == "nodule?")


def test_it_does_so_when_the_wheel_turns_over_the_film_beside(
    pair: MainWindow, qtbot: QtBot
) -> None:
    choose(pair, qtbot, Qt.Key.Key_2, 2)
    QTest.keyClick(pair, Qt.Key.Key_T)
    click(pair, (150, 200))
    QTest.keyClicks(pair.viewer_panel.view.editor, "nodule?")
    beside = pair.viewer.cells[1].view
    wheel(beside, middle(beside), -1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: pair.state.film.path == OTHER and not pair.bridge.is_busy)
    assert shown(pair) == ()
    click_on = pair.viewer.cells[0].view
    QTest.mouseClick(click_on, Qt.MouseButton.LeftButton, pos=middle(click_on))
    qtbot.waitUntil(lambda: words(pair) == "nodule?")


def test_half_a_length_does_not_calibrate_the_film_that_is_left(
    pair: MainWindow, qtbot: QtBot
) -> None:
    draw(pair, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier, line=((50, 50), (150, 150)))
    QTest.keyClicks(pair.viewer_panel.view.editor, "2")
    turn_wheel(pair)
    qtbot.waitUntil(lambda: pair.state.film.path == OTHER and not pair.bridge.is_busy)
    go(pair, Qt.Key.Key_Up, FILM, qtbot)
    assert shown(pair) == ()


def test_a_measurement_in_the_hand_stays_as_it_was(pair: MainWindow, qtbot: QtBot) -> None:
    draw(pair, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    before, view = shown(pair), pair.viewer_panel.view
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at(pair, (150, 150)))
    go(pair, Qt.Key.Key_Down, OTHER, qtbot)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(view))
    QTest.keyClick(pair, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: shown(pair) == before)


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown]
)
def test_keys_of_a_line_that_is_being_typed_go_to_no_other_film(
    pair: MainWindow, key: Qt.Key
) -> None:
    QTest.keyClick(pair, Qt.Key.Key_T)
    click(pair, (150, 200))
    editor = pair.viewer_panel.view.editor
    QTest.keyClicks(editor, "nod")
    QTest.keyClick(editor, key)
    assert pair.state.current == FILM
    QTest.keyClicks(editor, "ule")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert words(pair) == "nodule"


def test_nothing_is_measured_while_another_film_opens(
    pair: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    QTest.keyClick(pair, Qt.Key.Key_D)
    look = pair.viewer.look
    files.gate.clear()
    QTest.keyClick(pair, Qt.Key.Key_Down)
    view = pair.viewer_panel.view
    drag(view, middle(view), QPoint(60, 0))
    assert shown(pair) == ()
    assert pair.viewer.look == look
    files.gate.set()
    qtbot.waitUntil(lambda: pair.state.film.path == OTHER and not pair.bridge.is_busy)
    drag(view, middle(view), QPoint(60, 0))
    assert [one.kind for one in shown(pair)] == ["length"]


# --- what is drawn before the kept measurements have come


@pytest.fixture
def early(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> tuple[MainWindow, tuple[Annotation, ...]]:
    """A length drawn on the first of two films, whose kept one is still on its way; and both."""
    kept = Length(((20.0, 20.0), (80.0, 20.0)))
    files.annotations[FILM] = AnnotationSet((kept,))
    files.loading_gate.clear()
    show(window, qtbot, FILM, OTHER)
    draw(window, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    return window, (kept, *shown(window))


def stands(window: MainWindow, path: Path) -> bool:
    return window.state.film.path == path and window.state.film.phase is Phase.READY


@pytest.mark.parametrize(
    "leave", [lambda window: QTest.keyClick(window, Qt.Key.Key_Down), MainWindow.close]
)
def test_it_is_kept_with_them_also_when_the_film_is_left_before(
    early: tuple[MainWindow, tuple[Annotation, ...]],
    files: FakeFiles,
    qtbot: QtBot,
    leave: Callable[[MainWindow], object],
) -> None:
    window, whole = early
    leave(window)
    files.loading_gate.set()
    qtbot.waitUntil(lambda: not window.keeping.unsaved and not window.bridge.is_busy)
    assert files.annotations[FILM].annotations == whole
    assert OTHER not in files.annotations


def test_it_is_there_on_coming_back_before_they_are(
    early: tuple[MainWindow, tuple[Annotation, ...]], files: FakeFiles, qtbot: QtBot
) -> None:
    window, whole = early
    QTest.keyClick(window, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: stands(window, OTHER))
    assert shown(window) == ()
    QTest.keyClick(window, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: stands(window, FILM))
    assert shown(window) == whole[1:]
    files.loading_gate.set()
    qtbot.waitUntil(lambda: not window.keeping.unsaved and not window.bridge.is_busy)
    assert shown(window) == files.annotations[FILM].annotations == whole


def test_a_drag_goes_on_when_they_come_and_each_step_can_be_undone(
    early: tuple[MainWindow, tuple[Annotation, ...]], files: FakeFiles, qtbot: QtBot
) -> None:
    window, (kept, drawn) = early
    view = window.viewer_panel.view
    handle = at(window, drawn.points[1])
    QTest.mousePress(view, Qt.MouseButton.LeftButton, NO_KEY, handle)
    QTest.mouseMove(view, handle + QPoint(40, 40))
    dragged = shown(window)[0]
    assert dragged != drawn
    files.loading_gate.set()
    qtbot.waitUntil(lambda: len(shown(window)) == 2)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, NO_KEY, handle + QPoint(40, 40))
    assert shown(window) == (kept, dragged)
    qtbot.waitUntil(lambda: not window.keeping.unsaved)
    assert files.annotations[FILM].annotations == (kept, dragged)
    for whole in ((kept, drawn), (kept,)):
        window.annotations.undo()
        assert shown(window) == whole


def test_it_waits_until_they_can_be_read(
    early: tuple[MainWindow, tuple[Annotation, ...]], files: FakeFiles, qtbot: QtBot
) -> None:
    window, whole = early
    files.loading_error = damaged(FILM)
    files.loading_gate.set()
    go(window, Qt.Key.Key_Down, OTHER, qtbot)
    assert window.viewer_panel.messages.code == "LD-DICOM-001"
    assert files.annotations[FILM].annotations == whole[:1]
    files.loading_error = None
    go(window, Qt.Key.Key_Up, FILM, qtbot)
    assert shown(window) == files.annotations[FILM].annotations == whole


# --- what could not be saved


def test_measurements_that_could_not_be_saved_are_there_on_coming_back(
    pair: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    draw(pair, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    qtbot.waitUntil(lambda: not pair.keeping.unsaved)
    kept = files.annotations[FILM]
    files.annotation_error = LungDeskError("No room.", code=ErrorCode.FILE_NOT_WRITABLE)
    draw(pair, Qt.Key.Key_D, line=((200, 50), (200, 150)))
    drawn = shown(pair)
    qtbot.waitUntil(lambda: pair.viewer_panel.messages.code == "LD-FILE-006")
    go(pair, Qt.Key.Key_Down, OTHER, qtbot)
    assert pair.keeping.unsaved
    assert files.annotations[FILM] == kept
    go(pair, Qt.Key.Key_Up, FILM, qtbot)
    assert shown(pair) == drawn
    QTest.keyClick(pair, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(pair) == drawn[:1]


def act_draw(window: MainWindow) -> None:
    draw(window, Qt.Key.Key_D, line=((50, 200), (150, 200)))


@pytest.mark.parametrize(
    "act",
    [act_draw, lambda window: QTest.keyClick(window, Qt.Key.Key_Down), MainWindow.close],
    ids=["step", "film", "closing"],
)
def test_they_are_saved_as_soon_as_there_is_room_again(
    pair: MainWindow, files: FakeFiles, qtbot: QtBot, act: Callable[[MainWindow], object]
) -> None:
    files.annotation_error = LungDeskError("No room.", code=ErrorCode.FILE_NOT_WRITABLE)
    draw(pair, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    (drawn,) = shown(pair)
    qtbot.waitUntil(lambda: pair.viewer_panel.messages.code == "LD-FILE-006")
    qtbot.waitUntil(lambda: not pair.bridge.is_busy)
    files.annotation_error = None
    act(pair)

    qtbot.waitUntil(lambda: not pair.keeping.unsaved and not pair.bridge.is_busy)
    assert files.annotations[FILM].annotations[0] == drawn


def test_what_can_never_be_saved_is_told_once_and_again_after_another_step(
    pair: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.annotation_error = LungDeskError("No room.", code=ErrorCode.FILE_NOT_WRITABLE)
    draw(pair, Qt.Key.Key_D, line=((50, 50), (150, 150)))
    messages = pair.viewer_panel.messages
    qtbot.waitUntil(lambda: messages.code == "LD-FILE-006" and not pair.bridge.is_busy)

    messages.put_away()
    go(pair, Qt.Key.Key_Down, OTHER, qtbot)
    go(pair, Qt.Key.Key_Up, FILM, qtbot)
    assert pair.keeping.unsaved
    assert messages.code == ""

    act_draw(pair)
    qtbot.waitUntil(lambda: messages.code == "LD-FILE-006")
