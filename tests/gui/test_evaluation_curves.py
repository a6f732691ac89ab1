"""The operating point moves by hand and key; tables, calibration and errors."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QSlider
from pytestqt.qtbot import QtBot
from sklearn import metrics as oracle

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui.evaluation.curves_panel import CurvesPanel
from lungdesk.gui.evaluation.figures_model import FiguresModel
from lungdesk.gui.evaluation.presenter import EvaluationPresenter
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.curve_plot import CurvePlot
from lungdesk.services.models.evaluation import ModelEvaluation
from tests.gui.conftest import drag, pixels
from tests.gui.evaluations import (
    ROOT,
    FakeEvaluation,
    cell_of,
    click_cell,
    evaluate,
    table,
)

MATRIX, CURVES, CALIBRATION, TABLES, ERRORS = range(5)
SMALL, LARGE = (1080, 660), (1920, 1080)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeEvaluation:
    made = FakeEvaluation()
    monkeypatch.setattr(ModelEvaluation, "of", lambda _paths: made)
    return made


@pytest.fixture
def evaluation(service: FakeEvaluation, window: MainWindow, qtbot: QtBot) -> EvaluationPresenter:
    return evaluate(window, qtbot)


@pytest.fixture
def curves(evaluation: EvaluationPresenter, qtbot: QtBot) -> CurvesPanel:
    panel = evaluation.panel
    panel.tabs.setCurrentIndex(CURVES)
    qtbot.waitUntil(panel.curves.roc.isVisible)
    return panel.curves


def told(model: FiguresModel) -> dict[str, str]:
    return {row.cells[0]: row.cells[1] for row in model.rows}


def drag_to(plot: CurvePlot, x: float, y: float) -> None:
    """Drag the point to a place of the unit square."""
    start, end = plot.mark_position, plot.axes.point(x, y)
    assert start is not None
    drag(plot, start.toPoint(), (end - QPointF(start.toPoint())).toPoint())


def test_dragging_the_point_on_the_roc_moves_matrix_and_figures(
    evaluation: EvaluationPresenter, service: FakeEvaluation, curves: CurvesPanel
) -> None:
    drag_to(curves.roc, 0.3, 1.0)
    threshold, index = evaluation.state.threshold, evaluation.state.class_index
    assert threshold is not None
    truth = service.tables["test"]
    is_class, called = truth.targets == index, truth.probabilities[:, index] >= threshold
    sensitivity = oracle.recall_score(is_class, called)
    specificity = oracle.recall_score(~is_class, ~called)
    assert specificity == pytest.approx(0.7, abs=0.15)
    figures = told(evaluation.panel.point_figures)
    assert figures["Sensitivity"].startswith(f"{100 * sensitivity:.1f} % (")
    assert figures["Sensitivity"].endswith(f"{(is_class & called).sum()} of 12")
    assert figures["Specificity"].startswith(f"{100 * specificity:.1f} % (")
    assert evaluation.panel.confusion.counts[:, index].sum() == called.sum()
    assert evaluation.panel.confusion.counts.sum() == 60
    mark = curves.roc.mark_position
    assert mark is not None
    expected = curves.roc.axes.point(1 - specificity, sensitivity)
    assert (mark - expected).manhattanLength() < 0.01
    assert f"{threshold:.3f}" in evaluation.panel.matrix.rule.text()
    assert "flatters" in curves.rule.text()


def test_films_of_a_moved_point_show_the_heat_of_the_class_that_they_were_read_as(
    evaluation: EvaluationPresenter, curves: CurvesPanel, window: MainWindow, qtbot: QtBot
) -> None:
    drag_to(curves.roc, 0.3, 1.0)
    evaluation.panel.tabs.setCurrentIndex(0)
    row, column = cell_of(evaluation.panel.confusion.counts)

    with qtbot.waitSignal(window.reading_shown, timeout=10_000):
        click_cell(evaluation.panel.matrix.matrix, row, column)

    # Another model, whose classes have other places, may read them.
    assert window.state.explained == CHEST_LABELS.ids[column]


def test_the_point_moves_on_precision_and_recall_as_well(
    evaluation: EvaluationPresenter, curves: CurvesPanel
) -> None:
    drag_to(curves.precision_recall, 1.0, 0.2)
    assert evaluation.state.figures.sensitivity.value == 1.0
    assert evaluation.state.threshold is not None


def test_keys_move_the_point_and_home_takes_it_back(
    evaluation: EvaluationPresenter, curves: CurvesPanel
) -> None:
    plot, before = curves.roc, evaluation.panel.confusion.counts.copy()
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert evaluation.state.threshold == pytest.approx(0.49)
    QTest.keyClick(plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert evaluation.state.threshold == pytest.approx(0.39)
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert evaluation.state.threshold == pytest.approx(0.391)
    assert curves.slider.value() == 391
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert evaluation.state.threshold is None
    np.testing.assert_array_equal(evaluation.panel.confusion.counts, before)


def test_the_slider_moves_the_point(evaluation: EvaluationPresenter, curves: CurvesPanel) -> None:
    curves.slider.setFocus()
    QTest.keyClick(curves.slider, Qt.Key.Key_Home)
    assert evaluation.state.threshold == 0.0
    index = evaluation.state.class_index
    assert evaluation.panel.confusion.counts[:, index].sum() == 60
    QTest.keyClick(curves.slider, Qt.Key.Key_Right)
    assert evaluation.state.threshold == 0.001


def test_another_class_begins_with_the_most_probable_one(
    evaluation: EvaluationPresenter, curves: CurvesPanel
) -> None:
    assert curves.classes.currentText() == "Bacterial pneumonia (12 of 60 films)"
    curves.slider.setValue(200)
    curves.classes.setFocus()
    QTest.keyClick(curves.classes, Qt.Key.Key_End)
    assert evaluation.state.class_index == 4
    assert evaluation.state.threshold is None
    assert "Hollow point" in curves.rule.text()


def test_a_threshold_can_be_chosen_on_val_and_is_measured_here(
    evaluation: EvaluationPresenter, service: FakeEvaluation, curves: CurvesPanel, qtbot: QtBot
) -> None:
    QTest.mouseClick(curves.on_val, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: evaluation.state.threshold is not None)
    val, index = service.tables["val"], evaluation.state.class_index
    found = val.probabilities[val.targets == index, index] >= (evaluation.state.threshold or 0)
    assert found.mean() >= 0.9
    assert [request.part for request in service.read_parts] == ["val"]
    assert "Chosen on val" in curves.rule.text()
    films = evaluation.state.films
    assert films is not None
    assert films.part == "test"


def test_areas_have_their_interval_and_the_band_is_painted(
    evaluation: EvaluationPresenter, service: FakeEvaluation, curves: CurvesPanel
) -> None:
    truth, index = service.tables["test"], evaluation.state.class_index
    area = oracle.roc_auc_score(truth.targets == index, truth.probabilities[:, index])
    assert f"Area under ROC\n{area:.3f} (" in curves.roc_area.text()
    with_band = pixels(curves.roc).astype(int)
    evaluation.state.set_measures(None)
    without = pixels(curves.roc).astype(int)
    assert (np.abs(with_band - without).sum(axis=2) > 20).sum() > 500


def test_a_class_without_films_has_no_curve(
    evaluation: EvaluationPresenter, service: FakeEvaluation, curves: CurvesPanel, qtbot: QtBot
) -> None:
    service.kept.add("external")
    evaluation.show_subject(evaluation.state.films.subject, "external")  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: evaluation.state.measures is not None, timeout=20_000)
    assert curves.roc.mark_position is None
    assert told(evaluation.panel.point_figures)["Specificity"] == "–"
    QTest.mouseClick(curves.roc, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert evaluation.state.threshold is None


# --- tables, calibration, errors


def test_tables_have_intervals_and_numbers(
    evaluation: EvaluationPresenter, service: FakeEvaluation
) -> None:
    truth = service.tables["test"]
    predicted = truth.probabilities.argmax(axis=1)
    recall = oracle.recall_score(truth.targets, predicted, average=None)
    rows = evaluation.panel.class_figures.rows
    for row, value in zip(rows, recall, strict=False):
        assert row.cells[1] == "12"
        assert row.cells[2].startswith(f"{100 * value:.1f} % (")
        assert all("(" in cell for cell in row.cells[2:])
    north = next(r for r in evaluation.panel.source_figures.rows if r.cells[0] == "north")
    here = np.arange(60) % 3 == 0
    right = float((predicted == truth.targets)[here].mean())
    assert north.cells[1] == "20"
    assert north.cells[3].startswith(f"{100 * right:.1f} % (")
    assert "source hardly gives the class away" in evaluation.panel.tables.confounding.text()


def test_a_class_of_one_film_that_is_read_rightly_is_not_certain(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    whole = service.tables["test"]
    right = whole.probabilities.argmax(axis=1) == whole.targets
    only = int(np.flatnonzero(right & (whole.targets == 0))[0])
    rows = [only, *np.flatnonzero(whole.targets > 0)[:24].tolist()]
    service.tables["test"] = type(whole)(
        whole.labels,
        tuple(whole.paths[n] for n in rows),
        whole.targets[rows],
        whole.probabilities[rows],
        tuple(f"patient {n}" for n in rows),
        tuple(whole.sources[n] for n in rows),
    )

    row = evaluate(window, qtbot).panel.class_figures.rows[0]

    assert row.cells[1:3] == ("1", "100.0 % (20.7–100.0)")


def test_confounding_of_class_and_source_is_said(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    one = service.tables["test"]
    sources = tuple(f"hospital {target}" for target in one.targets)
    service.tables["test"] = type(one)(
        one.labels, one.paths, one.targets, one.probabilities, one.groups, sources
    )
    evaluation = evaluate(window, qtbot)
    said = evaluation.panel.matrix.confounding.text()
    assert "would be right in 100 % (without the source 20 %)" in said
    assert "5 of 5 sources hold one class only" in said
    assert "not diagnostic performance" in said


def test_the_calibration_tells_error_and_number(evaluation: EvaluationPresenter) -> None:
    measures = evaluation.state.measures
    assert measures is not None
    figures = told(evaluation.panel.calibration_figures)
    ece = measures.metrics.figures["ece"]
    assert figures["Expected calibration error"].startswith(f"{ece:.3f} (")
    assert figures["Films"] == "60"
    spoken = evaluation.panel.calibration.plot.accessibleDescription()
    assert spoken.count("right in") == len(spoken.split("; "))
    assert "the model is" in evaluation.panel.calibration.verdict.text()


def test_points_of_the_reliability_diagram_have_intervals_by_patient(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    films = service.tables["test"]
    service.tables["test"] = replace(films, groups=("patient",) * len(films))

    spoken = evaluate(window, qtbot).panel.calibration.plot.accessibleDescription()

    bounds = re.findall(r"\((\d+) to (\d+)\)", spoken)
    assert bounds
    # Of a single case not even half of what may be is left out.
    assert all(int(high) - int(low) > 70 for low, high in bounds)


def test_films_of_one_patient_tell_nothing_of_chance(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    films = service.tables["test"]
    service.tables["test"] = replace(films, groups=("patient",) * len(films))

    panel = evaluate(window, qtbot).panel
    panel.tabs.setCurrentIndex(CURVES)
    qtbot.waitUntil(panel.curves.roc.isVisible)

    assert "too few to say whether the model is too sure" in panel.calibration.verdict.text()
    assert "(" not in told(panel.calibration_figures)["Expected calibration error"]
    panel.grab()


def test_errors_are_a_gallery_whose_films_open(
    evaluation: EvaluationPresenter, service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    panel, model = evaluation.panel, evaluation.panel.error_films
    panel.tabs.setCurrentIndex(ERRORS)
    qtbot.waitUntil(lambda: model.item(0).thumbnail is not None)
    truth = service.tables["test"]
    predicted = truth.probabilities.argmax(axis=1)
    confidence = truth.probabilities.max(axis=1)
    wrong = np.flatnonzero(predicted != truth.targets)
    wrong = wrong[np.argsort(-confidence[wrong])]
    assert [model.item(r).number for r in range(model.rowCount())] == wrong.tolist()
    gallery = panel.errors.gallery
    gallery.setFocus()
    gallery.setCurrentIndex(model.index(0))
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    with qtbot.waitSignal(window.reading_shown, timeout=10_000):
        QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert window.state.current == ROOT / truth.paths[wrong[1]]
    assert window.state.paths == tuple(ROOT / truth.paths[n] for n in wrong)
    assert window.state.heatmap.is_shown


# --- the whole


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("tab", range(5))
def test_everything_fits_and_can_be_reached_by_keyboard(
    evaluation: EvaluationPresenter, window: MainWindow, size: tuple[int, int], tab: int
) -> None:
    view, panel = window.features.evaluate.view, evaluation.panel
    assert view is not None
    view.resize(*size)
    panel.tabs.setCurrentIndex(tab)
    shown = panel.tabs.currentWidget()
    for area in shown.findChildren(ColumnArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    for kind in (QAbstractButton, QAbstractItemView, QComboBox, QSlider, CurvePlot):
        for control in shown.findChildren(kind):
            if not control.isVisible() or control.objectName().startswith("qt_"):
                continue
            corner = control.mapTo(view, control.rect().bottomRight())
            assert view.rect().contains(corner), control
            if isinstance(control.parent(), QAbstractItemView | QComboBox):
                continue
            assert control.accessibleName(), control
            assert control.focusPolicy() & Qt.FocusPolicy.TabFocus, control


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_classes_and_areas_can_be_read_however_long_their_intervals(
    evaluation: EvaluationPresenter,
    window: MainWindow,
    qtbot: QtBot,
    size: tuple[int, int],
) -> None:
    view, panel = window.features.evaluate.view, evaluation.panel
    assert view is not None
    view.resize(*size)
    panel.tabs.setCurrentIndex(CURVES)
    curves = panel.curves
    qtbot.waitUntil(curves.roc.isVisible)
    assert abs(curves.roc.width() - curves.precision_recall.width()) <= 1
    for area in (curves.roc_area, curves.precision_recall_area):
        area.setText(area.text().splitlines()[0] + "\n1.000 (1.000–1.000)")
        assert area.sizeHint().width() <= area.width()

    panel.tabs.setCurrentIndex(TABLES)
    classes = panel.tables.classes
    qtbot.waitUntil(classes.isVisible)
    assert classes.sizeHintForColumn(0) <= classes.columnWidth(0)
    rows = classes.model().rowCount()
    bottom = classes.visualRect(classes.model().index(rows - 1, 0)).bottom()
    assert bottom <= classes.viewport().height()
    classes.selectAll()
    classes.copy_selected()
    assert len(QGuiApplication.clipboard().text().splitlines()) == rows


def test_moving_the_point_costs_less_than_a_frame(
    service: FakeEvaluation, window: MainWindow, qtbot: QtBot
) -> None:
    """Of the processor's time, with 4,000 films: how busy the machine is does not count."""
    service.tables["test"] = table("test", 4000)
    window.features.evaluate.evaluate(ROOT, ROOT)
    evaluation = window.features.evaluate.evaluation
    assert evaluation is not None
    qtbot.waitUntil(lambda: evaluation.state.films is not None)
    evaluation.panel.tabs.setCurrentIndex(CURVES)
    qtbot.waitUntil(evaluation.panel.curves.roc.isVisible)
    costs = []
    for step in range(40):
        began = time.thread_time()
        evaluation.panel.curves.roc.threshold_dragged.emit(0.1 + 0.02 * step)
        QApplication.processEvents()
        costs.append(time.thread_time() - began)
    assert np.median(costs) < 1 / 60
