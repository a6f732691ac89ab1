"""Opens the preferences and lets what is saved hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.gui.actions import Actions
from lungdesk.gui.preferences.preferences_dialog import PreferencesDialog
from lungdesk.gui.state import AppState

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared


class PreferencesPresenter(QObject):
    """Binds the dialog to the shared state."""

    def __init__(self, panel: ViewerPanel, state: AppState, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._state = panel, state
        self._paths = shared.services.paths
        self.dialog: PreferencesDialog | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["preferences"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the preferences as they are now."""
        state, window = self._state, self._panel.window()
        usual = self._paths.results
        self.dialog = PreferencesDialog(state.keys, state.preferences, usual, window)
        self.dialog.keys_saved.connect(self._state.set_keys)
        self.dialog.preferences_saved.connect(self._state.set_preferences)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    def _on_closed(self) -> None:
        self.dialog = None
