"""A window beside the main one: either may be in front, and both can be made larger."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from lungdesk.gui.widgets.fitting_dialog import FittingDialog


class CompanionWindow(FittingDialog):
    """Has a place of its own on the desktop, although it closes with the main window."""

    def __init__(self, title: str, least: tuple[int, int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        flags = Qt.WindowType.Window | Qt.WindowType.WindowMinMaxButtonsHint
        self.setWindowFlags(flags | Qt.WindowType.WindowCloseButtonHint)
        self.setMinimumSize(*least)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Let the main window come before this one when films are opened there."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.setTransientParent(None)  # type: ignore[arg-type]
