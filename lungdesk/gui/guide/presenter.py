"""Opens the guide; what it consists of is loaded then, not when LungDesk starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.actions import Actions

if TYPE_CHECKING:
    from lungdesk.gui.guide.guide_presenter import GuidePresenter, Place
    from lungdesk.gui.messages import Messages
    from lungdesk.gui.viewer.panel import ViewerPanel


class HelpPresenter(QObject):
    """One guide a window, made when it is first wanted: by key, menu or the code of an error."""

    def __init__(self, panel: ViewerPanel, messages: Messages) -> None:
        super().__init__(panel)
        self._panel, self._messages = panel, messages
        self.guide: GuidePresenter | None = None
        messages.explained.connect(self.explain)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say; the key works in every window."""
        actions["guide"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        actions["guide"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the chapter that belongs to where the focus is."""
        from lungdesk.gui.guide.context import chapter_at  # noqa: PLC0415 - not at the start
        from lungdesk.gui.guide.guide_presenter import Place  # noqa: PLC0415

        self._show(Place(chapter_at(QGuiApplication.focusObject())))

    def explain(self, code: str) -> None:
        """Show what the code of an error means."""
        from lungdesk.gui.guide.guide_presenter import Place  # noqa: PLC0415 - not at the start
        from lungdesk.services.guide import TROUBLESHOOTING, code_anchor  # noqa: PLC0415

        self._show(Place(TROUBLESHOOTING, code_anchor(code)))

    def _show(self, place: Place) -> None:
        from lungdesk.gui.guide.guide_presenter import GuidePresenter  # noqa: PLC0415

        if self.guide is None:
            try:
                self.guide = GuidePresenter(self._panel, place)
            except LungDeskError as error:
                self._messages.fail(error)
                return
        self.guide.open(place)
