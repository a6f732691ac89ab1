"""Says what the hospital is called, saves the adapted model, and leads back to the one before."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.check_box import CheckBox

_NAME_WIDTH = 160


class SavePanel(QWidget):
    """Name of the hospital, whether the model is to read, and the buttons.

    Signals
    -------
    wanted(str, bool)
        The user wants the model saved for this hospital, and perhaps to read with it.
    back_wanted()
        The user wants the model before to read again.
    """

    wanted = Signal(str, bool)
    back_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.site = QLineEdit(self)
        self.site.setPlaceholderText(tr("Name of the hospital"))
        self.site.setAccessibleName(tr("Name of the hospital"))
        self.site.setToolTip(tr("The new model is named after it"))
        self.site.setMaxLength(40)
        self.is_to_read = CheckBox(tr("Read with it from now on"), self)
        self.is_to_read.setChecked(True)
        self.is_to_read.setToolTip(tr("Make it the model that reads; the film shown is read again"))
        self.button = QPushButton(tr("Save as a new model"), self)
        self.button.setProperty("primary", True)
        self.back = QPushButton(self)
        for button in (self.button, self.back):
            button.setAutoDefault(False)
        self.site.textChanged.connect(self._enable)
        self.site.returnPressed.connect(self._tell)
        self.button.clicked.connect(self._tell)
        self.back.clicked.connect(self.back_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self.site, 1)
        for widget in (self.is_to_read, self.button, self.back):
            layout.addWidget(widget)
        self._can_save = False
        self.show_back("")
        self.set_enabled(can_save=False)

    def set_enabled(self, *, can_save: bool) -> None:
        """Whether there is something to save, and nothing runs."""
        self._can_save = can_save
        self._enable()

    def show_back(self, name: str) -> None:
        """Offer to read with this model again; empty for no offer."""
        self.back.setVisible(bool(name))
        words = tr("Read with {name} again", name=name)
        elide = Qt.TextElideMode.ElideMiddle
        short = self.back.fontMetrics().elidedText(name, elide, _NAME_WIDTH)
        self.back.setText(tr("Read with {name} again", name=short))
        self.back.setAccessibleName(words)
        kept = tr("The adapted model stays in the model library")
        self.back.setToolTip(kept if short == name else f"{words}\n{kept}")

    def _enable(self) -> None:
        is_named = bool(self.site.text().strip())
        self.button.setEnabled(is_named and self._can_save)
        tip = tr("Beside the model it was made from, which stays as it is")
        if not self._can_save:
            tip = tr("Adapt the model first")
        elif not is_named:
            tip = tr("Say what the hospital is called first")
        self.button.setToolTip(tip)
        self.button.setAccessibleName(self.button.text())
        self.site.setEnabled(self._can_save)
        self.is_to_read.setEnabled(self._can_save)

    def _tell(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit(self.site.text().strip(), self.is_to_read.isChecked())
