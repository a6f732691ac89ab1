"""Page of what the mouse does and how large the pixels of the monitor are."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from lungdesk.core.monitor import Monitor
from lungdesk.gui import theme
from lungdesk.gui.monitors import monitor_of
from lungdesk.gui.preferences.calibration_view import LABELS_WIDTH, CalibrationView
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.text_label import section_label, text_label

_BRIGHTER, _DARKER = tr("brighter"), tr("darker")
_HOW = tr(
    "Hold the card or the ruler against the screen and make the bar exactly as long. “True size”"
    " then shows 1 mm of the film as 1 mm on this monitor. Once for each monitor is enough."
)


class DisplayPanel(QWidget):
    """Level direction, and the calibration of each monitor the window is moved to."""

    def __init__(
        self, *, is_level_reversed: bool, pitches: Mapping[str, float], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.pitches = dict(pitches)
        self.level = KeyedComboBox(self)
        self.level.addItems([_BRIGHTER, _DARKER])
        self.level.setCurrentText(_DARKER if is_level_reversed else _BRIGHTER)
        self.level.setAccessibleName(tr("Dragging up makes the film"))
        self.level.setToolTip(tr("What a drag with the left button upwards does to the film"))
        self.calibration = CalibrationView(self)
        self.calibration.measured.connect(self._on_measured)
        self.calibration.forgotten.connect(self._on_forgotten)
        self._monitor: Monitor | None = None
        self._assemble()

    def _assemble(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.UNIT * 3)
        grid.setColumnMinimumWidth(0, LABELS_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(QLabel(tr("Dragging up makes the film"), self), 0, 0)
        grid.addWidget(self.level, 0, 1, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(section_label(self, tr("Mouse")))
        layout.addLayout(grid)
        layout.addSpacing(theme.UNIT * 2)
        layout.addWidget(section_label(self, tr("Monitor")))
        layout.addWidget(text_label(self, _HOW, role="muted"))
        layout.addWidget(self.calibration)
        layout.addStretch(1)

    @property
    def is_level_reversed(self) -> bool:
        """Whether dragging up is to make the film darker."""
        return self.level.currentText() == _DARKER

    def show_screen(self, screen: QScreen | None) -> None:
        """Calibrate this monitor, on which the page is seen; None while it is being unplugged."""
        if screen is None:
            return
        self._monitor = monitor_of(screen)
        self.calibration.show_monitor(self._monitor, self.pitches)

    def _on_measured(self, pitch_mm: float) -> None:
        if self._monitor is not None:
            self.pitches[self._monitor.key] = pitch_mm
            self.calibration.show_monitor(self._monitor, self.pitches)

    def _on_forgotten(self) -> None:
        if self._monitor is not None:
            self.pitches.pop(self._monitor.key, None)
            self.calibration.show_monitor(self._monitor, self.pitches)
