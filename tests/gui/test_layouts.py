"""Films side by side: layouts, the active place, linked places."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length
from lungdesk.core.radiograph import Window
from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.gui.viewer.corners_presenter import NO_HEAT
from tests.gui.conftest import drag, middle, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader
from tests.gui.places import PATHS, choose, click, seen, settle


@pytest.fixture
def several(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window with five films; the first is shown."""
    show(window, qtbot, *PATHS)
    return window


def frame_colour(window: MainWindow, number: int) -> str:
    place = window.viewer_panel.cells[number]
    red, green, blue = pixels(place)[0, place.width() // 2]
    return f"#{red:02x}{green:02x}{blue:02x}"


@pytest.mark.parametrize(
    ("key", "count", "columns"),
    [(Qt.Key.Key_2, 2, 2), (Qt.Key.Key_3, 2, 1), (Qt.Key.Key_4, 4, 2)],
)
def test_a_layout_fills_its_places_with_the_films_that_follow(
    several: MainWindow, qtbot: QtBot, key: Qt.Key, count: int, columns: int
) -> None:
    choose(several, qtbot, key, count)
    assert seen(several) == ["a", "b", "c", "d"][:count]
    places = several.viewer_panel.cells[:count]
    assert len({place.x() for place in places}) == columns
    assert len({place.y() for place in places}) == count // columns
    assert np.ptp([place.width() for place in places]) <= 1  # an odd pixel goes to one of them
    assert np.ptp([place.height() for place in places]) <= 1
    for place in places:  # every one of them is painted: a ramp from black to white
        row = pixels(place.view)[place.view.height() // 2, :, 0]
        assert int(row.max()) - int(row.min()) > 200


def test_one_place_again_shows_the_film_that_was_worked_on(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_4, 4)
    click(several, qtbot, several.viewer.cells[2])
    choose(several, qtbot, Qt.Key.Key_1, 1)
    assert seen(several) == ["c"]


def test_a_click_makes_a_place_the_active_one(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    assert frame_colour(several, 0) == theme.DARK.accent
    click(several, qtbot, several.viewer.cells[1])
    assert several.state.current == PATHS[1]
    assert several.state.film.phase is Phase.READY
    assert (frame_colour(several, 0), frame_colour(several, 1)) == (
        theme.DARK.line,
        theme.DARK.accent,
    )
    row = several.studies_panel.list.currentIndex().row()
    assert several.state.paths[row] == PATHS[1]


def test_turning_to_another_place_decodes_nothing_again(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    decoded = list(files.decoded)
    for number in (1, 0, 1):
        click(several, qtbot, several.viewer.cells[number])
    assert files.decoded == decoded


def test_the_reading_is_that_of_the_active_film(
    several: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    click(several, qtbot, several.viewer.cells[1])
    qtbot.waitUntil(lambda: several.state.reading.phase is Phase.READY)
    reading = several.state.reading.reading
    assert reading is not None
    assert reading.instance.path == PATHS[1]
    assert reader.read_paths == [PATHS[0], PATHS[1]]


def test_the_frame_of_the_active_place_stands_out_in_the_light_theme_too(
    several: MainWindow, qtbot: QtBot
) -> None:
    several.actions_table["theme_light"].trigger()
    choose(several, qtbot, Qt.Key.Key_2, 2)

    active, other = (frame_colour(several, number) for number in (0, 1))
    assert theme.contrast(active, theme.FILM) >= theme.LEAST_CONTRAST
    assert theme.contrast(active, theme.FILM) > 2 * theme.contrast(other, theme.FILM)


def test_a_film_of_the_list_comes_into_the_active_place(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    click(several, qtbot, several.viewer.cells[1])
    several.state.set_current(PATHS[4])
    settle(several, qtbot)
    assert seen(several) == ["a", "e"]


def test_a_drag_changes_its_own_film_alone(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    first, second = several.viewer.cells[:2]
    before = first.look
    drag(second.view, middle(second.view), QPoint(60, 30))
    assert first.look == before
    assert second.look != before


def test_linked_windows_change_together(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    first, second = several.viewer.cells[:2]
    QTest.keyClick(several, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    drag(second.view, middle(second.view), QPoint(60, 30))
    assert first.look == second.look
    assert first.look is not None
    assert first.look.voi != Window(2048.0, 4096.0)


def test_linked_places_zoom_and_move_together(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    first, second = several.viewer.cells[:2]
    fitted = first.geometry
    QTest.keyClick(several, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    right, middle_button = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
    drag(first.view, QPoint(100, 100), QPoint(0, -60), button=right)
    drag(first.view, middle(first.view), QPoint(25, 10), button=middle_button)
    assert first.geometry.scale > fitted.scale
    # Views may differ by an odd pixel, and so do films that fit them.
    assert second.geometry.scale == pytest.approx(first.geometry.scale, rel=0.01)
    assert second.geometry.center == pytest.approx(first.geometry.center, abs=1)
    QTest.keyClick(several, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    drag(first.view, middle(first.view), QPoint(25, 10), button=middle_button)
    assert second.geometry.center != pytest.approx(first.geometry.center, abs=5)


def test_the_wheel_speaks_of_the_film_under_it(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    view = several.viewer.cells[1].view
    at = QPointF(middle(view))
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    settle(several, qtbot)
    assert seen(several) == ["a", "c"]


def test_a_tool_draws_where_the_hand_goes(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    QTest.keyClick(several, Qt.Key.Key_D)
    view = several.viewer.cells[1].view
    drag(view, middle(view), QPoint(40, 0))
    settle(several, qtbot)
    assert several.state.current == PATHS[1]
    assert [one.kind for one in several.annotations.annotations.annotations] == ["length"]


def test_annotations_beside_the_active_film_are_painted(
    several: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    def marks(number: int) -> int:
        ink = pixels(several.viewer.cells[number].view).astype(int)
        return int((ink[..., 0] - ink[..., 2] > 60).sum())  # the yellow of measurements

    files.annotations[PATHS[1]] = AnnotationSet((Length(((40.0, 40.0), (300.0, 200.0))),))
    choose(several, qtbot, Qt.Key.Key_2, 2)
    assert marks(1) > 100
    click(several, qtbot, several.viewer.cells[1])
    click(several, qtbot, several.viewer.cells[0])
    assert marks(1) > 100
    assert marks(0) == 0


def test_the_heatmap_is_shown_in_each_place_that_was_read(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    click(several, qtbot, several.viewer.cells[1])
    qtbot.waitUntil(lambda: several.state.reading.phase is Phase.READY)
    QTest.keyClick(several, Qt.Key.Key_G)
    for cell in several.viewer.cells[:2]:
        ink = pixels(cell.view).astype(int)
        assert (np.ptp(ink, axis=2) > 40).sum() > 500


def test_places_side_by_side_show_one_class_and_name_it(
    several: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    def heats() -> list[str]:
        return [cell.view.corners.bottom_left[0] for cell in several.viewer.cells[:2]]

    reader.logits["b.dcm"] = (3, 0, 0, 0, 0)  # normal; the other one shows tuberculosis
    choose(several, qtbot, Qt.Key.Key_2, 2)
    click(several, qtbot, several.viewer.cells[1])
    qtbot.waitUntil(lambda: several.state.reading.phase is Phase.READY)
    QTest.keyClick(several, Qt.Key.Key_G)
    assert heats() == ["Heatmap: Normal"] * 2
    click(several, qtbot, several.viewer.cells[0])
    assert heats() == ["Heatmap: Tuberculosis"] * 2

    several.state.explain(1)
    chosen = heats()
    assert chosen[0] == chosen[1] != "Heatmap: Tuberculosis"
    click(several, qtbot, several.viewer.cells[1])
    assert heats() == chosen  # they are being compared
    QTest.keyClick(several, Qt.Key.Key_G)
    assert not any(line.startswith("Heatmap") for line in heats())


def test_a_film_without_heat_says_that_nobody_has_read_it(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    beside = several.viewer.cells[1]
    assert NO_HEAT not in beside.view.corners.bottom_left
    QTest.keyClick(several, Qt.Key.Key_G)
    assert NO_HEAT in beside.view.corners.bottom_left
    assert NO_HEAT not in several.viewer.cells[0].view.corners.bottom_left
    click(several, qtbot, beside)
    qtbot.waitUntil(lambda: several.state.reading.phase is Phase.READY)
    click(several, qtbot, several.viewer.cells[0])
    assert NO_HEAT not in beside.view.corners.bottom_left
    QTest.keyClick(several, Qt.Key.Key_G)
    choose(several, qtbot, Qt.Key.Key_4, 4)
    assert NO_HEAT not in several.viewer.cells[3].view.corners.bottom_left


def test_a_film_beside_gets_its_heat_as_soon_as_it_is_read(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    QTest.keyClick(several, Qt.Key.Key_G)
    beside = several.viewer.cells[1].view
    assert NO_HEAT in beside.corners.bottom_left

    with qtbot.waitSignal(several.read_all.finished):
        QTest.keyClick(several, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)

    assert NO_HEAT not in beside.corners.bottom_left
    assert (np.ptp(pixels(beside).astype(int), axis=2) > 40).sum() > 500


def test_closing_all_films_leaves_one_place(several: MainWindow, qtbot: QtBot) -> None:
    choose(several, qtbot, Qt.Key.Key_4, 4)
    click(several, qtbot, several.viewer.cells[3])
    QTest.keyClick(several, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert seen(several) == [""]
    assert several.viewer_panel.empty.isVisible()
    assert "Drop a chest radiograph" in several.viewer_panel.empty.text
    assert all(cell.film is None for cell in several.viewer.cells)


def test_a_double_click_shows_its_film_alone_and_goes_back(
    several: MainWindow, qtbot: QtBot
) -> None:
    choose(several, qtbot, Qt.Key.Key_2, 2)
    view = several.viewer.cells[1].view
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=middle(view))
    qtbot.waitUntil(lambda: seen(several) == ["b"])
    assert several.isFullScreen()
    QTest.keyClick(several, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: seen(several) == ["a", "b"])


def test_the_layout_survives_a_restart(
    several: MainWindow,
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
) -> None:
    choose(several, qtbot, Qt.Key.Key_3, 2)
    several.close()
    again = open_window(reader)
    assert seen(again) == [""]  # nothing is open: one place says how to begin
    show(again, qtbot, *PATHS)
    qtbot.waitUntil(lambda: seen(again) == ["a", "b"])
    assert again.actions_table["layout_2x1"].isChecked()
