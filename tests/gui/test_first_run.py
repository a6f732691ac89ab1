"""Who opens LungDesk for the first time, and what Help shows again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lungdesk import __version__, app
from lungdesk.core.errors import LungDeskError
from lungdesk.gui import open_dialog
from lungdesk.gui.failure_dialog import FailureDialog
from lungdesk.gui.first_run.about_dialog import AboutDialog
from lungdesk.gui.first_run.self_test_presenter import SelfTestPresenter
from lungdesk.gui.first_run.tour_steps import tour_steps
from lungdesk.gui.first_run.tour_view import TourView, control_named
from lungdesk.gui.first_run.welcome_dialog import NOTICE, NOTICE_VERSION, WelcomeDialog
from lungdesk.gui.key_bindings import DEFAULTS
from lungdesk.gui.main_window import MainWindow, create_window
from lungdesk.gui.translation import use
from lungdesk.services.job_runner import JobRunner
from lungdesk.services.paths import AppPaths
from lungdesk.services.self_test import SelfTest
from tests.gui.fakes import FakeFiles, FakeFilmReader, FakeSettings, services
from tests.gui.looking import cut_off


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been measured: that takes minutes, so it is only counted."""
    counted: list[str] = []
    monkeypatch.setattr(SelfTestPresenter, "start", lambda _self: counted.append("self-test"))
    return counted


@pytest.fixture
def welcomed(
    qtbot: QtBot,
    runner: JobRunner,
    files: FakeFiles,
    reader: FakeFilmReader,
    settings: FakeSettings,
    measured: list[str],
) -> Iterator[MainWindow]:
    """A window for somebody who may be met."""
    made = services(runner, files=files, reader=reader, settings=settings)
    window = create_window(replace(made, welcomes=True))
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    window.deleteLater()


def dialog_of(window: MainWindow, qtbot: QtBot) -> WelcomeDialog:
    qtbot.waitUntil(lambda: window.features.welcome.dialog is not None)
    dialog = window.features.welcome.dialog
    assert dialog is not None
    return dialog


STEPS = tour_steps(DEFAULTS)


def tour_of(window: MainWindow) -> TourView:
    view = window.features.tour.view
    assert view is not None
    return view


# --- the notice


def test_the_notice_is_accepted_once_and_kept(
    welcomed: MainWindow, settings: FakeSettings, measured: list[str], qtbot: QtBot
) -> None:
    dialog = dialog_of(welcomed, qtbot)
    assert dialog.isVisible()

    QTest.mouseClick(dialog.accept_only, Qt.MouseButton.LeftButton)

    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: settings.load().accepted_notice == NOTICE_VERSION)
    assert welcomed.isVisible()
    assert measured == ["self-test"]


def test_who_does_not_accept_leaves(
    welcomed: MainWindow, settings: FakeSettings, qtbot: QtBot
) -> None:
    dialog = dialog_of(welcomed, qtbot)

    QTest.keyClick(dialog, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not welcomed.isVisible())
    assert settings.load().accepted_notice == ""


def test_it_says_where_things_are_kept(welcomed: MainWindow, qtbot: QtBot) -> None:
    names = [one.accessibleName() for one in dialog_of(welcomed, qtbot)._places.values()]

    paths = AppPaths.default()
    for path in (paths.config, paths.data, paths.cache):
        assert any(str(path) in name for name in names)


def test_another_data_folder_is_used_from_the_next_start_on(
    welcomed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    dialog, chosen = dialog_of(welcomed, qtbot), tmp_path / "elsewhere"
    chosen.mkdir()
    monkeypatch.setattr(open_dialog, "ask_folder", lambda *_args: chosen)

    QTest.mouseClick(dialog.folder, Qt.MouseButton.LeftButton)

    assert "next start" in dialog.state.text()
    assert AppPaths.default().data == chosen


def said_at_start(monkeypatch: pytest.MonkeyPatch, error: str) -> str:
    """What a dialog says where LungDesk does not start."""
    for name, value in (("_is_seen", True), ("_is_reached", True), ("_is_offscreen", False)):
        monkeypatch.setattr(app, name, lambda *_args, value=value: value)
    said: list[str] = []

    def read_and_close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, FailureDialog)
        said.append(f"{box.text()} {box.informativeText()}")
        QTest.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(0, read_and_close)
    with pytest.raises(LungDeskError, match=error):
        app.open_window([], False, None, None)
    return said[0]


def test_where_that_folder_is_not_connected_a_dialog_says_so_and_no_window_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    drive = tmp_path / "drive"
    AppPaths.default().choose_data(drive)
    drive.rename(tmp_path / "elsewhere")

    said = said_at_start(monkeypatch, "not there")

    assert f"The folder for data is not there: {drive}. Connect its drive" in said
    assert said.endswith("[LD-FILE-001]")
    assert not drive.exists()


