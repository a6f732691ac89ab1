"""A structured report as text, or the pages of a document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.translation import tr

_SIZE = (800, 740)


class DocumentDialog(QDialog):
    """Shows one thing; closing it deletes it."""

    def __init__(self, parent: QWidget, title: str, whose: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Document"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.title = self._label(title, "heading")
        self.whose = self._label(whose, "muted")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Content of the report"))
        self.pages = QScrollArea(self)
        self.pages.setWidgetResizable(True)
        self.pages.setAccessibleName(tr("Pages of the document"))
        self.notice = self._label("", "muted")
        self.notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        for widget in (self.text, self.pages, self.notice):
            self._stack.addWidget(widget)
        self.close_button = QPushButton(tr("Close"), self)
        self.close_button.setToolTip(tr("Close this window (Esc)"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        self._assemble()

    def _label(self, words: str, role: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setVisible(bool(words))
        return label

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.UNIT * 2] * 4)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.title)
        layout.addWidget(self.whose)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)

    def show_text(self, text: str) -> None:
        """Show a report."""
        self.text.setPlainText(text)
        self._show(self.text)

    def show_pages(self, pages: Sequence[NDArray[np.uint8]], dots_per_pixel: float) -> None:
        """Show pages ``(h, w, 3)``, one below the other."""
        inside = QWidget(self.pages)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*[theme.UNIT * 2] * 4)
        layout.setSpacing(theme.UNIT * 2)
        for number, pixels in enumerate(pages, start=1):
            pixmap = QPixmap.fromImage(to_qimage(pixels))
            pixmap.setDevicePixelRatio(dots_per_pixel)
            page = QLabel(inside)
            page.setPixmap(pixmap)
            page.setAccessibleName(tr("Page {number} of {count}", number=number, count=len(pages)))
            layout.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.pages.setWidget(inside)
        self._show(self.pages)

    def show_notice(self, words: str) -> None:
        """Say why there is nothing to see."""
        self.notice.setText(words)
        self._show(self.notice)

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        widget.setVisible(True)
        widget.setFocus()

    @property
    def shown(self) -> QWidget:
        """What is seen: ``text``, ``pages`` or ``notice``."""
        widget = self._stack.currentWidget()
        assert widget is not None
        return widget
