"""The window of grey values in figures: histogram, typed values, presets."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.imaging.histogram import Histogram
from lungdesk.core.radiograph import VoiFunction, VoiTransform, Window
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.floating_panel import FloatingPanel
from lungdesk.gui.widgets.grouped_box import GroupedBox
from lungdesk.gui.widgets.histogram_plot import HistogramPlot, window_ends
from lungdesk.gui.widgets.keyed import KeyedComboBox

_WIDTH = 328
_LARGEST = 1e9
_LEAST_DECIMALS = 1
_FUNCTIONS = (
    (VoiFunction.LINEAR_EXACT, tr("Linear")),
    (VoiFunction.SIGMOID, tr("Sigmoid")),
    (VoiFunction.LINEAR, tr("Linear (DICOM, half a value off)")),
)


class WindowPanel(FloatingPanel):
    """Lies beside the film and stays while its window is dragged.

    Signals
    -------
    window_wanted(Window)
        The user has typed, dragged or chosen another window.
    preset_kept(str)
        The window is to become the preset of this id.
    presets_restored()
        The presets are to be those that LungDesk brings.
    """

    window_wanted = Signal(object)
    preset_kept = Signal(str)
    presets_restored = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Window of grey values"), parent)
        self.setObjectName("windowPanel")
        self.setFixedWidth(_WIDTH)
        self._window = Window(0.5, 1.0, VoiFunction.LINEAR_EXACT)
        self.plot = HistogramPlot(self)
        self.plot.window_dragged.connect(self._on_ends)
        self.center = self._number(tr("Centre"), self._on_typed)
        self.width_box = self._number(tr("Width"), self._on_typed)
        self.low = self._number(tr("Black"), self._on_ends_typed)
        self.high = self._number(tr("White"), self._on_ends_typed)
        self.function = KeyedComboBox(self)
        self.function.setAccessibleName(tr("Function of the window"))
        self.function.setToolTip(tr("How grey rises from black to white"))
        for function, name in _FUNCTIONS:
            self.function.addItem(name, function)
        self.function.activated.connect(self._on_typed)
        self._keep = QMenu(tr("Keep as"), self)
        self._presets = QGridLayout()
        self._note = QLabel(self)
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        self._assemble()

    def _number(self, name: str, slot: object) -> GroupedBox:
        box = GroupedBox(self)
        box.setRange(-_LARGEST, _LARGEST)
        box.setDecimals(_LEAST_DECIMALS)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.setKeyboardTracking(False)
        box.setAccessibleName(name)
        box.valueChanged.connect(slot)
        return box

    def _assemble(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.UNIT)
        grid.setVerticalSpacing(theme.UNIT)
        for row, pair in enumerate(((self.center, self.width_box), (self.low, self.high))):
            for column, box in enumerate(pair):
                label = QLabel(box.accessibleName(), self)
                label.setProperty("role", "muted")
                label.setBuddy(box)
                grid.addWidget(label, row, 2 * column)
                grid.addWidget(box, row, 2 * column + 1)
        grid.addWidget(self._muted(tr("Curve")), 2, 0)
        grid.addWidget(self.function, 2, 1, 1, 3)
        self._presets.setSpacing(theme.HALF_UNIT)
        keep = QPushButton(tr("Keep as preset"), self)
        keep.setToolTip(tr("Let a preset give this window, on every film by its own histogram"))
        keep.setMenu(self._keep)
        restore = QPushButton(tr("Restore presets"), self)
        restore.clicked.connect(self.presets_restored)
        foot = QHBoxLayout()
        foot.addWidget(keep)
        foot.addStretch(1)
        foot.addWidget(restore)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.UNIT + theme.HALF_UNIT)
        layout.addWidget(self.head)
        layout.addWidget(self.plot)
        layout.addLayout(grid)
        layout.addLayout(self._presets)
        layout.addLayout(foot)
        layout.addWidget(self._note)

    def _muted(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "muted")
        return label

    def add_preset(self, action: QAction, preset_id: str) -> None:
        """Offer a preset; without an id it is one that cannot be changed."""
        button = QPushButton(self)
        _take_words(button, action)
        action.changed.connect(partial(_take_words, button, action))
        button.clicked.connect(action.trigger)
        count = self._presets.count()
        self._presets.addWidget(button, count // 2, count % 2)
        if preset_id:
            keep = self._keep.addAction(button.text())
            keep.triggered.connect(lambda _on=False, i=preset_id: self.preset_kept.emit(i))

    # --- what to show

    def show_histogram(self, histogram: Histogram | None) -> None:
        """Show the values of another film."""
        self.plot.show_histogram(histogram)

    def set_decimals(self, decimals: int) -> None:
        """Show figures as finely as the values of the film are told apart."""
        for box in (self.center, self.width_box, self.low, self.high):
            with QSignalBlocker(box):
                box.setDecimals(max(_LEAST_DECIMALS, decimals))
                box.setSingleStep(10.0**-decimals)

    def show_voi(self, voi: VoiTransform | None) -> None:
        """Show the window; a table of the file is shown but has no figures to type."""
        self.plot.show_voi(voi)
        is_window = isinstance(voi, Window)
        for box in (self.center, self.width_box, self.low, self.high, self.function):
            box.setEnabled(is_window)
        self._note.setText(
            "" if is_window else tr("The grey values come from a table of the file.")
        )
        self._note.setVisible(not is_window)
        if isinstance(voi, Window):
            self._window = voi
            self._show_figures(voi)

    def _show_figures(self, window: Window) -> None:
        low, high = window_ends(window)
        for box, value in (
            (self.center, window.center),
            (self.width_box, window.width),
            (self.low, low),
            (self.high, high),
        ):
            with QSignalBlocker(box):
                box.setValue(value)
        self.function.setCurrentIndex(self.function.findData(window.function))

    # --- what the user wants

    def _on_typed(self, _value: float) -> None:
        self._want(self.center.value(), self.width_box.value())

    def _on_ends_typed(self, _value: float) -> None:
        self._on_ends(self.low.value(), self.high.value())

    def _on_ends(self, low: float, high: float) -> None:
        self._want((low + high) / 2, high - low)

    def _want(self, center: float, width: float) -> None:
        function = VoiFunction(self.function.currentData())
        least = 1.0 if function is VoiFunction.LINEAR else 1e-6
        if width < least:  # black has passed white: what was shown before stays
            self._show_figures(self._window)
            return
        self.window_wanted.emit(Window(center, width, function))


def _take_words(button: QPushButton, action: QAction) -> None:
    button.setText(action.text().removeprefix(tr("Window: ")).replace("&", ""))
    button.setToolTip(action.toolTip())
