"""The centre of the window: one film or several side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from lungdesk.core.hanging import LARGEST, SINGLE, Layout
from lungdesk.gui import theme
from lungdesk.gui.messages import Message
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.cell_panel import CellPanel
from lungdesk.gui.viewer.film_view import FilmView
from lungdesk.gui.widgets.message_strip import MessageStrip
from lungdesk.gui.widgets.notice import Notice

_FREE = Message(tr("Choose a film in the list for this place."), "")


class ViewerPanel(QFrame):
    """Message strip, and under it the places of the layout; one of them is the active one.

    Signals
    -------
    touched(int)
        The user has turned to a place, by its number.
    stepped(int), menu_wanted(QPoint), full_screen_wanted()
        Those of the active film view.
    explain_wanted(str)
        The user wants to know what the code of an error means.
    """

    touched = Signal(int)
    stepped = Signal(int)
    menu_wanted = Signal(object)
    full_screen_wanted = Signal()
    explain_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmPanel")
        self.messages = MessageStrip(self)
        self.messages.explain_wanted.connect(self.explain_wanted)
        self.cells = tuple(CellPanel(self) for _ in range(LARGEST.count))
        self._active = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        for number, cell in enumerate(self.cells):
            cell.setAccessibleName(tr("Place {number}", number=number + 1))
            cell.touched.connect(lambda n=number: self.touched.emit(n))
            cell.view.stepped.connect(self.stepped)
            cell.view.menu_wanted.connect(self.menu_wanted)
            cell.view.full_screen_wanted.connect(self.full_screen_wanted)
            cell.failure.explain_wanted.connect(self.explain_wanted)
            cell.empty.show_text(tr("No film here"), _FREE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.messages)
        layout.addLayout(self._grid, 1)
        self.arrange(SINGLE, (0,), active=0)
        self.setMinimumWidth(theme.FILM_LEAST // 2)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # --- places

    def arrange(self, layout: Layout, shown: Sequence[int], *, active: int) -> None:
        """Show some places row by row, and mark the active one when there are several."""
        for cell in self.cells:
            self._grid.removeWidget(cell)
        for row in range(LARGEST.rows):
            self._grid.setRowStretch(row, int(row < layout.rows))
        for column in range(LARGEST.columns):
            self._grid.setColumnStretch(column, int(column < layout.columns))
        for at, number in enumerate(shown):
            self._grid.addWidget(self.cells[number], *divmod(at, layout.columns))
        self._active = active
        for number, cell in enumerate(self.cells):
            cell.setVisible(number in shown)
            cell.mark(is_framed=len(shown) > 1, is_active=number == active)

    @property
    def active(self) -> CellPanel:
        """The place that keys and panels speak of."""
        return self.cells[self._active]

    @property
    def view(self) -> FilmView:
        """Film view of the active place."""
        return self.active.view

    @property
    def empty(self) -> Notice:
        """What stands in the active place without a film."""
        return self.active.empty

    @property
    def failure(self) -> Notice:
        """What stands in the active place when a film cannot be shown."""
        return self.active.failure

    def add_foot(self, foot: QWidget) -> None:
        """Put something under the films."""
        layout = self.layout()
        assert layout is not None
        layout.addWidget(foot)

    # --- the active place

    def show_empty(self) -> None:
        """Say how to begin."""
        self.active.show_empty()

    def show_view(self) -> None:
        """Show the film."""
        self.active.show_view()
