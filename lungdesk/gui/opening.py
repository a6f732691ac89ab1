"""The ways to open films: dialogs, and what was opened before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.privacy import shown_recent
from lungdesk.gui.studies.presenter import StudiesPresenter

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.top_bar_view import MainMenu


class OpeningPresenter(QObject):
    """Asks which films, beginning where the last ones were."""

    def __init__(self, menu: MainMenu, studies: StudiesPresenter, state: AppState) -> None:
        super().__init__(menu)
        self._menu, self._studies, self._state = menu, studies, state
        menu.recent_chosen.connect(self._open_recent)
        state.recent_changed.connect(self._show_recent)
        state.preferences_changed.connect(self._show_recent)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["open"].triggered.connect(self._ask_for_films)
        actions["open_folder"].triggered.connect(self._ask_for_folder)
        actions["close_all"].triggered.connect(self._studies.close_all)
        self._show_recent()

    def _show_recent(self) -> None:
        self._menu.show_recent(shown_recent(self._state))

    def _start_folder(self) -> Path | None:
        latest = next(iter(self._state.recent), None)
        return latest.parent if latest else None

    def _ask_for_films(self) -> None:
        films = open_dialog.ask_for_films(self._menu.window(), self._start_folder())
        self._studies.open_paths(films)

    def _ask_for_folder(self) -> None:
        films = open_dialog.ask_for_folder(self._menu.window(), self._start_folder())
        self._studies.open_paths(films)

    def _open_recent(self, path: Path) -> None:
        self._studies.open_paths((path,))
