"""One place of the layout: a film, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui.messages import Message
from lungdesk.gui.viewer.film_view import FilmView
from lungdesk.gui.viewer.mouse import RETURNS
from lungdesk.gui.widgets.notice import Notice

#: Width of the frame that shows which of several places is the active one.
_FRAME_PX = 2


class CellPanel(QFrame):
    """A film view, or a notice in its place.

    Signals
    -------
    touched()
        The user has turned to this place.
    """

    touched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cell")
        self._stack = QStackedWidget(self)
        self.view = FilmView(self._stack)
        self.view.touched.connect(self.touched)
        self.empty = Notice(icon_name="film", parent=self._stack)
        self.empty.setObjectName("emptyNotice")
        self.lack = Notice(icon_name="film", parent=self._stack)
        self.failure = Notice(icon_name="warning", parent=self._stack)
        self.failure.setObjectName("failureNotice")
        for page in (self.empty, self.lack, self.view, self.failure):
            self._stack.addWidget(page)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._stack)
        self._is_framed = False
        self._stack.currentChanged.connect(self._take_focus_or_not)
        self.mark(is_framed=False, is_active=False)

    @property
    def is_showing_film(self) -> bool:
        """Whether the film, and no notice, stands here."""
        return self._stack.currentWidget() is self.view

    @property
    def is_lacking(self) -> bool:
        """Whether it says which film would be here."""
        return self._stack.currentWidget() is self.lack

    def mark(self, *, is_framed: bool, is_active: bool) -> None:
        """Frame the place when there are several; the active one in the accent colour."""
        self._is_framed = is_framed
        self._take_focus_or_not()
        side = _FRAME_PX if is_framed else 0
        self._layout.setContentsMargins(side, side, side, side)
        self.setProperty("active", is_framed and is_active)
        self.style().unpolish(self)
        self.style().polish(self)

    def _take_focus_or_not(self) -> None:
        """Tab goes from place to place: to the film, and where there is none, to the place."""
        is_needed = self._is_framed and not self.is_showing_film
        policy = Qt.FocusPolicy.TabFocus if is_needed else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def show_empty(self) -> None:
        """Say how to begin."""
        self._stack.setCurrentWidget(self.empty)

    def show_lack(self, title: str, message: Message) -> None:
        """Say which film would be here if there were one."""
        self.lack.show_text(title, message)
        self._stack.setCurrentWidget(self.lack)

    def show_view(self) -> None:
        """Show the film."""
        self._stack.setCurrentWidget(self.view)

    def show_failure(self, title: str, message: Message) -> None:
        """Say, where the film would be, why it is not there."""
        self.failure.show_text(title, message)
        self._stack.setCurrentWidget(self.failure)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touched.emit()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in RETURNS:
            self.touched.emit()
