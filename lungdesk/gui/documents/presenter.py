"""Shows what is no film but can be read: structured reports, and documents as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.identity import patient_phrases, without_phrases
from lungdesk.gui.documents.document_dialog import DocumentDialog
from lungdesk.gui.messages import Message
from lungdesk.gui.privacy import film_title
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.gui.words import date
from lungdesk.services.documents import DocumentRequest, OpenedDocument, open_document
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.core.attached_document import AttachedDocument
    from lungdesk.gui.viewer.panel import ViewerPanel

#: Pages are drawn so finely.
_DOTS_PER_INCH: Final = 168
_INDENT: Final = "    "
#: Stands where the film would be.
_HOW: Final = Message(
    tr("This is no film; it is shown in a window of its own."),
    tr("Turn to another film and come back to see it again."),
)
_HIDDEN: Final = tr("The pages may name the patient, so they are not shown in privacy mode.")


class DocumentsPresenter(QObject):
    """A file without an image that is opened like a film is shown as what it is, where it is one.

    Where it is neither report nor document, what the viewer says of it stands.
    """

    def __init__(self, panel: ViewerPanel, state: AppState, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._state, self._messages = panel, state, shared.messages
        self._opening = shared.bridge.channel(Lane.IO)
        self._opening.succeeded.connect(self._on_opened)
        self.dialog: DocumentDialog | None = None
        state.film_changed.connect(self._on_film_changed)
        state.preferences_changed.connect(self._close)

    def _on_film_changed(self) -> None:
        film = self._state.film
        self._opening.cancel()
        if film.phase is Phase.FAILED and film.path is not None and _has_no_image(film.error):
            request = DocumentRequest(film.path, _DOTS_PER_INCH)
            self._opening.replace(open_document, request, tag=film.path)

    def _on_opened(self, path: Path, opened: OpenedDocument) -> None:
        self._close()
        document, is_private = opened.document, self._state.preferences.is_private
        name = film_title(self._state, path)
        what = tr("document") if document.pdf else tr("report")
        self._messages.inform(
            tr("{name} is no film but a {what}, which is shown as one.", name=name, what=what)
        )
        whose = "" if is_private else _whose(document)
        self.dialog = DocumentDialog(self._panel.window(), document.title or name, whose)
        self.dialog.finished.connect(self._on_closed)
        if not document.pdf:
            self.dialog.show_text(_text(document, is_private=is_private))
        elif is_private and document.tells_identity:
            self.dialog.show_notice(_HIDDEN)
        else:
            self.dialog.show_pages(opened.pages)
        self.dialog.open()
        self._panel.active.show_lack(name, _HOW)

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _on_closed(self) -> None:
        self.dialog = None


def _has_no_image(error: LungDeskError | None) -> bool:
    return error is not None and error.code is ErrorCode.DICOM_WITHOUT_PIXELS


def _whose(document: AttachedDocument) -> str:
    patient = document.patient
    parts = (patient.name.replace("^", " ").strip(), patient.patient_id, date(document.study_date))
    return " · ".join(part for part in parts if part)


def _text(document: AttachedDocument, *, is_private: bool) -> str:
    """A line for each item, those below it indented."""
    lines = (
        _INDENT * line.depth + ": ".join(part for part in (line.name, line.value) if part)
        for line in document.lines
    )
    text = "\n".join(lines)
    return without_phrases(text, patient_phrases(document.patient)) if is_private else text
