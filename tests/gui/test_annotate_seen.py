"""What is drawn is seen, and lies where the hand has been."""

from __future__ import annotations

from unittest.mock import Mock

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.annotation.measurements import Length, Probe
from lungdesk.core.annotation.regions import EllipseRoi
from lungdesk.gui.annotate import drawn_layer
from lungdesk.gui.annotate.painter import paint_layer
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Overlay
from tests.gui.conftest import drag, pixels
from tests.gui.test_annotate import at, click, draw, marked_pixels, shown

NO_KEY, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
LINE = ((50.0, 60.0), (250.0, 60.0))


def bare(window: MainWindow) -> None:
    """Take words and measurements off the film."""
    for _ in range(2):
        QTest.keyClick(window, Qt.Key.Key_Space)


@pytest.mark.parametrize("key", [Qt.Key.Key_D, Qt.Key.Key_C], ids=["length", "ratio"])
def test_who_measures_on_the_bare_film_sees_what_is_measured(
    film_window: MainWindow, key: Qt.Key
) -> None:
    bare(film_window)
    before = marked_pixels(film_window)
    if key is Qt.Key.Key_D:
        draw(film_window, key, line=LINE)
    else:
        QTest.keyClick(film_window, key)

    assert len(shown(film_window)) == 1
    assert film_window.state.overlay is Overlay.MEASUREMENTS
    assert marked_pixels(film_window) > before + 50


def test_who_looks_for_a_measurement_on_the_bare_film_sees_it(film_window: MainWindow) -> None:
    film_window.annotations.add(Length(LINE))
    bare(film_window)
    before = marked_pixels(film_window)
    found = film_window.annotations_panel.list
    row = found.visualItemRect(found.item(0)).center()
    QTest.mouseClick(found.viewport(), LEFT, NO_KEY, row)

    assert marked_pixels(film_window) > before + 50


def test_what_is_hidden_is_not_deleted(film_window: MainWindow) -> None:
    film_window.annotations.add(Length(LINE))
    bare(film_window)
    QTest.keyClick(film_window, Qt.Key.Key_Delete)
    assert len(shown(film_window)) == 1
    QTest.keyClick(film_window, Qt.Key.Key_Space)
    QTest.keyClick(film_window, Qt.Key.Key_Delete)
    assert shown(film_window) == ()


def test_what_is_hidden_catches_no_point(film_window: MainWindow) -> None:
    film_window.annotations.add(Length(LINE))
    QTest.keyClick(film_window, Qt.Key.Key_D)
    bare(film_window)
    start, end = (at(film_window, point) for point in ((252.0, 62.0), (280.0, 200.0)))
    drag(film_window.viewer_panel.view, start, end - start)

    assert shown(film_window)[1].points[0] != LINE[1]


def test_a_probe_reads_where_the_hand_points_also_beside_the_end_of_a_line(
    film_window: MainWindow,
) -> None:
    film_window.annotations.add(Length(LINE))
    spot = at(film_window, LINE[1]) + QPoint(4, 4)
    QTest.keyClick(film_window, Qt.Key.Key_P)
    QTest.mouseClick(film_window.viewer_panel.view, LEFT, NO_KEY, spot)

    seen = film_window.viewer.geometry.to_view(shown(film_window)[1].points[0])
    assert seen == pytest.approx((spot.x(), spot.y()))


def test_a_probe_is_dragged_past_the_end_of_a_line(film_window: MainWindow) -> None:
    for one in (Length(LINE), Probe(((280.0, 200.0),))):
        film_window.annotations.add(one)
    start, end = at(film_window, (280.0, 200.0)), at(film_window, LINE[1]) + QPoint(4, 4)
    drag(film_window.viewer_panel.view, start, end - start)

    assert shown(film_window)[1].points[0] != LINE[1]


def test_a_freehand_contour_goes_where_the_hand_goes(film_window: MainWindow) -> None:
    film_window.annotations.add(Length(LINE))
    view, beside = film_window.viewer_panel.view, at(film_window, LINE[1]) + QPoint(4, 4)
    QTest.keyClick(film_window, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    QTest.mousePress(view, LEFT, NO_KEY, beside + QPoint(0, 60))
    for spot in (beside, beside + QPoint(40, 30)):
        move(view, spot)
    QTest.mouseRelease(view, LEFT, NO_KEY, beside + QPoint(40, 30))

    contour = shown(film_window)[1]
    assert contour.kind == "freehand"
    assert LINE[1] not in contour.points


def move(view: object, spot: QPoint) -> None:
    """The hand moves with the left button held."""
    here = QPointF(spot)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QMouseEvent.Type.MouseMove, here, here, none, LEFT, NO_KEY)
    QApplication.sendEvent(view, event)  # type: ignore[arg-type]


def test_two_clicks_at_one_spot_calibrate_nothing(film_window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(film_window, Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier)
    click(film_window, LINE[0], LINE[0])

    assert not film_window.viewer_panel.view.editor.isVisible()
    assert not film_window.annotate.is_drawing
    assert shown(film_window) == ()


def test_what_is_drawn_is_painted_again_only_when_it_looks_different(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, annotations = film_window.viewer_panel.view, film_window.annotations
    annotations.load(AnnotationSet((Length(LINE), EllipseRoi(((60.0, 90.0), (200.0, 200.0))))))
    drawn = Mock(wraps=paint_layer)
    monkeypatch.setattr(drawn_layer, "paint_layer", drawn)
    before = pixels(view)
    assert drawn.call_count == 1
    drag(view, QPoint(20, 20), QPoint(40, 0))
    assert (pixels(view) != before).any()
    assert drawn.call_count == 1
    annotations.select(annotations.annotations.annotations[0].id)
    pixels(view)
    assert drawn.call_count == 2
    QTest.keyClick(film_window, Qt.Key.Key_Plus)
    as_picture = pixels(view)
    assert drawn.call_count == 3
    monkeypatch.setattr(drawn_layer, "_is_screen", lambda _painter: False)
    assert np.abs(as_picture.astype(int) - pixels(view)).max() <= 3
