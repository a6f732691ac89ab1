"""The page of the wizard that measures what was trained."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.evaluation_presenter import EvaluationPagePresenter
from lungdesk.gui.training.page_context import PageContext
from lungdesk.services.paths import shipped_models_folder
from lungdesk.services.runs.record import predictions_path
from lungdesk.services.training.requests import training_requests
from tests.gui.evaluations import click_cell, drawn_collection, table
from tests.gui.training_pages import page_context, show_alone
from tests.shipped_models import SINGLE_MODEL_ID
from tests.unit.formats.builders import gradient, write_picture

COUNT = 10


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    return drawn_collection(tmp_path / "films", COUNT)


@pytest.fixture
def context(window: MainWindow, collection: Path, qtbot: QtBot) -> Iterator[PageContext]:
    with page_context(window, collection, qtbot) as made:
        yield made


@pytest.fixture
def page(context: PageContext, qtbot: QtBot) -> EvaluationPagePresenter:
    made = EvaluationPagePresenter(context)
    show_alone(made.panel, qtbot)
    return made


def finish(context: PageContext, number: int) -> None:
    """Leave a run as a training does: its bundle, and what it said of the films."""
    run = training_requests(context.draft.draft, context.paths)[number]
    shutil.copytree(shipped_models_folder() / SINGLE_MODEL_ID, run.run_folder / "bundle")
    for split in ("val", "test"):
        one = table(split, COUNT)
        text = predictions_path(run.run_folder, split)
        one.write(text)
        text.write_text(text.read_text().replace(".dcm", ".png"))


def test_without_a_model_the_page_says_so(page: EvaluationPagePresenter) -> None:
    page.enter()
    assert page.problem() == "No backbone is trained yet."
    assert "Go back to the step Run" in page.panel.evaluation.notice.text
    assert not page.panel.subject.models.isEnabled()


def test_what_the_training_has_read_opens_at_once(
    page: EvaluationPagePresenter, context: PageContext, window: MainWindow, qtbot: QtBot
) -> None:
    finish(context, 1)
    page.enter()
    assert page.problem() is None
    assert page.panel.subject.models.currentText() == "VGG16"
    qtbot.waitUntil(lambda: page.evaluation.state.measures is not None, timeout=20_000)
    films = page.evaluation.state.films
    assert films is not None
    assert films.is_kept
    assert films.part == "test"
    assert len(films.table) == COUNT
    counts = page.panel.evaluation.confusion.counts
    with qtbot.waitSignal(window.film_painted, timeout=10_000):
        click_cell(page.panel.evaluation.matrix.matrix, 0, int(counts[0].argmax()))
    assert len(window.state.paths) == counts[0].max()


def test_films_of_other_hospitals_can_be_measured_and_the_own_again(
    page: EvaluationPagePresenter,
    context: PageContext,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finish(context, 0)
    page.enter()
    other = tmp_path / "other"
    (other / "Normal").mkdir(parents=True)
    write_picture(other / "Normal" / "0.png", gradient())
    monkeypatch.setattr(open_dialog, "ask_for_folder", lambda _parent, _start: (other,))
    subject = page.panel.subject
    QTest.mouseClick(subject.folder, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.panel.evaluation.parts.currentText() == "all films (1 film)")
    assert subject.place.toolTip() == str(other)
    QTest.mouseClick(subject.own, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.panel.evaluation.parts.currentText() == f"test ({COUNT} films)")
    assert not subject.own.isVisible()
    qtbot.waitUntil(lambda: page.evaluation.state.measures is not None, timeout=20_000)
    page.leave()
