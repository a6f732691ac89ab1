"""Opens the model library; what it consists of is loaded then, not when LungDesk starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.gui.actions import Actions

if TYPE_CHECKING:
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.models.library_presenter import LibraryPresenter
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared


class ModelsPresenter(QObject):
    """One library a window, made when it is first wanted."""

    def __init__(self, panel: ViewerPanel, active: ActiveModel, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._active, self._shared = panel, active, shared
        self.library: LibraryPresenter | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["models"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the library, or bring it to the front."""
        if self.library is None:
            from lungdesk.gui.models.library_presenter import LibraryPresenter  # noqa: PLC0415

            self.library = LibraryPresenter(self._panel, self._active, self._shared)
        self.library.open()
