"""A structured report as text, or the pages of a document."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.fitting_dialog import FittingDialog
from lungdesk.gui.widgets.page_view import PageView, size_for_pages


class DocumentDialog(FittingDialog):
    """Shows one thing; closing it deletes it."""

    def __init__(self, parent: QWidget, title: str, whose: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Document"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(size_for_pages(self))
        self.title = self._label(title, "heading")
        self.whose = self._label(whose, "muted")
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Content of the report"))
        self.pages = PageView(tr("Pages of the document"), self)
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

    def show_pages(self, pages: Sequence[NDArray[np.uint8]]) -> None:
        """Show pages ``(h, w, 3)``, one below the other."""
        self.pages.show_pages(pages)
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
