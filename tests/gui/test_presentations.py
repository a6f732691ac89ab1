import shutil
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.measurements import Length
from lungdesk.core.radiograph import Window
from lungdesk.formats.raster_writer import write_png
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import drag, show
from tests.gui.fakes import FakeFiles

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def film_path(sample_films: Path, tmp_path: Path) -> Path:
    path = tmp_path / "leg.dcm"
    shutil.copy(sample_films / "RG3_J2KI.dcm", path)
    return path


@pytest.fixture
def leg(window: MainWindow, files: FakeFiles, qtbot: QtBot, film_path: Path) -> MainWindow:
    """A window with a real film, whose place on disk is real, too."""
    files.films["leg.dcm"] = read_radiograph(film_path)
    show(window, qtbot, film_path)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    return window


def save(window: MainWindow, qtbot: QtBot, patch: pytest.MonkeyPatch, target: Path) -> None:
    patch.setattr(open_dialog, "ask_where_to_save_presentation", lambda _parent, _name: target)
    with qtbot.waitSignal(window.bridge.idle):
        QTest.keyClick(window, Qt.Key.Key_S, CONTROL)


def test_view_window_and_measurements_come_back_from_a_presentation_state(
    leg: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    QTest.keyClick(leg, Qt.Key.Key_3)
    QTest.keyClick(leg, Qt.Key.Key_R)
    QTest.keyClick(leg, Qt.Key.Key_I)
    QTest.keyClick(leg, Qt.Key.Key_Plus)
    view = leg.viewer_panel.view
    drag(view, view.rect().center(), QPoint(40, -30), button=Qt.MouseButton.MiddleButton)
    leg.annotations.add(Length(((100.0, 200.0), (700.0, 900.0)), name="femur"))
    look, geometry, drawn = leg.viewer.look, leg.viewer.geometry, leg.annotations.annotations
    save(leg, qtbot, monkeypatch, film_path.with_name("leg-presentation.dcm"))
    assert pydicom.dcmread(film_path.with_name("leg-presentation.dcm")).Modality == "PR"
    assert pydicom.dcmread(film_path.with_name("leg-measurements.dcm")).Modality == "SR"

    QTest.keyClick(leg, Qt.Key.Key_0)
    leg.annotations.replace_all(type(drawn)())
    assert leg.viewer.geometry != geometry
    with qtbot.waitSignal(leg.annotations.committed):
        QTest.keyClick(leg, Qt.Key.Key_L, CONTROL)
    assert leg.annotations.annotations == drawn
    assert look is not None
    assert isinstance(look.voi, Window)
    shown = leg.viewer.look
    assert shown is not None
    assert isinstance(shown.voi, Window)
    assert (shown.voi.center, shown.voi.width) == pytest.approx((look.voi.center, look.voi.width))
    assert shown.is_inverted
    assert leg.viewer.geometry.rotation_deg == 90
    assert leg.viewer.geometry.center == pytest.approx(geometry.center, abs=1)
    assert leg.viewer.geometry.scale == pytest.approx(geometry.scale, rel=0.01)
    assert "Shown as leg-presentation.dcm says" in leg.progress_strip.words


def test_without_a_state_it_is_said(leg: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(leg.bridge.idle):
        QTest.keyClick(leg, Qt.Key.Key_L, CONTROL)
    assert "No presentation state of this film" in leg.progress_strip.words


def test_a_film_that_is_no_dicom_file_cannot_have_one(
    window: MainWindow,
    files: FakeFiles,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    picture = tmp_path / "film.png"
    write_png(picture, np.zeros((64, 64), np.uint8))
    files.films["film.png"] = read_radiograph(picture)
    show(window, qtbot, picture)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    save(window, qtbot, monkeypatch, tmp_path / "x.dcm")
    assert window.viewer_panel.messages.code == "LD-DICOM-005"
    assert not (tmp_path / "x.dcm").exists()
