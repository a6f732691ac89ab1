"""One line for what a reader wants to add to what they say of a film."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import keeps_line

_MOST_LETTERS = 500


class CommentField(QLineEdit):
    """May stay empty.

    Signals
    -------
    left()
        Escape: the reader goes on with something else, and what is written stays.
    """

    left = Signal()

    def __init__(self, name: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(_MOST_LETTERS)
        self.setPlaceholderText(tr("Comment"))
        self.setAccessibleName(name)
        self.setToolTip(tip)

    @property
    def comment(self) -> str:
        """What is written, in one line."""
        return " ".join(self.text().split())

    @override
    def event(self, event: QEvent) -> bool:
        return keeps_line(event) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()  # else it would close a window
            event.accept()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it is no wish for the button that a window answers to
