"""The Plan page: how long and how thoroughly is trained; what that takes at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from lungdesk.core.jobs import Progress
from lungdesk.gui import theme
from lungdesk.gui.training.estimate_panel import EstimatePanel
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.column_area import ColumnArea
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.setting_field import SettingField
from lungdesk.gui.widgets.task_line import TaskLine
from lungdesk.gui.widgets.text_label import section_label, text_label
from lungdesk.services.training.own_settings import SETTINGS

_LEFT_WIDTH = 520
_SCROLL_BAR_PX = 10
OWN = "own"
#: (word, on the button, sentence)
_PRESETS = (
    ("quick", tr("Quick"), tr("A first look in minutes: only a last layer, the head, learns.")),
    (
        "balanced",
        tr("Balanced"),
        tr("What is usual: several heads, altered films too; the best is kept."),
    ),
    ("thorough", tr("Thorough"), tr("The last blocks of the network learn too: it takes hours.")),
    (
        "hospitals",
        tr("Other hospitals"),
        tr("The whole network learns, to hold elsewhere; films need their source. It takes hours."),
    ),
    (OWN, tr("Own settings"), tr("Every setting as you like; they begin as the plan before.")),
)
_PHASES = (
    ("head", tr("The head alone")),
    ("block", tr("The last blocks too")),
    ("whole", tr("The whole network")),
)


class PlanPanel(QWidget):
    """Shows what it is told.

    Signals
    -------
    preset_wanted(str)
        A preset, or `OWN` settings.
    phase_wanted(str), cut_wanted(str)
        How far is trained, and from which part on; empty for the shortest.
    entered(str, str)
        A setting and what was typed.
    trials_entered(str)
        How many trials.
    trials_wanted(), trials_cancelled()
        They are to begin, or to stop.
    """

    preset_wanted = Signal(str)
    phase_wanted = Signal(str)
    cut_wanted = Signal(str)
    entered = Signal(str, str)
    trials_entered = Signal(str)
    trials_wanted = Signal()
    trials_cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = {
            word: named_button(self, text, sentence) for word, text, sentence in _PRESETS
        }
        self.phase = self._combo(tr("How far is trained"))
        for word, text in _PHASES:
            self.phase.addItem(text, word)
        self.phase.activated.connect(lambda _: self.phase_wanted.emit(self.phase.currentData()))
        self.cut = self._combo(tr("First part that is trained"))
        self.cut.activated.connect(lambda _: self.cut_wanted.emit(self.cut.currentData()))
        self.fields = {
            setting.name: SettingField(told(setting.title), told(setting.tip), self)
            for setting in SETTINGS
        }
        self.trials = SettingField(
            tr("Trials of heads"), tr("How many are tried; 0 for none"), self
        )
        self.trials.entered.connect(self.trials_entered)
        self.begin_trials = named_button(
            self, tr("Try now"), tr("Try heads, and take over the best settings")
        )
        self.begin_trials.clicked.connect(self.trials_wanted)
        self.trying = TaskLine(self)
        self.trying.cancel_wanted.connect(self.trials_cancelled)
        self.trials_words = text_label(self, role="muted")
        self.doubt = text_label(self)
        self.doubt.setProperty("doubt", True)
        self.own = QWidget(self)
        self.estimate = EstimatePanel(self)
        self._assemble()

    def _combo(self, name: str) -> KeyedComboBox:
        combo = KeyedComboBox(self)
        combo.setAccessibleName(name)
        combo.setToolTip(name)
        return combo

    # --- assembly

    def _assemble(self) -> None:
        left = QWidget(self)
        left.setFixedWidth(_LEFT_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("How thoroughly")))
        column.addLayout(self._preset_rows())
        column.addWidget(self.doubt)
        self._assemble_own()
        column.addWidget(self.own)
        column.addSpacing(theme.UNIT)
        column.addWidget(section_label(self, tr("Before the training")))
        trials = QHBoxLayout()
        trials.setSpacing(theme.UNIT)
        trials.addWidget(self.trials)
        trials.addWidget(self.begin_trials, 0, Qt.AlignmentFlag.AlignTop)
        trials.addStretch(1)
        column.addLayout(trials)
        column.addWidget(self.trying)
        column.addWidget(self.trials_words)
        column.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT * 3 - _SCROLL_BAR_PX)
        choices = ColumnArea(left, self)  # own settings with all that is said of them are high
        choices.setFixedWidth(_LEFT_WIDTH + _SCROLL_BAR_PX)
        layout.addWidget(choices)
        layout.addWidget(self.estimate, 1)

    def _preset_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.UNIT * 2)
        grid.setVerticalSpacing(theme.HALF_UNIT)
        grid.setColumnStretch(1, 1)
        group = QButtonGroup(self)
        for row, (word, _, sentence) in enumerate(_PRESETS):
            button = self.presets[word]
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _=False, word=word: self.preset_wanted.emit(word))
            words = text_label(self, role="muted")
            words.setText(sentence)
            grid.addWidget(button, row, 0)
            grid.addWidget(words, row, 1)
        return grid

    def _assemble_own(self) -> None:
        grid = QGridLayout(self.own)
        grid.setContentsMargins(0, theme.HALF_UNIT, 0, 0)
        grid.setHorizontalSpacing(theme.UNIT * 3)
        grid.setVerticalSpacing(theme.HALF_UNIT)
        grid.addWidget(self.phase, 0, 0)
        grid.addWidget(self.cut, 0, 1)
        rows = -(-len(self.fields) // 2)
        for number, (name, field) in enumerate(self.fields.items()):
            field.entered.connect(lambda text, name=name: self.entered.emit(name, text))
            column, row = divmod(number, rows)
            grid.addWidget(field, row + 1, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    # --- what to show

    def show_preset(self, word: str) -> None:
        """Show which plan it is, where Tab goes; settings are there for own ones only."""
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        for name, button in self.presets.items():
            button.setChecked(name == word)
            button.setFocusPolicy(strong if name == word else click)
        self.own.setVisible(word == OWN)

    def show_doubt(self, words: str, why: str) -> None:
        """Say what the plan asks of the films, and they cannot give; nothing where they can."""
        self.doubt.setText(words)
        self.doubt.setToolTip(why)
        self.doubt.setVisible(bool(words))

    def show_phase(self, phase: str, cuts: Sequence[tuple[str, str]], cut: str | None) -> None:
        """Show how far is trained, and where the network is cut; None where it is not."""
        self.phase.setCurrentIndex(self.phase.findData(phase))
        numbers = range(self.cut.count())
        if list(cuts) != [(self.cut.itemData(n), self.cut.itemText(n)) for n in numbers]:
            self.cut.clear()
            for name, text in cuts:
                self.cut.addItem(text, name)
        self.cut.setCurrentIndex(self.cut.findData(cut or ""))
        self.cut.setEnabled(cut is not None)

    def show_value(self, name: str, text: str | None) -> None:
        """Show a setting; None where its phase is not trained."""
        field = self.fields[name]
        field.setEnabled(text is not None)
        field.show_value(text or "")

    def show_trials(self, count: int, words: str, *, can_try: bool) -> None:
        """Show how many trials are wanted."""
        self.trials.show_value(str(count))
        self.trials_words.setText(words)
        self.begin_trials.setEnabled(can_try)

    def show_trying(self, progress: Progress | None, words: str = "") -> None:
        """Say how far the trials are, the tooltip in full; None when none run."""
        self.trying.show_progress(progress, words)
        self.trying.setVisible(progress is not None)
