"""How films are divided into those to learn from, to choose by and to measure on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedSlider
from lungdesk.gui.widgets.named_button import named_button

_LEAST, _MOST = 5, 40
_WORDS = {
    "val": (tr("Choose on (val)"), tr("Films by which the best of several models is chosen")),
    "test": (tr("Measure on (test)"), tr("Films that only the finished model sees")),
}


class SplitPanel(QWidget):
    """The data's own split, or a new one with its shares.

    Signals
    -------
    own_wanted(bool)
        The user wants the data's own split, or a new one.
    shares_changed(int, int)
        Percent to choose on and to measure on.
    deal_wanted()
        The user wants the groups dealt in another way.
    """

    own_wanted = Signal(bool)
    shares_changed = Signal(int, int)
    deal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own = named_button(
            self,
            tr("The data's own split"),
            tr("Divide the films as the data says"),
            is_checkable=True,
        )
        self.new = named_button(
            self,
            tr("New split"),
            tr("Divide the films anew; a patient is never parted"),
            is_checkable=True,
        )
        self.own.clicked.connect(lambda: self.own_wanted.emit(True))
        self.new.clicked.connect(lambda: self.own_wanted.emit(False))
        self.deal = named_button(
            self,
            tr("Deal again"),
            tr("Put other patients into the parts; their shares stay"),
            name=tr("Deal the patients again"),
        )
        self.deal.clicked.connect(self.deal_wanted)
        self.words = QLabel(self)
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.sliders = {name: self._slider(name) for name in _WORDS}
        self._figures = {name: QLabel(self) for name in _WORDS}
        self._shares = QWidget(self)
        self._assemble()

    def _slider(self, name: str) -> KeyedSlider:
        slider = KeyedSlider(Qt.Orientation.Horizontal, self)
        slider.setRange(_LEAST, _MOST)
        slider.setPageStep(5)
        title, tip = _WORDS[name]
        slider.setAccessibleName(tr("{title}, percent", title=title))
        slider.setToolTip(tip)
        slider.valueChanged.connect(self._on_moved)
        return slider

    def _assemble(self) -> None:
        title = QLabel(tr("Train to learn from, val to choose on, test to measure on"), self)
        title.setProperty("role", "section")
        choices = QHBoxLayout()
        choices.setSpacing(theme.UNIT)
        for button in (self.own, self.new):
            choices.addWidget(button)
        choices.addStretch(1)
        choices.addWidget(self.deal)
        grid = QGridLayout(self._shares)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.UNIT * 2)
        grid.setVerticalSpacing(0)
        for row, (name, (text, tip)) in enumerate(_WORDS.items()):
            label = QLabel(text, self)
            label.setToolTip(tip)
            grid.addWidget(label, row, 0)
            grid.addWidget(self.sliders[name], row, 1)
            self._figures[name].setMinimumWidth(40)
            grid.addWidget(self._figures[name], row, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addWidget(title)
        layout.addLayout(choices)
        layout.addWidget(self._shares)
        layout.addWidget(self.words)

    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes keys, in the order of reading."""
        return (self.own, self.new, self.deal, *self.sliders.values())

    def show_split(self, *, has_own: bool, shares: tuple[int, int] | None, words: str) -> None:
        """Show which split is used.

        Parameters
        ----------
        has_own
            Whether the data has a split of its own to choose.
        shares
            Percent to choose on and to measure on; None for the data's own split.
        words
            Who is kept together, and what the shares come to.
        """
        self.own.setVisible(has_own)
        self.own.setChecked(shares is None)
        self.new.setChecked(shares is not None)
        self.new.setEnabled(has_own)
        self.deal.setVisible(shares is not None)
        self._shares.setVisible(shares is not None)
        self.words.setText(words)
        for name, share in zip(_WORDS, shares or (), strict=False):
            slider = self.sliders[name]
            slider.blockSignals(True)
            slider.setValue(share)
            slider.blockSignals(False)
            self._figures[name].setText(f"{share} %")

    def _on_moved(self, _value: int) -> None:
        self.shares_changed.emit(self.sliders["val"].value(), self.sliders["test"].value())
