"""The bottom of the window: what runs, how far, a way to stop it; and the state of the model."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.elided_label import ElidedLabel
from lungdesk.gui.widgets.thin_bar import ThinBar
from lungdesk.gui.words import progress_words

_BAR_WIDTH = 160


class ProgressStrip(QFrame):
    """Status bar.

    Signals
    -------
    cancel_wanted()
        The user wants what runs to stop.
    """

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self.setAccessibleName(tr("Status"))
        self.setFixedHeight(theme.STATUS_HEIGHT)
        self._words = self._label()
        self._bar = ThinBar(tr("Progress"), _BAR_WIDTH, self)
        self._cancel = QPushButton(tr("Cancel"), self)
        self._cancel.setProperty("flat", True)
        self._cancel.setStyleSheet("padding: 0 8px;")
        self._cancel.setToolTip(tr("Stop what runs in the background"))
        self._cancel.setAccessibleName(tr("Cancel what runs"))
        self._cancel.clicked.connect(self.cancel_wanted)
        self._dot = QLabel("●", self)
        self._dot.setObjectName("modelDot")
        self._model = self._label()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.UNIT * 2, 0, theme.UNIT * 2, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)
        layout.addWidget(self._cancel)
        layout.addStretch(1)
        layout.addWidget(self._dot)
        layout.addWidget(self._model)
        self._note = ""
        self.show_idle()

    def _label(self) -> ElidedLabel:
        label = ElidedLabel(self)
        label.setProperty("role", "muted")
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        return label

    @property
    def words(self) -> str:
        """What is said on the left."""
        return self._words.whole

    @property
    def model_words(self) -> str:
        """What is said of the model."""
        return self._model.whole

    @property
    def is_cancel_offered(self) -> bool:
        """Whether what runs can be stopped."""
        return self._cancel.isVisibleTo(self)

    def set_note(self, words: str) -> None:
        """What to say while nothing runs."""
        self._note = words
        if self._bar.isHidden():
            self._words.show_whole(words)

    def show_idle(self) -> None:
        """Nothing runs."""
        self._words.show_whole(self._note)
        self._bar.hide()
        self._cancel.hide()

    def show_progress(self, progress: Progress, *, can_cancel: bool) -> None:
        """Something runs."""
        self._words.show_whole(progress_words(progress))
        self._bar.show_progress(progress)
        self._bar.show()
        self._cancel.setVisible(can_cancel)

    def show_model(self, words: str, ink: str, tip: str) -> None:
        """Tell of the model; the ink, a role of the theme, goes with the words, never alone."""
        self._model.show_whole(words, tip)
        self._dot.setProperty("ink", ink)
        self._dot.style().unpolish(self._dot)
        self._dot.style().polish(self._dot)
