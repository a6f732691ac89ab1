from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk.core.imaging import grayscale
from lungdesk.core.radiograph import Photometric, Window
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.viewer.film_view import FilmView
from tests.gui.conftest import FILM, drag, middle, pixels, show
from tests.gui.fakes import FakeFiles, chequered, radiograph

LEFT, MIDDLE, RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)


def film_view(window: MainWindow) -> FilmView:
    return window.viewer_panel.view


def press(window: MainWindow, key: Qt.Key, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window, key, modifier)


def grey_in_the_middle(window: MainWindow) -> float:
    """Mean grey of a patch in the middle of the film, away from the words in the corners."""
    shown = pixels(film_view(window))
    rows, columns = shown.shape[:2]
    patch = shown[rows // 2 - 20 : rows // 2 + 20, columns // 2 - 20 : columns // 2 + 20]
    return float(patch.mean())


def contrast_across(window: MainWindow) -> float:
    shown = pixels(film_view(window)).astype(int)
    row = shown[shown.shape[0] // 2, :, 0]
    centre = len(row) // 2
    return float(row[centre + 60] - row[centre - 60])


def wheel(view: FilmView, at: QPoint, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


# --- window and level


def test_dragging_up_brightens_and_down_darkens(film_window: MainWindow) -> None:
    view = film_view(film_window)
    before = grey_in_the_middle(film_window)
    drag(view, middle(view), QPoint(0, -100))
    brighter = grey_in_the_middle(film_window)
    drag(view, middle(view), QPoint(0, 200))
    assert grey_in_the_middle(film_window) < before < brighter


def test_dragging_right_widens_and_so_flattens(film_window: MainWindow) -> None:
    view = film_view(film_window)
    before = contrast_across(film_window)
    drag(view, middle(view), QPoint(150, 0))
    assert contrast_across(film_window) < before
    drag(view, middle(view), QPoint(-300, 0))
    assert contrast_across(film_window) > before


def test_up_is_brighter_for_a_negative_as_well(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.films["film.dcm"] = radiograph(FILM, photometric=Photometric.MONOCHROME1)
    show(window, qtbot, FILM)
    before = grey_in_the_middle(window)
    drag(film_view(window), middle(film_view(window)), QPoint(0, -100))
    assert grey_in_the_middle(window) > before


def test_the_gain_is_the_range_through_1024(film_window: MainWindow) -> None:
    view = film_view(film_window)
    film = film_window.state.film.film
    assert film is not None
    gain = film.value_range / 1024
    drag(view, middle(view), QPoint(10, 0))
    look = film_window.viewer.look
    assert look is not None
    assert isinstance(look.voi, Window)
    assert look.voi.center == 2048
    assert look.voi.width == pytest.approx(4096 + 10 * gain)


def test_finer_with_shift(film_window: MainWindow) -> None:
    view = film_view(film_window)

    def widened(modifier: Qt.KeyboardModifier) -> float:
        press(film_window, Qt.Key.Key_0)
        assert film_window.viewer.look is not None
        before = film_window.viewer.look.voi
        drag(view, middle(view), QPoint(40, 0), modifiers=modifier)
        after = film_window.viewer.look.voi
        assert isinstance(before, Window)
        assert isinstance(after, Window)
        return after.width - before.width

    plain = widened(Qt.KeyboardModifier.NoModifier)
    assert widened(Qt.KeyboardModifier.ShiftModifier) == pytest.approx(plain / 4)


def test_a_right_click_opens_the_menu_and_a_right_drag_does_not(film_window: MainWindow) -> None:
    view, menu = film_view(film_window), film_window.film_menu
    drag(view, middle(view), QPoint(0, -60), button=RIGHT)
    assert not menu.isVisible()
    scale = film_window.viewer.geometry.scale
    QTest.mouseClick(view, RIGHT, pos=middle(view))
    assert menu.isVisible()
    assert film_window.viewer.geometry.scale == scale
    menu.close()


def test_space_leaves_the_words_out_and_brings_them_back(film_window: MainWindow) -> None:
    view = film_view(film_window)
    before = pixels(view)
    press(film_window, Qt.Key.Key_Space)
    bare = pixels(view)
    top_left = (slice(0, 60), slice(0, 160))
    assert (bare[top_left] != before[top_left]).any()
    # That the film is for research only stays on it.
    bottom_right = (slice(-24, None), slice(-130, None))
    assert (bare[bottom_right] == before[bottom_right]).all()
    for _ in range(2):  # measurements only, the bare film, and everything again
        press(film_window, Qt.Key.Key_Space)
    assert (pixels(view) == before).all()


@pytest.mark.parametrize(
    ("modifiers", "factor"),
    [
        (Qt.KeyboardModifier.ControlModifier, 2.5),
        (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, 5.0),
    ],
)
def test_coarser_with_control(
    film_window: MainWindow, modifiers: Qt.KeyboardModifier, factor: float
) -> None:
    view = film_view(film_window)
    film = film_window.state.film.film
    assert film is not None
    drag(view, middle(view), QPoint(20, 0), modifiers=modifiers)
    look = film_window.viewer.look
    assert look is not None
    width = look.voi.width  # type: ignore[union-attr]
    assert width == pytest.approx(4096 + 20 * factor * film.value_range / 1024)


def test_presets_one_and_two(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    files.films["film.dcm"] = radiograph(FILM, voi=(Window(1000.0, 300.0),))
    show(window, qtbot, FILM)
    from_file = pixels(film_view(window))
    press(window, Qt.Key.Key_1)
    assert (pixels(film_view(window)) != from_file).any()
    press(window, Qt.Key.Key_2)
    assert (pixels(film_view(window)) == from_file).all()


def test_invert_turns_round_and_back(film_window: MainWindow) -> None:
    view = film_view(film_window)
    before = pixels(view)
    press(film_window, Qt.Key.Key_I)
    rows, columns = before.shape[:2]
    patch = (slice(rows // 2, rows // 2 + 10), slice(columns // 4, columns // 4 * 3))
    turned = 255 - before[patch].astype(int)
    assert np.abs(pixels(view)[patch].astype(int) - turned).max() <= 2
    press(film_window, Qt.Key.Key_I)
    assert (pixels(view) == before).all()


def test_a_colour_film_can_be_inverted_but_not_windowed(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    rgb = np.full((300, 400, 3), (200, 30, 60), np.uint8)
    grey = radiograph(FILM)
    files.films["film.dcm"] = replace(
        grey, stored_values=rgb, photometric=Photometric.RGB, bits_stored=8, voi=()
    )
    show(window, qtbot, FILM)
    view = film_view(window)
    centre = pixels(view)[view.height() // 2, view.width() // 2]
    assert centre.tolist() == [200, 30, 60]
    drag(view, middle(view), QPoint(50, 50))
    press(window, Qt.Key.Key_I)
    centre = pixels(view)[view.height() // 2, view.width() // 2]
    assert centre.tolist() == [55, 225, 195]


# --- place


def test_control_wheel_zooms_about_the_pointer(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.films["film.dcm"] = radiograph(FILM, stored=chequered((800, 800)))
    show(window, qtbot, FILM)
    view = film_view(window)
    corner = window.viewer.geometry.to_view((100, 100))  # upper left corner of the bright square
    at = QPoint(round(corner[0]), round(corner[1]))
    wheel(view, at, 5, Qt.KeyboardModifier.ControlModifier)
    assert window.viewer.geometry.scale > 1.5
    shown = pixels(view)[..., 0].astype(int)
    before, after = shown[at.y() + 12, at.x() - 12], shown[at.y() + 12, at.x() + 12]
    assert after - before > 100  # the edge is still under the pointer
    assert shown[at.y() - 12, at.x() + 12] == before


def test_the_wheel_zooms_a_single_film_and_steps_through_several(
    window: MainWindow, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    view = film_view(window)
    scale = window.viewer.geometry.scale
    wheel(view, middle(view), 1, Qt.KeyboardModifier.NoModifier)
    assert window.viewer.geometry.scale > scale
    show(window, qtbot, Path("/films/second.dcm"))
    with qtbot.waitSignal(window.film_painted):
        wheel(view, middle(view), 1, Qt.KeyboardModifier.NoModifier)
    assert window.state.current == FILM


def test_right_drag_zooms_about_where_it_began(film_window: MainWindow) -> None:
    view = film_view(film_window)
    start = middle(view) + QPoint(60, 40)
    geometry = film_window.viewer.geometry
    anchor = geometry.to_film((start.x(), start.y()))
    drag(view, start, QPoint(0, -80), button=RIGHT)
    after = film_window.viewer.geometry
    assert after.scale > geometry.scale
    assert after.to_view(anchor) == pytest.approx((start.x(), start.y()), abs=0.01)


def test_middle_drag_moves_the_film(window: MainWindow, files: FakeFiles, qtbot: QtBot) -> None:
    files.films["film.dcm"] = radiograph(FILM, stored=chequered((800, 800)))
    show(window, qtbot, FILM)
    view = film_view(window)
    before = pixels(view)[..., 0]
    drag(view, middle(view), QPoint(40, 24), button=MIDDLE)
    after = pixels(view)[..., 0]
    part = (slice(150, 400), slice(150, 400))
    moved = (slice(174, 424), slice(190, 440))
    assert np.abs(after[moved].astype(int) - before[part].astype(int)).max() <= 3


def test_one_to_one_shows_every_pixel_as_it_is(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    noise = np.random.default_rng(0).integers(0, 4095, (301, 401), dtype=np.uint16)
    shot = radiograph(FILM, stored=noise)
    files.films["film.dcm"] = shot
    show(window, qtbot, FILM)
    window.actions_table["actual_size"].trigger()
    view = film_view(window)
    geometry = window.viewer.geometry
    assert geometry.scale == 1
    left, top = (round(n) for n in geometry.to_view((0, 0)))
    shown = pixels(view)[top : top + 301, left : left + 401, 0]
    assert (shown == grayscale.p_values(shot)).all()


@pytest.mark.parametrize(
    ("key", "moves"),
    [
        (Qt.Key.Key_H, lambda x, y: (-x, y)),
        (Qt.Key.Key_V, lambda x, y: (x, -y)),
        (Qt.Key.Key_R, lambda x, y: (-y, x)),
        (Qt.Key.Key_L, lambda x, y: (y, -x)),
    ],
)
def test_turns_and_flips_move_the_bright_square(
    window: MainWindow,
    files: FakeFiles,
    qtbot: QtBot,
    key: Qt.Key,
    moves: object,
) -> None:
    files.films["film.dcm"] = radiograph(FILM, stored=chequered((800, 800)))
    show(window, qtbot, FILM)
    view = film_view(window)
    x, y = window.viewer.geometry.to_view((150, 150))
    cx, cy = view.width() / 2, view.height() / 2
    press(window, key)
    dx, dy = moves(x - cx, y - cy)  # type: ignore[operator]
    shown = pixels(view)[..., 0]
    assert shown[round(cy + dy), round(cx + dx)] > 150
    assert shown[round(y), round(x)] < 100


@pytest.mark.parametrize("key", [Qt.Key.Key_0, Qt.Key.Key_Home])
def test_reset_undoes_everything(film_window: MainWindow, key: Qt.Key) -> None:
    view = film_view(film_window)
    before = pixels(view)
    drag(view, middle(view), QPoint(80, 30))
    drag(view, middle(view), QPoint(80, 30), button=MIDDLE)
    drag(view, middle(view), QPoint(80, -130), button=RIGHT)
    for other in (Qt.Key.Key_I, Qt.Key.Key_H, Qt.Key.Key_L):
        press(film_window, other)
    assert (pixels(view) != before).any()
    press(film_window, key)
    assert (pixels(view) == before).all()


def test_keys_zoom_and_fit(film_window: MainWindow) -> None:
    fitted = film_window.viewer.geometry.scale
    press(film_window, Qt.Key.Key_Plus)
    assert film_window.viewer.geometry.scale > fitted
    press(film_window, Qt.Key.Key_Minus)
    press(film_window, Qt.Key.Key_Minus)
    assert film_window.viewer.geometry.scale < fitted
    press(film_window, Qt.Key.Key_Equal)
    assert film_window.viewer.geometry.scale == fitted


def test_a_resized_window_keeps_the_whole_film(film_window: MainWindow, qtbot: QtBot) -> None:
    before = film_window.viewer.geometry.scale
    film_window.resize(1600, 1000)
    qtbot.waitUntil(lambda: film_window.viewer.geometry.scale > before)
    geometry = film_window.viewer.geometry
    view = film_view(film_window)
    assert geometry.view_size == (view.width(), view.height())


def test_full_screen_by_double_click_and_back_by_escape(
    film_window: MainWindow, qtbot: QtBot
) -> None:
    view = film_view(film_window)
    QTest.mouseDClick(view, LEFT, pos=middle(view))
    assert film_window.isFullScreen()
    assert not film_window.studies_panel.isVisible()
    assert not film_window.explain_panel.isVisible()
    QTest.keyClick(film_window, Qt.Key.Key_Escape)
    assert not film_window.isFullScreen()
    assert film_window.explain_panel.isVisible()


@pytest.mark.parametrize("was_maximized", [True, False])
def test_after_full_screen_the_window_is_as_large_as_before(
    film_window: MainWindow, was_maximized: bool
) -> None:
    if was_maximized:
        film_window.showMaximized()
    for _ in range(2):
        QTest.keyClick(film_window, Qt.Key.Key_F11)
        assert film_window.isFullScreen()
        QTest.keyClick(film_window, Qt.Key.Key_Escape)
        assert not film_window.isFullScreen()
        assert film_window.isMaximized() is was_maximized


def test_one_to_one_is_100_percent_on_a_fine_screen_too(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film_view(film_window), "devicePixelRatioF", lambda: 2.0)
    film_window.actions_table["actual_size"].trigger()
    assert film_window.viewer.geometry.scale == 0.5
    assert film_view(film_window)._corners.bottom_right[0] == "100 %"
    monkeypatch.setattr(film_view(film_window), "devicePixelRatioF", lambda: 1.0)
    changed = QEvent(QEvent.Type.DevicePixelRatioChange)
    QApplication.sendEvent(film_view(film_window), changed)
    assert film_view(film_window)._corners.bottom_right[0] == "50 %"


def test_words_in_the_corners(film_window: MainWindow) -> None:
    corners = film_view(film_window)._corners
    assert corners.top_left == ("Doe, Jane", "4711", "1970-01-02 · F")
    assert corners.top_right == ("Chest PA", "2024-01-31", "CR")
    assert corners.bottom_left == ("W 4,096  L 2,048", "400 × 300", "Lossy compressed")
    assert corners.bottom_right[1] == "Research use only"
