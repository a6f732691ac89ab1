"""Why LungDesk cannot be opened, where there is no window to say it in."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.translation import told


class FailureDialog(QMessageBox):
    """One sentence, what to do about it, and its code."""

    def __init__(self, error: LungDeskError) -> None:
        super().__init__()
        self.setWindowTitle("LungDesk")
        self.setText(told(error.message))
        self.setInformativeText(f"{told(error.hint)} [{error.code}]")
