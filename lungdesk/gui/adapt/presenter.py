"""Opens the window that adapts a model; what it consists of is loaded then, not at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.gui.actions import Actions

if TYPE_CHECKING:
    from lungdesk.gui.adapt.adapting_presenter import AdaptingPresenter
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared


class AdaptPresenter(QObject):
    """One such window, made when it is first wanted."""

    def __init__(
        self, panel: ViewerPanel, state: AppState, active: ActiveModel, shared: Shared
    ) -> None:
        super().__init__(panel)
        self._panel, self._state, self._active, self._shared = panel, state, active, shared
        self.adapting: AdaptingPresenter | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["adapt"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the window, or bring it to the front."""
        if self.adapting is None:
            from lungdesk.gui.adapt.adapting_presenter import AdaptingPresenter  # noqa: PLC0415

            self.adapting = AdaptingPresenter(self._panel, self._state, self._active, self._shared)
        self.adapting.open()
