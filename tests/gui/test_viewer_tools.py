from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, chequered, radiograph

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
