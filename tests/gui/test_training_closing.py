"""Closing the wizard, or LungDesk, while a training runs: three answers, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.run_state import Status
from lungdesk.gui.widgets.question import Question
from tests.gui.fakes import FakeFilmReader
from tests.gui.run_page import RunPage, films_in, opened, put_child, ready_draft

WAITS = "epoch(1); hears(); say(kind='cancelled')\n"


@pytest.fixture
def page(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> RunPage:
    """A training that runs until it is told to end."""
    put_child(tmp_path, monkeypatch, WAITS)
    ready_draft(films_in(tmp_path / "films"), "efficientnet_lite0")
    made = opened(open_window(reader), qtbot)
    made.panel.start.click()
    qtbot.waitUntil(lambda: bool(made.runs.runs[0].epochs), timeout=20_000)
    return made


def question(page: RunPage) -> Question:
    closing = page.window.features.training._closing
    assert closing is not None
    assert closing.question is not None
    return closing.question


def buttons(asked: Question) -> list[str]:
    return [button.text() for button in asked.findChildren(QPushButton) if button.isVisible()]


@pytest.mark.parametrize("how", ["button", "Esc"])
def test_closing_the_wizard_asks_and_the_training_may_go_on_in_the_background(
    page: RunPage, qtbot: QtBot, how: str
) -> None:
    view = page.wizard.view
    if how == "Esc":
        QTest.keyClick(view, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(view.shut, Qt.MouseButton.LeftButton)
    assert view.isVisible()
    asked = question(page)
    assert sorted(buttons(asked)) == ["Go on in the background", "Pause", "Stop"]

    asked.answer("Go on in the background")

    qtbot.waitUntil(lambda: not view.isVisible())
    assert page.runs.status is Status.RUNNING
    shown = page.window.activity.shown
    assert shown is not None
    assert shown.progress.message.startswith("Training EfficientNet-Lite0")
    page.runs.pause()
    qtbot.waitUntil(lambda: page.runs.status is Status.PAUSED, timeout=20_000)
    assert page.window.activity.shown is None


@pytest.mark.parametrize(("answer", "status"), [("Pause", "paused"), ("Stop", "stopped")])
def test_closing_the_wizard_may_end_the_training(
    page: RunPage, qtbot: QtBot, answer: str, status: str
) -> None:
    page.wizard.view.close()

    question(page).answer(answer)

    qtbot.waitUntil(lambda: not page.wizard.view.isVisible())
    qtbot.waitUntil(lambda: page.runs.status.value == status, timeout=20_000)
    qtbot.waitUntil(lambda: page.wizard.draft.is_saved)
    assert page.stored.run.status == status


def test_esc_at_the_question_closes_the_wizard_and_ends_nothing(
    page: RunPage, qtbot: QtBot
) -> None:
    page.wizard.view.close()

    QTest.keyClick(question(page), Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not page.wizard.view.isVisible())
    assert page.runs.status is Status.RUNNING
    page.runs.stop()
    qtbot.waitUntil(lambda: not page.runs.is_active, timeout=20_000)


@pytest.mark.parametrize(
    ("answer", "status"), [("Pause and close", "paused"), ("Stop and close", "stopped")]
)
def test_closing_lungdesk_ends_the_training_and_closes_when_it_has_ended(
    page: RunPage, qtbot: QtBot, answer: str, status: str
) -> None:
    page.window.close()
    assert page.window.isVisible()
    assert "Do not close" in buttons(question(page))

    question(page).answer(answer)

    qtbot.waitUntil(lambda: not page.window.isVisible(), timeout=20_000)
    assert not page.wizard.view.isVisible()
    assert page.stored.run.status == status


def test_lungdesk_need_not_be_closed(page: RunPage, qtbot: QtBot) -> None:
    page.window.close()

    question(page).answer("Do not close")

    assert page.window.isVisible()
    assert page.runs.status is Status.RUNNING
    page.runs.stop()
    qtbot.waitUntil(lambda: not page.runs.is_active, timeout=20_000)


def test_how_it_ended_is_said_in_the_main_window_when_the_wizard_is_closed(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_child(tmp_path, monkeypatch, "epoch(1); hears(); os.kill(os.getpid(), 9)\n")
    ready_draft(films_in(tmp_path / "films"), "efficientnet_lite0")
    page = opened(open_window(reader), qtbot)
    page.panel.start.click()
    qtbot.waitUntil(lambda: bool(page.runs.runs[0].epochs), timeout=20_000)
    page.wizard.view.close()
    question(page).answer("Go on in the background")

    page.runs._control.pausing.pause()  # the child hears a word, and dies

    strip = page.window.viewer_panel.messages
    qtbot.waitUntil(lambda: "was killed from outside" in strip.text, timeout=20_000)
