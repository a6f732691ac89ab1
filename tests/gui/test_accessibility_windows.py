"""Windows that are not there at once: names, ways to reach them, marks of the focus, and room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lungdesk.core.attached_document import AttachedDocument, ContentLine
from lungdesk.core.jobs import JobContext
from lungdesk.core.study import PatientRef
from lungdesk.formats.failures import dicom_without_pixels
from lungdesk.gui.documents import presenter as documents
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.worklist.worklist_view import WorklistView
from lungdesk.services.documents import DocumentRequest, OpenedDocument
from lungdesk.services.workspace.desk import WorkspaceDesk
from tests.gui.fakes import FakeFiles
from tests.gui.looking import cut_off, past_tab, unmarked, unnamed, unreachable
from tests.gui.worklists import (
    FakeBatch,
    in_turn,
    open_worklist,
    settled,
)

LEFT = Qt.MouseButton.LeftButton


def examine(window: QWidget) -> None:
    """Everything has a name, can be reached, shows that it has the focus, and has its room."""
    looks = (unnamed, unreachable, past_tab, unmarked, cut_off)
    found = {look.__name__: look(window) for look in looks}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_preview_of_a_print(film_window: MainWindow, qtbot: QtBot) -> None:
    film_window.actions_table["print"].trigger()
    pictures = film_window.features.pictures
    assert pictures.dialog is not None
    examine(pictures.dialog)
    QTest.mouseClick(pictures.dialog.go, LEFT)
    assert pictures.preview is not None
    qtbot.waitExposed(pictures.preview)
    examine(pictures.preview)
    pictures.preview.close()


def test_the_guide(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_table["guide"].trigger()
    qtbot.waitUntil(lambda: not window.bridge.is_busy, timeout=20_000)
    guide = window.features.help.guide
    assert guide is not None
    examine(guide.dialog)


# --- documents


@pytest.fixture
def documents_alone(files: FakeFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is a film: ``report.dcm`` is a report, all else has pages."""

    def no_film(request: object, _ctx: JobContext) -> None:
        raise dicom_without_pixels(request.path, "it is of another kind")  # type: ignore[attr-defined]

    def opened(request: DocumentRequest, _ctx: JobContext) -> OpenedDocument:
        document = AttachedDocument(request.path, "A report", PatientRef("1", "Doe^Jane"))
        if request.path.stem == "report":
            lines = (ContentLine(0, "Finding", "Normal"),)
            return OpenedDocument(AttachedDocument(request.path, "", document.patient, lines=lines))
        return OpenedDocument(
            AttachedDocument(request.path, "A letter", document.patient, pdf=b"%PDF"),
            (np.full((280, 200, 3), 255, np.uint8),) * 3,
        )

    monkeypatch.setattr(files, "decode", no_film)
    monkeypatch.setattr(files, "thumbnail", no_film)
    monkeypatch.setattr(documents, "open_document", opened)


@pytest.mark.usefixtures("documents_alone")
@pytest.mark.parametrize("name", ["report.dcm", "letter.dcm"])
def test_a_document(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.open_paths([Path("/films") / name])
    qtbot.waitUntil(lambda: window.features.documents.dialog is not None)
    dialog = window.features.documents.dialog
    assert dialog is not None
    examine(dialog)
    dialog.close()
    examine(window)


# --- the worklist


@pytest.fixture
def listed(
    window_on: Callable[[WorkspaceDesk], MainWindow], ward: None, filled: WorkspaceDesk
) -> MainWindow:
    """A window with four studies in its workspace."""
    return window_on(filled)


def test_an_empty_worklist(
    window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    examine(open_worklist(window_on(desk), qtbot))


def test_a_worklist_with_a_study_that_is_chosen(listed: MainWindow, qtbot: QtBot) -> None:
    view = open_worklist(listed, qtbot)
    view.table.go_to(0)
    qtbot.waitUntil(lambda: not listed.bridge.is_busy)
    examine(view)
    view.resize(view.minimumSize())
    assert cut_off(view) == []


def test_all_that_a_small_worklist_can_be_filtered_by_has_its_room(
    listed: MainWindow, qtbot: QtBot
) -> None:
    view = open_worklist(listed, qtbot)
    view.resize(view.minimumSize())
    filters = view.filters
    for box in (filters.finding, filters.at_least, filters.kind, filters.status):
        for index in range(box.count()):
            box.setCurrentIndex(index)
            filters.show_count(99_999, 100_000)
            QApplication.processEvents()
            assert cut_off(view) == []
    metrics = filters.search.fontMetrics()
    assert metrics.horizontalAdvance(filters.search.placeholderText()) < filters.search.width() - 18


def begun(window: MainWindow, batch: FakeBatch, qtbot: QtBot) -> WorklistView:
    """A batch of which two films have been read."""
    view = open_worklist(window, qtbot)
    QTest.mouseClick(view.classify, LEFT)
    in_turn(view, batch, qtbot, 2)
    return view


def test_a_worklist_without_studies(
    window_on: Callable[[WorkspaceDesk], MainWindow], desk: WorkspaceDesk, qtbot: QtBot
) -> None:
    desk.close()
    view = open_worklist(window_on(desk), qtbot)
    assert not view.table.has_rows
    examine(view)


def test_a_batch_that_runs_waits_and_has_ended(
    listed: MainWindow, batch: FakeBatch, qtbot: QtBot
) -> None:
    view = begun(listed, batch, qtbot)
    examine(view)
    QTest.mouseClick(view.batch.pause, LEFT)
    examine(view)
    QTest.mouseClick(view.batch.go_on, LEFT)
    batch.let(3)
    settled(listed, qtbot, lambda: not view.batch.stop.isVisible())
    examine(view)


def test_a_report_on_a_batch(listed: MainWindow, batch: FakeBatch, qtbot: QtBot) -> None:
    view = begun(listed, batch, qtbot)
    QTest.mouseClick(view.batch.stop, LEFT)
    settled(listed, qtbot, view.batch.report.isVisible)
    examine(view)
    QTest.mouseClick(view.batch.report, LEFT)
    reports = listed.features.worklist.batch_report
    assert reports is not None
    dialog = reports.previewer.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.page_count > 0, timeout=60_000)
    examine(dialog)
    dialog.close()
