"""Writes what is known of the film as DICOM objects: by one click, or where the user wants."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.identity import patient_phrases
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.messages import Message, to_message
from lungdesk.gui.reports import work
from lungdesk.gui.reports.known_film import KnownFilm
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.film_files import folder_for
from lungdesk.services.job_runner import Lane
from lungdesk.services.reports.results_folder import nameless_stem, results_folder

if TYPE_CHECKING:
    from lungdesk.gui.reports.known_film import Then
    from lungdesk.gui.reports.report_dialog import ReportDialog
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.services.presentations import SavedObject
    from lungdesk.services.reports.film import FilmReportRequest

_WRITING = tr("The DICOM results are being written…")


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """What is to be written where, and whether the user has named the folder."""

    known: FilmReportRequest
    folder: Path
    is_named: bool


class ResultsPresenter(QObject):
    """Results have a folder of their own; the user is asked where that one cannot be written.

    Signals
    -------
    said(Message)
        Where they are, or why not; the main window says it, too.
    """

    said = Signal(object)

    def __init__(
        self,
        panel: ViewerPanel,
        viewer: ViewerPresenter,
        annotations: AnnotationState,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._viewer = panel, viewer
        self._paths, self._messages = shared.services.paths, shared.messages
        self.film = KnownFilm(viewer, annotations, shared, self)
        self._writing = shared.bridge.channel(Lane.IO, must_finish=True)
        self._writing.succeeded.connect(self._on_written)
        self._writing.failed.connect(self._on_failed)
        #: The report that is looked at: what is asked is asked there.
        self.dialog: ReportDialog | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["dicom_results"].triggered.connect(lambda: self._begin(self.write))
        actions["dicom_results_to"].triggered.connect(lambda: self._begin(self.write_to))

    def _begin(self, then: Then) -> None:
        known = self.film.request()
        if known is not None:
            self.film.complete(known, then)

    def write(self, known: FilmReportRequest) -> None:
        """Write into the folder of the patient and the study."""
        base = self._viewer.state.preferences.results_base(self._paths.results)
        folder = results_folder(base, known.instance, is_nameless=bool(known.alias))
        self._add(_Wanted(known, folder, is_named=False))

    def write_to(self, known: FilmReportRequest) -> None:
        """Ask for a folder, and write into it."""
        parent = self.dialog or self._panel
        folder = open_dialog.ask_where_to_save_results(parent, folder_for(known.instance.path))
        if folder is not None:
            self._add(_Wanted(known, folder, is_named=True))

    def _add(self, wanted: _Wanted) -> None:
        from lungdesk.services.reports.dicom_results import DicomResultsRequest  # noqa: PLC0415 - pydicom

        known = wanted.known
        stem = nameless_stem(known.instance) if known.alias else ""
        request = DicomResultsRequest(known, wanted.folder, stem)
        self._writing.add(work.save_results, request, tag=wanted)
        self._messages.inform(_WRITING)  # the first time it takes seconds
        if self.dialog is not None:
            self.dialog.words.setText(_WRITING)

    def _on_written(self, wanted: _Wanted, saved: tuple[SavedObject, ...]) -> None:
        where, known = {"count": len(saved), "folder": wanted.folder}, wanted.known
        if known.alias and patient_phrases(known.instance.patient):
            words = tr(
                "{count} DICOM objects are in {folder}. They name the patient, as the film does.",
                **where,
            )
        else:
            words = tr("{count} DICOM objects are in {folder}.", **where)
        self._say(Message(words, folder=wanted.folder))

    def _on_failed(self, wanted: _Wanted, error: LungDeskError) -> None:
        self._say(to_message(error))
        is_of_place = error.code in (ErrorCode.FILE_NOT_WRITABLE, ErrorCode.DISK_FULL)
        if is_of_place and not wanted.is_named:
            self.write_to(wanted.known)

    def _say(self, message: Message) -> None:
        self._messages.take_back(_WRITING)
        if self.dialog is not None:
            self.dialog.words.setText("")
        self._messages.post(message)
        self.said.emit(message)
