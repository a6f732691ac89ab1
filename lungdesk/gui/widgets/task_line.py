"""What runs in a window: a thin bar, words, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.thin_bar import ThinBar
from lungdesk.gui.words import progress_words

_BAR_WIDTH = 120


class TaskLine(QWidget):
    """Empty while nothing runs; its place stays.

    Signals
    -------
    cancel_wanted()
        The user wants it stopped.
    """

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, bar_width: int = _BAR_WIDTH) -> None:
        super().__init__(parent)
        self._bar = ThinBar(tr("Progress"), bar_width, self)
        self._words = QLabel(self)
        self._words.setProperty("role", "muted")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._cancel = QPushButton(tr("Cancel"), self)
        self._cancel.setProperty("flat", True)
        self._cancel.setAutoDefault(False)
        self._cancel.setToolTip(tr("Stop what runs"))
        self._cancel.setAccessibleName(tr("Cancel what runs"))
        self._cancel.clicked.connect(self.cancel_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._bar)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._cancel)
        self.show_progress(None)

    @property
    def words(self) -> str:
        """What is said; empty while nothing runs."""
        return self._words.text()

    @property
    def is_cancel_offered(self) -> bool:
        """Whether what runs can be stopped."""
        return self._cancel.isVisibleTo(self)

    def show_progress(self, progress: Progress | None) -> None:
        """Say what runs and how far it is; None when nothing does."""
        self._bar.setVisible(progress is not None)
        self._cancel.setVisible(progress is not None)
        # Tab would go no farther than to one that cannot be seen.
        proxy = None if progress is None else self._cancel
        self.setFocusProxy(proxy)  # type: ignore[arg-type] # Qt takes None
        if progress is None:
            self._words.clear()
            return
        words = progress_words(progress)
        self._words.setText(words[:1].upper() + words[1:])
        self._bar.show_progress(progress)
