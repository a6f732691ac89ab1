"""A field for what is looked for, which does not search at every key."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

_SETTLE_MS = 120


class SearchField(QLineEdit):
    """Tells what it holds once no more keys come, and at once when Return is pressed.

    Signals
    -------
    settled(str)
        What the user looks for.
    """

    settled = Signal(str)

    def __init__(self, placeholder: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setToolTip(tip)
        self.setClearButtonEnabled(True)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self.textChanged.connect(lambda _text: self._settle.start())
        self.returnPressed.connect(self._tell)

    def _tell(self) -> None:
        self._settle.stop()
        self.settled.emit(self.text())
