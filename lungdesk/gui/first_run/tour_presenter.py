"""Leads round the window on the sample film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.actions import Actions
from lungdesk.gui.first_run.tour_steps import tour_steps
from lungdesk.gui.first_run.tour_view import TourView
from lungdesk.gui.state import Phase

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.studies.presenter import StudiesPresenter
    from lungdesk.gui.viewer.panel import ViewerPanel


class TourPresenter(QObject):
    """A stop at a time; where a film is open already, it is shown on that one."""

    def __init__(self, panel: ViewerPanel, studies: StudiesPresenter, state: AppState) -> None:
        super().__init__(panel)
        self._panel, self._studies, self._state = panel, studies, state
        self._at = 0
        self._steps = tour_steps(state.keys)
        self.view: TourView | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say; what it points at is unfolded for it."""
        self._actions = actions
        actions["tour"].triggered.connect(self.begin)

    def begin(self) -> None:
        """From the first stop on."""
        if self.view is None:
            self.view = TourView(self._panel.window())
            self.view.stepped.connect(self._step)
            self.view.ended.connect(self.end)
        for id_ in ("studies", "findings"):
            if not self._actions[id_].isChecked():
                self._actions[id_].trigger()
        if self._state.film.phase is Phase.EMPTY:
            self._open_sample()
        self._at, self._steps = 0, tour_steps(self._state.keys)
        self._panel.window().activateWindow()
        self._show()

    def end(self) -> None:
        """Put it away; the film stays open."""
        if self.view is not None:
            self.view.close_all()
            self._panel.view.setFocus()

    def _open_sample(self) -> None:
        from lungdesk.services.sample_study import sample_films  # noqa: PLC0415 - not at start

        try:
            films = sample_films()[:1]
        except LungDeskError:  # the controls are there without it, and the text holds
            return
        self._studies.open_paths(films)

    def _step(self, step: int) -> None:
        self._at = max(0, self._at + step)
        if self._at >= len(self._steps):
            self.end()
        else:
            self._show()

    def _show(self) -> None:
        if self.view is not None:
            self.view.point_at(self._steps[self._at], self._at + 1, len(self._steps))
