"""Models that tell apart other classes than those that ship."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS, LabelSet
from lungdesk.core.prediction import Prediction, softmax
from lungdesk.gui import open_dialog, theme
from lungdesk.gui.evaluation.confusion_model import ConfusionModel
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.widgets.confusion_view import ConfusionView
from lungdesk.gui.worklist.table_model import FINDING, STATUS, StudyTableModel
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.workspace.desk import WorkspaceDesk
from lungdesk.services.workspace.requests import FilmQuery
from tests.gui.conftest import FILM as FILM_PATH
from tests.gui.conftest import show
from tests.gui.fakes import FakeFilmReader
from tests.gui.worklists import (
    choose,
    fill,
    listing_of,
    open_worklist,
    settled,
    shown,
)
from tests.unit.services.workspace.readings import (
    OTHER_LABELS,
    OTHER_MODEL,
    Reading,
    desk_in,
    instance,
    other_reading,
    reading,
)

CTX = NullContext()
NAMES = ["Normal", "Bacterial pneumonia", "Viral pneumonia", "COVID-19", "Tuberculosis"]
DUST, TB = "Silicosis 88 %", "Tuberculosis 83 %"


@pytest.fixture
def desk(tmp_path: Path) -> WorkspaceDesk:
    return desk_in(tmp_path / "workspace")


@pytest.fixture
def window(window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk) -> MainWindow:
    return window_on(desk)


def entries(box: QComboBox) -> list[str]:
    return [box.itemText(number) for number in range(1, box.count())]


def colour_of(view: WorklistView, row: int) -> str:
    return str(view.table.model.index(row, FINDING).data(StudyTableModel.MARK_ROLE).colour)


def test_the_worklist_names_finds_and_corrects_to_classes_of_every_model(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    fill(desk, reading("tb.dcm"), other_reading("dust.dcm"))
    view = open_worklist(window, qtbot)

    assert shown(view, FINDING) == [DUST, TB]  # any disease is urgent
    assert entries(view.filters.finding) == entries(view.study.correct) == [*NAMES, "Silicosis"]
    assert colour_of(view, 0) == theme.class_colours(OTHER_LABELS)[2]
    assert colour_of(view, 1) == theme.class_colours(CHEST_LABELS)[4]

    with qtbot.waitSignal(view.filters.changed):
        QTest.keyClick(view.filters.finding, Qt.Key.Key_S)
    assert shown(view, FINDING) == [DUST]
    QTest.mouseClick(view.filters.clear, Qt.MouseButton.LeftButton)

    choose(view, shown(view, FINDING).index(TB))
    QTest.keyClick(view.study.correct, Qt.Key.Key_S)
    settled(window, qtbot, lambda: "Read · corrected" in shown(view, STATUS))
    choose(view, shown(view, FINDING).index(TB))
    assert view.study.verdict.text() == "Corrected to: Silicosis."
    film = desk.film(FilmQuery(path="/films/tb.dcm"), CTX)
    assert film is not None
    assert film.reads[0].label == "silicosis"


def test_a_choice_of_findings_stays_when_another_model_begins_to_read(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    fill(desk, other_reading("dust.dcm"))
    view = open_worklist(window, qtbot)
    assert entries(view.filters.finding) == ["Normal", "Tuberculosis", "Silicosis"]
    with qtbot.waitSignal(view.filters.changed):
        QTest.keyClick(view.filters.finding, Qt.Key.Key_S)

    fill(desk, reading("tb.dcm"), other_reading("more.dcm"))
    listing_of(window).refresh()
    settled(window, qtbot, lambda: len(shown(view, FINDING)) == 2)

    assert entries(view.filters.finding) == [*NAMES, "Silicosis"]
    assert view.filters.finding.currentText() == "Silicosis"
    assert shown(view, FINDING) == [DUST, DUST]


def test_a_chosen_finding_that_is_gone_filters_no_more(
    window: MainWindow,
    desk: WorkspaceDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    fill(desk, reading("tb.dcm"))
    copy = desk.back_up(tmp_path / "copy.db", CTX)
    fill(desk, other_reading("dust.dcm"))
    view = open_worklist(window, qtbot)
    with qtbot.waitSignal(view.filters.changed):
        QTest.keyClick(view.filters.finding, Qt.Key.Key_S)
    monkeypatch.setattr(open_dialog, "ask_for_backup", lambda _parent, _newest: copy)

    window.actions_table["workspace_restore"].trigger()

    settled(window, qtbot, lambda: view.table.has_rows and shown(view, FINDING) == [TB])
    assert view.filters.finding.currentText() == "Any finding"
    assert not view.filters.clear.isEnabled()


def test_findings_of_one_list_have_the_colours_that_their_model_gives_them(
    window: MainWindow, desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    labels = LabelSet.from_ids(("normal", "Pneumothorax", "Nodule"))
    for name, logits in (("a.dcm", (0.0, 3.0, 0.0)), ("b.dcm", (0.0, 0.0, 3.0))):
        values = np.asarray(logits, np.float32)
        said = Prediction(labels, values, softmax(values), OTHER_MODEL)
        fill(desk, Reading(instance(name), said))
    view = open_worklist(window, qtbot)

    assert {colour_of(view, row) for row in (0, 1)} == set(theme.class_colours(labels)[1:])


def test_bars_have_the_colours_of_their_classes(
    open_window: Callable[..., MainWindow], reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.labels, reader.logits = OTHER_LABELS, {FILM_PATH.name: (0.0, 1.0, 3.0)}
    window = open_window(reader)
    show(window, qtbot, FILM_PATH)

    tuberculosis, normal, silicosis = (bar.colour for bar in window.explain_panel.bars.bars)
    known = theme.class_colours(CHEST_LABELS)
    assert (tuberculosis, normal) == (known[4], known[0])
    assert silicosis not in known


def test_a_matrix_has_room_for_long_names(qtbot: QtBot) -> None:
    labels = LabelSet.from_ids(("tuberculosis", "nodule_or_mass_greater_than_3cm"))
    model = ConfusionModel()
    view = ConfusionView(model)
    qtbot.addWidget(view)
    model.show_counts(labels, np.array([[3, 1], [0, 4]]))
    view.resize(420, 300)
    view.show()

    colours = [model.headerData(n, Qt.Orientation.Vertical, model.COLOUR_ROLE) for n in (0, 1)]
    assert colours == list(theme.class_colours(labels))
    header = view.horizontalHeader().grab().toImage()
    ground = header.pixel(0, 0)
    x = view.columnViewportPosition(1) + view.columnWidth(1) // 2
    above = {header.pixel(x + dx, y) for dx in range(-30, 30) for y in range(2)}
    assert above == {ground}  # dot and name begin below the upper rim
