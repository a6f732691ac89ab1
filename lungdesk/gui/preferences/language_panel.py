"""Page of the language of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import SYSTEM, tr
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.services.languages import LANGUAGES

_FROM_WHEN = tr("The window speaks it from the next start of LungDesk on.")
_WHAT = tr(
    "Reports are in it, too, unless the page Reports says otherwise. Model cards, DICOM objects,"
    " the guide and the command line stay in English, as do the codes of messages, by which help is"
    " found."
)


class LanguagePanel(QWidget):
    """Which language the window speaks; what is chosen holds from the next start on."""

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = KeyedComboBox(self)
        self.box.addItem(tr("That of the system"), SYSTEM)
        for code, name in LANGUAGES.items():
            self.box.addItem(name, code)
        self.box.setCurrentIndex(max(0, self.box.findData(language)))
        self.box.setAccessibleName(tr("Language of the window"))
        self.box.setToolTip(_FROM_WHEN)
        row = QHBoxLayout()
        row.setSpacing(theme.UNIT * 3)
        row.addWidget(QLabel(tr("Language of the window"), self))
        row.addWidget(self.box)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addLayout(row)
        for text in (_FROM_WHEN, _WHAT):
            layout.addWidget(self._remark(text))
        layout.addStretch(1)

    def _remark(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setProperty("role", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label

    @property
    def language(self) -> str:
        """What is chosen: `SYSTEM`, or the code of a language."""
        return str(self.box.currentData())
