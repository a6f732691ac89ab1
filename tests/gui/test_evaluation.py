"""Evaluating a model: what is read, the matrix and its films, the window beside the viewer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sklearn import metrics as oracle

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.metrics.one_against_rest import Proportion
from lungdesk.gui import open_dialog
from lungdesk.gui.evaluation.presenter import EvaluationPresenter
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.services.models.evaluation import ModelEvaluation
from tests.gui.conftest import pixels
from tests.gui.evaluations import ROOT, FakeEvaluation, cell_of, click_cell, evaluate


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeEvaluation:
    made = FakeEvaluation()
    monkeypatch.setattr(ModelEvaluation, "of", lambda _paths: made)
    return made


@pytest.fixture
def evaluation(service: FakeEvaluation, window: MainWindow, qtbot: QtBot) -> EvaluationPresenter:
    return evaluate(window, qtbot)


def choose_part(evaluation: EvaluationPresenter, number: int) -> None:
    """As a user does: focus, Home, arrows."""
    combo = evaluation.panel.parts
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(number):
        QTest.keyClick(combo, Qt.Key.Key_Down)


# --- what is read


def test_tab_goes_through_it_from_the_top(evaluation: EvaluationPresenter) -> None:
    panel = evaluation.panel
    matrix = panel.matrix
    panel.parts.setFocus()
    for control in (panel.again, panel.tabs.tabBar(), matrix.matrix, matrix.counts_button):
        QTest.keyClick(panel.window().focusWidget(), Qt.Key.Key_Tab)
        assert panel.window().focusWidget() is control


def test_films_read_before_open_at_once(
    evaluation: EvaluationPresenter, service: FakeEvaluation
) -> None:
    panel = evaluation.panel
    assert service.read_parts == []
    assert panel.shows_tabs
    assert panel.parts.currentText() == "test (60 films)"
    assert "60 films of 30 patients or groups" in panel.headline.text()
    assert "read rightly" in panel.headline.text()
    assert "same hospitals" in panel.remark.text()


def test_films_that_the_model_has_learnt_are_told_beside_the_figures(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    service.doubt = "Of 60 films Fake Lite0 has learnt from 16: they flatter every figure."
    evaluation = evaluate(window, qtbot)
    assert evaluation.panel.remark.text() == service.doubt  # not "never trained on" as well
    choose_part(evaluation, 0)
    evaluation.panel.evaluate.trigger()
    qtbot.waitUntil(lambda: evaluation.panel.remark.text() not in ("", service.doubt))
    said = evaluation.panel.remark.text()
    assert said.startswith(f"{service.doubt} Settings and thresholds were chosen on the val films")


def test_films_not_read_before_are_read_when_the_user_says_so(
    evaluation: EvaluationPresenter, service: FakeEvaluation, qtbot: QtBot
) -> None:
    choose_part(evaluation, 2)
    assert not evaluation.panel.shows_tabs
    assert "30 films have not been read by Fake Lite0" in evaluation.panel.notice.text
    assert "never trained on" in evaluation.panel.notice.text
    service.gate.clear()
    evaluation.panel.evaluate.trigger()
    qtbot.waitUntil(lambda: "10 of 30" in evaluation.panel.words.text())
    assert evaluation.panel.bar.value() == 10
    service.gate.set()
    qtbot.waitUntil(lambda: evaluation.panel.shows_tabs)
    assert "never trained on" in evaluation.panel.remark.text()
    qtbot.waitUntil(lambda: evaluation.state.measures is not None, timeout=20_000)


def test_cancel_stops_reading_and_offers_it_again(
    evaluation: EvaluationPresenter, service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    choose_part(evaluation, 0)
    service.gate.clear()
    evaluation.panel.evaluate.trigger()
    qtbot.waitUntil(lambda: bool(service.read_parts))
    QTest.mouseClick(evaluation.panel.cancel, Qt.MouseButton.LeftButton)
    service.gate.set()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    assert "Stopped" in evaluation.panel.notice.text
    assert "val" not in service.kept
    assert evaluation.panel.evaluate.isEnabled()


def test_read_again_reads_although_it_was_read(
    evaluation: EvaluationPresenter, service: FakeEvaluation, qtbot: QtBot
) -> None:
    QTest.mouseClick(evaluation.panel.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: evaluation.state.measures is None)
    qtbot.waitUntil(lambda: evaluation.state.measures is not None, timeout=20_000)
    assert [request.is_anew for request in service.read_parts] == [True]


def test_an_error_stands_where_the_figures_would(
    evaluation: EvaluationPresenter,
    service: FakeEvaluation,
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service.error = LungDeskError(
        "leer holds no labelled films.", hint="Expected folders.", code=ErrorCode.DATASET_EMPTY
    )
    monkeypatch.setattr(open_dialog, "ask_for_folder", lambda _parent, _start: (Path("/leer"),))
    view = window.features.evaluate.view
    assert view is not None
    QTest.mouseClick(view.subject.folder, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no labelled films" in evaluation.panel.notice.text)
    assert ErrorCode.DATASET_EMPTY in evaluation.panel.notice.text
    assert evaluation.panel.headline.text() == ""
    assert view.subject.place.text() == "/leer"


def test_without_films_the_window_says_what_to_do(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    window.actions_table["evaluate"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    evaluation, view = window.features.evaluate.evaluation, window.features.evaluate.view
    assert evaluation is not None
    assert view is not None
    assert view.isVisible()
    assert "no model that can be used" in evaluation.panel.notice.text
    assert not evaluation.panel.parts.isEnabled()


def test_classes_that_the_model_does_not_know_are_left_out_when_the_user_says_so(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    service.unknown = {"Edema": 7}
    window.features.evaluate.evaluate(ROOT, ROOT)
    evaluation = window.features.evaluate.evaluation
    assert evaluation is not None
    qtbot.waitUntil(lambda: "not known: Edema" in evaluation.panel.notice.text)
    assert "--map" not in evaluation.panel.notice.text
    buttons = {b.text(): b for b in evaluation.panel.notice.findChildren(QPushButton)}
    assert not buttons["Evaluate"].isVisible()
    QTest.mouseClick(buttons["Leave these classes out"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: evaluation.panel.shows_tabs)
    assert "model does not know them: Edema 7" in evaluation.panel.remark.text()
    qtbot.waitUntil(lambda: evaluation.state.measures is not None, timeout=20_000)


# --- the matrix and its films


def test_the_matrix_counts_as_scikit_learn_does(
    evaluation: EvaluationPresenter, service: FakeEvaluation
) -> None:
    table = service.tables["test"]
    expected = oracle.confusion_matrix(table.targets, table.probabilities.argmax(axis=1))
    np.testing.assert_array_equal(evaluation.panel.confusion.counts, expected)


def test_a_click_on_a_cell_opens_its_films_the_most_confident_first(
    evaluation: EvaluationPresenter, service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    table = service.tables["test"]
    row, column = cell_of(evaluation.panel.confusion.counts)
    with qtbot.waitSignal(window.reading_shown, timeout=10_000):
        click_cell(evaluation.panel.matrix.matrix, row, column)
    predicted = table.probabilities.argmax(axis=1)
    numbers = np.flatnonzero((table.targets == row) & (predicted == column))
    numbers = numbers[np.argsort(-table.probabilities[numbers, column])]
    assert window.state.paths == tuple(ROOT / table.paths[n] for n in numbers)
    assert window.state.current == window.state.paths[0]
    assert window.state.heatmap.is_shown
    assert "surest first" in window.progress_strip.words
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.READY)


def test_arrows_and_enter_open_a_cell_too(
    evaluation: EvaluationPresenter, window: MainWindow, qtbot: QtBot
) -> None:
    matrix = evaluation.panel.matrix.matrix
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(0, 0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(matrix, key)
    with qtbot.waitSignal(window.reading_shown, timeout=10_000):
        QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert len(window.state.paths) == evaluation.panel.confusion.counts[1, 1]


def test_an_empty_cell_opens_nothing(evaluation: EvaluationPresenter, window: MainWindow) -> None:
    counts = evaluation.panel.confusion.counts
    row, column = (int(place) for place in np.argwhere(counts == 0)[0])
    click_cell(evaluation.panel.matrix.matrix, row, column)
    assert window.state.paths == ()


def test_opening_a_cell_replaces_the_list(
    evaluation: EvaluationPresenter, window: MainWindow, qtbot: QtBot
) -> None:
    counts = evaluation.panel.confusion.counts
    for place in (0, 1):
        with qtbot.waitSignal(window.reading_shown, timeout=10_000):
            click_cell(evaluation.panel.matrix.matrix, place, place)
        assert len(window.state.paths) == counts[place, place]


def test_every_cell_can_be_heard(evaluation: EvaluationPresenter) -> None:
    model = evaluation.panel.confusion
    row, column = cell_of(model.counts)
    said = model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
    true_name, read_name = CHEST_LABELS.names[row], CHEST_LABELS.names[column]
    count = int(model.counts[row, column])
    low, high = Proportion(count, 12).interval
    assert said == (
        f"{true_name} read as {read_name}: {count} of 12 films, {100 * count / 12:.0f} %"
        f" ({100 * low:.0f} to {100 * high:.0f} %)"
    )


def test_per_cent_change_places_with_films(evaluation: EvaluationPresenter) -> None:
    model, tab = evaluation.panel.confusion, evaluation.panel.matrix
    count = model.cell(0, 0).first
    QTest.mouseClick(tab.percent_button, Qt.MouseButton.LeftButton)
    assert model.cell(0, 0).second == count
    assert model.cell(0, 0).first.endswith("%")
    QTest.mouseClick(tab.counts_button, Qt.MouseButton.LeftButton)
    assert model.cell(0, 0).first == count


def test_the_more_of_a_class_the_stronger_the_colour(evaluation: EvaluationPresenter) -> None:
    """The diagonal is blue, an error amber, an empty cell as dark as the ground."""
    view, counts = evaluation.panel.matrix.matrix, evaluation.panel.confusion.counts
    shown = pixels(view.viewport()).astype(int)

    def colour(row: int, column: int) -> tuple[int, int, int]:
        corner = view.visualRect(view.model().index(row, column)).topLeft() + QPoint(10, 10)
        red, green, blue = shown[corner.y(), corner.x()]
        return int(red), int(green), int(blue)

    right, wrong = colour(0, 0), colour(*cell_of(counts))
    empty = colour(*(int(place) for place in np.argwhere(counts == 0)[0]))
    assert right[2] > right[0] + 60
    assert wrong[0] > wrong[2] + 10
    assert max(empty) < 45


# --- another model, the end


def test_films_that_another_model_reads_are_said_to_be(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    service.sha256 = "f" * 64
    evaluation = evaluate(window, qtbot)
    with qtbot.waitSignal(window.reading_shown, timeout=10_000):
        click_cell(evaluation.panel.matrix.matrix, 0, 0)
    assert "not Fake Lite0, which was evaluated" in window.viewer_panel.messages.text


def test_the_window_closes_with_the_main_one(
    evaluation: EvaluationPresenter, window: MainWindow, qtbot: QtBot
) -> None:
    view = window.features.evaluate.view
    assert view is not None
    assert view.isVisible()
    qtbot.waitUntil(lambda: not window.bridge.is_busy)
    window.close()
    assert not view.isVisible()
