"""Makes reports of the film on the screen, and writes its results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.turns import Hanging
from lungdesk.core.presentation import Presentation
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.messages import to_message
from lungdesk.gui.privacy import film_alias, shown_message
from lungdesk.gui.reports import work
from lungdesk.gui.reports.print_setup_dialog import ask_for_printer
from lungdesk.gui.reports.printing import print_pages
from lungdesk.gui.reports.report_dialog import ReportDialog
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane
from lungdesk.services.workspace.requests import FilmQuery

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.services.film_report import FilmReportRequest
    from lungdesk.services.presentations import SavedObject
    from lungdesk.services.report_preview import ReportPreview
    from lungdesk.services.workspace.records import FilmRecord

    Then = Callable[[FilmReportRequest], None]
    Waiting = tuple[FilmReportRequest, Then]

#: Pages are drawn once, finely enough for paper; the screen shows them smaller.
_DOTS_PER_INCH: Final = 200
_SHOWN_PER_INCH: Final = 84
#: A report without identity does not get the film's name either.
_NAMELESS: Final = "film"


class ReportsPresenter(QObject):
    """A report tells what the window shows: its reading, its map, its window, what is drawn."""

    def __init__(
        self,
        panel: ViewerPanel,
        viewer: ViewerPresenter,
        annotations: AnnotationState,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._viewer, self._annotations = panel, viewer, annotations
        self._services, self._messages = shared.services, shared.messages
        self._asking = shared.bridge.channel(Lane.WORKSPACE)
        self._making = shared.bridge.channel(Lane.IO)
        self._saving = shared.bridge.channel(Lane.IO, must_finish=True)
        self._writing = shared.bridge.channel(Lane.IO, must_finish=True)
        self._asking.succeeded.connect(self._on_known)
        self._asking.failed.connect(self._on_unknown)
        self._making.succeeded.connect(self._on_made)
        self._making.failed.connect(self._on_not_made)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        self._writing.succeeded.connect(self._on_written)
        self._writing.failed.connect(self._on_failed)
        self._known: FilmReportRequest | None = None
        self.preview: ReportPreview | None = None
        self.dialog: ReportDialog | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["report"].triggered.connect(self.open)
        actions["dicom_results"].triggered.connect(self.write_results)

    # --- looking

    def open(self) -> None:
        """Make a report and show its pages."""
        known = self._request()
        if known is None:
            return
        self._known = self.preview = None
        self.dialog = ReportDialog(self._panel.window())
        self.dialog.save_wanted.connect(self._save)
        self.dialog.print_wanted.connect(self._print)
        self.dialog.results_wanted.connect(self._write_shown)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()
        self._complete(known, self._make)

    def _make(self, known: FilmReportRequest) -> None:
        from lungdesk.services.report_preview import PreviewRequest  # noqa: PLC0415 - ReportLab

        self._known = known
        self._making.replace(work.preview, PreviewRequest(known, _DOTS_PER_INCH))

    # --- what readers have said

    def _complete(self, known: FilmReportRequest, then: Then) -> None:
        """Ask the workspace what readers have said of the film, and go on with it."""
        desk = self._services.workspace
        if desk is None:
            then(known)
            return
        query = FilmQuery(path=str(known.instance.path))
        self._asking.replace(desk.film, query, tag=(known, then))

    def _on_known(self, waiting: Waiting, record: FilmRecord | None) -> None:
        from lungdesk.services.report_context import with_opinions  # noqa: PLC0415 - as above

        known, then = waiting
        then(with_opinions(known, record))

    def _on_unknown(self, waiting: Waiting, error: LungDeskError) -> None:
        """A workspace that cannot be asked leaves the report without readers."""
        self._messages.warn(error)
        known, then = waiting
        then(known)

    def _request(self) -> FilmReportRequest | None:
        """What the window knows of its film; None without one."""
        from lungdesk.services.film_report import FilmReportRequest  # noqa: PLC0415 - as above

        state, film = self._viewer.state, self._viewer.film
        if film is None:
            return None
        look, reading = self._viewer.look, state.reading
        reader = self._services.reader
        return FilmReportRequest(
            film.radiograph.instance,
            film.radiograph,
            reading.reading or reading.refused,
            annotations=self._annotations.annotations,
            voi=None if look is None or film.radiograph.is_colour else look.voi,
            is_inverted=look is not None and look.is_inverted,
            hanging=Hanging.of(self._viewer.geometry),
            class_index=state.explained_class(),
            colormap=state.heatmap.colormap,
            model_name=reader.display_name if reader else "",
            alias=film_alias(state, film.radiograph.instance.path),
            style=state.preferences.report,
        )

    def _on_made(self, _tag: object, preview: ReportPreview) -> None:
        self.preview = preview
        if self.dialog is not None:
            self.dialog.show_pages(preview.pages, _DOTS_PER_INCH / _SHOWN_PER_INCH)

    def _on_not_made(self, _tag: object, error: LungDeskError) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self._messages.fail(error)

    def _on_closed(self) -> None:
        self._asking.cancel()
        self._making.cancel()
        self.dialog = self.preview = None

    # --- saving and printing

    def _save(self) -> None:
        if self.dialog is None or self.preview is None:
            return
        report = self.preview.report
        film = report.instance.path
        name = _NAMELESS if report.alias else film.stem
        suggested = film.with_name(f"{name}-report.pdf")
        path = open_dialog.ask_where_to_save_report(self.dialog, suggested)
        if path is not None:
            completed = path if path.suffix else path.with_suffix(".pdf")
            self._saving.add(work.save_report, work.SaveReportRequest(report, completed))

    def _on_saved(self, _tag: object, path: Path) -> None:
        self._say(tr("{name} saved.", name=path.name))

    def _print(self) -> None:
        if self.dialog is None or self.preview is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr("LungDesk report"))
        if ask_for_printer(printer, self.dialog):
            print_pages(printer, self.preview.pages)
            self._say(tr("The report is on its way to the printer."))

    # --- results as DICOM objects

    def write_results(self) -> None:
        """Ask for a folder and write what is known of the film."""
        known = self._request()
        if known is not None:
            self._complete(known, self._write)

    def _write_shown(self) -> None:
        if self._known is not None:
            self._write(self._known)

    def _write(self, known: FilmReportRequest) -> None:
        from lungdesk.services.dicom_results import DicomResultsRequest  # noqa: PLC0415 - pydicom

        parent = self.dialog or self._panel
        folder = open_dialog.ask_where_to_save_results(parent, known.instance.path.parent)
        if folder is None:
            return
        request = DicomResultsRequest(known, folder, self._presentation(known), known.alias)
        self._writing.add(work.save_results, request, tag=folder)

    def _presentation(self, known: FilmReportRequest) -> Presentation:
        """How the film is looked at; measurements become graphics."""
        shown = Presentation(
            voi=known.voi, is_inverted=known.is_inverted, annotations=known.annotations
        )
        return shown.seen_through(self._viewer.geometry)

    def _on_written(self, folder: Path, saved: tuple[SavedObject, ...]) -> None:
        self._say(
            tr("{count} DICOM objects written to {name}.", count=len(saved), name=folder.name)
        )

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.fail(error)
        if self.dialog is not None:
            self.dialog.strip.show_message(shown_message(self._viewer.state, to_message(error)))

    def _say(self, sentence: str) -> None:
        self._messages.inform(sentence)
        if self.dialog is not None:
            self.dialog.words.setText(sentence)
