"""Presentation states that are saved and loaded, and what they draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.radiograph import (
    PixelSpacing,
    SpacingSource,
    Window,
)
from lungdesk.formats.raster_writer import write_png
from lungdesk.gui.main_window import MainWindow
from tests.gui.conftest import drag
from tests.gui.fakes import FakeFiles
from tests.gui.presented_films import (
    CONTROL,
    LINE,
    OWN,
    SEEN,
    OpenedFiles,
    add_state,
    assert_shown_as_seen,
    choose,
    drawn,
    load,
    open_and_wait,
    save,
    stored_film,
)


@pytest.fixture
def files() -> OpenedFiles:
    return OpenedFiles()


@pytest.fixture
def film_path(tmp_path: Path) -> Path:
    return stored_film(tmp_path / "study")


# --- saved and loaded again


def test_weasis_gspsexport_keeps_window_zoom_and_measurements(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    leg = open_and_wait(window, qtbot, film_path)
    QTest.keyClick(leg, Qt.Key.Key_3)
    QTest.keyClick(leg, Qt.Key.Key_R)
    QTest.keyClick(leg, Qt.Key.Key_I)
    QTest.keyClick(leg, Qt.Key.Key_Plus)
    view = leg.viewer_panel.view
    drag(view, view.rect().center(), QPoint(40, -30), button=Qt.MouseButton.MiddleButton)
    leg.annotations.add(LINE)
    look, geometry, kept = leg.viewer.look, leg.viewer.geometry, drawn(leg)
    save(leg, qtbot, monkeypatch, film_path.with_name("leg-presentation.dcm"))
    assert pydicom.dcmread(film_path.with_name("leg-presentation.dcm")).Modality == "PR"
    assert pydicom.dcmread(film_path.with_name("leg-measurements.dcm")).Modality == "SR"

    QTest.keyClick(leg, Qt.Key.Key_0)
    leg.annotations.replace_all(AnnotationSet())
    assert leg.viewer.geometry != geometry
    load(leg, qtbot)
    assert drawn(leg) == kept
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
    assert "Shown as the presentation state PRESENTATION, 20" in leg.progress_strip.words


def test_without_a_state_it_is_said(window: MainWindow, qtbot: QtBot, film_path: Path) -> None:
    open_and_wait(window, qtbot, film_path)
    load(window, qtbot)
    assert "no presentation state of this film" in window.progress_strip.words


def test_a_film_that_is_no_dicom_file_cannot_have_one(
    window: MainWindow,
    files: FakeFiles,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    picture = tmp_path / "film.png"
    write_png(picture, np.zeros((64, 64), np.uint8))
    open_and_wait(window, qtbot, picture)
    save(window, qtbot, monkeypatch, tmp_path / "x.dcm")
    assert window.viewer_panel.messages.code == "LD-DICOM-005"
    assert not (tmp_path / "x.dcm").exists()


# --- what is drawn


def test_graphics_of_a_state_are_kept_with_the_first_stroke_of_the_user(
    window: MainWindow, qtbot: QtBot, film_path: Path, files: OpenedFiles
) -> None:
    add_state(film_path.with_name("state.dcm"), film_path)
    open_and_wait(window, qtbot, film_path)
    assert files.annotations == {}
    with qtbot.waitSignal(window.bridge.idle):
        window.annotations.add(OWN)
    assert files.annotations == {film_path: AnnotationSet((LINE, OWN))}


def test_what_the_user_has_drawn_wins_over_a_state_and_nothing_is_there_twice(
    window: MainWindow, qtbot: QtBot, film_path: Path, files: OpenedFiles
) -> None:
    moved = LINE.moved(10, 10)
    files.annotations[film_path] = AnnotationSet((moved,))
    add_state(film_path.with_name("state.dcm"), film_path)
    open_and_wait(window, qtbot, film_path)
    assert_shown_as_seen(window)
    assert drawn(window) == (moved,)
    load(window, qtbot)
    assert drawn(window) == (moved,)


def test_graphics_of_others_are_left_out_beside_the_users_own_until_asked_for(
    window: MainWindow, qtbot: QtBot, film_path: Path, files: OpenedFiles
) -> None:
    files.annotations[film_path] = AnnotationSet((OWN,))
    state = add_state(film_path.with_name("state.dcm"), film_path)
    foreign = pydicom.dcmread(state)
    foreign.remove_private_tags()
    foreign.save_as(state)
    open_and_wait(window, qtbot, film_path)
    assert drawn(window) == (OWN,)
    assert "Your own measurements stand in place of what it draws." in window.progress_strip.words

    for _ in range(2):
        load(window, qtbot)
        assert len(drawn(window)) == 2
        assert drawn(window)[0] == OWN
    choose(window, "As stored")
    assert drawn(window) == (OWN,)
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert len(drawn(window)) == 2


def test_graphics_of_others_that_became_the_users_own_are_not_drawn_twice(
    window: MainWindow, qtbot: QtBot, film_path: Path
) -> None:
    state = add_state(film_path.with_name("state.dcm"), film_path)
    foreign = pydicom.dcmread(state)
    foreign.remove_private_tags()
    foreign.save_as(state)
    open_and_wait(window, qtbot, film_path)
    window.annotations.add(OWN)
    assert len(drawn(window)) == 2
    load(window, qtbot)
    assert len(drawn(window)) == 2


def test_a_calibration_is_measured_with_and_goes_with_the_state(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    calibrated = replace(SEEN, calibration=PixelSpacing(0.5, 0.5, SpacingSource.CALIBRATED))
    state = add_state(film_path.with_name("state.dcm"), film_path, calibrated)
    open_and_wait(window, qtbot, film_path)
    listed = window.annotations_panel.list.item(0)
    assert listed is not None
    assert "200.0 mm (calibrated)" in listed.text()

    again = film_path.parent.parent / "again.dcm"
    save(window, qtbot, monkeypatch, again)
    assert pydicom.dcmread(again).DisplayedAreaSelectionSequence[0].PresentationPixelSpacing == [
        0.5,
        0.5,
    ]
    state.unlink()
    choose(window, "As stored")
    film = window.viewer.film
    assert film is not None
    assert film.radiograph.spacing is None
