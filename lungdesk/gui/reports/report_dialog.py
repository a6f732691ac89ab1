"""A report as it will be on paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.message_strip import MessageStrip

_SIZE = (800, 740)


class ReportDialog(QDialog):
    """Pages one below the other, and what can be done with them.

    Signals
    -------
    save_wanted(), print_wanted(), results_wanted()
        The user wants the report as a file, on paper, or all results as DICOM objects.
    """

    save_wanted = Signal()
    print_wanted = Signal()
    results_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.strip = MessageStrip(self)
        self.words = QLabel(tr("The report is being made…"), self)
        self.words.setProperty("role", "muted")
        self.view = QScrollArea(self)
        self.view.setWidgetResizable(True)
        self.view.setAccessibleName(tr("Pages of the report"))
        self.view.setToolTip(tr("The report as it will be on paper"))
        self._pages = QWidget(self.view)
        self._layout = QVBoxLayout(self._pages)
        self._layout.setContentsMargins(*[theme.UNIT * 2] * 4)
        self._layout.setSpacing(theme.UNIT * 2)
        self.view.setWidget(self._pages)
        self.save = self._button(tr("Save as…"), tr("Save as PDF, HTML or JSON (Ctrl+S)"))
        self.print_button = self._button(tr("Print…"), tr("Print these pages (Ctrl+P)"))
        self.results = self._button(
            tr("DICOM results…"), tr("Write report, reading, map and presentation as DICOM objects")
        )
        self.close_button = self._button(tr("Close"), tr("Close this window (Esc)"))
        self.save.setProperty("primary", True)
        self.save.style().unpolish(self.save)
        for button, signal in (
            (self.save, self.save_wanted),
            (self.print_button, self.print_wanted),
            (self.results, self.results_wanted),
        ):
            button.clicked.connect(signal)
            button.setEnabled(False)
        self.close_button.clicked.connect(self.close)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save.click)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_button.click)
        self._assemble()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        return button

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.words, 1)
        for button in (self.results, self.print_button, self.save, self.close_button):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        margin = theme.UNIT * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.strip)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)

    def show_pages(self, pages: Sequence[NDArray[np.uint8]], dots_per_pixel: float) -> None:
        """Show pages ``(h, w, 3)``, which from now on can be saved and printed."""
        for number, pixels in enumerate(pages, start=1):
            pixmap = QPixmap.fromImage(to_qimage(pixels))
            pixmap.setDevicePixelRatio(dots_per_pixel)
            page = QLabel(self._pages)
            page.setPixmap(pixmap)
            page.setAccessibleName(tr("Page {number} of {count}", number=number, count=len(pages)))
            self._layout.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.addStretch(1)
        self.words.setText(
            tr("{count} pages", count=len(pages)) if len(pages) != 1 else tr("1 page")
        )
        for button in (self.save, self.print_button, self.results):
            button.setEnabled(True)
        self.save.setFocus()

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages.findChildren(QLabel))
