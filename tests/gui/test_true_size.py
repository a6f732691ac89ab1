from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from lungdesk.core.annotation.measurements import CalibrationLine
from lungdesk.core.monitor import CARD_MM, plain_pitches
from lungdesk.core.radiograph import PixelSpacing, SpacingSource
from lungdesk.core.settings import Settings
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.monitors import monitor_of
from lungdesk.gui.pictures.scene import PictureChoice
from lungdesk.gui.preferences.preferences_dialog import PreferencesDialog
from tests.gui.conftest import FILM, drag, show
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, radiograph

PITCH_MM = 0.25
DETECTOR = PixelSpacing(0.5, 0.5, SpacingSource.AT_DETECTOR)


def screen_key() -> str:
    return monitor_of(QGuiApplication.primaryScreen()).key


@pytest.fixture
def measured(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, settings: FakeSettings
) -> MainWindow:
    """A window on a monitor that the user has measured before."""
    settings.settings = Settings(monitor_pitches=plain_pitches({screen_key(): PITCH_MM}))
    return open_window(reader)


def open_film(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, spacing: PixelSpacing | None
) -> None:
    files.films[FILM.name] = replace(radiograph(FILM), spacing=spacing)
    show(window, qtbot, FILM)


def bottom_right(window: MainWindow) -> tuple[str, ...]:
    return window.viewer_panel.view.corners.bottom_right


def on_screen_mm(window: MainWindow, length_px: float) -> float:
    """How long a line across the film is on the monitor."""
    geometry = window.viewer.geometry
    start, end = geometry.to_view((0, 0)), geometry.to_view((length_px, 0))
    return math.dist(start, end) * PITCH_MM * window.viewer_panel.view.devicePixelRatioF()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (SpacingSource.AT_DETECTOR, "True size at detector"),
        (SpacingSource.MAGNIFICATION, "True size by magnification factor"),
        (SpacingSource.CALIBRATED, "True size (calibrated)"),
        (SpacingSource.UNCALIBRATED, "True size (as stated, not calibrated)"),
    ],
)
def test_a_centimetre_of_the_film_is_one_on_the_screen_and_the_film_says_in_which_sense(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot, source: SpacingSource, words: str
) -> None:
    open_film(measured, files, qtbot, replace(DETECTOR, source=source))
    QTest.keyClick(measured, Qt.Key.Key_Z)
    assert on_screen_mm(measured, 20) == pytest.approx(10)
    assert words in bottom_right(measured)


