"""The right side of the Plan page: how long, how much room, and the commands that do the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.widgets.text_label import section_label, text_label


class EstimatePanel(QWidget):
    """Shows what it is told.

    Signals
    -------
    measure_wanted(), cancel_wanted()
        How long it takes is to be measured, or not any more.
    copy_wanted()
        The commands are to be copied.
    """

    measure_wanted = Signal()
    cancel_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.total = QLabel(self)
        self.total.setProperty("role", "heading")
        self.total.setAccessibleName(tr("Time of the training"))
        self.words = text_label(self, role="muted")
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(theme.UNIT * 3)
        self.rows.setVerticalSpacing(theme.HALF_UNIT)
        self.rows.setColumnStretch(2, 1)
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self.measuring = TaskLine(self)
        self.measuring.cancel_wanted.connect(self.cancel_wanted)
        self.measure = named_button(
            self, tr("Measure again"), tr("Measure how long this computer takes")
        )
        self.measure.clicked.connect(self.measure_wanted)
        self.disk = text_label(self, role="muted")
        self.disk.setProperty("role", "")
        self.disk.setAccessibleName(tr("Room on the disk"))
        self.commands = QPlainTextEdit(self)
        self.commands.setReadOnly(True)
        # Paths are long and have no blanks: nothing is cut off. Only what is seen is wrapped,
        # what is copied is not.
        self.commands.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.commands.setTabChangesFocus(True)
        self.commands.setAccessibleName(tr("The same on the command line"))
        self.copy = named_button(self, tr("Copy"), tr("Copy the commands"))
        self.copy.setAccessibleName(tr("Copy the commands"))
        self.copy.clicked.connect(self.copy_wanted)
        self._assemble()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.addWidget(section_label(self, tr("The same on the command line")))
        head.addStretch(1)
        head.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("Time on this computer")))
        column.addWidget(self.total)
        column.addWidget(self.words)
        column.addLayout(self.rows)
        column.addWidget(self.measuring)
        column.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("Room on the disk")))
        column.addWidget(self.disk)
        column.addSpacing(theme.UNIT)
        column.addLayout(head)
        column.addWidget(self.commands, 1)

    # --- what to show

    def show_time(self, total: str, words: str, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show the time of everything, and rows of name, time and tooltip."""
        self.total.setText(total)
        self.words.setText(words)
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        while (item := self.rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # deleted after the events of now, and not seen until then
                widget.deleteLater()
        for number, (name, time, tip) in enumerate(rows):
            for column, text in enumerate((name, time)):
                label = QLabel(text, self)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setToolTip(tip)
                self.rows.addWidget(label, number, column)

    def show_measuring(self, progress: Progress | None, *, can_measure: bool) -> None:
        """Say what is being measured; None when nothing is."""
        self.measuring.show_progress(progress)
        self.measuring.setVisible(progress is not None)
        self.measure.setVisible(can_measure and progress is None)

    def show_disk(self, words: str, *, is_doubtful: bool) -> None:
        """Show how much room is needed and there."""
        self.disk.setText(words)
        self.disk.setProperty("doubt", is_doubtful)
        self.disk.style().unpolish(self.disk)
        self.disk.style().polish(self.disk)

    def show_commands(self, text: str, *, can_copy: bool) -> None:
        """Show the commands."""
        if text != self.commands.toPlainText():
            self.commands.setPlainText(text)
        self.copy.setEnabled(can_copy)
