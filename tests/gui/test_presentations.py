"""Presentation states that are saved and loaded, and what they draw."""

from __future__ import annotations

import zipfile
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
from lungdesk.formats.presentation_state_reader import read_presentation_state
from lungdesk.formats.reader import read_radiograph
from lungdesk.gui import open_dialog
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
from tests.unit.formats.builders import write_picture


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


def test_all_that_is_saved_and_the_tilt_that_is_not_are_said_together(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    open_and_wait(window, qtbot, film_path)
    window.annotations.add(LINE)
    save(window, qtbot, monkeypatch, film_path.with_name("leg-presentation.dcm"))
    assert window.progress_strip.words.endswith(" saved.")
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    save(window, qtbot, monkeypatch, film_path.with_name("leg-presentation.dcm"))
    names, _, remark = window.progress_strip.words.partition(" saved. ")
    assert set(names.split(", ")) == {"leg-presentation.dcm", "leg-measurements-2.dcm"}
    assert remark.startswith("The film is kept turned by 0°, not by 1°:")


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
    write_picture(picture, np.zeros((64, 64), np.uint8))
    open_and_wait(window, qtbot, picture)
    save(window, qtbot, monkeypatch, tmp_path / "x.dcm")
    assert window.viewer_panel.messages.code == "LD-DICOM-005"
    assert not (tmp_path / "x.dcm").exists()


def test_a_film_in_a_zip_file_has_its_objects_beside_the_zip_file(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    archive = film_path.with_name("study.zip")
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(film_path, "ward/leg.dcm")
    open_and_wait(window, qtbot, archive)
    window.annotations.add(LINE)
    monkeypatch.setattr(open_dialog, "ask_where_to_save_presentation", lambda _, named: named)
    with qtbot.waitSignal(window.bridge.idle):
        QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert (archive.parent / "leg-presentation.dcm").is_file()
    assert (archive.parent / "leg-measurements.dcm").is_file()


def test_the_film_itself_is_never_replaced(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    content = film_path.read_bytes()
    open_and_wait(window, qtbot, film_path)
    save(window, qtbot, monkeypatch, film_path)
    assert film_path.read_bytes() == content
    assert window.viewer_panel.messages.text == "leg.dcm is the film itself. Choose another name."


def test_a_report_on_measurements_replaces_none_that_is_there(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    there = film_path.with_name("leg-measurements.dcm")
    there.write_text("of somebody else")
    open_and_wait(window, qtbot, film_path)
    window.annotations.add(LINE)
    save(window, qtbot, monkeypatch, film_path.with_name("leg-presentation.dcm"))
    assert there.read_text() == "of somebody else"
    assert pydicom.dcmread(film_path.with_name("leg-measurements-2.dcm")).Modality == "SR"


def test_what_is_saved_is_what_was_seen_before_the_file_was_asked_for(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, film_path: Path
) -> None:
    open_and_wait(window, qtbot, film_path)
    target = film_path.with_name("leg-presentation.dcm")

    def ask(_parent: object, _suggested: Path) -> Path:
        window.viewer.invert()  # as whatever goes on behind the dialog
        return target

    monkeypatch.setattr(open_dialog, "ask_where_to_save_presentation", ask)
    with qtbot.waitSignal(window.bridge.idle):
        QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    stored = read_presentation_state(target, read_radiograph(film_path))
    assert not stored.presentation.is_inverted


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
