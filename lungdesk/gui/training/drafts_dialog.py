"""Other trainings: which there are, and the buttons to go on with one or to remove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.question import Parent
from lungdesk.gui.widgets.text_label import text_label

_SIZE = (680, 420)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One training.

    Attributes
    ----------
    reason
        Why it cannot be removed; empty when it can.
    """

    id: str
    words: str
    reason: str = ""


class DraftsDialog(QDialog):
    """Shows what it is told.

    Signals
    -------
    chosen(str), removal_wanted(str)
        The user wants to go on with this training, or to be rid of it.
    """

    chosen = Signal(str)
    removal_wanted = Signal(str)

    def __init__(self, parent: Parent) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Other trainings"))
        self.resize(*_SIZE)
        self._rows: tuple[DraftRow, ...] = ()
        self.words = text_label(self, role="muted")
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Trainings"))
        self.list.setToolTip(tr("The training worked on last comes first; Enter goes on with it"))
        self.list.currentRowChanged.connect(self._show_row)
        self.list.itemActivated.connect(self._choose)
        self.go_on = named_button(
            self, tr("Go on with it"), tr("Show this training in the wizard (Enter)")
        )
        self.go_on.setProperty("primary", True)
        self.go_on.clicked.connect(self._choose)
        self.remove = named_button(self, tr("Remove…"), tr("Remove this training and its runs"))
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self._current.id))
        self.shut = named_button(self, tr("Close"), tr("Close this window (Esc)"))
        self.shut.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self.go_on)
        foot.addWidget(self.shut)
        layout = QVBoxLayout(self)
        margin = theme.UNIT * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.words)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self.show_rows(())

    @property
    def _current(self) -> DraftRow:
        return self._rows[self.list.currentRow()]

    def show_rows(self, rows: Sequence[DraftRow]) -> None:
        """List trainings; the place in the list stays."""
        place = self.list.currentRow()
        self._rows = tuple(rows)
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(row.words)
            item.setToolTip(row.words)
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(place, 0), len(rows) - 1))
        self.list.blockSignals(False)
        self.words.setText(
            tr("Choose a training to go on with; the present one is kept.")
            if rows
            else tr("There is no other training yet.")
        )
        self._show_row(self.list.currentRow())

    def _show_row(self, number: int) -> None:
        reason = self._rows[number].reason if number >= 0 else tr("There is no training to remove.")
        self.go_on.setEnabled(number >= 0)
        self.remove.setEnabled(not reason)
        self.remove.setToolTip(reason or tr("Remove this training and its runs"))

    def _choose(self) -> None:
        if self.list.currentRow() >= 0:
            self.chosen.emit(self._current.id)
