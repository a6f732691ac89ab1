"""An evaluation: which films, how far it is, and the tabs with its figures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.evaluation.calibration_panel import CalibrationPanel
from lungdesk.gui.evaluation.confusion_model import ConfusionModel
from lungdesk.gui.evaluation.curves_panel import CurvesPanel
from lungdesk.gui.evaluation.errors_model import ErrorsModel
from lungdesk.gui.evaluation.errors_panel import ErrorsPanel
from lungdesk.gui.evaluation.figures_model import FiguresModel
from lungdesk.gui.evaluation.matrix_panel import MatrixPanel
from lungdesk.gui.evaluation.tables_panel import TablesPanel
from lungdesk.gui.messages import Message
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.notice import Notice
from lungdesk.gui.widgets.text_label import text_label
from lungdesk.gui.widgets.thin_bar import ThinBar

_BAR_WIDTH = 320


class EvaluationPanel(QWidget):
    """Can be put into a window of its own or onto a page of another.

    Signals
    -------
    part_chosen(int)
        The user wants the part at this place of the list evaluated.
    again_wanted()
        The films are to be read again, although they were read before.
    cancel_wanted()
        What runs is to stop.
    tab_changed(QWidget)
        Another tab is shown.
    """

    part_chosen = Signal(int)
    again_wanted = Signal()
    cancel_wanted = Signal()
    tab_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.confusion = ConfusionModel(self)
        self.matrix_figures, self.point_figures = FiguresModel(("", "")), FiguresModel(("", ""))
        self.calibration_figures = FiguresModel(("", ""))
        self.class_figures, self.source_figures = FiguresModel(), FiguresModel()
        self.error_films = ErrorsModel(self)
        for model in self._figure_models():
            model.setParent(self)
        # Made in the order in which Tab goes through them.
        self.parts: QComboBox = KeyedComboBox(self)
        self.parts.setAccessibleName(tr("Films to measure on"))
        self.parts.setToolTip(tr("Which part of the collection to measure on"))
        self.parts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.parts.activated.connect(self.part_chosen)
        self.again = QPushButton(tr("Read again"), self)
        self.again.setToolTip(tr("Read the films again instead of using what was read before"))
        self.again.setAccessibleName(tr("Read again"))
        self.again.clicked.connect(self.again_wanted)
        self.tabs = QTabWidget(self)
        self.matrix = MatrixPanel(self.confusion, self.matrix_figures, self)
        self.curves = CurvesPanel(self.confusion, self.point_figures, self)
        self.calibration = CalibrationPanel(self.calibration_figures, self)
        self.tables = TablesPanel(self.class_figures, self.source_figures, self)
        self.errors = ErrorsPanel(self.error_films, self)
        self._fill_tabs()
        self.notice = Notice(icon_name="film", parent=self)
        self.notice.setProperty("role", "")
        self.evaluate = QAction(tr("Evaluate"), self)
        self.evaluate.setToolTip(tr("Read the films and measure the model on them"))
        self.leave_out = QAction(tr("Leave these classes out"), self)
        self.leave_out.setToolTip(tr("Measure on the films of the classes that the model knows"))
        for action in (self.evaluate, self.leave_out):
            button = self.notice.add_button(action, action.text(), is_primary=True)
            action.enabledChanged.connect(button.setVisible)
        self.headline = QLabel(self)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.remark = text_label(self, role="muted")
        self.words = QLabel(self)
        self.bar = ThinBar(tr("Progress of the evaluation"), _BAR_WIDTH, self)
        self.cancel = QPushButton(tr("Cancel"), self)
        self._stack = QStackedWidget(self)
        for page in (self.notice, self._busy_page(), self.tabs):
            self._stack.addWidget(page)
        self._assemble()

    def _figure_models(self) -> tuple[FiguresModel, ...]:
        of_rules = (self.matrix_figures, self.point_figures)
        return (*of_rules, self.calibration_figures, self.class_figures, self.source_figures)

    def _fill_tabs(self) -> None:
        tabs = self.tabs
        tabs.setAccessibleName(tr("Results"))
        tabs.setDocumentMode(True)
        tabs.tabBar().setAccessibleName(tr("Parts of the evaluation"))
        for name, tab in (
            (tr("&Matrix"), self.matrix),
            (tr("&Curves"), self.curves),
            (tr("Cali&bration"), self.calibration),
            (tr("&Tables"), self.tables),
            (tr("&Errors"), self.errors),
        ):
            tabs.addTab(tab, name)
        tabs.currentChanged.connect(lambda _number: self.tab_changed.emit(tabs.currentWidget()))

    def _busy_page(self) -> QWidget:
        page = QWidget(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.cancel.setToolTip(tr("Stop; what has been read of this part is not kept"))
        self.cancel.setAccessibleName(tr("Cancel the evaluation"))
        self.cancel.clicked.connect(self.cancel_wanted)
        layout = QVBoxLayout(page)
        layout.setSpacing(theme.UNIT * 2)
        layout.addStretch(2)
        layout.addWidget(self.words)
        for widget in (self.bar, self.cancel):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        return page

    def _assemble(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.UNIT)
        measured_on = QLabel(tr("Measured on"), self)
        measured_on.setBuddy(self.parts)
        top.addWidget(measured_on)
        top.addWidget(self.parts)
        top.addWidget(self.again)
        top.addSpacing(theme.UNIT)
        top.addWidget(self.headline, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addLayout(top)
        layout.addWidget(self.remark)
        layout.addWidget(self._stack, 1)

    # --- what to show

    def show_parts(self, names: tuple[str, ...], current: int) -> None:
        """Offer parts of the collection; -1 for none chosen."""
        self.parts.clear()
        self.parts.addItems(names)
        self.parts.setCurrentIndex(current)
        self.parts.setEnabled(bool(names))

    def show_notice(self, heading: str, message: Message) -> None:
        """Say in place of the tabs why there is nothing to see."""
        self.notice.show_text(heading, message)
        self._show_page(0)

    def show_progress(self, progress: Progress, words: str) -> None:
        """Say in place of the tabs how far it is."""
        self.words.setText(words)
        self.bar.show_progress(progress)
        self._show_page(1)

    def show_tabs(self) -> None:
        """Show the figures."""
        self._show_page(2)

    @property
    def shows_tabs(self) -> bool:
        """Whether figures can be seen."""
        return self._stack.currentIndex() == 2

    def _show_page(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.again.setEnabled(number == 2)
        if number != 2:
            self.headline.clear()
            self.remark.clear()
