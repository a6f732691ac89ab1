"""The diagnostics as text to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedButton

_SIZE = (760, 620)
_NOTE = tr("No names, no folders, no patients: it can be given to whoever helps you.")


class DiagnosticsDialog(QDialog):
    """Text, and buttons to copy it and to measure again.

    Signals
    -------
    self_test_wanted()
        The user wants this computer to be measured.
    """

    self_test_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Diagnostics"))
        self.resize(*_SIZE)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("editable", True)
        self.text.setAccessibleName(tr("Diagnostics"))
        self.text.setToolTip(tr("Select a part and press Ctrl+C, or copy everything"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.state = QLabel(_NOTE, self)
        self.state.setProperty("role", "muted")
        self.state.setWordWrap(True)
        self.copy = self._button(tr("Copy"), tr("Copy everything"))
        self.copy.setProperty("primary", True)
        self.copy.clicked.connect(self._copy)
        self.measure = self._button(
            tr("Measure again"), tr("Find out how this computer reads fastest")
        )
        self.measure.clicked.connect(self.self_test_wanted)
        close = self._button(tr("Close"), tr("Close this window (Esc)"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.state, 1)
        for button in (self.measure, self.copy, close):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 2,) * 4)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.text, 1)
        layout.addLayout(foot)

    def _button(self, words: str, tip: str) -> KeyedButton:
        button = KeyedButton(words, self)
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def show_text(self, text: str) -> None:
        """Show what was found."""
        self.text.setPlainText(text)
        self.copy.setEnabled(bool(text))
        self.state.setText(_NOTE)

    def show_state(self, words: str) -> None:
        """Say what is being done, or why it could not be."""
        self.state.setText(words)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.state.setText(tr("Copied."))

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if visible:
            self.copy.setFocus()
