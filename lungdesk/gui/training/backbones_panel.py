"""The Backbones page: a card for each network, and what the one looked at begins with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.card_list import CardList
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.widgets.text_label import section_label, text_label

_DETAILS_WIDTH = 300
_BAR_WIDTH = 40
#: What a network may begin with: (word of the choice, on the button, tooltip).
_WEIGHTS = (
    ("imagenet", "ImageNet", tr("Begin with what it has learnt from photographs")),
    ("file", tr("File…"), tr("Begin with weights from a file")),
    ("none", tr("Nothing"), tr("Learn everything from these films")),
)


class BackbonesPanel(QWidget):
    """Left: the cards. Right: the network looked at.

    Signals
    -------
    weights_wanted(str)
        The network looked at is to begin with ``imagenet``, a ``file`` or ``none``.
    fetch_wanted(), measure_wanted()
        Its weights are to be downloaded; its reading time be measured.
    fetch_cancelled(), measure_cancelled()
        What runs is to stop.
    """

    weights_wanted = Signal(str)
    fetch_wanted = Signal()
    measure_wanted = Signal()
    fetch_cancelled = Signal()
    measure_cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardList(tr("Backbones"), self)
        self.name = text_label(self, role="heading")
        self.character = text_label(self)
        self.facts = text_label(self, role="muted")
        self.weights_words = text_label(self, role="muted")
        self.error = text_label(self, role="muted")
        self.error.setProperty("doubt", True)
        self.weights = {
            word: named_button(self, text, tip, name=tr("Begin with {text}", text=text.rstrip("…")))
            for word, text, tip in _WEIGHTS
        }
        self.fetch = named_button(
            self, tr("Download"), tr("Download the weights"), name=tr("Download the weights")
        )
        self.fetch.setProperty("primary", True)
        self.fetch.clicked.connect(self.fetch_wanted)
        self.fetching = TaskLine(self, bar_width=_BAR_WIDTH)
        self.fetching.cancel_wanted.connect(self.fetch_cancelled)
        self.reading = text_label(self)
        self.measure = named_button(
            self,
            tr("Measure"),
            tr("Measure how long this computer takes"),
            name=tr("Measure the reading time"),
        )
        self.measure.clicked.connect(self.measure_wanted)
        self.measuring = TaskLine(self, bar_width=_BAR_WIDTH)
        self.measuring.cancel_wanted.connect(self.measure_cancelled)
        self._assemble()

    def _assemble(self) -> None:
        group = QButtonGroup(self)
        choices = QHBoxLayout()
        choices.setSpacing(theme.HALF_UNIT)
        for word, button in self.weights.items():
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _=False, word=word: self.weights_wanted.emit(word))
            choices.addWidget(button)
        choices.addStretch(1)
        details = QFrame(self)
        details.setFixedWidth(_DETAILS_WIDTH)
        column = QVBoxLayout(details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.UNIT)
        for label in (self.name, self.character, self.facts):
            column.addWidget(label)
        column.addSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("Begins with")))
        column.addLayout(choices)
        column.addWidget(self.weights_words)
        column.addWidget(self.fetch, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.fetching)
        column.addWidget(self.error)
        column.addSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("Reading time on this computer")))
        column.addWidget(self.reading)
        column.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.measuring)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT * 3)
        layout.addWidget(self.cards, 1)
        layout.addWidget(details)

    # --- what to show

    def show_weights(self, word: str, words: str, *, can_fetch: bool) -> None:
        """Show what the network looked at begins with."""
        for name, button in self.weights.items():
            button.setChecked(name == word)
        self.weights_words.setText(words)
        self.fetch.setVisible(can_fetch)

    def show_fetching(self, progress: Progress | None) -> None:
        """Say how far the download is; None when there is none."""
        self.fetching.show_progress(progress)
        self.fetching.setVisible(progress is not None)

    def show_error(self, words: str) -> None:
        """Say why something did not work; nothing to take that away."""
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def show_reading(self, words: str, *, can_measure: bool) -> None:
        """Show the reading time."""
        self.reading.setText(words)
        self.measure.setVisible(can_measure)

    def show_measuring(self, progress: Progress | None) -> None:
        """Say what is being measured; None when nothing is."""
        self.measuring.show_progress(progress)
        self.measuring.setVisible(progress is not None)
