"""All pages of the training wizard by mouse and keyboard, from a folder to a model that reads."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lungdesk.app import compose
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import open_dialog
from lungdesk.gui.comparison.panel import ComparisonPanel
from lungdesk.gui.main_window import create_window
from lungdesk.gui.training.backbones_panel import BackbonesPanel
from lungdesk.gui.training.data_panel import DataPanel
from lungdesk.gui.training.evaluation_panel import EvaluationPagePanel
from lungdesk.gui.training.plan_panel import PlanPanel
from lungdesk.gui.training.preparation_panel import PreparationPanel
from lungdesk.gui.training.run_panel import RunPanel
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import AppPaths
from tests.gui.conftest import WINDOW
from tests.gui.wizard_hand import PATIENCE_MS, Hand

pytestmark = pytest.mark.slow

PER_CLASS = 12
#: 40 per cent of each class.
MEASURED_ON = 25
NAME = "Walked Lite0"


@pytest.fixture
def films(shared_data: Path, tmp_path: Path) -> Path:
    """A folder for each class with twelve real films of it."""
    root, taken = shared_data / "cxr", Counter[str]()
    with (root / "manifest.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            label = row["label"]
            if row["split"] == "train" and taken[label] < PER_CLASS:
                taken[label] += 1
                folder = tmp_path / "films" / label
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(root / row["path"], folder)
    assert taken.total() == PER_CLASS * len(CHEST_LABELS) == 60
    return tmp_path / "films"


@pytest.fixture
def hand(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    """LungDesk as it is composed for a user who has just installed it."""
    monkeypatch.delenv("LUNGDESK_WEIGHTS", raising=False)
    services = compose()
    window = create_window(services)
    window.resize(*WINDOW)
    window.show()
    qtbot.waitExposed(window)
    yield Hand(window, qtbot)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)
    services.runner.shutdown()
    window.deleteLater()


def test_from_a_folder_of_films_to_a_model_that_reads(
    hand: Hand, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_data_folder", lambda _parent, _start: films)
    hand.open_wizard()
    _choose_films(hand)
    _choose_backbones(hand)
    _prepare(hand)
    _plan(hand)
    _train(hand)
    _open_films_of_a_cell(hand, films)
    _keep(hand)
    _read_with_it(hand)


def _choose_films(hand: Hand) -> None:
    page = hand.page(DataPanel, "Data")
    assert not hand.wizard.next.isEnabled()
    hand.click_button(page, "Choose a folder…")
    hand.see(hand.wizard.next.isEnabled)
    assert page.summary.text() == "60 films"
    assert [sum(row.counts) for row in page.counts.rows] == [PER_CLASS] * len(CHEST_LABELS)
    to_measure = page.split.sliders["test"]
    to_measure.setFocus()
    QTest.keyClick(to_measure, Qt.Key.Key_End)
    hand.see(lambda: sum(row.counts[2] for row in page.counts.rows) == MEASURED_ON)
    hand.click(page.show_audit)
    hand.click(page.audit.start)
    hand.see(lambda: page.audit.list.count() > 0)
    hand.go_on()


def _choose_backbones(hand: Hand) -> None:
    page = hand.page(BackbonesPanel, "Backbones")
    hand.see(lambda: any(card.is_chosen for card in page.cards.cards))  # what is usual
    page.cards.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(page.cards, key)
    chosen = [card.title for card in page.cards.cards if card.is_chosen]
    assert chosen == ["EfficientNet-Lite0", "EfficientNet-Lite0 with levels"]
    hand.go_on()


def _prepare(hand: Hand) -> None:
    page = hand.page(PreparationPanel, "Preparation")
    hand.write(page.size_field.edit, "96")
    hand.click(page.ways["balanced"])
    hand.see(lambda: bool(page.grid_words.text()))
    hand.go_on()


def _plan(hand: Hand) -> None:
    page = hand.page(PlanPanel, "Plan")
    hand.click(page.presets["quick"])
    hand.click(page.presets["own"])
    assert not page.fields["heads.epochs"].isEnabled()  # its head is fitted exactly
    hand.write(page.fields["patience"].edit, "5")
    assert "--recipe" in page.estimate.commands.toPlainText()
    hand.go_on()


def _train(hand: Hand) -> None:
    page = hand.page(RunPanel, "Run")
    hand.see(page.start.isEnabled)
    assert page.start.text() == "Start training"
    hand.click(page.start)
    hand.see(page.pause.isVisible)
    hand.see(hand.wizard.next.isEnabled)  # the first one is trained
    hand.see(lambda: page.sentence.text() == "All 2 models are trained; go on to see how well.")
    hand.go_on()


def _open_films_of_a_cell(hand: Hand, films: Path) -> None:
    page = hand.page(EvaluationPagePanel, "Evaluation").evaluation
    hand.see(lambda: page.shows_tabs)  # read at the end of the training
    counts = page.confusion.counts
    row, column = divmod(int(counts.argmax()), counts.shape[1])
    matrix = page.matrix.matrix
    with hand.qtbot.waitSignal(hand.window.reading_shown, timeout=PATIENCE_MS):
        hand.click_item(matrix, matrix.visualRect(matrix.model().index(row, column)))
    opened = hand.window.state.paths
    assert len(opened) == counts[row, column] > 1
    assert {path.parent for path in opened} == {films / CHEST_LABELS.ids[row]}
    assert hand.window.state.model.id == DEFAULT_MODEL_ID
    hand.go_on()


def _keep(hand: Hand) -> None:
    page = hand.page(ComparisonPanel, "Compare and keep")
    hand.see(lambda: page.shows_results)
    assert {row.name for row in page.model.rows} >= {
        "EfficientNet-Lite0",
        "EfficientNet-Lite0 with levels",
    }
    hand.click(page.keep.is_to_read)
    hand.write(page.keep.name, NAME)  # Enter keeps it
    hand.see(lambda: hand.window.features.active_model.id != DEFAULT_MODEL_ID)
    hand.click(hand.wizard.shut)


def _read_with_it(hand: Hand) -> None:
    window = hand.window
    kept = window.features.active_model.id
    assert (AppPaths.default().models / kept / "manifest.json").is_file()
    _see_reading(hand, window.state.paths[0], kept)  # the film that was shown is read again
    hand.press("Right")
    _see_reading(hand, window.state.paths[1], kept)
    assert window.state.model.name == NAME
    assert NAME in [label.text() for label in window.explain_panel.findChildren(QLabel)]


def _see_reading(hand: Hand, film: Path, model_id: str) -> None:
    def is_read() -> bool:
        reading = hand.window.state.reading.reading
        return (
            reading is not None
            and reading.instance.path == film
            and reading.prediction.model.id == model_id
        )

    hand.see(is_read)
    reading = hand.window.state.reading.reading
    assert reading is not None
    assert sum(reading.prediction.probabilities) == pytest.approx(1, abs=1e-3)