def test_turned_and_mirrored_it_is_as_large(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    open_film(measured, files, qtbot, DETECTOR)
    for key in (Qt.Key.Key_R, Qt.Key.Key_H, Qt.Key.Key_Z, Qt.Key.Key_L):
        QTest.keyClick(measured, key)
    assert on_screen_mm(measured, 20) == pytest.approx(10)
    assert "True size at detector" in bottom_right(measured)


def test_at_another_scale_nothing_is_said(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    open_film(measured, files, qtbot, DETECTOR)
    assert not any("True size" in line for line in bottom_right(measured))
    QTest.keyClick(measured, Qt.Key.Key_Z)
    QTest.keyClick(measured, Qt.Key.Key_Plus)
    assert not any("True size" in line for line in bottom_right(measured))


def test_a_picture_does_not_promise_true_size_elsewhere(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    open_film(measured, files, qtbot, DETECTOR)
    QTest.keyClick(measured, Qt.Key.Key_Z)
    scene = measured.features.pictures.scene()
    assert scene is not None
    lines = scene.chosen(PictureChoice()).corners.bottom_right
    assert not any("True size" in line or "Monitor" in line for line in lines)
    assert "200 %" in lines


def test_without_a_spacing_it_says_what_to_do_and_does_nothing(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    open_film(measured, files, qtbot, None)
    QTest.keyClick(measured, Qt.Key.Key_Z)
    assert measured.viewer.geometry.is_fitted
    assert "Draw a calibration line" in measured.viewer_panel.messages.text


def test_a_calibration_by_the_user_counts_and_undoing_it_takes_the_words_away(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    open_film(measured, files, qtbot, None)
    film = measured.viewer.film
    assert film is not None
    line = CalibrationLine.on(film.radiograph, (0, 0), (100, 0), 100.0)
    measured.annotations.add(line)
    QTest.keyClick(measured, Qt.Key.Key_Z)
    assert on_screen_mm(measured, 10) == pytest.approx(10)
    assert "True size (calibrated by user)" in bottom_right(measured)
    QTest.keyClick(measured, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any("True size" in line for line in bottom_right(measured))


def test_pixels_that_are_not_square_have_no_true_size(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    open_film(measured, files, qtbot, replace(DETECTOR, row_mm=0.6))
    QTest.keyClick(measured, Qt.Key.Key_Z)
    assert measured.viewer.geometry.is_fitted
    assert "not square" in measured.viewer_panel.messages.text


def test_a_monitor_that_states_nothing_has_to_be_measured(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    unstated = replace(monitor_of(window.screen()), size_mm=(0.0, 0.0))
    monkeypatch.setattr("lungdesk.gui.true_size_presenter.monitor_of", lambda _screen: unstated)
    open_film(window, files, qtbot, DETECTOR)
    QTest.keyClick(window, Qt.Key.Key_Z)
    assert window.viewer.geometry.is_fitted
    assert "Preferences, Mouse and display" in window.viewer_panel.messages.text


def test_a_size_that_only_the_monitor_states_is_said_to_be_so(
    window: MainWindow, files: FakeFiles, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = monitor_of(window.screen())
    width, height = screen.size_px
    stated = replace(screen, size_mm=(width * 0.3, height * 0.3))
    monkeypatch.setattr("lungdesk.gui.true_size_presenter.monitor_of", lambda _screen: stated)
    open_film(window, files, qtbot, DETECTOR)
    QTest.keyClick(window, Qt.Key.Key_Z)
    assert bottom_right(window)[:2] == ("True size at detector", "Monitor not measured")


def test_on_another_monitor_it_is_no_longer_true(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_film(measured, files, qtbot, DETECTOR)
    QTest.keyClick(measured, Qt.Key.Key_Z)
    other = replace(monitor_of(measured.screen()), serial="another")
    monkeypatch.setattr("lungdesk.gui.true_size_presenter.monitor_of", lambda _screen: other)
    view = measured.viewer_panel.view
    QApplication.sendEvent(view, QEvent(QEvent.Type.ScreenChangeInternal))
    assert not any("True size" in line for line in bottom_right(measured))


def test_linked_films_are_all_shown_in_true_size(
    measured: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    coarse = FILM.with_name("coarse.dcm")
    twice = PixelSpacing(1.0, 1.0, SpacingSource.CALIBRATED)
    files.films[coarse.name] = replace(radiograph(coarse), spacing=twice)
    open_film(measured, files, qtbot, DETECTOR)
    measured.open_paths([coarse, FILM])
    for key in (Qt.Key.Key_2, Qt.Key.Key_L):
        QTest.keyClick(measured, key, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: not measured.bridge.is_busy)
    QTest.keyClick(measured, Qt.Key.Key_Z)
    said = {line for cell in measured.viewer.cells for line in cell.view.corners.bottom_right}
    assert {"True size at detector", "True size (calibrated)"} <= said


# --- measuring the monitor


@pytest.fixture
def preferences(measured: MainWindow, files: FakeFiles, qtbot: QtBot) -> PreferencesDialog:
    """The page of the display, reached by keys."""
    open_film(measured, files, qtbot, DETECTOR)
    QTest.keyClick(measured, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = measured.features.preferences.dialog
    assert dialog is not None
    dialog.pages.setFocus()
    QTest.keyClick(dialog.pages, Qt.Key.Key_Down)
    qtbot.waitUntil(dialog.display.isVisible)
    return dialog


def save(dialog: PreferencesDialog) -> None:
    button = dialog.buttons.button(dialog.buttons.StandardButton.Save)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_bar_begins_as_long_as_what_is_known_makes_a_card(
    preferences: PreferencesDialog,
) -> None:
    view = preferences.display.calibration
    assert view.slider.value() == round(CARD_MM / PITCH_MM)
    assert "0.2500 mm per pixel, measured" in view.state.text()


def test_the_bar_made_longer_by_keys_tells_the_pitch_which_holds_at_once(
    measured: MainWindow, preferences: PreferencesDialog, qtbot: QtBot
) -> None:
    slider = preferences.display.calibration.slider
    before = slider.value()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == before + 2
    save(preferences)
    expected = CARD_MM / (before + 2)
    pitches = measured.state.preferences.monitor_pitches
    assert pitches == {screen_key(): pytest.approx(expected)}
    measured.activateWindow()
    qtbot.waitUntil(measured.isActiveWindow)
    QTest.keyClick(measured, Qt.Key.Key_Z)
    assert measured.viewer.geometry.scale == pytest.approx(0.5 / expected)


def test_a_ruler_serves_as_well(measured: MainWindow, preferences: PreferencesDialog) -> None:
    view = preferences.display.calibration
    view.reference.setFocus()
    QTest.keyClick(view.reference, Qt.Key.Key_Down)
    assert view.length.isEnabled()
    line = view.length.findChild(QLineEdit)
    assert line is not None
    assert line.width() >= line.fontMetrics().horizontalAdvance("100.0 mm")
    assert view.slider.value() == round(100 / PITCH_MM)
    QTest.keyClick(view.slider, Qt.Key.Key_Left)
    save(preferences)
    (pitch,) = measured.state.preferences.monitor_pitches.values()
    assert pitch == pytest.approx(100 / (100 / PITCH_MM - 1))


def test_looking_at_lengths_measures_nothing(
    measured: MainWindow, preferences: PreferencesDialog
) -> None:
    view = preferences.display.calibration
    view.reference.setCurrentIndex(1)
    view.length.setValue(400)  # longer than the window is wide
    assert not view.slider.isEnabled()
    assert view.remark.text() == "There is no room for this length: take a shorter one."
    save(preferences)
    assert measured.state.preferences.monitor_pitches == {screen_key(): PITCH_MM}


def test_a_measurement_can_be_forgotten(
    measured: MainWindow, preferences: PreferencesDialog
) -> None:
    view = preferences.display.calibration
    QTest.mouseClick(view.forget, Qt.MouseButton.LeftButton)
    assert not view.forget.isEnabled()
    save(preferences)
    assert measured.state.preferences.monitor_pitches == {}


def test_nothing_changes_without_saving(
    measured: MainWindow, preferences: PreferencesDialog, settings: FakeSettings, qtbot: QtBot
) -> None:
    QTest.keyClick(preferences.display.calibration.slider, Qt.Key.Key_Right)
    preferences.display.level.setCurrentIndex(1)
    preferences.reject()
    measured.close()
    qtbot.waitUntil(lambda: not measured.isVisible())
    assert settings.settings.monitor_pitches == plain_pitches({screen_key(): PITCH_MM})
    assert not settings.settings.is_level_reversed


def test_the_level_direction_turns_round_at_once_and_stays(
    measured: MainWindow, preferences: PreferencesDialog, settings: FakeSettings, qtbot: QtBot
) -> None:
    view = measured.viewer_panel.view

    def centre_moved_by_dragging_up() -> float:
        before = measured.viewer.look
        drag(view, view.rect().center(), QPoint(0, -40))
        after = measured.viewer.look
        assert before is not None
        assert after is not None
        return after.voi.center - before.voi.center  # type: ignore[union-attr]

    level = preferences.display.level
    level.setFocus()
    QTest.keyClick(level, Qt.Key.Key_Down)
    preferences.hide()
    brighter = centre_moved_by_dragging_up()
    assert brighter < 0
    preferences.show()
    save(preferences)
    assert centre_moved_by_dragging_up() == pytest.approx(-brighter)
    measured.close()
    qtbot.waitUntil(lambda: not measured.isVisible())
    assert settings.settings.is_level_reversed
