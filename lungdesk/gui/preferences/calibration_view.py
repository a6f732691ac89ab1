"""Measures the pixels of a monitor: a bar is made as long as a thing of known length."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QWidget,
)
from typing_extensions import override

from lungdesk.core.monitor import CARD_MM, Monitor, PitchSource, measured_pitch_mm
from lungdesk.gui import theme
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.keyed import KeyedComboBox

#: Until something is known: 96 pixels an inch.
_USUAL_MM: Final = 25.4 / 96
_RULER_MM: Final = (30.0, 100.0, 500.0)
_SHORTEST_PX: Final = 50
_PAGE_PX: Final = 10
#: Room for the words on the left, the same all over the page.
LABELS_WIDTH: Final = 176
_CARD, _RULER = tr("A bank card, 85.6 mm wide"), tr("A ruler")


class Bar(QWidget):
    """A bar with a stroke at each end.

    Signals
    -------
    resized()
        There is room for another length.
    """

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Bar to compare with"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._length = 0.0

    @override
    def sizeHint(self) -> QSize:
        return QSize(2 * _SHORTEST_PX, theme.UNIT * 6)

    def show_length(self, length: float) -> None:
        """Draw the bar, from outer edge to outer edge ``length`` view pixels long."""
        self._length = length
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            body = QRectF(0, theme.UNIT, self._length, self.height() - 2 * theme.UNIT)
            painter.fillRect(body, QColor(theme.colours().accent_dim))
            for x in (0.0, self._length - 1):
                painter.fillRect(QRectF(x, 0, 1, self.height()), QColor(theme.colours().accent))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resized.emit()


class CalibrationView(QWidget):
    """Bar, slider and what to compare with; pixels are those of the device.

    Signals
    -------
    measured(float)
        The user has made the bar as long as the thing: side of a pixel in mm.
    forgotten()
        What the monitor states is to hold again.
    """

    measured = Signal(float)
    forgotten = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pitch_mm = _USUAL_MM
        self.state = QLabel(self)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.reference = KeyedComboBox(self)
        self.reference.addItems([_CARD, _RULER])
        self.reference.setAccessibleName(tr("Compare with"))
        self.reference.setToolTip(tr("What you hold against the screen"))
        self.length = QDoubleSpinBox(self)
        self.length.setRange(_RULER_MM[0], _RULER_MM[2])
        self.length.setDecimals(1)
        self.length.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.length.setKeyboardTracking(False)
        self.length.setSuffix(" mm")
        self.length.setValue(CARD_MM)
        self.length.setEnabled(False)
        self.length.setAccessibleName(tr("Length of the bar in mm"))
        self.length.setToolTip(tr("How much of the ruler the bar is to cover"))
        self.bar = Bar(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setPageStep(_PAGE_PX)
        self.slider.setAccessibleName(tr("Length of the bar"))
        self.slider.setToolTip(tr("Make the bar as long; the arrow keys take one pixel a step"))
        self.remark = QLabel(self)
        self.remark.setWordWrap(True)
        self.remark.setProperty("doubt", True)
        self.forget = QPushButton(tr("Forget the measurement"), self)
        self.forget.setAutoDefault(False)
        self.forget.setToolTip(tr("Go back to what the monitor states"))
        self._assemble()
        self.reference.currentIndexChanged.connect(self._on_reference)
        self.length.valueChanged.connect(self._lay)
        self.slider.valueChanged.connect(self._on_slid)
        self.bar.resized.connect(self._lay)
        self.forget.clicked.connect(self.forgotten)

    def _assemble(self) -> None:
        what = QHBoxLayout()
        what.setSpacing(theme.UNIT)
        what.addWidget(self.reference, 1)
        what.addWidget(self.length)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.UNIT * 3)
        grid.setVerticalSpacing(theme.UNIT)
        grid.setColumnMinimumWidth(0, LABELS_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.state, 0, 0, 1, 2)
        grid.addWidget(QLabel(tr("Compare with"), self), 1, 0)
        grid.addLayout(what, 1, 1)
        grid.addWidget(self.bar, 2, 0, 1, 2)
        grid.addWidget(QLabel(tr("Length of the bar"), self), 3, 0)
        grid.addWidget(self.slider, 3, 1)
        grid.addWidget(self.remark, 4, 0, 1, 2)
        grid.addWidget(self.forget, 5, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def show_monitor(self, monitor: Monitor, measured: dict[str, float]) -> None:
        """Say what is known of a monitor, and lay the bar by it."""
        pitch = monitor.pitch(measured)
        self._pitch_mm = pitch.mm if pitch else _USUAL_MM
        known = tr("the size of its pixels is not known; true size needs it.")
        if pitch is not None:
            known = tr("{mm:.4f} mm per pixel, {source}.", mm=pitch.mm, source=told(pitch.source))
        self.state.setText(f"{told(monitor.words)}: {known}")
        self.state.setProperty("doubt", pitch is None)
        self.state.style().polish(self.state)
        self.forget.setEnabled(pitch is not None and pitch.source is PitchSource.MEASURED)
        self._lay()

    def _lay(self) -> None:
        """Make the bar as long as the thing would be by what is known."""
        wanted = round(self.length.value() / self._pitch_mm)
        room = max(_SHORTEST_PX, int(self.bar.width() * self.devicePixelRatioF()))
        with QSignalBlocker(self.slider):
            self.slider.setRange(_SHORTEST_PX, room)
            self.slider.setValue(wanted)
        is_short = wanted > room
        self.remark.setText(tr("There is no room for this length: take a shorter one.") * is_short)
        self.remark.setVisible(is_short)
        self.slider.setEnabled(not is_short)
        self._draw()

    def _draw(self) -> None:
        self.bar.show_length(self.slider.value() / self.devicePixelRatioF())

    def _on_reference(self, number: int) -> None:
        is_ruler = self.reference.itemText(number) == _RULER
        self.length.setEnabled(is_ruler)
        self.length.setValue(_RULER_MM[1] if is_ruler else CARD_MM)

    def _on_slid(self, length_px: int) -> None:
        self._draw()
        self.measured.emit(measured_pitch_mm(self.length.value(), length_px))
