"""Page of what the screen may tell about people."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.check_box import CheckBox

_WHAT = tr(
    "Names, IDs, birth dates and names of files are hidden everywhere in the window: on the film,"
    " in the list, the title, messages, measurements, recent files and DICOM tags, which are"
    " copied without them too. Films are called by their number in the list. Overlays of the"
    " file are left out, because many hold the name, and pictures begin without identity."
)
_NOT = tr(
    "What is burnt into the film itself stays visible, and dialogs of the system that open and"
    " save files show the names of the files. Nothing is changed in any file."
)


class PrivacyPanel(QWidget):
    """Privacy mode on or off, and what it means."""

    def __init__(self, *, is_private: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = CheckBox(tr("&Hide whose films these are"), self)
        self.box.setChecked(is_private)
        self.box.setAccessibleName(tr("Hide whose films these are"))
        self.box.setToolTip(tr("Stays as it is after a restart"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.box)
        for text in (_WHAT, _NOT):
            label = QLabel(text, self)
            label.setWordWrap(True)
            label.setProperty("role", "muted")
            layout.addWidget(label)
        layout.addStretch(1)
