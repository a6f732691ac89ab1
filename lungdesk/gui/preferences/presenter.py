"""Opens the preferences and lets what is saved hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.gui.actions import Actions
from lungdesk.gui.preference_values import Preferences
from lungdesk.gui.preferences.preferences_dialog import PreferencesDialog
from lungdesk.gui.state import AppState
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared


def check_logo(path: Path, ctx: JobContext) -> None:
    """Raise LungDeskError when a file cannot be the logo of a report."""
    from lungdesk.formats.logo import read_logo  # noqa: PLC0415 - Pillow

    ctx.check()
    read_logo(path)


class PreferencesPresenter(QObject):
    """Binds the dialog to the shared state."""

    def __init__(self, panel: ViewerPanel, state: AppState, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._state = panel, state
        self._paths, self._messages = shared.services.paths, shared.messages
        self._checking = shared.bridge.channel(Lane.IO)
        self._checking.failed.connect(self._on_unusable)
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
        self.dialog.preferences_saved.connect(self._save)
        self.dialog.finished.connect(self._on_closed)
        self.dialog.open()

    def _save(self, preferences: Preferences) -> None:
        self._state.set_preferences(preferences)
        self._checking.cancel()
        if preferences.report.logo:  # else the next report would be the first to tell
            self._checking.replace(check_logo, Path(preferences.report.logo))

    def _on_unusable(self, _tag: object, error: LungDeskError) -> None:
        self._messages.warn(error)

    def _on_closed(self) -> None:
        self.dialog = None
