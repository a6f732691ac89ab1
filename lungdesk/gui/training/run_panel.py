"""The Run page: what the training does, each backbone, curves, log, and what the best one sees."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.evaluation.figures_model import FiguresModel, FiguresRow
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.elided_label import ElidedLabel
from lungdesk.gui.widgets.figures_view import FiguresView
from lungdesk.gui.widgets.heat_row import HeatRow
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import section_label, text_label
from lungdesk.gui.widgets.training_curves import TrainingCurves

_COLUMNS = (
    tr("Backbone"),
    tr("State"),
    tr("Epoch"),
    tr("Time left"),
    tr("Val acc."),
    tr("Val loss"),
)
_TABLE_ROWS = (2, 6)
_LOG_LINES = 2000
_LEFT_SHARE, _RIGHT_SHARE = 5, 4


class RunPanel(QWidget):
    """Above: state, buttons and backbones. Left: films. Right: curves and log.

    Signals
    -------
    start_wanted(), pause_wanted(), stop_wanted()
        By button; Start says Resume where something was begun.
    chosen(int)
        The user wants to see the curves of this backbone.
    """

    start_wanted = Signal()
    pause_wanted = Signal()
    stop_wanted = Signal()
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = text_label(self)
        self.sentence.setAccessibleName(tr("State of the training"))
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress of this step"))
        self.step = ElidedLabel(self)
        self.step.setProperty("role", "muted")
        self.start = named_button(
            self, tr("Start training"), tr("Train all backbones, one after the other")
        )
        self.start.setProperty("primary", True)
        self.start.clicked.connect(self.start_wanted)
        self.pause = named_button(
            self,
            tr("Pause"),
            tr("End after the next step and keep everything; Resume goes on at that step"),
        )
        self.pause.clicked.connect(self.pause_wanted)
        self.stop = named_button(
            self,
            tr("Stop"),
            tr("End at once; finished models and the epochs that have ended are kept"),
        )
        self.stop.clicked.connect(self.stop_wanted)
        self._model = FiguresModel(_COLUMNS, self)
        self.table = FiguresView(self._model, tr("Backbones"), self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.curves = TrainingCurves(self)
        self.log = QPlainTextEdit(self)
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setMaximumBlockCount(_LOG_LINES)
        self.log.setAccessibleName(tr("Log"))
        self.log.setPlaceholderText(tr("What happens is written here."))
        self.heat_caption = text_label(self, role="muted")
        self.heat = HeatRow(self)
        for part in (self.bar, self.step):
            keeps = part.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)  # nothing below is to jump
            part.setSizePolicy(keeps)
        self._assemble()
        self.show_step(None, "")

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.UNIT)
        head.addWidget(self.sentence, 1)
        for button in (self.start, self.pause, self.stop):
            head.addWidget(button)
        left = QVBoxLayout()
        left.setSpacing(theme.HALF_UNIT)
        left.addWidget(
            section_label(self, tr("Where the best model so far looks, on films of val"))
        )
        left.addWidget(self.heat_caption)
        left.addWidget(self.heat)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.HALF_UNIT)
        right.addWidget(self.curves, 3)
        right.addSpacing(theme.UNIT)
        right.addWidget(section_label(self, tr("Log")))
        right.addWidget(self.log, 2)
        columns = QHBoxLayout()
        columns.setSpacing(theme.UNIT * 3)
        columns.addLayout(left, _LEFT_SHARE)
        columns.addLayout(right, _RIGHT_SHARE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self.step)
        layout.addWidget(self.table)  # all of the width: its words are long
        layout.addLayout(columns, 1)

    # --- what to show

    def show_sentence(self, words: str, *, is_doubtful: bool) -> None:
        """Say what the training does, or why it does not."""
        self.sentence.setText(words)
        self.sentence.setAccessibleDescription(words)
        self.sentence.setProperty("doubt", is_doubtful)
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)

    def show_step(self, progress: Progress | None, words: str) -> None:
        """Say how far the present step is; None while nothing runs."""
        for part in (self.bar, self.step):
            part.setVisible(progress is not None)
        self.step.show_whole(words)
        if progress is not None:
            if self.bar.maximum() != progress.total:
                self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)

    def show_buttons(self, start: str, *, can_start: bool, can_pause: bool, can_stop: bool) -> None:
        """Offer what can be done; ``start`` is what the first button says."""
        self.start.setText(start)
        self.start.setAccessibleName(start)
        is_active = can_pause or can_stop
        has_keys = any(one.hasFocus() for one in (self.start, self.pause, self.stop))
        self.start.setVisible(not is_active)
        self.start.setEnabled(can_start)
        self.pause.setVisible(is_active)
        self.pause.setEnabled(can_pause)
        self.stop.setVisible(is_active)
        self.stop.setEnabled(can_stop)
        if has_keys:  # else they would come to Stop, which the next press of the space bar presses
            turned = self.pause if is_active else self.start
            (turned if turned.isEnabled() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rows(self, rows: tuple[FiguresRow, ...]) -> None:
        """Show the backbones."""
        if len(rows) != len(self._model.rows):
            least, most = _TABLE_ROWS
            self.table.set_rows_shown(min(max(len(rows), least), most))
            self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        if rows != self._model.rows:
            self._model.show_rows(rows)

    def choose(self, row: int) -> None:
        """Show the curves of a backbone."""
        self.table.setCurrentIndex(self._model.index(row, 0))

    def add_log(self, lines: Sequence[str]) -> None:
        """Write lines at the end of the log; they are seen unless the user has scrolled up."""
        if lines:
            self.log.appendPlainText("\n".join(lines))

    def _on_row(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0:
            self.chosen.emit(row)
