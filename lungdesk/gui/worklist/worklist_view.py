"""The window of the worklist: filters, table, and the current study beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from lungdesk.core.worklist.states import StudyStatus
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.companion_window import CompanionWindow
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.worklist.batch_panel import BatchPanel
from lungdesk.gui.worklist.filter_panel import SEARCH_KEY, FilterPanel
from lungdesk.gui.worklist.study_panel import StudyPanel
from lungdesk.gui.worklist.table_panel import TablePanel
from lungdesk.gui.worklist.words import STATUS_WORDS

#: As wide as all columns take, and how much of the screen that may be.
_SIZE = QSize(1500, 880)
_SHARE_OF_SCREEN = 0.97
_LEAST = (1000, 560)
_STATUS_KEYS = {
    "U": StudyStatus.UNREAD,
    "P": StudyStatus.IN_PROGRESS,
    "D": StudyStatus.TO_DISCUSS,
    "R": StudyStatus.READ,
}


class WorklistView(CompanionWindow):
    """Stays open while its studies are read in the main window.

    Signals
    -------
    classify_wanted(), next_wanted(), refresh_wanted()
        A folder to classify, the next unread study, what others have changed.
    """

    classify_wanted = Signal()
    next_wanted = Signal()
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Worklist"), _LEAST, parent)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
        self.messages = MessageStrip(self)
        self.batch = BatchPanel(self)
        self.filters = FilterPanel(self)
        self.table = TablePanel(self)
        self.study = StudyPanel(self)
        self.task = TaskLine(self)
        self.next = named_button(
            self, tr("Next unread"), tr("Open the next unread study (N)"), act=self.next_wanted
        )
        self.classify = named_button(
            self,
            tr("Classify a folder…"),
            tr("Read all films of a folder (Ctrl+Shift+F)"),
            act=self.classify_wanted,
        )
        self.shut = named_button(self, tr("Close"), tr("Close this window (Esc)"), act=self.close)
        self._assemble()
        self._bind_keys()

    def _assemble(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.study)
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.classify)
        foot.addWidget(self.filters.count)
        foot.addWidget(self.task, 1)
        foot.addWidget(self.next)
        foot.addWidget(self.shut)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 2 for _ in range(4)))
        layout.setSpacing(theme.UNIT + theme.HALF_UNIT)
        for part in (self.messages, self.batch, self.filters):
            layout.addWidget(part)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    def _bind_keys(self) -> None:
        QShortcut(SEARCH_KEY, self, self.filters.begin_search)
        QShortcut(QKeySequence("F5"), self, self.refresh_wanted.emit)
        QShortcut(QKeySequence("Ctrl+Shift+F"), self, self.classify.click)
        # Single letters belong to the table: elsewhere somebody may be writing.
        for key, act in (
            ("N", self.next.click),
            ("A", self.study.accept.click),
            ("X", self.study.reject.click),
            ("C", self.study.comment.setFocus),
            ("T", self.study.note.setFocus),
        ):
            self._on_table(key, act)
        for key, status in _STATUS_KEYS.items():
            self._on_table(key, partial(self.study.status_wanted.emit, status))
        self.study.note_left.connect(self.table.begin)
        self.table.menu_wanted.connect(self._show_menu)
        self.filters.search.returnPressed.connect(self.table.begin)
        self.table.classify_wanted.connect(self.classify_wanted)
        self.table.clear_wanted.connect(self.filters.reset)
        self.table.currentChanged.connect(self._show_study)

    def _show_study(self) -> None:
        self.study.setVisible(self.table.has_rows)

    def _on_table(self, key: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(key), self.table.table, act)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.setAutoRepeat(False)  # a key that is held says one thing of one study

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(tr("Study"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open films\tEnter"), self.study.open_wanted.emit)
        menu.addSeparator()
        keys = {status: key for key, status in _STATUS_KEYS.items()}
        for status, words in STATUS_WORDS.items():
            action = menu.addAction(f"{words}\t{keys[status]}")
            action.setEnabled(self.study.status.isEnabled())
            action.triggered.connect(
                lambda _on=False, wanted=status: self.study.status_wanted.emit(wanted)
            )
        menu.addSeparator()
        menu.addMenu(self.table.columns.menu(menu))
        menu.popup(at)

    @override
    def done(self, result: int) -> None:
        self.study.keep_note()
        super().done(result)
