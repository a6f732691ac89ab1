"""The films the model learnt from that are most like the one on the screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lungdesk.gui import theme
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.keyed import KeyedButton
from lungdesk.gui.widgets.similar_rows import SimilarRow, SimilarRows
from lungdesk.gui.widgets.text_label import text_label

_ABOUT = tr(
    "The distance is between features as the model sees them: 0 is the same picture. Films may be"
    " alike because they come from one machine."
)


class SimilarPanel(QWidget):
    """What the nearest films are, and the first of them for who asks; hidden without any.

    Signals
    -------
    unfolded()
        The user wants to see the nearest films.
    """

    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Similar films"))
        title = QLabel(tr("Similar films"), self)
        title.setProperty("role", "section")
        self.fold = KeyedButton(tr("Show"), self)
        self.fold.setCheckable(True)
        self.fold.setProperty("flat", True)
        self.fold.setAccessibleName(tr("Show the similar films"))
        self.fold.setToolTip(
            tr("Show the films that the model learnt from and that are most like it")
        )
        self.fold.toggled.connect(self._on_toggled)
        self._summary = text_label(self, role="muted")
        self.rows = SimilarRows(self)
        self._about = text_label(self, _ABOUT, role="muted")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF_UNIT)
        layout.addLayout(head)
        for widget in (self._summary, self.rows, self._about):
            layout.addWidget(widget)
        self._on_toggled(False)
        self.hide()

    @property
    def is_unfolded(self) -> bool:
        """Whether the nearest films are shown."""
        return self.fold.isChecked()

    @property
    def summary(self) -> str:
        """What is said of the classes of the nearest films."""
        return "" if self.isHidden() else self._summary.text()

    def show_films(self, summary: str, rows: tuple[SimilarRow, ...]) -> None:
        """Show films; without any, nothing."""
        self._summary.setText(summary)
        self.rows.show_rows(rows)
        self.setVisible(bool(rows))

    def _on_toggled(self, is_unfolded: bool) -> None:
        self.fold.setText(tr("Hide") if is_unfolded else tr("Show"))
        self.rows.setVisible(is_unfolded)
        self._about.setVisible(is_unfolded)
        if is_unfolded:
            self.unfolded.emit()
