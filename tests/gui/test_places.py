"""Places side by side: failures, the keyboard, and what stays where the hand has left it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length, Probe
from lungdesk.core.hanging import SINGLE
from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.gui import translation
from lungdesk.gui.annotate.still_annotations import _Still
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.corner_text import KEY_IMAGE, CornerText
from lungdesk.gui.viewer.film_cell import FilmCell
from tests.gui.conftest import drag, middle, pixels, show
from tests.gui.fakes import FakeFiles, damaged
from tests.gui.places import PATHS, choose, click, seen, settle


@pytest.fixture
def several(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with five films; the first is shown."""
    show(window, qtbot, *PATHS)
    return window


# --- places whose film fails


@pytest.fixture
def failing(several: MainWindow, qtbot: QtBot) -> MainWindow:
    """Two places; the film that was to come into the second cannot be read."""
    several.studies.close_all()
    show(several, qtbot, PATHS[0], Path("/films/bad.dcm"), *PATHS)
    QTest.keyClick(several, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(several.viewer_panel.cells[1].failure.isVisible)
    settle(several, qtbot)
    return several


def turn_private(window: MainWindow) -> None:
    window.actions_table["privacy"].trigger()


def test_turning_to_a_failed_place_keeps_the_reason(failing: MainWindow, qtbot: QtBot) -> None:
    place = failing.viewer_panel.cells[1]
    QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    settle(failing, qtbot)
    assert failing.state.current == Path("/films/bad.dcm")
    assert place.failure.isVisible()


def test_an_old_failure_does_not_come_back_over_a_film(failing: MainWindow, qtbot: QtBot) -> None:
    place = failing.viewer_panel.cells[1]
    QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    failing.state.set_current(PATHS[2])
    qtbot.waitUntil(lambda: seen(failing) == ["a", "c"])
    turn_private(failing)
    assert place.is_showing_film


def test_a_failure_in_a_place_that_was_left_does_not_name_its_file_in_privacy_mode(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    several.open_paths([Path("/films/bad.dcm")])
    place = several.viewer_panel.cells[0]
    qtbot.waitUntil(place.failure.isVisible)
    assert "bad.dcm" in place.failure.text
    click(several, qtbot, several.viewer.cells[1])
    turn_private(several)
    assert place.failure.isVisible()
    assert "bad" not in place.failure.text


def test_words_of_a_failure_stay_within_a_narrow_place(failing: MainWindow) -> None:
    place = failing.viewer_panel.cells[1]
    for label in place.failure.findChildren(QLabel):
        left = label.mapTo(place, QPoint()).x()
        assert left >= 0, label.text()
        assert left + label.width() <= place.width(), label.text()


# --- places and the keyboard


def test_a_window_that_comes_back_keeps_the_active_place(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    several.viewer.put(1, None)
    view = several.viewer.cells[0].view
    view.setFocus()
    several.viewer.activate(1)
    for reason in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
        QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert several.viewer.active is several.viewer.cells[1]
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert several.viewer.active is several.viewer.cells[0]


def test_tab_goes_to_an_empty_place_too(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    several.viewer.put(1, None)
    several.viewer.cells[0].view.setFocus()
    QTest.keyClick(several.viewer.cells[0].view, Qt.Key.Key_Tab)
    assert several.viewer.active is several.viewer.cells[1]
    several.features.layout.choose(SINGLE)
    place = several.viewer_panel.cells[1]
    assert place.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_another_layout_ends_the_view_of_one_film_alone(several: MainWindow, qtbot: QtBot) -> None:
    view = several.viewer.cells[0].view
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=middle(view))
    qtbot.waitUntil(several.isFullScreen)
    choose(several, qtbot, Qt.Key.Key_2, 2)
    assert several.isFullScreen()


def test_layouts_chosen_in_quick_succession_hang_no_film_twice(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.gate.clear()
    for key in (Qt.Key.Key_2, Qt.Key.Key_4):
        QTest.keyClick(several, key, Qt.KeyboardModifier.AltModifier)
    files.gate.set()
    settle(several, qtbot)
    assert seen(several) == ["a", "b", "c", "d"]


def test_a_film_on_its_way_does_not_come_into_a_place_that_the_user_has_turned_to(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.gate.clear()
    QTest.keyClick(several, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    several.viewer.activate(1)
    files.gate.set()
    settle(several, qtbot)
    assert several.viewer.cells[1].film is None


def test_annotations_stay_painted_where_the_next_film_was_still_on_its_way(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.annotations[PATHS[0]] = AnnotationSet((Length(((40.0, 40.0), (300.0, 200.0))),))
    several.studies.close_all()
    show(several, qtbot, *PATHS)
    choose(several, qtbot, Qt.Key.Key_2, 2)
    files.gate.clear()
    several.state.set_current(PATHS[4])
    several.viewer.activate(1)
    files.gate.set()
    settle(several, qtbot)
    ink = pixels(several.viewer.cells[0].view).astype(int)
    assert (ink[..., 0] - ink[..., 2] > 60).sum() > 100


def marks(window: MainWindow, number: int) -> int:
    """Pixels of a place in the yellow of measurements."""
    ink = pixels(window.viewer.cells[number].view).astype(int)
    return int((ink[..., 0] - ink[..., 2] > 60).sum())


def test_measurements_of_the_film_that_is_turned_to_are_never_painted_on_the_one_that_is_left(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    files.loading_gate.clear()
    several.viewer.activate(1)
    several.annotations.add(Length(((40.0, 40.0), (300.0, 200.0))))
    several.annotations.select(None)
    assert marks(several, 1) > 100
    assert marks(several, 0) == 0
    files.loading_gate.set()
    settle(several, qtbot)
    assert marks(several, 0) == 0


def test_measurements_beside_the_active_film_are_in_the_language(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.annotations[PATHS[1]] = AnnotationSet((Probe(((-5.0, -5.0),), name="Normal"),))
    translation.use("es")
    try:
        choose(several, qtbot, Qt.Key.Key_2, 2)
    finally:
        translation.use("en")
    beside = several.viewer.cells[1].view._tool
    assert isinstance(beside, _Still)
    assert [one.words for one in beside.drawn] == ["Normal\nfuera de la radiografía"]


def test_measurements_beside_the_active_film_that_cannot_be_loaded_are_told(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.loading_error = damaged(PATHS[1])
    choose(several, qtbot, Qt.Key.Key_2, 2)
    assert "b.dcm is damaged" in several.viewer_panel.messages.text


def test_a_drag_writes_the_corners_of_its_own_film_alone(
    several: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(several, qtbot, Qt.Key.Key_4, 4)
    written: list[FilmCell] = []
    corners = FilmCell.corners

    def count(
        cell: FilmCell, *, is_key_image: bool, alias: str = "", geometry: ViewGeometry | None = None
    ) -> CornerText:
        written.append(cell)
        return corners(cell, is_key_image=is_key_image, alias=alias, geometry=geometry)

    monkeypatch.setattr(FilmCell, "corners", count)
    active = several.viewer.active
    active.drag_window(10, 0, 1)
    assert set(written) == {active}


def test_a_key_image_is_starred_in_each_place(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    click(several, qtbot, several.viewer.cells[1])
    QTest.keyClick(several, Qt.Key.Key_K)
    settle(several, qtbot)
    click(several, qtbot, several.viewer.cells[0])
    assert KEY_IMAGE in several.viewer.cells[1].view.corners.top_right
    assert KEY_IMAGE not in several.viewer.cells[0].view.corners.top_right


def test_the_window_panel_leaves_its_film_in_sight(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    for cell in several.viewer.cells[:2]:
        click(several, qtbot, cell)
        several.actions_table["window"].trigger()
        panel, view = several.window_panel, cell.view
        film = QRect(view.mapTo(several, QPoint()), view.size())
        hidden = panel.geometry().intersected(film)
        assert hidden.width() < film.width() / 5
        panel.close()


def test_reset_goes_to_the_places_and_windows_that_are_linked(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    cells = several.viewer.cells[:2]
    fitted, looks = [cell.geometry for cell in cells], [cell.look for cell in cells]
    for key in (Qt.Key.Key_L, Qt.Key.Key_W):
        QTest.keyClick(several, key, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(several, Qt.Key.Key_Plus)
    drag(cells[0].view, middle(cells[0].view), QPoint(60, 30))
    assert [cell.geometry for cell in cells] != fitted
    QTest.keyClick(several, Qt.Key.Key_0)

    assert [cell.geometry for cell in cells] == fitted
    assert [cell.look for cell in cells] == looks


def test_reset_leaves_the_other_film_where_nothing_is_linked(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    first, second = several.viewer.cells[:2]
    drag(second.view, middle(second.view), QPoint(60, 30))
    QTest.keyClick(several, Qt.Key.Key_Plus)
    zoomed, look = second.geometry, second.look
    click(several, qtbot, first)
    QTest.keyClick(several, Qt.Key.Key_0)

    assert (second.geometry, second.look) == (zoomed, look)
