"""Fetches the DICOM elements of the film in the centre, and searches them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.actions import Actions
from lungdesk.gui.privacy import film_title, shown_words
from lungdesk.gui.state import AppState
from lungdesk.gui.tags.tags_dialog import TagsDialog
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane
from lungdesk.services.tags import TagsRequest, search, with_parents, without_identity

if TYPE_CHECKING:
    from lungdesk.formats.dicom_tags import TagRow
    from lungdesk.gui.viewer.panel import ViewerPanel


class TagsPresenter(QObject):
    """Keeps the browser, while it is open, at the film in the centre."""

    def __init__(self, panel: ViewerPanel, state: AppState, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._state, self._services = panel, state, shared.services
        self._loading = shared.bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_failed)
        self._rows: tuple[TagRow, ...] = ()
        self.dialog: TagsDialog | None = None
        state.current_changed.connect(self._fetch)
        state.preferences_changed.connect(self._fetch)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["tags"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the browser, or bring it to the front."""
        if self.dialog is None:
            self.dialog = TagsDialog(self._panel.window())
            self.dialog.search_changed.connect(self._show)
        if not self.dialog.isVisible():
            self.dialog.show()
            self._fetch()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self.dialog.search.setFocus()

    def _fetch(self) -> None:
        dialog, path = self.dialog, self._state.current
        self._loading.cancel()
        self._rows = ()
        if dialog is None or not dialog.isVisible():
            return
        if path is None:
            dialog.show_title(tr("DICOM tags"))
            dialog.show_notice(tr("No film is open."))
            return
        dialog.show_title(film_title(self._state, path))
        dialog.show_notice(tr("Reading the tags…"))
        self._loading.replace(self._services.tags, TagsRequest(path), tag=path)

    def _on_loaded(self, _path: Path, rows: tuple[TagRow, ...]) -> None:
        self._rows = without_identity(rows) if self._state.preferences.is_private else rows
        self._show()

    def _on_failed(self, _path: Path, error: LungDeskError) -> None:
        if self.dialog is not None:
            self.dialog.show_notice(shown_words(self._state, error.message))

    def _show(self, _text: str = "") -> None:
        dialog, rows = self.dialog, self._rows
        if dialog is None or not rows:
            return
        text = dialog.search.text().strip()
        found = search(rows, text)
        count = (
            tr("{count:,} tags", count=len(rows))
            if not text
            else tr("{count:,} of {count_2:,} tags", count=len(found), count_2=len(rows))
        )
        dialog.show_rows(rows, with_parents(rows, found), count, unfolds=bool(text))
