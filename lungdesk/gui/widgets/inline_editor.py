"""A line of text that is typed where it will stand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from lungdesk.gui.widgets.keyed import keeps_line

_WIDTH = 180


class InlineEditor(QLineEdit):
    """Hidden until it is asked for a text.

    Signals
    -------
    answered(str)
        The user has typed a text and Enter, or gone elsewhere with a text typed.
    dismissed()
        The user has thought better of it (Esc), or gone elsewhere with nothing typed.
    """

    answered = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = parent
        self.setFixedWidth(_WIDTH)
        self.hide()

    def ask(self, what: str, at: tuple[float, float], text: str = "") -> None:
        """Open at a position of the parent, inside of it."""
        self.setPlaceholderText(what)
        self.setAccessibleName(what)
        self.setText(text)
        room = self._place.size()
        x = max(0, min(round(at[0]), room.width() - self.width()))
        y = max(0, min(round(at[1]), room.height() - self.sizeHint().height()))
        self.move(x, y)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """End as if the user had gone elsewhere."""
        if not self.isHidden():
            self.hide()
            self._tell(is_answer=True)

    def _end(self, *, is_answer: bool) -> None:
        if self.isHidden():
            return
        self.hide()
        self._place.setFocus()
        self._tell(is_answer=is_answer)

    def _tell(self, *, is_answer: bool) -> None:
        if is_answer and self.text().strip():
            self.answered.emit(self.text().strip())
        else:
            self.dismissed.emit()

    @override
    def event(self, event: QEvent) -> bool:
        return keeps_line(event) or super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(is_answer=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(is_answer=False)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._end(is_answer=True)
