"""A report as it will be on paper."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.fitting_dialog import FittingDialog
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.page_view import PageView, size_for_pages


class ReportDialog(FittingDialog):
    """Pages one below the other, and what can be done with them.

    Parameters
    ----------
    kinds
        As what it can be saved, in words.
    has_results
        Whether there are results that can be written as DICOM objects.

    Signals
    -------
    save_wanted(), print_wanted()
        The user wants the report as a file, or on paper.
    results_wanted(), results_to_wanted()
        All results as DICOM objects: where they go by themselves, or in a folder to be named.
    """

    save_wanted = Signal()
    print_wanted = Signal()
    results_wanted = Signal()
    results_to_wanted = Signal()

    def __init__(self, parent: QWidget, *, kinds: str, has_results: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(size_for_pages(self))
        self.strip = MessageStrip(self)
        self.words = QLabel(tr("The report is being made…"), self)
        self.words.setProperty("role", "muted")
        self.view = PageView(tr("Pages of the report"), self)
        self.save = named_button(self, tr("Save as…"), tr("Save as {kinds} (Ctrl+S)", kinds=kinds))
        self.print_button = named_button(self, tr("Print…"), tr("Print these pages (Ctrl+P)"))
        self.results = named_button(
            self,
            tr("DICOM results"),
            tr("Write report, reading, map and presentation as DICOM objects"),
        )
        self.results_to = named_button(
            self,
            tr("DICOM results to…"),
            tr("Write the DICOM objects into a folder of your choice"),
        )
        self.close_button = named_button(self, tr("Close"), tr("Close this window (Esc)"))
        self.save.setProperty("primary", True)
        self.save.style().unpolish(self.save)
        self._made: tuple[QPushButton, ...] = (self.save, self.print_button)
        for button in (self.results, self.results_to):
            button.setVisible(has_results)
            self._made += (button,) if has_results else ()
        for button, signal in (
            (self.save, self.save_wanted),
            (self.print_button, self.print_wanted),
            (self.results, self.results_wanted),
            (self.results_to, self.results_to_wanted),
        ):
            button.clicked.connect(signal)
            button.setEnabled(False)
        self.close_button.clicked.connect(self.close)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save.click)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_button.click)
        QShortcut(QKeySequence("PgUp"), self, self.view.before.click)
        QShortcut(QKeySequence("PgDown"), self, self.view.after.click)
        self._assemble()

    def _assemble(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.words, 1)
        buttons = (self.results, self.results_to, self.print_button, self.save, self.close_button)
        for button in buttons:
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        margin = theme.UNIT * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.strip)
        layout.addWidget(self.view, 1)
        layout.addLayout(foot)

    def show_pages(self, pages: Sequence[NDArray[np.uint8]]) -> None:
        """Show pages ``(h, w, 3)``, which from now on can be saved and printed."""
        self.view.show_pages(pages)
        self.words.setText("")
        for button in self._made:
            button.setEnabled(True)
        self.save.setFocus()

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self.view.pages)
