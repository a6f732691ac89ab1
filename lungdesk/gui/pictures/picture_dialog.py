"""Asks what a picture of the film is to show."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.pictures.scene import PictureChoice
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.check_box import CheckBox

_WIDTH = 420


class PictureKind(Enum):
    """Where a picture goes: title of the dialog, words on its button."""

    FILE = (tr("Export picture"), tr("Save as…"))
    CLIPBOARD = (tr("Copy picture"), tr("Copy"))
    PAPER = (tr("Print film"), tr("Preview…"))


class PictureDialog(QDialog):
    """Two choices; Enter takes them as they are.

    Signals
    -------
    chosen(PictureChoice)
        The user wants the picture.
    """

    chosen = Signal(object)

    def __init__(self, kind: PictureKind, choice: PictureChoice, parent: QWidget) -> None:
        super().__init__(parent)
        title, action = kind.value
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self.words = self._box(
            tr("&Words and measurements"),
            tr("Show the words in the corners, and what is measured and noted"),
            is_on=choice.has_words,
        )
        self.identity = self._box(
            tr("&Identity: name, ID, birth date, name of the file"),
            tr("Show whose film it is"),
            is_on=choice.has_identity,
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = self.buttons.addButton(action, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("primary", True)
        self.go.style().unpolish(self.go)
        self.go.setDefault(True)
        self.go.setToolTip(tr("{title} as chosen", title=title))
        for button in self.buttons.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        self.buttons.accepted.connect(self._choose)
        self.buttons.rejected.connect(self.reject)
        self._assemble(title)
        self.words.toggled.connect(self._show_possible)
        self._show_possible()
        self.go.setFocus()

    def _box(self, text: str, tip: str, *, is_on: bool) -> CheckBox:
        box = CheckBox(text, self)
        box.setChecked(is_on)
        box.setToolTip(tip)
        box.setAccessibleName(text.replace("&", ""))
        return box

    def _assemble(self, title: str) -> None:
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        hint = QLabel(
            tr(
                "Without identity, overlays of the file and notes that name the patient are "
                "left out as well. What is burnt into the film itself stays: look at it first."
            ),
            self,
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2, theme.UNIT * 2)
        layout.setSpacing(theme.UNIT)
        for widget in (heading, self.words, self.identity, hint):
            layout.addWidget(widget)
        layout.addSpacing(theme.UNIT)
        layout.addWidget(self.buttons)

    @property
    def choice(self) -> PictureChoice:
        """What is chosen; the words hold the identity."""
        has_words = self.words.isChecked()
        return PictureChoice(has_words, has_words and self.identity.isChecked())

    def _show_possible(self) -> None:
        self.identity.setEnabled(self.words.isChecked())

    def _choose(self) -> None:
        self.accept()
        self.chosen.emit(self.choice)