def test_a_user_without_a_home_is_told_so_by_a_dialog(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for name in ("LUNGDESK_HOME", "HOME", *(f"XDG_{one}_HOME" for one in ("CONFIG", "DATA"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_001)  # has no entry

    assert "has no home, so nothing can be kept." in said_at_start(monkeypatch, "no home")


def test_nobody_is_met_where_the_notice_was_accepted_or_nobody_sits(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, settings: FakeSettings
) -> None:
    window = open_window(reader)  # nobody is to be met here
    window.features.welcome.begin()
    assert window.features.welcome.dialog is None


@pytest.mark.parametrize(("version", "is_met"), [(NOTICE_VERSION, False), ("0", True)])
def test_a_later_notice_is_shown_again(
    welcomed: MainWindow, version: str, is_met: bool, qtbot: QtBot
) -> None:
    first = dialog_of(welcomed, qtbot)
    QTest.mouseClick(first.accept_only, Qt.MouseButton.LeftButton)
    welcomed.settings.keep_notice(version)
    welcomed.features.welcome.dialog = None

    welcomed.features.welcome.begin()

    assert (welcomed.features.welcome.dialog is not None) is is_met


# --- the tour


def test_the_tour_goes_round_by_keyboard_and_ends(film_window: MainWindow, qtbot: QtBot) -> None:
    film_window.activateWindow()
    film_window.actions_table["tour"].trigger()
    view = tour_of(film_window)

    seen = []
    while view.isVisible():
        seen.append(view.title.text())
        assert QApplication.focusWidget() is view.next
        QTest.keyClick(view.next, Qt.Key.Key_Return)

    assert seen == [step.title for step in STEPS]


def test_the_tour_names_the_users_own_keys(film_window: MainWindow) -> None:
    own = {"commands": ("Ctrl+Alt+K",), "guide": (), "heatmap": ()}
    film_window.state.set_keys({**DEFAULTS, **own})
    film_window.actions_table["tour"].trigger()
    view, said = tour_of(film_window), []
    while view.isVisible():
        said.append(view.words.text())
        QTest.keyClick(view.next, Qt.Key.Key_Return)

    assert "Ctrl+Alt+K finds each of them by name." in said[-1]
    assert "guide" not in said[-1]
    assert not any("Ctrl+K" in words or "F1" in words or "(" in words for words in said)


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_every_stop_points_at_a_control_that_is_seen(film_window: MainWindow, number: int) -> None:
    film_window.actions_table["tour"].trigger()
    view = tour_of(film_window)
    for _ in range(number):
        QTest.keyClick(view.next, Qt.Key.Key_Right)

    control = control_named(film_window, STEPS[number].target)
    assert control is not None
    assert control.isVisible()
    place = QRect(control.mapTo(film_window, control.rect().topLeft()), control.size())
    assert view.framed.adjusted(-3, -3, 3, 3).contains(place.intersected(film_window.rect()))
    assert film_window.rect().contains(view.geometry())
    assert [words for words in cut_off(film_window) if "Tour" in words] == []


def test_keys_of_the_tour_are_not_those_of_the_window(film_window: MainWindow) -> None:
    film_window.actions_table["tour"].trigger()
    view = tour_of(film_window)

    QTest.keyClick(view.next, Qt.Key.Key_Right)
    assert view.title.text() == STEPS[1].title
    QTest.keyClick(view.next, Qt.Key.Key_Left)
    assert view.title.text() == STEPS[0].title
    QTest.keyClick(view.next, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_skip_ends_it_and_it_can_be_had_again(film_window: MainWindow) -> None:
    for _ in range(2):
        film_window.actions_table["tour"].trigger()
        view = tour_of(film_window)
        assert view.title.text() == STEPS[0].title
        QTest.mouseClick(view.skip, Qt.MouseButton.LeftButton)
        assert not view.isVisible()


def test_what_is_folded_away_is_unfolded_for_it(film_window: MainWindow) -> None:
    film_window.actions_table["findings"].trigger()
    assert not film_window.explain_panel.isVisible()

    film_window.actions_table["tour"].trigger()

    assert film_window.explain_panel.isVisible()


def test_without_a_film_the_sample_is_opened(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.film_painted, timeout=10_000):
        window.actions_table["tour"].trigger()
    assert window.state.film.path is not None
    assert window.state.film.path.name == "RG1_UNCR.dcm"


def test_the_callout_follows_the_window(film_window: MainWindow, qtbot: QtBot) -> None:
    film_window.actions_table["tour"].trigger()
    view = tour_of(film_window)
    for _ in range(2):
        QTest.keyClick(view.next, Qt.Key.Key_Right)
    before = view.framed

    film_window.resize(1600, 900)

    qtbot.waitUntil(lambda: view.framed != before)
    bars = film_window.explain_panel.bars
    assert view.framed.contains(bars.mapTo(film_window, bars.rect().center()))


# --- who is met


@pytest.mark.parametrize(
    ("platform", "started_at", "is_met"),
    [
        ("xcb", None, True),
        ("offscreen", None, False),
        ("minimal", None, False),
        ("xcb", 1.0, False),
    ],
)
def test_only_where_somebody_sees_the_window_anybody_is_met(
    platform: str, started_at: float | None, is_met: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setattr(app, "compose", lambda **choices: asked.append(choices["welcomes"]))
    monkeypatch.setattr("lungdesk.gui.session.run_window", lambda *_args: 0)
    monkeypatch.setattr("lungdesk.gui.unattended.measure_start", lambda *_args: 0)

    assert app.open_window((), False, None, started_at) == 0

    assert asked == [is_met]


def test_the_notice_can_be_read_again_with_the_version(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_table["about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)

    text = "\n".join(label.text() for label in dialog.words)
    assert f"LungDesk {__version__}" in text
    assert NOTICE in text
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(AboutDialog))


# --- the measurement of the computer


def test_what_was_measured_is_said_in_the_language_of_the_window(
    film_window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    found = SelfTest(True, 4, 30.2, 7.1)
    presenter = film_window.features.self_test
    monkeypatch.setattr(presenter, "_measure", lambda _model_id, _ctx: found)
    noted: list[str] = []
    film_window.messages.noted.connect(noted.append)
    use("es")
    try:
        with qtbot.waitSignal(presenter.ended):
            presenter.start()
    finally:
        use("en")

    assert noted[-1] == (
        "Este equipo lee 30.2 radiografías por segundo"
        " (bfloat16, 4 hilos; 7.1 con float32 y 1 hilo)."
    )
