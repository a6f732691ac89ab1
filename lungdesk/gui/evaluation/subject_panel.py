"""Which model on which films: the row above an evaluation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from lungdesk.gui import icons, theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.elided_label import ElidedLabel
from lungdesk.gui.widgets.keyed import KeyedComboBox
from lungdesk.gui.widgets.named_button import named_button

_MODEL_WIDTH = 280


class SubjectPanel(QWidget):
    """A list of models, a button for the folder, and where it is.

    Signals
    -------
    model_chosen(int)
        The user wants the model at this place of the list.
    folder_wanted()
        The user wants to choose the folder of the films.
    own_wanted()
        The user wants the films again that the model was trained on; offered by `offer_own`.
    """

    model_chosen = Signal(int)
    folder_wanted = Signal()
    own_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.models: QComboBox = KeyedComboBox(self)
        self.models.setAccessibleName(tr("Model"))
        self.models.setToolTip(tr("Which model to measure"))
        self.models.setMinimumWidth(_MODEL_WIDTH)
        self.models.activated.connect(self.model_chosen)
        self.folder = named_button(
            self,
            tr("Choose films…"),
            tr("Folder with labelled films: <split>/<class>/…, <class>/… or a manifest.csv"),
        )
        self.folder.setIcon(icons.icon("folder"))
        self.folder.clicked.connect(self.folder_wanted)
        self.own = named_button(
            self, tr("Films of the training"), tr("Measure on the training's own films")
        )
        self.own.clicked.connect(self.own_wanted)
        self.own.hide()
        self.place = ElidedLabel(self)
        self.place.setProperty("role", "muted")
        self._assemble()

    def _assemble(self) -> None:
        which = QLabel(tr("Model"), self)
        which.setBuddy(self.models)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(which)
        layout.addWidget(self.models)
        layout.addSpacing(theme.UNIT)
        layout.addWidget(self.folder)
        layout.addWidget(self.own)
        layout.addWidget(self.place, 1)

    # --- what to show

    def show_models(self, names: tuple[str, ...], current: int) -> None:
        """Offer models; -1 for none chosen."""
        self.models.clear()
        self.models.addItems(names)
        self.models.setCurrentIndex(current)
        self.models.setEnabled(bool(names))

    def show_place(self, place: str) -> None:
        """Tell where the films are; a long path is shortened in its middle."""
        self.place.show_whole(place)

    def offer_own(self, is_offered: bool) -> None:
        """Offer the way back to the training's own films."""
        self.own.setVisible(is_offered)
