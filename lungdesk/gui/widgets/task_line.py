"""What runs in a window: a thin bar, words, and a button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.elided_label import ElidedLabel
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
        self._words = ElidedLabel(self)
        self._words.setProperty("role", "muted")
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
        self._giver: QWidget | None = None
        self.show_progress(None)

    @property
    def words(self) -> str:
        """What is said; empty while nothing runs."""
        return self._words.whole

    @property
    def is_cancel_offered(self) -> bool:
        """Whether what runs can be stopped."""
        return self._cancel.isVisibleTo(self)

    def take_keys_of(self, *begun_by: QWidget) -> None:
        """Give Cancel the keys of what has begun it and is about to be disabled.

        Else they would come to whatever stands next, which the next press of a key presses.
        """
        focused = self.window().focusWidget()
        if focused in begun_by:
            self._giver = focused
            self._cancel.setFocus()

    def give_keys_back(self) -> None:
        """What has begun it can be pressed again: before it is hidden."""
        giver, self._giver = self._giver, None
        if giver is not None and self.window().focusWidget() is self._cancel:
            giver.setFocus()

    def show_progress(self, progress: Progress | None, words: str = "") -> None:
        """Say what runs and how far it is, or fewer words; None when nothing does."""
        self._bar.setVisible(progress is not None)
        self._cancel.setVisible(progress is not None)
        # Tab would go no farther than to one that cannot be seen.
        proxy = None if progress is None else self._cancel
        self.setFocusProxy(proxy)  # type: ignore[arg-type] # Qt takes None
        if progress is None:
            self._words.show_whole("")
            return
        whole = progress_words(progress)
        said, tip = (one[:1].upper() + one[1:] for one in (words or whole, whole))
        self._words.show_whole(said, tip)
        self._bar.show_progress(progress)
