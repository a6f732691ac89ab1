from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.radiograph import Window
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.widgets.histogram_plot import window_ends
from tests.gui.conftest import FILM, drag, pixels, show
from tests.gui.fakes import FakeFiles, chequered, radiograph
from tests.gui.test_viewer import wheel

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_tilt_by_degrees_turns_what_is_seen_and_fits_it(film_window: MainWindow) -> None:
    before = film_window.viewer.geometry.scale
    for _ in range(3):
        QTest.keyClick(film_window, Qt.Key.Key_R, SHIFT)
    assert film_window.viewer.geometry.rotation_deg == 3
    assert film_window.viewer.geometry.scale < before
    corner = pixels(film_window.viewer_panel.view)[2:8, 2:8]
    assert corner.max() == 0  # beside the tilted film it is black
    for _ in range(3):
        QTest.keyClick(film_window, Qt.Key.Key_L, SHIFT)
    assert film_window.viewer.geometry.scale == before


def test_the_magnifier_enlarges_what_is_under_the_pointer(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.films["film.dcm"] = radiograph(FILM, stored=chequered((1600, 1600)))
    show(window, qtbot, FILM)
    view = window.viewer_panel.view
    bright = window.viewer.geometry.to_view((300.0, 300.0))  # middle of the bright square
    at = QPoint(round(bright[0]), round(bright[1]))
    before = pixels(view)
    QTest.keyClick(window, Qt.Key.Key_M)
    QTest.mouseMove(view, at)
    glass = pixels(view)
    lit = [int((shown[at.y(), at.x() - 125 : at.x() + 125, 0] > 150).sum()) for shown in
           (before, glass)]  # fmt: skip
    assert lit[1] > 2 * lit[0]
    QTest.keyClick(window, Qt.Key.Key_M)
    assert (pixels(view) == before).all()


def test_the_sides_of_the_patient_stand_at_the_edges_and_follow_a_flip(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    film = radiograph(FILM)
    instance = replace(film.instance, patient_orientation=("L", "F"))
    files.films["film.dcm"] = replace(film, instance=instance)
    show(window, qtbot, FILM)
    view = window.viewer_panel.view
    assert (view.corners.edges.left, view.corners.edges.right) == ("R", "L")
    before = pixels(view)
    QTest.keyClick(window, Qt.Key.Key_H)
    assert (view.corners.edges.left, view.corners.edges.right) == ("L", "R")
    assert "Mirrored" in view.corners.bottom_right
    middle = view.height() // 2
    left_edge = (slice(middle - 14, middle + 14), slice(10, 32))
    assert (pixels(view)[left_edge] != before[left_edge]).any()


def test_a_region_drawn_on_a_tilted_film_is_the_one_that_gets_the_grey_scale(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    stored = np.repeat(np.arange(700, dtype=np.uint16)[:, None], 700, axis=1)
    files.films["film.dcm"] = radiograph(FILM, stored=stored)
    show(window, qtbot, FILM)
    for _ in range(10):
        QTest.keyClick(window, Qt.Key.Key_R, SHIFT)
    start, by = QPoint(250, 300), QPoint(140, 25)
    geometry = window.viewer.geometry
    corners = [
        geometry.to_film((float(x), float(y)))[1]
        for x in (start.x(), start.x() + by.x())
        for y in (start.y(), start.y() + by.y())
    ]
    QTest.keyClick(window, Qt.Key.Key_W, SHIFT)
    drag(window.viewer_panel.view, start, by)
    look = window.viewer.look
    assert look is not None
    assert isinstance(look.voi, Window)
    assert window_ends(look.voi) == pytest.approx((min(corners), max(corners)), abs=4)


def test_a_film_that_was_zoomed_out_in_a_corner_is_moved_by_what_the_hand_moves(
    film_window: MainWindow,
) -> None:
    view, corner = film_window.viewer_panel.view, QPoint(60, 60)
    for _ in range(7):
        wheel(view, corner, -1, Qt.KeyboardModifier.ControlModifier)
    x, y = film_window.viewer.geometry.to_view((0.0, 0.0))
    drag(view, corner, QPoint(1, 1), button=Qt.MouseButton.MiddleButton)
    assert film_window.viewer.geometry.to_view((0.0, 0.0)) == pytest.approx((x + 1, y + 1))
