"""A report or a document that is opened like a film is shown as what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from lungdesk.core.attached_document import AttachedDocument, ContentLine, DocumentKind
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.study import PatientRef
from lungdesk.formats.failures import dicom_without_pixels
from lungdesk.gui.documents import presenter
from lungdesk.gui.documents.document_dialog import DocumentDialog
from lungdesk.gui.item_models import FilmListModel
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.gui.studies import presenter as studies
from lungdesk.services.documents import DocumentRequest, OpenedDocument
from lungdesk.services.studies import DecodeRequest
from tests.gui.fakes import FakeFiles

REPORT, LETTER, PLAN = (Path(f"/films/{name}.dcm") for name in ("report", "letter", "plan"))
KINDS = {REPORT: DocumentKind.REPORT, LETTER: DocumentKind.PDF}
JANE = PatientRef("4711", "Doe^Jane")
LINES = (
    ContentLine(0, "Finding", "Tuberculosis of Doe^Jane"),
    ContentLine(1, "Probability", "0.9"),
)


def _opened(request: DocumentRequest, _ctx: JobContext) -> OpenedDocument:
    document = AttachedDocument(request.path, "A report", JANE, "20260102")
    if request.path == REPORT:
        return OpenedDocument(replace(document, lines=LINES))
    if request.path == LETTER:
        pages = (np.full((200, 150, 3), 255, np.uint8),) * 2
        return OpenedDocument(replace(document, pdf=b"%PDF"), pages)
    raise dicom_without_pixels(request.path, "it is a plan")


@pytest.fixture(autouse=True)
def _no_films(files: FakeFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(request: DecodeRequest, _ctx: JobContext) -> Radiograph:
        raise dicom_without_pixels(request.path, "it is of another kind")

    monkeypatch.setattr(files, "decode", decode)
    monkeypatch.setattr(files, "thumbnail", decode)
    monkeypatch.setattr(studies, "kind_of_document", lambda path, _ctx: KINDS.get(path))
    monkeypatch.setattr(presenter, "open_document", _opened)


def _dialog(window: MainWindow, qtbot: QtBot, path: Path) -> DocumentDialog:
    window.open_paths([path])
    qtbot.waitUntil(lambda: window.features.documents.dialog is not None)
    dialog = window.features.documents.dialog
    assert dialog is not None
    return dialog


def test_a_report_is_text_with_whose_it_is(window: MainWindow, qtbot: QtBot) -> None:
    dialog = _dialog(window, qtbot, REPORT)

    assert dialog.shown is dialog.text
    assert dialog.title.text() == "A report"
    assert dialog.whose.text().startswith("Doe Jane · 4711 · ")
    assert dialog.text.toPlainText().splitlines() == [
        "Finding: Tuberculosis of Doe^Jane",
        "    Probability: 0.9",
    ]
    dialog.close_button.click()
    assert window.features.documents.dialog is None
    assert window.viewer_panel.active.lack.text.startswith("report.dcm\nThis is no film")
    assert window.viewer_panel.active.lack.isVisible()


def test_a_document_is_pages(window: MainWindow, qtbot: QtBot) -> None:
    dialog = _dialog(window, qtbot, LETTER)

    assert dialog.shown is dialog.pages
    names = [page.accessibleName() for page in dialog.pages.pages]
    assert names == ["Page 1 of 2", "Page 2 of 2"]


def test_the_first_page_is_the_one_that_is_seen_and_the_next_one_can_be_turned_to(
    window: MainWindow, qtbot: QtBot
) -> None:
    pages = _dialog(window, qtbot, LETTER).pages
    before = pages.number.text(), pages.before.isEnabled(), pages.after.isEnabled()
    pages.after.click()

    assert before == ("Page 1 of 2", False, True)
    assert (pages.number.text(), pages.after.isEnabled()) == ("Page 2 of 2", False)


def _hide_names(window: MainWindow) -> None:
    window.state.set_preferences(replace(window.state.preferences, is_private=True))


def test_in_privacy_mode_neither_tells_whose_it_is(window: MainWindow, qtbot: QtBot) -> None:
    _hide_names(window)
    report = _dialog(window, qtbot, REPORT)
    said = report.text.toPlainText() + report.whose.text()
    report.close()
    letter = _dialog(window, qtbot, LETTER)

    assert "Finding: Tuberculosis of " in said
    assert "Jane" not in said
    assert "4711" not in said
    assert letter.shown is letter.notice
    assert "not shown in privacy mode" in letter.notice.text()


def test_names_are_hidden_when_privacy_begins(window: MainWindow, qtbot: QtBot) -> None:
    _dialog(window, qtbot, REPORT)

    _hide_names(window)

    assert window.features.documents.dialog is None


def test_anything_else_is_said_to_have_no_image(window: MainWindow, qtbot: QtBot) -> None:
    window.open_paths([PLAN])
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.FAILED)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)

    assert window.features.documents.dialog is None


def test_the_list_says_of_each_what_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.open_paths([REPORT, LETTER, PLAN])
    qtbot.waitUntil(lambda: window.features.documents.dialog is not None)
    qtbot.waitUntil(lambda: not window.bridge.is_busy)

    model = window.studies_panel.list.model()
    assert isinstance(model, FilmListModel)
    rows = [model.row(number) for number in range(3)]
    assert [row.document for row in rows] == ["Report", "PDF", ""]
    assert [bool(row.failure) for row in rows] == [False, False, True]
    assert rows[1].words == "letter.dcm, PDF"


def test_reading_all_films_leaves_documents_what_they_are(window: MainWindow, qtbot: QtBot) -> None:
    _dialog(window, qtbot, LETTER).close()
    window.actions_table["read_all"].trigger()
    qtbot.waitUntil(lambda: not window.read_all.is_running and not window.bridge.is_busy)

    model = window.studies_panel.list.model()
    assert isinstance(model, FilmListModel)
    assert (model.row(0).document, model.row(0).failure) == ("PDF", "")
