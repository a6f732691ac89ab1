"""Compare and keep, as a user clicks and types through it; runs and services are real."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.report import ReportStyle
from lungdesk.gui import open_dialog, theme
from lungdesk.gui.comparison.presenter import ComparisonPresenter
from lungdesk.gui.comparison.runs_dialog import RunsDialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.ml.ensemble import EnsembleBundle, load_model, verify_model
from lungdesk.services.models import facts as model_facts
from lungdesk.services.paths import AppPaths
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeSettings
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.reporting.film_reports import text_of
from tests.unit.services.model_copies import run_with_model
from tests.unit.services.run_folders import write_run

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 240_000


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs that have their models, and the record of a third."""
    folder = tmp_path_factory.mktemp("runs")
    run_with_model(folder / "sharp", 2.6, 1)
    run_with_model(folder / "dull", 2.3, 2)
    write_run(folder / "bare", 1.2, 3)
    return folder


@pytest.fixture(autouse=True)
def timed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a film takes is measured once, not many times: nothing here depends on it."""
    monkeypatch.setattr(model_facts, "_WARM_UPS", 0)
    monkeypatch.setattr(model_facts, "_READINGS", 1)


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> RunsDialog:
    """The window, opened by key."""
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_R, CONTROL | SHIFT)
    dialog = window.features.runs.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def presenter_of(window: MainWindow) -> ComparisonPresenter:
    assert window.features.runs.comparison is not None
    return window.features.runs.comparison


def wait(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=PATIENCE_MS)


@pytest.fixture
def compared(
    dialog: RunsDialog,
    window: MainWindow,
    runs: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> RunsDialog:
    """The folder of runs has been chosen by key and compared."""
    monkeypatch.setattr(open_dialog, "ask_for_run", lambda *_: runs)
    QTest.keyClick(dialog, Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: dialog.panel.shows_results, timeout=PATIENCE_MS)
    wait(qtbot, window)
    return dialog


def select(dialog: RunsDialog, name: str) -> int:
    """Choose a model by key."""
    names = [row.name for row in dialog.panel.model.rows]
    QTest.keyClick(dialog.panel.list, Qt.Key.Key_Home)
    for _ in range(names.index(name)):
        QTest.keyClick(dialog.panel.list, Qt.Key.Key_Down)
    return names.index(name)


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def test_an_empty_window_says_what_to_do_next(dialog: RunsDialog) -> None:
    assert dialog.panel.notice.text.startswith("Nothing to compare yet")
    assert dialog.runs.text() == "No run is chosen."
    assert not dialog.panel.export.isEnabled()
    buttons = dialog.panel.notice.findChildren(QPushButton)
    shown = [one.text() for one in buttons if one.isVisible()]
    assert shown[-1] == "From a folder…"
    assert "Trained here" not in shown


def test_everything_that_was_worked_out_is_shown(compared: RunsDialog, window: MainWindow) -> None:
    panel = compared.panel
    comparison = presenter_of(window).comparison
    assert comparison is not None
    assert [row.name for row in panel.model.rows] == ["bare", "dull", "sharp", "Ensemble"]
    assert compared.runs.text() == "3 runs: bare, dull, sharp"
    assert [group.title for group in panel.bars.groups] == [
        "Train",
        "Val (chosen on)",
        "Test",
        "Other hospitals",
    ]
    test = panel.bars.groups[2]
    for model, bar in zip(comparison.models, test.bars, strict=True):
        assert bar is not None
        metrics = model.metrics["test"]
        assert bar.value == metrics.figures["accuracy"]
        assert (bar.low, bar.high) == metrics.intervals["accuracy"]
        assert bar.words in panel.bars.accessibleDescription()
    words = panel.tests.toPlainText()
    assert "Ensemble has the least loss on the val films" in words
    assert "dull and sharp: not distinguishable, p = " in words
    assert "bare and sharp: sharp is right more often, p " in words
    assert len(panel.costs.points) == 4
    assert panel.costs.accessibleName() == "Accuracy against milliseconds to read a film"
    assert presenter_of(window).chosen is comparison.chosen


def test_bars_are_as_high_as_their_values_and_in_their_colours(compared: RunsDialog) -> None:
    bars = compared.panel.bars
    shown = pixels(bars).astype(int)
    for number, bar in enumerate(bars.groups[2].bars):
        assert bar is not None
        area = bars.bar_rect(2, number)
        height = bars.bar_rect(2, 0).height() / bars.groups[2].bars[0].value  # type: ignore[union-attr] # of 1
        assert area.height() == pytest.approx(bar.value * height, rel=1e-6)
        colour = theme.shown(theme.model_colour(number))
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        rows = slice(int(area.top()) + 8, int(area.bottom()) - 4)
        inside = shown[rows, int(area.left()) + 3 : int(area.right()) - 3]
        assert (abs(inside - wanted).max(axis=2) <= 3).any()


def test_another_figure_and_other_films(compared: RunsDialog, window: MainWindow) -> None:
    panel, comparison = compared.panel, presenter_of(window).comparison
    assert comparison is not None
    panel.figure.setFocus()
    names = [panel.figure.itemText(n) for n in range(panel.figure.count())]
    for _ in range(names.index("Loss (less is better)")):
        QTest.keyClick(panel.figure, Qt.Key.Key_Down)
    assert panel.bars.groups[1].bars[0] is not None
    loss = comparison.models[0].metrics["val"].figures["loss"]
    assert panel.bars.groups[1].bars[0].value == loss

    for key in ("train", "external"):
        click(panel.splits[key])
    assert [group.title for group in panel.bars.groups] == ["Val (chosen on)", "Test"]
    index = panel.figure.findData("recall.covid19")
    panel.figure.setCurrentIndex(index)
    panel.figure.activated.emit(index)
    assert "Recall: COVID-19" in panel.bars.accessibleDescription()


def test_a_figure_that_no_film_defines_has_no_bar(compared: RunsDialog) -> None:
    panel = compared.panel
    index = panel.figure.findData("auroc.covid19")
    panel.figure.setCurrentIndex(index)
    panel.figure.activated.emit(index)

    external = panel.bars.groups[-1]  # all films there are normal
    assert external.bars == (None, None, None, None)
    assert panel.bars.groups[2].bars[0] is not None


def test_a_click_on_bar_or_mark_chooses_the_model(compared: RunsDialog, window: MainWindow) -> None:
    bars, costs = compared.panel.bars, compared.panel.costs
    QTest.mouseClick(bars, LEFT, pos=bars.bar_rect(2, 1).center().toPoint())
    chosen = presenter_of(window).chosen
    assert chosen is not None
    assert chosen.name == "dull"
    point = costs.points[2]
    QTest.mouseClick(costs, LEFT, pos=costs.place(point).toPoint())
    chosen = presenter_of(window).chosen
    assert chosen is not None
    assert chosen.name == "sharp"
    QTest.mouseClick(costs, LEFT, pos=QPoint(2, 2))
    assert presenter_of(window).chosen is chosen


def test_a_run_is_kept_and_reads_the_film_that_is_shown(
    compared: RunsDialog, window: MainWindow, settings: FakeSettings, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    select(compared, "sharp")
    keep = compared.panel.keep
    assert "Against Ensemble on the test films: not distinguishable" in keep.words.text()
    assert keep.name.text() == "sharp"
    keep.name.selectAll()
    QTest.keyClicks(keep.name, "Ward 7")
    click_box(keep.is_to_read)

    with qtbot.waitSignal(window.reading_shown, timeout=PATIENCE_MS):
        QTest.keyClick(keep.name, Qt.Key.Key_Return)

    wait(qtbot, window)
    kept = load_model(AppPaths.default().models / "ward-7")
    verify_model(kept)
    assert kept.manifest.name == "Ward 7"
    reading = window.state.reading.reading
    assert reading is not None
    assert reading.prediction.model == kept.model
    assert settings.settings.model_id == "ward-7"
    assert compared.strip.text == "Ward 7 is in the model library and reads the films from now on."

    click(keep.button)  # once more
    wait(qtbot, window)
    assert compared.strip.code == "LD-MODEL-005"


def click_box(box: QCheckBox) -> None:
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    assert box.isChecked()


def test_an_ensemble_is_kept_with_its_weights_and_figures(
    compared: RunsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    comparison = presenter_of(window).comparison
    assert comparison is not None
    number = select(compared, "Ensemble")
    model = comparison.models[number]
    assert model.members is not None
    if "bare" in model.members:
        pytest.fail("the made-up record is too good: it was to be left out")

    click(compared.panel.keep.button)
    wait(qtbot, window)

    kept = load_model(AppPaths.default().models / "ensemble")
    assert isinstance(kept, EnsembleBundle)
    verify_model(kept)
    assert kept.weights == tuple(model.members.values())
    assert [member.folder.name for member in kept.members] == list(model.members)
    stated = kept.manifest.metrics["test"]["accuracy"]
    assert stated == model.metrics["test"].figures["accuracy"]


def test_cancel_has_the_keys_while_a_model_is_kept_and_gives_them_back(
    compared: RunsDialog, qtbot: QtBot
) -> None:
    panel = compared.panel
    panel.keep.button.setFocus()
    QTest.keyClick(panel.keep.button, Qt.Key.Key_Space)
    assert panel.task.hasFocus()
    qtbot.waitUntil(lambda: not panel.task.words, timeout=PATIENCE_MS)
    assert panel.keep.button.hasFocus()


def test_a_run_without_its_model_cannot_be_kept_and_says_why(compared: RunsDialog) -> None:
    select(compared, "bare")
    keep = compared.panel.keep

    assert not keep.button.isEnabled()
    assert "The run bare was kept without its model." in keep.words.text()
    QTest.keyClick(keep.name, Qt.Key.Key_Return)
    assert not AppPaths.default().models.exists()


def test_a_name_is_kept_with_its_model_and_must_not_be_empty(compared: RunsDialog) -> None:
    keep = compared.panel.keep
    select(compared, "sharp")
    keep.name.selectAll()
    QTest.keyClick(keep.name, Qt.Key.Key_Delete)
    assert not keep.button.isEnabled()
    assert keep.button.toolTip() == "Give it a name first"
    QTest.keyClicks(keep.name, "Mine")
    select(compared, "dull")
    assert keep.name.text() == "dull"
    select(compared, "sharp")
    assert keep.name.text() == "Mine"


@pytest.mark.slow
def test_figures_tables_and_report_are_exported(
    compared: RunsDialog,
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "figures"
    monkeypatch.setattr(open_dialog, "ask_where_to_write", lambda *_: out)
    preferences = window.state.preferences
    style = ReportStyle("Klinik am See", str(write_picture(tmp_path / "logo.png", gradient())))
    window.state.set_preferences(replace(preferences, report=style))
    QTest.keyClick(compared, Qt.Key.Key_E, CONTROL)
    qtbot.waitUntil(lambda: bool(compared.panel.task.words))
    wait(qtbot, window)

    assert compared.strip.text.startswith("Figures, tables and the report (comparison.pdf)")
    assert compared.strip.folder.isVisible()
    comparison = presenter_of(window).comparison
    assert comparison is not None
    table = pd.read_csv(out / "comparison.csv")
    row = table.query("model == 'sharp' and split == 'test' and figure == 'accuracy'")
    value = comparison.models[2].metrics["test"].figures["accuracy"]
    assert row["value"].item() == pytest.approx(value, abs=1e-6)
    assert len(pd.read_csv(out / "pairs.csv")) == 6 * 6
    for name in ("bars", "roc", "confusion", "cost", "learning_curves"):
        with Image.open(out / f"{name}.png") as picture:
            assert picture.width > 800
        assert (out / f"{name}.svg").read_text().rstrip().endswith("</svg>")
        assert (out / f"{name}.pdf").read_bytes().rstrip().endswith(b"%%EOF")
    report = (out / "comparison.pdf").read_bytes()
    assert report.startswith(b"%PDF-")
    assert report.rstrip().endswith(b"%%EOF")
    assert "Klinik am See" in text_of(report, tmp_path)
    assert "Klinik am See" in (out / "comparison.html").read_text()
    assert 'src="data:image/png' in (out / "comparison.html").read_text()


def test_a_single_run_is_measured_and_kept(
    dialog: RunsDialog,
    window: MainWindow,
    runs: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_run", lambda *_: runs / "sharp")
    click(dialog.add)
    qtbot.waitUntil(lambda: dialog.panel.shows_results, timeout=PATIENCE_MS)
    wait(qtbot, window)

    assert [row.name for row in dialog.panel.model.rows] == ["sharp"]
    assert "distinguishable" not in dialog.panel.tests.toPlainText()
    click(dialog.panel.keep.button)
    wait(qtbot, window)
    assert (AppPaths.default().models / "sharp" / "manifest.json").is_file()


def test_stopped_it_says_so_and_goes_on_when_asked_again(
    dialog: RunsDialog,
    window: MainWindow,
    runs: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_run", lambda *_: runs)
    click(dialog.add)
    qtbot.waitUntil(lambda: dialog.panel.task.is_cancel_offered)
    cancel = dialog.panel.task.findChild(QPushButton)
    assert isinstance(cancel, QPushButton)
    click(cancel)
    assert dialog.panel.notice.text.startswith("Stopped")
    wait(qtbot, window)
    assert presenter_of(window).comparison is None
    click(dialog.clear)
    assert dialog.panel.notice.text.startswith("Nothing to compare yet")


def test_what_cannot_be_compared_is_said_where_the_result_would_be(
    dialog: RunsDialog,
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_run", lambda *_: tmp_path)
    click(dialog.add)
    qtbot.waitUntil(dialog.strip.isVisible)
    assert dialog.strip.code == "LD-RUN-001"

    write_run(tmp_path / "a" / "one")
    table = write_run(tmp_path / "b" / "two") / "predictions" / "test.csv"
    table.write_text(table.read_text().replace("test/", "elsewhere/"))
    click(dialog.add)
    qtbot.waitUntil(lambda: dialog.panel.notice.text.startswith("Not compared"), timeout=20_000)
    assert "one and two have no test film in common" in dialog.panel.notice.text


def test_every_control_has_a_name(compared: RunsDialog) -> None:
    for button in compared.findChildren(QPushButton):
        assert button.accessibleName()
    panel = compared.panel
    for widget in (panel.figure, panel.list, panel.tests, panel.bars, panel.costs, panel.keep.name):
        assert widget.accessibleName()
