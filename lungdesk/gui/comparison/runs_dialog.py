"""Window that compares runs which the user chooses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.comparison.panel import ComparisonPanel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.elided_label import ElidedLabel
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.named_button import named_button

_SIZE = (1180, 720)


class RunsDialog(QDialog):
    """Runs above, the comparison below.

    Signals
    -------
    add_wanted(), clear_wanted()
        The user wants more runs, or none.
    known_wanted(tuple[Path, ...])
        The user wants these runs, which were offered.
    """

    add_wanted = Signal()
    clear_wanted = Signal()
    known_wanted = Signal(object)

    def __init__(self, panel: ComparisonPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare runs"))
        self.resize(*_SIZE)
        self.panel = panel
        self.strip = MessageStrip(self)
        self.runs = ElidedLabel(self)
        self.add = named_button(
            self, tr("From a folder…"), tr("Choose a run, or a folder that holds runs (Ctrl+O)")
        )
        self.own = self._offer(tr("Trained here"), tr("Add the trainings of this computer"))
        self.shipped = self._offer(
            tr("Shipped models"), tr("Add the trainings that the models of LungDesk come from")
        )
        self._offers: dict[QAction, tuple[Path, ...]] = {}
        self.clear = named_button(self, tr("Clear"), tr("Take all runs off the comparison"))
        self.close_button = named_button(self, tr("Close"), tr("Close this window (Esc)"))
        self.add.clicked.connect(self.add_wanted)
        self.clear.clicked.connect(self.clear_wanted)
        self.close_button.clicked.connect(self.close)
        QShortcut(QKeySequence("Ctrl+O"), self, self.add.click)
        choose = QAction(self.add.text(), self)
        choose.setToolTip(self.add.toolTip())
        choose.triggered.connect(self.add_wanted)
        self._ways = {
            action: panel.notice.add_button(action, action.text(), is_primary=action is choose)
            for action in (self.own, self.shipped, choose)
        }
        QShortcut(QKeySequence("Ctrl+E"), self, panel.export.click)
        head = QHBoxLayout()
        head.setSpacing(theme.UNIT)
        head.addWidget(self.runs, 1)
        self._head = [self._head_button(action) for action in (self.own, self.shipped)]
        for button in (*self._head, self.add, self.clear, self.close_button):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        margin = theme.UNIT * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(theme.UNIT + theme.HALF_UNIT)
        layout.addLayout(head)
        layout.addWidget(self.strip)
        layout.addWidget(panel, 1)
        self.show_runs(())
        self.offer((), ())

    def _offer(self, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setToolTip(tip)
        action.triggered.connect(lambda: self.known_wanted.emit(self._offers[action]))
        return action

    def _head_button(self, action: QAction) -> QPushButton:
        button = named_button(self, action.text(), action.toolTip())
        button.clicked.connect(action.trigger)
        return button

    def offer(self, own: Sequence[Path], shipped: Sequence[Path]) -> None:
        """Offer runs that are known, so that nobody has to look for their folders."""
        self._offers = {self.own: tuple(own), self.shipped: tuple(shipped)}
        for button, runs in zip(self._head, self._offers.values(), strict=True):
            button.setVisible(bool(runs))
        self._show_ways()

    def _show_ways(self) -> None:
        """While nothing is chosen, the ways to choose stand in the middle, too."""
        for action, button in self._ways.items():
            is_possible = bool(self._offers.get(action, True))
            button.setVisible(is_possible and not self.clear.isEnabled())

    def show_runs(self, runs: Sequence[Path]) -> None:
        """Say which runs are compared."""
        names = ", ".join(run.name for run in runs)
        count = tr("{count} runs", count=len(runs)) if len(runs) != 1 else tr("1 run")
        words = f"{count}: {names}" if runs else tr("No run is chosen.")
        self.runs.show_whole(words, "\n".join(str(run) for run in runs))
        self.clear.setEnabled(bool(runs))
        self._show_ways()
