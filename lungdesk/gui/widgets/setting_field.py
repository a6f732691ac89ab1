"""A number that is typed, with what is wrong about it below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.widgets.text_label import text_label

_WIDTH = 88


class SettingField(QWidget):
    """Title, value and, when it is not valid, a sentence.

    Signals
    -------
    entered(str)
        The user has typed another text, by Enter or by going elsewhere.
    """

    entered = Signal(str)

    def __init__(self, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text_label(self, title)
        self.edit = QLineEdit(self)
        self.edit.setFixedWidth(_WIDTH)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.setAccessibleName(title)
        self.title.setBuddy(self.edit)
        for widget in (self.title, self.edit):
            widget.setToolTip(tip)
        self.error = text_label(self, role="muted")
        self.error.setProperty("doubt", True)
        self.error.hide()
        self.edit.editingFinished.connect(self._on_finished)
        self._value = ""
        row = QHBoxLayout()
        row.setSpacing(theme.UNIT)
        row.addWidget(self.title, 1)
        row.addWidget(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.error)

    def show_value(self, text: str) -> None:
        """Show what holds now; what the user is typing stays."""
        if not (self.edit.hasFocus() and self.edit.isModified()):
            self._value = text
            self.edit.setText(text)

    def show_error(self, words: str) -> None:
        """Say what is wrong with the value; nothing when it is valid."""
        self.error.setText(words)
        self.error.setVisible(bool(words))
        self.edit.setAccessibleDescription(words)

    def _on_finished(self) -> None:
        self.edit.setModified(False)
        text = self.edit.text().strip()
        if text != self._value:
            self._value = text
            self.entered.emit(text)
