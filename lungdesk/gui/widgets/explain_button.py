"""The way from the code of a message to what the guide says of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedButton


class ExplainButton(KeyedButton):
    """Says “What this means”; out of sight while there is no code.

    Signals
    -------
    wanted(str)
        The user wants to know what the code means.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("What this means"), parent)
        self.setProperty("flat", True)
        self.setAutoDefault(False)
        self.setAccessibleName(tr("What this means"))
        self._code = ""
        self.clicked.connect(lambda: self.wanted.emit(self._code))
        self.hide()

    def show_code(self, code: str) -> None:
        """Offer to explain a code, or nothing."""
        self._code = code
        self.setToolTip(tr("Look up {code} in the guide", code=code) if code else "")
        self.setVisible(bool(code))
