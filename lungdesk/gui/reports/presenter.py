"""Makes reports of the film on the screen, which are looked at, saved and printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.reports import work
from lungdesk.gui.reports.known_film import KnownFilm
from lungdesk.gui.reports.previewer import ReportPreviewer, Saving
from lungdesk.gui.reports.report_dialog import ReportDialog
from lungdesk.gui.reports.results_presenter import ResultsPresenter
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.film_files import folder_for

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.services.reports.film import FilmReportRequest
    from lungdesk.services.reports.preview import ReportPreview

#: Pages are drawn once, finely enough for paper; the screen shows them smaller.
_DOTS_PER_INCH: Final = 200
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
        results: ResultsPresenter,
    ) -> None:
        super().__init__(panel)
        self._panel, self._results = panel, results
        self.film = KnownFilm(viewer, annotations, shared, self)
        saving = Saving(_ask_where, work.save_report)
        self._previewer = ReportPreviewer(saving, viewer.state, shared, self)
        self._previewer.closed.connect(self._on_closed)
        results.said.connect(self._previewer.show_message)
        self._known: FilmReportRequest | None = None

    @property
    def dialog(self) -> ReportDialog | None:
        """The window of the report; None while there is none."""
        return self._previewer.dialog

    @property
    def preview(self) -> ReportPreview | None:
        """The report that is looked at; None before it is made."""
        preview: ReportPreview | None = self._previewer.preview
        return preview

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["report"].triggered.connect(self.open)

    def open(self) -> None:
        """Make a report and show its pages."""
        known = self.film.request()
        if known is None:
            return
        self._known = None
        dialog = ReportDialog(self._panel.window(), kinds=tr("PDF, HTML or JSON"))
        dialog.results_wanted.connect(self._write_results)
        dialog.results_to_wanted.connect(self._write_results_to)
        self._results.dialog = dialog
        self._previewer.open(dialog)
        self.film.complete(known, self._make)

    def _make(self, known: FilmReportRequest) -> None:
        from lungdesk.services.reports.preview import PreviewRequest  # noqa: PLC0415 - ReportLab

        self._known = known
        self._previewer.make(work.preview, PreviewRequest(known, _DOTS_PER_INCH))

    def _on_closed(self) -> None:
        self.film.cancel()
        self._results.dialog = None

    def _write_results(self) -> None:
        if self._known is not None:
            self._results.write(self._known)

    def _write_results_to(self) -> None:
        if self._known is not None:
            self._results.write_to(self._known)


def _ask_where(dialog: ReportDialog, preview: ReportPreview) -> Path | None:
    film = preview.report.instance.path
    name = _NAMELESS if preview.report.alias else film.stem
    return open_dialog.ask_where_to_save_report(dialog, folder_for(film) / f"{name}-report.pdf")
