"""The Preparation page: settings at the left, what the network will see at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.balance_bars import BalanceBars
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.keyed import KeyedComboBox, KeyedSlider
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.setting_field import SettingField
from lungdesk.gui.widgets.text_label import section_label, text_label
from lungdesk.gui.widgets.view_grid import ViewGrid

_LEFT_WIDTH = 404
#: Stands between the settings and the pictures where the settings have to scroll.
_SCROLL_BAR_PX = 10
#: A size that may be entered.
_SUCH_AS = "320"
#: Steps of the slider for the standard strength.
STRENGTH_STEPS = 10
_MOST_STRENGTH = 20
#: What is done about rare classes: (word of a recipe, on the button, tooltip).
_WAYS = (
    ("class_weights", tr("Weigh"), tr("Films of rare classes weigh more")),
    ("balanced", tr("Show alike"), tr("Films of rare classes are shown more often")),
    ("sources", tr("Sources, too"), tr("Classes are shown alike, and small hospitals more often")),
    ("focal", tr("Hard ones"), tr("Films that are read wrongly weigh more")),
    ("none", tr("Nothing"), tr("Every film counts the same")),
)
#: What of a film the networks see, in the same way.
_FRAMINGS = (
    ("squash", tr("Whole film"), tr("All of the film, squeezed into a square")),
    ("centre_crop", tr("Middle"), tr("The largest square in the middle of the film")),
    ("lungs", tr("Lungs"), tr("The box around the lungs, all of a film without any")),
)
#: Their names do not fit beside each other.
_ACROSS = 3


class PreparationPanel(QWidget):
    """Shows what it is told.

    Signals
    -------
    own_size_wanted()
        Each network is to have films of its own size.
    size_entered(str)
        All are to have films of this size.
    framing_wanted(str)
        What of a film is to be seen.
    strength_changed(float)
        Factor on the standard augmentation.
    way_wanted(str)
        What is to be done about rare classes.
    others_wanted()
        Other films are to be shown.
    seen_by(str)
        By which backbone the films are to be seen.
    """

    own_size_wanted = Signal()
    size_entered = Signal(str)
    framing_wanted = Signal(str)
    strength_changed = Signal(float)
    way_wanted = Signal(str)
    others_wanted = Signal()
    seen_by = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own_size = named_button(
            self, tr("Each network's own"), tr("Films of the size that each network is used to")
        )
        self.own_size.setCheckable(True)
        self.own_size.setAutoExclusive(False)
        self.own_size.clicked.connect(self.own_size_wanted)
        self.size_field = SettingField(
            tr("or one for all, in pixels"), tr("A multiple of 32, such as 320"), self
        )
        self.size_field.edit.setPlaceholderText(_SUCH_AS)
        self.size_field.entered.connect(self.size_entered)
        self.size_words = text_label(self, role="muted")
        self.framings = {word: named_button(self, text, tip) for word, text, tip in _FRAMINGS}
        self.framing_words = text_label(self, role="muted")
        self.strength = KeyedSlider(Qt.Orientation.Horizontal, self)
        self.strength.setRange(0, _MOST_STRENGTH)
        self.strength.setPageStep(STRENGTH_STEPS // 2)
        self.strength.setAccessibleName(tr("Augmentation"))
        self.strength.setToolTip(tr("How much the views of a film differ from it"))
        self.strength.valueChanged.connect(
            lambda value: self.strength_changed.emit(value / STRENGTH_STEPS)
        )
        self.strength_name = QLabel(self)
        self.strength_words = text_label(self, role="muted")
        self.ways = {word: named_button(self, text, tip) for word, text, tip in _WAYS}
        self.way_words = text_label(self, role="muted")
        self.bars = BalanceBars(self)
        self.grid = ViewGrid(self)
        self.network = KeyedComboBox(self)
        self.network.setAccessibleName(tr("As which backbone sees it"))
        self.network.setToolTip(tr("As which backbone sees the films"))
        self.network.activated.connect(lambda _: self.seen_by.emit(self.network.currentData()))
        self.others = named_button(self, tr("Other films"), tr("See other films"))
        self.others.clicked.connect(self.others_wanted)
        self.grid_words = text_label(self, role="muted")
        self._assemble()

    # --- assembly

    def _assemble(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT * 3 - _SCROLL_BAR_PX)
        settings = ColumnArea(self._left(), self)
        settings.setFixedWidth(_LEFT_WIDTH + _SCROLL_BAR_PX)
        layout.addWidget(settings)
        layout.addLayout(self._right(), 1)

    def _left(self) -> QWidget:
        left = QWidget(self)
        left.setFixedWidth(_LEFT_WIDTH)
        sizes = QHBoxLayout()
        sizes.setSpacing(theme.UNIT)
        sizes.addWidget(self.own_size, 0, Qt.AlignmentFlag.AlignTop)
        sizes.addWidget(self.size_field, 1)
        strength = QHBoxLayout()
        strength.setSpacing(theme.UNIT * 2)
        strength.addWidget(self.strength, 1)
        self.strength_name.setMinimumWidth(70)
        strength.addWidget(self.strength_name)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("What of a film is shown, and how large")))
        column.addLayout(sizes)
        column.addWidget(self.size_words)
        column.addLayout(self._choice(self.framings, self.framing_wanted))
        column.addWidget(self.framing_words)
        column.addSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("Augmentation")))
        column.addLayout(strength)
        column.addWidget(self.strength_words)
        column.addSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("Classes with few films")))
        column.addLayout(self._choice(self.ways, self.way_wanted))
        column.addWidget(self.way_words)
        column.addWidget(self.bars)
        column.addStretch(1)
        return left

    def _choice(self, buttons: dict[str, QPushButton], wanted: SignalInstance) -> QGridLayout:
        """Buttons of which one is chosen."""
        grid = QGridLayout()
        grid.setSpacing(theme.HALF_UNIT)
        group = QButtonGroup(self)
        for number, (word, button) in enumerate(buttons.items()):
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _=False, word=word: wanted.emit(word))
            grid.addWidget(button, *divmod(number, _ACROSS))
        return grid

    def _right(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.UNIT)
        head.addWidget(section_label(self, tr("What the network will see")))
        head.addStretch(1)
        head.addWidget(self.network)
        head.addWidget(self.others)
        column = QVBoxLayout()
        column.setSpacing(theme.UNIT)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.grid_words)
        return column

    # --- what to show

    def show_size(self, size: int | None, words: str, error: str) -> None:
        """Show the size of the films; None for each network's own."""
        self.own_size.setChecked(size is None)
        self.size_field.show_value("" if size is None else str(size))
        self.size_field.show_error(error)
        self.size_words.setText(words)

    def show_framing(self, word: str, words: str) -> None:
        """Show what of a film is seen."""
        for name, button in self.framings.items():
            button.setChecked(name == word)
        self.framing_words.setText(words)

    def show_strength(self, factor: float, name: str, words: str) -> None:
        """Show how strong the augmentation is."""
        self.strength.blockSignals(True)
        self.strength.setValue(round(factor * STRENGTH_STEPS))
        self.strength.blockSignals(False)
        self.strength_name.setText(name)
        self.strength.setAccessibleDescription(name)
        self.strength_words.setText(words)

    def show_way(self, word: str, words: str) -> None:
        """Show what is done about rare classes."""
        for name, button in self.ways.items():
            button.setChecked(name == word)
        self.way_words.setText(words)

    def show_networks(self, names: Sequence[tuple[str, str]], current: str) -> None:
        """Offer backbones, by name and display name, to see the films by."""
        here = [(self.network.itemData(n), self.network.itemText(n)) for n in self._numbers()]
        if list(names) != here:
            self.network.clear()
            for name, display_name in names:
                self.network.addItem(display_name, name)
        self.network.setCurrentIndex(max(0, self.network.findData(current)))
        self.network.setVisible(len(names) > 1)

    def _numbers(self) -> range:
        return range(self.network.count())
