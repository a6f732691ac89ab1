"""The centre of the window: the film, or what to do when there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.messages import Message
from lungdesk.gui.viewer.film_view import FilmView
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.notice import Notice


class ViewerPanel(QFrame):
    """Message strip, and under it the film, or a notice in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmPanel")
        self.messages = MessageStrip(self)
        self.view = FilmView(self)
        self.empty = Notice(icon_name="film", parent=self)
        self.empty.setObjectName("emptyNotice")
        self.failure = Notice(icon_name="warning", parent=self)
        self.failure.setObjectName("failureNotice")
        self._stack = QStackedWidget(self)
        for page in (self.empty, self.view, self.failure):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addWidget(self._stack, 1)
        self.setMinimumWidth(theme.FILM_LEAST // 2)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def add_foot(self, foot: QWidget) -> None:
        """Put something under the film."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(foot)

    def show_empty(self) -> None:
        """Say how to begin."""
        self._stack.setCurrentWidget(self.empty)

    def show_view(self) -> None:
        """Show the film."""
        self._stack.setCurrentWidget(self.view)

    def show_failure(self, title: str, message: Message) -> None:
        """Say, where the film would be, why it is not there."""
        self.failure.show_text(title, message)
        self._stack.setCurrentWidget(self.failure)
