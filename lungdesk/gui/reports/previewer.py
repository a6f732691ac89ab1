"""A report while it is made, looked at, saved and printed; what it is about is others' business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.gui.messages import Message, to_message
from lungdesk.gui.printed import not_printed, printed_words
from lungdesk.gui.privacy import shown_message
from lungdesk.gui.reports.print_setup_dialog import ask_for_printer
from lungdesk.gui.reports.printing import print_pages
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.reports.report_dialog import ReportDialog
    from lungdesk.gui.state import AppState


class Preview(Protocol):
    """A report that is made."""

    @property
    def pages(self) -> Sequence[NDArray[np.uint8]]:
        """As pictures ``(h, w, 3)``."""


@dataclass(frozen=True, slots=True)
class Saving:
    """How a kind of reports is saved.

    Attributes
    ----------
    ask
        Where to; None when the user thinks better of it.
    save
        The job: takes what was made and the path, gives the path.
    """

    ask: Callable[[ReportDialog, Any], Path | None]
    save: Callable[[tuple[Any, Path], JobContext], Path]


class ReportPreviewer(QObject):
    """One report at a time.

    Signals
    -------
    closed()
        Nobody looks at it any more.
    """

    closed = Signal()

    def __init__(self, saving: Saving, state: AppState, shared: Shared, parent: QObject) -> None:
        super().__init__(parent)
        self._how, self._state, self._messages = saving, state, shared.messages
        self._making = shared.bridge.channel(Lane.IO)
        self._saving = shared.bridge.channel(Lane.IO, must_finish=True)
        self._making.succeeded.connect(self._on_made)
        self._making.failed.connect(self._on_not_made)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_failed)
        self.preview: Any = None
        self.dialog: ReportDialog | None = None

    def open(self, dialog: ReportDialog) -> None:
        """Show the window of a report that is on its way."""
        self.preview, self.dialog = None, dialog
        dialog.save_wanted.connect(self._save)
        dialog.print_wanted.connect(self._print)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def make(self, run: Callable[[Any, JobContext], Preview], request: object) -> None:
        """Make it, in the background."""
        self._making.replace(run, request)

    def show_message(self, message: Message) -> None:
        """Say something where the report is."""
        if self.dialog is not None:
            self.dialog.strip.show_message(shown_message(self._state, message))

    def _on_made(self, _tag: object, preview: Preview) -> None:
        self.preview = preview
        if self.dialog is not None:
            self.dialog.show_pages(preview.pages)

    def _on_not_made(self, _tag: object, error: LungDeskError) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self._messages.fail(error)

    def _on_closed(self) -> None:
        self._making.cancel()
        self.dialog = self.preview = None
        self.closed.emit()

    def _save(self) -> None:
        if self.dialog is None or self.preview is None:
            return
        path = self._how.ask(self.dialog, self.preview)
        if path is not None:
            # The window with its own messages is behind the report.
            self.dialog.words.setText(tr("{name} is being saved…", name=path.name))
            self._saving.add(self._how.save, (self.preview, path))

    def _on_saved(self, _tag: object, path: Path) -> None:
        self._say(tr("{name} saved.", name=path.name))

    def _print(self) -> None:
        if self.dialog is None or self.preview is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr("LungDesk report"))
        if not ask_for_printer(printer, self.dialog):
            return
        if not print_pages(printer, self.preview.pages):
            self._on_failed(None, not_printed(printer))
        else:
            self._say(printed_words(printer, tr("The report is on its way to the printer.")))

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.fail(error)
        if self.dialog is not None:
            self.dialog.words.setText("")
        self.show_message(to_message(error))

    def _say(self, sentence: str) -> None:
        self._messages.inform(sentence)
        if self.dialog is not None:
            self.dialog.words.setText(sentence)
