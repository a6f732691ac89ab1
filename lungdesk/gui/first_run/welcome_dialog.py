"""What LungDesk is for, and where it keeps what it is given: accepted once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.elided_label import ElidedLabel
from lungdesk.gui.widgets.keyed import KeyedButton

#: A later text has another version, and is accepted anew.
NOTICE_VERSION: Final = "1"

_WIDTH = 620
NOTICE: Final = tr(
    "LungDesk reads chest radiographs and shows why. It is a tool for research: it is no medical"
    " device, and nothing it says may decide about a patient. It can be wrong, also where it sounds"
    " certain; its maps explain the model, not the patient."
)
STAYS: Final = tr("Films are read on this computer; nothing leaves it.")


class WelcomeDialog(QDialog):
    """The notice, the folders, and how to go on.

    Signals
    -------
    folder_wanted()
        The user wants another folder for data.
    tour_wanted()
        The notice is accepted, and the user wants to be shown round.
    """

    folder_wanted = Signal()
    tour_wanted = Signal()

    def __init__(self, places: Sequence[tuple[str, Path]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Welcome to LungDesk"))
        self.setFixedWidth(_WIDTH)
        self._places = {name: self._path(name, path) for name, path in places}
        self.state = self._label("", "muted")
        self.folder = self._button(
            tr("Other data folder…"), tr("Keep models, worklist, trainings there")
        )
        self.folder.clicked.connect(self.folder_wanted)
        self.quit = self._button(tr("Quit"), tr("Close LungDesk (Esc)"))
        self.quit.clicked.connect(self.reject)
        self.accept_only = self._button(tr("Accept"), tr("Use LungDesk for research only"))
        self.accept_only.clicked.connect(self.accept)
        self.accept_and_tour = self._button(
            tr("Accept and look round"),
            tr("Use LungDesk for research only; six steps round the window"),
        )
        self.accept_and_tour.setProperty("primary", True)
        self.accept_and_tour.clicked.connect(self._accept_and_tour)
        self._assemble()
        self.accept_and_tour.setFocus()

    def _assemble(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.UNIT * 2)
        grid.setVerticalSpacing(theme.HALF_UNIT)
        grid.setColumnStretch(1, 1)
        for row, (name, path) in enumerate(self._places.items()):
            grid.addWidget(self._label(name, "muted"), row, 0)
            grid.addWidget(path, row, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.UNIT)
        foot.addWidget(self.folder)
        foot.addStretch(1)
        for button in (self.quit, self.accept_only, self.accept_and_tour):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.UNIT * 3,) * 4)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._label(tr("For research, not for diagnosis"), "heading"))
        layout.addWidget(self._label(NOTICE, ""))
        layout.addWidget(self._label(STAYS, ""))
        layout.addSpacing(theme.UNIT)
        layout.addWidget(self._label(tr("Where it keeps what it makes"), "section"))
        layout.addLayout(grid)
        layout.addWidget(self.state)
        layout.addSpacing(theme.UNIT)
        layout.addLayout(foot)

    def _label(self, words: str, role: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("role", role)
        label.setWordWrap(role in ("", "muted") and len(words) > theme.UNIT * 4)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _path(self, name: str, path: Path) -> ElidedLabel:
        label = ElidedLabel(self)
        label.show_whole(str(path))
        label.setAccessibleName(f"{name}: {path}")
        return label

    def _button(self, words: str, tip: str) -> KeyedButton:
        button = KeyedButton(words, self)
        button.setToolTip(tip)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _accept_and_tour(self) -> None:
        self.accept()
        self.tour_wanted.emit()

    def show_place(self, name: str, path: Path, words: str) -> None:
        """A folder has been chosen; ``words`` say from when on it is used."""
        self._places[name].show_whole(str(path))
        self._places[name].setAccessibleName(f"{name}: {path}")
        self.show_state(words)

    def show_state(self, words: str) -> None:
        """Say what came of a wish."""
        self.state.setWordWrap(True)
        self.state.setText(words)
