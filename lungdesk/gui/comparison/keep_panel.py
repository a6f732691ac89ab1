"""Names the chosen model and keeps it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.check_box import CheckBox
from lungdesk.gui.widgets.text_label import text_label


class KeepPanel(QWidget):
    """Name, whether it is to read, and the button.

    Signals
    -------
    wanted(str, bool)
        The user wants the chosen model kept under this name, and perhaps to read with it.
    """

    wanted = Signal(str, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = text_label(self, role="muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setMinimumHeight(self.words.fontMetrics().lineSpacing() * 4)
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(tr("Name of the model"))
        self.name.setAccessibleName(tr("Name of the model"))
        self.name.setToolTip(tr("What the model is to be called"))
        self.name.setMaxLength(80)
        self.name.textChanged.connect(self._enable)
        self.name.returnPressed.connect(self._tell)
        self.is_to_read = CheckBox(tr("Read films with it from now on"), self)
        self.is_to_read.setToolTip(tr("Make it the model that reads; the film shown is read again"))
        self.button = QPushButton(tr("Keep the model"), self)
        self.button.setProperty("primary", True)
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(tr("Keep the model"))
        self.button.clicked.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        title = QLabel(tr("Name of the model"), self)
        title.setProperty("role", "section")
        title.setBuddy(self.name)
        for widget in (self.words, title, self.name, self.is_to_read, self.button):
            layout.addWidget(widget)
        self._reason = ""
        self._is_busy = False
        self._enable()

    def show_choice(self, words: str, name: str, reason: str) -> None:
        """Say what is chosen; ``reason`` says why it cannot be kept, empty when it can."""
        self.words.setText(words)
        self._reason = reason
        if name != self.name.text():
            self.name.setText(name)
        self._enable()

    def set_busy(self, is_busy: bool) -> None:
        """Whether something runs that has to end first."""
        self._is_busy = is_busy
        self._enable()

    def _enable(self) -> None:
        is_named = bool(self.name.text().strip())
        self.button.setEnabled(is_named and not self._reason and not self._is_busy)
        tip = tr("Put a copy with a card of its own among the models of the library")
        self.button.setToolTip(self._reason or (tip if is_named else tr("Give it a name first")))
        self.name.setEnabled(not self._reason)
        self.is_to_read.setEnabled(not self._reason)

    def _tell(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit(self.name.text().strip(), self.is_to_read.isChecked())
