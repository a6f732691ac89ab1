"""The Data page: which films, what their classes mean, how they are divided, how they look."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from lungdesk.core.jobs import Progress
from lungdesk.gui import icons, theme
from lungdesk.gui.messages import Message
from lungdesk.gui.training.audit_panel import AuditPanel
from lungdesk.gui.training.classes_panel import ClassesPanel
from lungdesk.gui.training.split_panel import SplitPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.count_bars import CountBars
from lungdesk.gui.widgets.film_grid import FilmGrid
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.notice import Notice
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.widgets.text_label import text_label

_LEFT_WIDTHS = (516, 700)
_SCROLL_BAR_PX = 10
_EMPTY = Message(
    tr(
        "Choose a folder with a folder of films for each class, a CSV list or a ZIP file;"
        " or drop it here."
    ),
    tr("DICOM, PNG, JPEG, TIFF and BMP. The films stay where they are and are never changed."),
)


class DataPanel(QWidget):
    """Left: source, classes, counts, split. Right: samples of each class, or the audit.

    Signals
    -------
    folder_wanted(), file_wanted()
        The user wants to choose a folder, or a CSV or ZIP file.
    dropped(Path)
        The user has dropped one of them on the page.
    undo_wanted(), redo_wanted()
        By button.
    """

    folder_wanted = Signal()
    file_wanted = Signal()
    dropped = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.folder = QAction(tr("Folder…"), self)
        self.folder.setToolTip(tr("Choose a folder with a folder of films for each class"))
        self.folder.triggered.connect(self.folder_wanted)
        self.file = QAction(tr("CSV or ZIP…"), self)
        self.file.setToolTip(tr("Choose a CSV list of films, or a ZIP file of them"))
        self.file.triggered.connect(self.file_wanted)
        self.source = QLabel(self)
        self.source.setTextFormat(Qt.TextFormat.PlainText)
        self.summary = text_label(self, role="muted")
        self.reading = TaskLine(self)
        self.again = named_button(self, tr("List again"), tr("Look at the films that are chosen"))
        self.undo = named_button(self, tr("Undo"), tr("Take the last choice back (Ctrl+Z)"))
        self.undo.clicked.connect(self.undo_wanted)
        self.redo = named_button(self, tr("Redo"), tr("Take the last undo back (Ctrl+Y)"))
        self.redo.clicked.connect(self.redo_wanted)
        self.classes = ClassesPanel(self.redo, self)
        self.counts = CountBars(self)
        self.split = SplitPanel(self)
        self.samples = FilmGrid(self)
        self.audit = AuditPanel(self)
        self.show_samples = self._tab(tr("Samples"), tr("See films of each class"))
        self.show_audit = self._tab(tr("Audit"), tr("See what is doubtful about the films"))
        self._choosing = (self._action_button(self.folder), self._action_button(self.file))
        self._right = QStackedWidget(self)
        self._stack = QStackedWidget(self)
        self._assemble()
        for before, after in pairwise(self._controls()):
            QWidget.setTabOrder(before, after)
        self.show_tab(is_audit=False)

    def _tab(self, text: str, tip: str) -> QPushButton:
        return named_button(self, text, tip, is_checkable=True)

    def _action_button(self, action: QAction) -> QPushButton:
        button = named_button(self, action.text(), action.toolTip())
        button.clicked.connect(action.trigger)
        return button

    # --- assembly

    def _assemble(self) -> None:
        self.empty = Notice(icon_name="folder", parent=self)
        self.empty.show_text(tr("No films are chosen"), _EMPTY)
        self.empty.add_button(self.folder, tr("Choose a folder…"), is_primary=True)
        self.empty.add_button(self.file, tr("CSV or ZIP…"))
        self._page = QWidget(self)
        columns = QHBoxLayout(self._page)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme.UNIT * 3 - _SCROLL_BAR_PX)
        columns.addWidget(self._left_column(), 2)
        columns.addLayout(self._right_column(), 3)
        for page in (self.empty, self._page):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _left_column(self) -> QWidget:
        left = QWidget(self)
        choose = QHBoxLayout()
        choose.setSpacing(theme.UNIT)
        for button in self._choosing:
            choose.addWidget(button)
        choose.addWidget(self.source, 1)
        state = QHBoxLayout()
        state.setSpacing(theme.UNIT)
        state.addWidget(self.summary, 1)
        state.addWidget(self.again)
        state.addWidget(self.undo)
        state.addWidget(self.redo)
        self.counts_title = QLabel(tr("Films by class and part"), self)
        self.counts_title.setProperty("role", "section")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.UNIT)
        column.addLayout(choose)
        column.addLayout(state)
        column.addWidget(self.reading)
        column.addWidget(self.classes)
        column.addWidget(self.counts_title)
        column.addWidget(self.counts)
        column.addWidget(self.split)
        column.addStretch(1)
        area = ColumnArea(left, self)
        area.setMinimumWidth(_LEFT_WIDTHS[0] + _SCROLL_BAR_PX)
        area.setMaximumWidth(_LEFT_WIDTHS[1] + _SCROLL_BAR_PX)
        return area

    def _right_column(self) -> QVBoxLayout:
        tabs = QHBoxLayout()
        tabs.setSpacing(theme.UNIT)
        group = QButtonGroup(self)
        for button in (self.show_samples, self.show_audit):
            group.addButton(button)
            tabs.addWidget(button)
        tabs.addStretch(1)
        self.show_samples.clicked.connect(lambda: self.show_tab(is_audit=False))
        self.show_audit.clicked.connect(lambda: self.show_tab(is_audit=True))
        self._right.addWidget(self.samples)
        self._right.addWidget(self.audit)
        column = QVBoxLayout()
        column.setSpacing(theme.UNIT)
        column.addLayout(tabs)
        column.addWidget(self._right, 1)
        return column

    def _controls(self) -> tuple[QWidget, ...]:
        """Everything that takes keys, in the order of reading."""
        left = (*self._choosing, self.again, self.undo, self.redo, *self.split.controls())
        right = (self.show_samples, self.show_audit, self.samples, *self.audit.controls())
        return (*left, *right)

    # --- what to show

    def show_tab(self, *, is_audit: bool) -> None:
        """Show the audit or the samples."""
        self._right.setCurrentWidget(self.audit if is_audit else self.samples)
        (self.show_audit if is_audit else self.show_samples).setChecked(True)

    def show_source(self, name: str, tip: str) -> None:
        """Say where the films come from; without a name, ask for them."""
        self._stack.setCurrentWidget(self._page if name else self.empty)
        room = _LEFT_WIDTHS[0] - 240
        metrics = self.source.fontMetrics()
        self.source.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        self.source.setToolTip(tip)

    def show_summary(self, words: str, *, is_doubtful: bool) -> None:
        """Say how many films there are, or why there are none."""
        self.summary.setText(words)
        self.summary.setProperty("doubt", is_doubtful)
        self.summary.style().unpolish(self.summary)
        self.summary.style().polish(self.summary)

    def show_reading(self, progress: Progress | None) -> None:
        """Say how far the reading of the films is; None when it has ended."""
        self.reading.show_progress(progress)
        self.reading.setVisible(progress is not None)
        self._show_known(progress is None)

    def offer_again(self, is_offered: bool) -> None:
        """Offer to list the films that are chosen, of which nothing is known."""
        self.again.setVisible(is_offered)
        if is_offered:
            self._show_known(False)

    def _show_known(self, is_shown: bool) -> None:
        for part in (self.classes, self.counts_title, self.counts, self.split):
            part.setVisible(is_shown)

    def show_serious(self, number: int | None) -> None:
        """Say at the tab how many serious findings are not mended; None before any audit."""
        self.show_audit.setText(
            tr("Audit · {number} serious", number=number) if number else tr("Audit")
        )
        name, ink = ("warning", "refusal") if number else ("tick", "accent")
        self.show_audit.setIcon(QIcon() if number is None else icons.icon(name, ink))

    # --- the hand

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.dropped.emit(paths[0])
