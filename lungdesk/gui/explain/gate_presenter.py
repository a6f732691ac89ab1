"""Shows what the gate says of the film on the screen, and does what the reader decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.verdict import Correction, Verdict
from lungdesk.gui.explain.gate_words import gate_note
from lungdesk.gui.state import AppState
from lungdesk.gui.viewer.grey_look import GreyLook
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.explain.gate_panel import GatePanel
    from lungdesk.gui.explain.reading_presenter import ReadingPresenter
    from lungdesk.gui.viewer.presenter import ViewerPresenter
    from lungdesk.gui.window_services import FilmReading, Shared


class GatePresenter(QObject):
    """Binds the note of the gate to the reading, and the corrections to viewer and model."""

    def __init__(
        self,
        panel: GatePanel,
        viewer: ViewerPresenter,
        reading: ReadingPresenter,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._viewer, self._reading = panel, viewer, reading
        self._messages = shared.messages
        self._log = shared.services.log_gate
        self._logging = shared.bridge.channel(Lane.IO, must_finish=True)
        self._logging.failed.connect(self._on_log_failed)
        panel.correction_wanted.connect(self._correct)
        panel.override_wanted.connect(self._override)
        reading.decided.connect(self._on_decided)
        self._state.reading_changed.connect(self._show)
        self._show()

    @property
    def _state(self) -> AppState:
        return self._viewer.state

    def _verdict(self) -> Verdict | None:
        state = self._state.reading
        reading = state.refused or state.reading
        return None if reading is None else reading.prediction.verdict

    def _show(self) -> None:
        verdict = self._verdict()
        self._panel.show_note(None if verdict is None else gate_note(verdict))

    def _correct(self) -> None:
        """Turn the film on the screen as it will be read."""
        verdict = self._verdict()
        if verdict is None or not verdict.offered:
            return
        total = verdict.applied.then(verdict.offered)
        self._turn(total)
        self._reading.read_as(total)

    def _turn(self, total: Correction) -> None:
        """The verdict is on the film as stored, whatever has been done to it on the screen."""
        cell = self._viewer.active
        stored = replace(cell.geometry, rotation_deg=0.0, is_mirrored=False)
        cell.place(stored.turned(90 * total.quarter_turns))
        if cell.film is not None and cell.look is not None:
            as_read = GreyLook(cell.film.default_voi, total.is_inverted)
            cell.see(as_read.windowed(cell.look.voi))

    def _override(self) -> None:
        verdict = self._verdict()
        if verdict is not None and verdict.is_withheld:
            self._reading.read_as(verdict.applied, is_overridden=True)

    # --- what is recorded

    def _on_decided(self, reading: FilmReading) -> None:
        if self._log is not None:
            self._logging.add(self._log, reading)

    def _on_log_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.fail(error)
