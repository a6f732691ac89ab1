"""A report on the batch that the worklist tells of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from lungdesk.core.report import ReportStyle, Section
from lungdesk.gui import open_dialog
from lungdesk.gui.messages import Message
from lungdesk.gui.reports import work
from lungdesk.gui.reports.previewer import ReportPreviewer, Saving
from lungdesk.gui.reports.report_dialog import ReportDialog
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.worklist.batch_presenter import BatchPresenter
    from lungdesk.gui.worklist.worklist_view import WorklistView
    from lungdesk.services.reports.batch_preview import BatchPreview

#: A batch may have many pages, and all of them are kept while they are looked at.
_DOTS_PER_INCH: Final = 150
_BLINDED = Message(
    tr("A report on a batch tells what the model has found, before you have said what you see."),
    tr("Leave the blinded first read to look at it."),
)


class BatchReportPresenter(QObject):
    """Tells of all films of a batch that have been read, also while it is paused or was stopped."""

    def __init__(
        self, view: WorklistView, batches: BatchPresenter, state: AppState, shared: Shared
    ) -> None:
        super().__init__(view)
        self._view, self._batches, self._state = view, batches, state
        self._paths = shared.services.paths
        saving = Saving(_ask_where, work.save_batch_report)
        self.previewer = ReportPreviewer(saving, state, shared, self)
        view.batch.report_wanted.connect(self.open)

    def open(self) -> None:
        """Make the report and show its pages."""
        batch = self._batches.told
        if batch is None:
            return
        if self._state.is_blinded:
            self._view.messages.show_message(_BLINDED)
            return
        from lungdesk.services.models.library import ModelLibrary  # noqa: PLC0415 - as above
        from lungdesk.services.reports.batch_preview import BatchPreviewRequest  # noqa: PLC0415 - ReportLab

        kinds = tr("PDF, HTML, Excel or JSON lines")
        dialog = ReportDialog(self._view, kinds=kinds, has_results=False)
        self.previewer.open(dialog)
        request = BatchPreviewRequest(
            Path(batch.out),
            has_ended=bool(batch.ended_at) and not self._batches.is_running,
            library=ModelLibrary.of(self._paths),
            dots_per_inch=_DOTS_PER_INCH,
            style=self._style(),
        )
        self.previewer.make(work.preview_batch, request)

    def _style(self) -> ReportStyle:
        """In privacy mode the report names nobody."""
        style = self._state.preferences.report_style
        if not self._state.preferences.is_private:
            return style
        return replace(style, left_out=style.left_out | {Section.IDENTITY})


def _ask_where(dialog: ReportDialog, preview: BatchPreview) -> Path | None:
    has_identity = preview.report.style.has(Section.IDENTITY)
    folder = Path(preview.report.folder) if has_identity else Path.home()
    return open_dialog.ask_where_to_save_batch_report(dialog, folder / "batch-report.pdf")
