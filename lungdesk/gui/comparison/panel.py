"""Compare and keep: bars, tests and costs on the left, what to keep on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.comparison.keep_panel import KeepPanel
from lungdesk.gui.messages import Message
from lungdesk.gui.models.model_row_view import ModelDelegate
from lungdesk.gui.models.shelf_model import ModelRow, ShelfModel
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.cost_plot import CostPlot
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.metric_bars import MetricBars
from lungdesk.gui.widgets.notice import Notice
from lungdesk.gui.widgets.task_line import TaskLine

_CHOICE_WIDTH = 300


class ComparisonPanel(QWidget):
    """Hosted by a window of its own or by a page of the wizard.

    Signals
    -------
    figure_chosen(str), splits_changed()
        The user wants another figure in the bars, or it on other films.
    model_chosen(int)
        The user has selected a model.
    export_wanted(), cancel_wanted()
        The user wants figures and tables in a folder, or what runs stopped.
    """

    figure_chosen = Signal(str)
    splits_changed = Signal()
    model_chosen = Signal(int)
    export_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: QComboBox = KeyedComboBox(self)
        self.figure.setAccessibleName(tr("Figure that the bars show"))
        self.figure.setToolTip(tr("Which figure the bars show"))
        self.figure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.figure.activated.connect(self._tell_figure)
        self.splits: dict[str, QPushButton] = {}
        self.bars = MetricBars(self)
        self.bars.chosen.connect(self.select)
        self.costs = CostPlot(self)
        self.costs.chosen.connect(self.select)
        self.tests = QTextBrowser(self)
        self.tests.setAccessibleName(tr("Tests in words"))
        self.tests.setFrameShape(QFrame.Shape.NoFrame)
        self.model = ShelfModel(self)
        self.list = self._list()
        self.keep = KeepPanel(self)
        self.task = TaskLine(self)
        self.task.cancel_wanted.connect(self.cancel_wanted)
        self.export = QPushButton(tr("Export the comparison…"), self)
        self.export.setAutoDefault(False)
        self.export.setToolTip(tr("Figures (PNG, SVG, PDF), tables (CSV) and the report (PDF)"))
        self.export.setAccessibleName(tr("Export figures, tables and report"))
        self.export.clicked.connect(self.export_wanted)
        self.notice = Notice(icon_name="layout-1x2", parent=self)
        self.notice.setProperty("role", "")
        self._stack = QStackedWidget(self)
        self._assemble()
        self.show_nothing()

    def _list(self) -> QListView:
        shown = QListView(self)
        shown.setModel(self.model)
        shown.setItemDelegate(ModelDelegate(shown))
        shown.setAccessibleName(tr("Models that are compared"))
        shown.setUniformItemSizes(True)
        shown.setMouseTracking(True)
        shown.selectionModel().currentChanged.connect(self._tell_model)
        return shown

    def _assemble(self) -> None:
        results = QWidget(self)
        row = QHBoxLayout(results)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.UNIT * 2)
        row.addLayout(self._evidence(), 1)
        row.addWidget(self._choice())
        self._stack.addWidget(self.notice)
        self._stack.addWidget(results)
        self._results = results
        foot = QHBoxLayout()
        foot.addWidget(self.task, 1)
        foot.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)

    def _evidence(self) -> QVBoxLayout:
        self._split_row = QHBoxLayout()
        self._split_row.setSpacing(theme.HALF_UNIT)
        head = QHBoxLayout()
        head.setSpacing(theme.UNIT)
        head.addWidget(self.figure)
        head.addStretch(1)
        head.addLayout(self._split_row)
        below = QHBoxLayout()
        below.setSpacing(theme.UNIT * 2)
        below.addLayout(_titled(tr("Speed against accuracy"), self.costs), 1)
        below.addLayout(_titled(tr("What is more than chance"), self.tests), 1)
        column = QVBoxLayout()
        column.setSpacing(theme.UNIT)
        column.addLayout(head)
        column.addWidget(self.bars, 3)
        column.addLayout(below, 2)
        return column

    def _choice(self) -> QWidget:
        side = QWidget(self)
        side.setFixedWidth(_CHOICE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.UNIT)
        column.addLayout(_titled(tr("Which one to keep"), self.list), 1)
        column.addWidget(self.keep)
        return side

    # --- what to show

    def show_progress(self, progress: Progress | None) -> None:
        """Say what runs, and offer what can be done meanwhile; None when nothing does."""
        is_idle = progress is None
        if not is_idle:
            self.task.show_progress(progress)
            self.task.take_keys_of(self.keep.button, self.export)
        self.keep.set_busy(not is_idle)
        self.export.setEnabled(is_idle and self.shows_results)
        if is_idle:
            self.task.give_keys_back()
            self.task.show_progress(None)

    def show_nothing(self) -> None:
        """Say what is missing."""
        what = tr("Runs are trainings that have ended: choose which.")
        self.show_notice(tr("Nothing to compare yet"), what)

    def show_notice(self, heading: str, sentence: str) -> None:
        """Say in place of the results why there are none (yet)."""
        self.notice.show_text(heading, Message(sentence))
        self._stack.setCurrentWidget(self.notice)
        self.export.setEnabled(False)

    def show_results(self) -> None:
        """Show bars, tests and choice; keys that were here go to the first of it."""
        focused = QApplication.focusWidget()
        is_here = focused is not None and self.isAncestorOf(focused)
        has_keys = is_here and not self.shows_results
        self._stack.setCurrentWidget(self._results)
        self.export.setEnabled(True)
        if has_keys:
            self.figure.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shows_results(self) -> bool:
        """Whether there is something to choose from."""
        return self._stack.currentWidget() is self._results

    def show_figures(self, figures: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer figures, as keys and names."""
        self.figure.clear()
        for key, name in figures:
            self.figure.addItem(name, key)
        self.figure.setCurrentIndex(max(self.figure.findData(chosen), 0))

    def show_splits(self, splits: Sequence[tuple[str, str]], shown: Sequence[str]) -> None:
        """Offer sets of films, as keys and names, to be switched on and off."""
        for button in self.splits.values():
            self._split_row.removeWidget(button)
            button.deleteLater()
        self.splits = {}
        before: QWidget = self.figure
        for key, name in splits:
            button = QPushButton(name, self)
            button.setCheckable(True)
            button.setChecked(key in shown)
            button.setAutoDefault(False)
            button.setToolTip(tr("Show bars of these films: {name}", name=name))
            button.setAccessibleName(tr("Bars of {name}", name=name))
            button.toggled.connect(self.splits_changed)
            self._split_row.addWidget(button)
            self.splits[key] = button
            self.setTabOrder(before, button)
            before = button

    @property
    def shown_splits(self) -> tuple[str, ...]:
        """Keys of the films that are switched on."""
        return tuple(key for key, button in self.splits.items() if button.isChecked())

    def show_models(self, rows: tuple[ModelRow, ...], number: int) -> None:
        """Offer models, and select one."""
        self.model.show_rows(rows)
        self.select(number)

    def show_tests(self, paragraphs: Sequence[str]) -> None:
        """Say what the tests say."""
        self.tests.setPlainText("\n\n".join(paragraphs))

    def select(self, number: int) -> None:
        """Select a model."""
        self.list.selectionModel().setCurrentIndex(
            self.model.index(number), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    # --- the hand

    def _tell_figure(self, index: int) -> None:
        self.figure_chosen.emit(self.figure.itemData(index))

    def _tell_model(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.model_chosen.emit(index.row())


def _titled(title: str, widget: QWidget) -> QVBoxLayout:
    heading = QLabel(title)
    heading.setProperty("role", "section")
    heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    heading.setAlignment(Qt.AlignmentFlag.AlignLeft)
    column = QVBoxLayout()
    column.setSpacing(theme.HALF_UNIT)
    column.addWidget(heading)
    column.addWidget(widget, 1)
    return column
