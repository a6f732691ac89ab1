"""The bar under a film of several frames: play, where it is, how many there are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from lungdesk.gui import icons, theme
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_text import frame_words
from lungdesk.gui.widgets.keyed import KeyedSlider


class FramesPanel(QFrame):
    """Hidden while the film has one frame.

    Signals
    -------
    frame_chosen(int)
        The user wants a frame, counted from 0.
    """

    frame_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Frames"))
        self.slider = KeyedSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("Frame"))
        self.slider.setToolTip(tr("Drag to a frame (PgUp and PgDown step)"))
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self.frame_chosen)
        self.words = QLabel(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._play = QToolButton(self)
        self._play.setProperty("flat", True)
        self._play.setIconSize(QSize(theme.ICON_PX, theme.ICON_PX))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.UNIT, theme.HALF_UNIT, theme.UNIT * 2, theme.HALF_UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._play)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.words)
        self.hide()

    def set_play(self, action: QAction) -> None:
        """Put the action that plays on the button."""
        self._play.setDefaultAction(action)
        self._play.setAccessibleName(action.text().replace("&", ""))

    def show_playing(self, is_playing: bool) -> None:
        """Offer to pause, or to play."""
        self._play.defaultAction().setIcon(icons.icon("pause" if is_playing else "play"))

    def show_frame(self, frame: int, count: int) -> None:
        """Show which frame is wanted; with one frame there is nothing to choose."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, count - 1))
            self.slider.setValue(frame)
        # As wide as the last one, so that the slider does not move while frames go by.
        last = frame_words(max(0, count - 1), count)
        self.words.setMinimumWidth(self.words.fontMetrics().horizontalAdvance(last))
        self.words.setText(frame_words(frame, count))
        self.setVisible(count > 1)
