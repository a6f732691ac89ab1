"""One way to explain a film: what it is, its maps of all classes, and how one stood the test."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.explain.explanation_words import ABOUT
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.heat_row import HeatFilm, HeatRow
from lungdesk.gui.widgets.named_button import named_button
from lungdesk.gui.widgets.text_label import section_label, text_label

_EMPTY = tr("Not made yet.")


class ExplanationPanel(QWidget):
    """A row of the comparison.

    Signals
    -------
    wanted()
        The user wants the maps made.
    test_wanted()
        The user wants the map of the explained class put to the test.
    """

    wanted = Signal()
    test_wanted = Signal()

    def __init__(self, method: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title, about = ABOUT[method]
        self.setAccessibleName(title)
        making = tr("Make the maps: {title}", title=title)
        self.make = named_button(self, tr("Make"), making, name=making, act=self.wanted)
        testing = tr("Put the map to the test: {title}", title=title)
        self.test = named_button(self, tr("Test"), testing, name=testing, act=self.test_wanted)
        self.row = HeatRow(self)
        self.empty = text_label(self, role="muted")
        self.outcome = text_label(self, role="muted")
        head = QHBoxLayout()
        head.setSpacing(theme.UNIT)
        head.addWidget(section_label(self, title))
        head.addWidget(text_label(self, about, role="muted"), 1)
        head.addWidget(self.make)
        head.addWidget(self.test)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addLayout(head)
        layout.addWidget(self.empty)
        layout.addWidget(self.row, 1)
        layout.addWidget(self.outcome)

    @property
    def has_focus(self) -> bool:
        """Whether a button of this row has it."""
        return self.make.hasFocus() or self.test.hasFocus()

    def take_focus(self) -> None:
        """Give it to the button that is shown."""
        (self.make if self.make.isVisible() else self.test).setFocus()

    def show_maps(self, films: tuple[HeatFilm, ...], *, can_make: bool) -> None:
        """Show maps; without any, the way to have them made."""
        self.row.show_films(films)
        self.row.setVisible(bool(films))  # else its room is that of the others
        self.empty.setText(_EMPTY if can_make else "")
        self.empty.setVisible(not films)
        # Before the one is hidden that may have the focus: it would go to the next row.
        self.test.setVisible(bool(films))
        if films and self.make.hasFocus():
            self.test.setFocus()
        self.make.setVisible(can_make and not films)

    def show_outcome(self, words: str, details: str = "") -> None:
        """Say how a map stood the test; empty where none was tested."""
        self.outcome.setText(words)
        self.outcome.setToolTip(details)

    def set_enabled(self, *, is_enabled: bool) -> None:
        """Let the user ask for something, or not while something is under way."""
        self.make.setEnabled(is_enabled)
        self.test.setEnabled(is_enabled)
