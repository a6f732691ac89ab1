"""Keeps what is read in the window in the workspace, film by film, behind what the user does."""

from __future__ import annotations

import math
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.window_services import FilmReading
    from lungdesk.services.workspace.desk import WorkspaceDesk

#: A session may take days, and a copy that failed is not tried again at each film.
_CARE_EVERY_S = 4 * 3600
#: What is said of the workspace; other codes are of single films.
_OF_WORKSPACE = frozenset(
    {
        *(ErrorCode.WORKSPACE_IN_USE, ErrorCode.WORKSPACE_TOO_NEW, ErrorCode.WORKSPACE_DAMAGED),
        *(ErrorCode.WORKSPACE_FOREIGN, ErrorCode.FILE_NOT_WRITABLE, ErrorCode.DISK_FULL),
    }
)
_NOT_KEPT = tr("What is read here is not kept: another LungDesk has the workspace open.")


class Recording(QObject):
    """Says once, not film by film, when nothing can be kept.

    Signals
    -------
    recorded()
        Something more is in the workspace.
    failed(LungDeskError)
        What is wrong with the workspace; not with a film that cannot be kept.
    """

    recorded = Signal()
    failed = Signal(object)

    def __init__(self, desk: WorkspaceDesk, state: AppState, shared: Shared) -> None:
        super().__init__(state)
        self._desk, self._state, self._messages = desk, state, shared.messages
        self._keeping = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._care = shared.bridge.channel(Lane.WORKSPACE)
        self._keeping.succeeded.connect(self._on_kept)
        self._keeping.failed.connect(self._on_failed)
        self._care.failed.connect(self._on_failed)
        self._noting = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._noting.failed.connect(self._on_failed)
        self._said: set[ErrorCode] = set()
        self._cared_at = -math.inf
        self._is_loaded = False
        shared.bridge.idle.connect(self._on_idle)
        state.reading_kept.connect(self._on_reading_kept)
        state.answer_seen.connect(self._on_answer_seen)

    def care(self) -> None:
        """Look whether the workspace is whole, and copy it when that is due, every few hours."""
        now = monotonic()
        if now - self._cared_at >= _CARE_EVERY_S:
            self._cared_at = now
            self._care.add(self._desk.back_up_daily, None)

    def _on_idle(self) -> None:
        """The program has started and nothing else is to be done: the worklist opens faster now."""
        if not self._is_loaded:
            self._is_loaded = True
            self._care.add(self._desk.load, None)

    def _on_reading_kept(self, path: Path) -> None:
        from lungdesk.services.workspace.requests import RecordRequest  # noqa: PLC0415

        frame = self._state.frame if path == self._state.current else 0
        reading = self._state.kept_reading(path, frame) or self._state.kept_reading(path)
        if reading is not None:
            self._keeping.add(self._desk.record, RecordRequest(reading), tag=path)

    def _on_answer_seen(self, reading: FilmReading) -> None:
        """Who has seen it is not asked in a later session; where it cannot be kept, so be it."""
        from lungdesk.services.workspace.requests import NoteSeen  # noqa: PLC0415

        request = NoteSeen(reading.instance, self._state.reader_name, reading.frame)
        self._noting.add(self._desk.note_seen, request)

    def _on_kept(self, _path: Path, is_kept: bool) -> None:
        if is_kept:
            self.recorded.emit()
            self.care()
        elif ErrorCode.WORKSPACE_IN_USE not in self._said:
            self._said.add(ErrorCode.WORKSPACE_IN_USE)
            self._messages.inform(_NOT_KEPT)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        if error.code not in self._said:
            self._said.add(error.code)
            self._messages.warn(error)
            if error.code in _OF_WORKSPACE:
                self.failed.emit(error)
