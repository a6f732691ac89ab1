"""Page of who reads."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.text_label import text_label
from lungdesk.services.reader_name import system_reader

_MOST_LETTERS = 64
_WHAT = tr(
    "Stands with your verdicts and comments, in the worklist and in reports. Reports without"
    " identity do not name the reader either."
)
_EACH = tr(
    "Where several people use one workspace, each has a blinded first read of their own: enter who"
    " reads before you begin."
)


class ReaderPanel(QWidget):
    """A name of the user's choice; an empty line means the one that they are logged in with."""

    def __init__(self, reader: str, parent: QWidget) -> None:
        super().__init__(parent)
        usual = system_reader()
        self.name = QLineEdit(reader, self)
        self.name.setMaxLength(_MOST_LETTERS)
        self.name.setPlaceholderText(usual)
        self.name.setClearButtonEnabled(True)
        self.name.setAccessibleName(tr("Reader"))
        self.name.setToolTip(
            tr("Empty: {name}, as you are logged in", name=usual) if usual else tr("Your name")
        )
        row = QHBoxLayout()
        row.setSpacing(theme.UNIT * 3)
        label = QLabel(tr("&Reader"), self)
        label.setBuddy(self.name)
        row.addWidget(label)
        row.addWidget(self.name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(row)
        for words in (_WHAT, _EACH):
            layout.addWidget(text_label(self, words, role="muted"))
        layout.addStretch(1)

    @property
    def reader(self) -> str:
        """What is entered; empty for the name of the system's user."""
        return self.name.text().strip()
