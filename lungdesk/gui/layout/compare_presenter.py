"""Two films in one place: a line between them that the hand moves, or one after the other."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from lungdesk.gui.actions import Actions
from lungdesk.gui.layout.layout_presenter import LayoutPresenter
from lungdesk.gui.messages import Messages
from lungdesk.gui.privacy import film_title
from lungdesk.gui.state import Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corners_presenter import CornersPresenter
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.viewer.swipe import Comparison
from lungdesk.gui.words import date

#: Long enough to look, short enough to see what jumps.
_BLINK_MS = 700


class ComparePresenter(QObject):
    """Lays the film of the next place over that of the active one."""

    def __init__(
        self,
        viewer: ViewerPresenter,
        layout: LayoutPresenter,
        corners: CornersPresenter,
        messages: Messages,
    ) -> None:
        super().__init__(viewer)
        self._viewer, self._layout, self._messages = viewer, layout, messages
        self._corners = corners
        self.clock = QTimer(self)
        self.clock.setInterval(_BLINK_MS)
        self.clock.timeout.connect(self._on_beat)
        for cell in viewer.cells:
            cell.view.look_changed.connect(self._show)
            cell.view.other_window_dragged.connect(self._on_other_window_dragged)
            cell.placed.connect(self._show)
        viewer.filled.connect(self._on_filled)
        viewer.activated.connect(self._on_activated)
        viewer.state.film_changed.connect(self._on_film_changed)
        for changed in (viewer.state.overlay_changed, viewer.state.preferences_changed):
            changed.connect(self._show)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        self._actions = actions
        actions["swipe"].toggled.connect(self._on_swipe)
        actions["blink"].toggled.connect(self._on_blink)

    @property
    def _is_on(self) -> bool:
        return self._actions["swipe"].isChecked() or self._actions["blink"].isChecked()

    def stop(self) -> bool:
        """Show the active film alone; whether there was another one."""
        was_on = self._is_on
        for id_ in ("swipe", "blink"):
            self._actions[id_].setChecked(False)
        return was_on

    def _on_swipe(self, is_on: bool) -> None:
        if is_on:
            self._actions["blink"].setChecked(False)
            self._viewer.view.swipe_to(0.5)
        self._begin_or_end()

    def _on_blink(self, is_on: bool) -> None:
        if is_on:
            self._actions["swipe"].setChecked(False)
            self._viewer.view.swipe_to(1.0)
            self.clock.start()
        else:
            self.clock.stop()
        self._begin_or_end()

    def _begin_or_end(self) -> None:
        if not self._is_on:
            self._viewer.view.show_comparison(None)
            return
        partner = self._partner
        if partner.film is None and not self._layout.fill(self._viewer.cells.index(partner)):
            self.stop()
            self._messages.inform(tr("Open a second film to compare this one with."))
            return
        self._show()

    def _on_other_window_dragged(self, dx: float, dy: float, coarseness: float) -> None:
        self._viewer.drag_window(dx, dy, coarseness, self._partner)

    def _on_beat(self) -> None:
        view = self._viewer.view
        view.swipe_to(0.0 if view.swipe.share else 1.0)

    @property
    def _partner(self) -> FilmCell:
        """The next place with a film, in sight or not; else the one to put a film into."""
        cells, active = self._viewer.cells, self._viewer.active
        others = [cells[n] for n in self._layout.shown if cells[n] is not active]
        others += [cell for cell in cells if cell is not active and cell not in others]
        return next((cell for cell in others if cell.film is not None), others[0])

    def _show(self, *_: object) -> None:
        if not self._is_on:
            return
        active, partner = self._viewer.active, self._partner
        look, film = partner.view.look, partner.film
        if active.film is None or film is None or look is None:
            return
        geometry = active.geometry.matched(film.size)
        names = (self._name(active), self._name(partner))
        corners = self._corners.words(partner, geometry)
        active.view.show_comparison(Comparison(look, geometry, corners, names))

    def _name(self, cell: FilmCell) -> tuple[str, ...]:
        """Date of the film, and what it is called in the list."""
        title = film_title(self._viewer.state, cell.path) if cell.path else tr("Film")
        day = date(cell.film.radiograph.instance.study_date) if cell.film else ""
        return tuple(part for part in (day, title) if part)

    def _on_filled(self, _cell: FilmCell) -> None:
        if self._is_on and self._partner.film is None:
            self.stop()
        self._show()

    def _on_film_changed(self) -> None:
        state = self._viewer.state
        if self._is_on and (state.current is None or state.film.phase is Phase.FAILED):
            self.stop()
        self._show()

    def _on_activated(self, before: FilmCell, _now: FilmCell) -> None:
        before.view.show_comparison(None)
        self.stop()
