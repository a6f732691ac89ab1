"""Where DICOM results go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from lungdesk.gui import open_dialog, theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.named_button import named_button

_HOW = tr("In it each patient has a folder, and each study one of its own.")


class ResultsPanel(QWidget):
    """A folder of the user's choice; an empty line means the one of LungDesk."""

    def __init__(self, chosen: str, usual: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._usual = usual
        self.folder = QLineEdit(chosen, self)
        self.folder.setPlaceholderText(str(usual))
        self.folder.setClearButtonEnabled(True)
        self.folder.setAccessibleName(tr("Folder for DICOM results"))
        self.folder.setToolTip(tr("Empty: {folder}", folder=usual))
        self.choose = named_button(
            self,
            tr("Choose…"),
            tr("Choose a folder"),
            name=tr("Choose a folder for DICOM results"),
        )
        self.choose.clicked.connect(self._choose)
        title, how = QLabel(tr("DICOM results go to"), self), QLabel(_HOW, self)
        title.setProperty("role", "section")
        how.setProperty("role", "muted")
        how.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(theme.UNIT)
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(title)
        layout.addLayout(line)
        layout.addWidget(how)

    @property
    def chosen(self) -> str:
        """Path of the folder; empty for the one of LungDesk."""
        return self.folder.text().strip()

    def _choose(self) -> None:
        start = Path(self.chosen) if self.chosen else self._usual
        folder = open_dialog.ask_where_to_save_results(self, start)
        if folder is not None:
            self.folder.setText(str(folder))
