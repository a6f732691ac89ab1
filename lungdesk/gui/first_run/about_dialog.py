"""Which LungDesk this is, and what it is for: the notice, to be read again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk import __version__
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import text_label

_WIDTH = 520


class AboutDialog(QDialog):
    """Version, notice and licence."""

    def __init__(self, notice: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About LungDesk"))
        self.setFixedWidth(_WIDTH)
        self.words = [
            text_label(self, tr("LungDesk {version}", version=__version__), role="heading"),
            text_label(self, notice),
            text_label(self, tr("Free software under the Apache License 2.0."), role="muted"),
        ]
        close = named_button(self, tr("Close"), tr("Close this window (Esc)"), act=self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 3,) * 4)
        layout.setSpacing(theme.UNIT * 2)
        for label in self.words:
            layout.addWidget(label)
        layout.addLayout(foot)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now is it known how large the letters are, hence into how many lines words break.
        self.setFixedHeight(self.heightForWidth(self.width()))
