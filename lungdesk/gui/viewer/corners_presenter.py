"""Writes into the corners of each film whose it is, and how it is shown."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.imaging.geometry import ViewGeometry
from lungdesk.gui.privacy import film_alias
from lungdesk.gui.state import Overlay
from lungdesk.gui.translation import tr
from lungdesk.gui.viewer.corner_text import CornerText, essential
from lungdesk.gui.viewer.film_cell import FilmCell

if TYPE_CHECKING:
    from lungdesk.gui.viewer.presenter import ViewerPresenter

NO_HEAT = tr("Not read yet: no heatmap")


class CornersPresenter(QObject):
    """Keeps the words true; a step in one place costs nothing in the others."""

    def __init__(self, viewer: ViewerPresenter) -> None:
        super().__init__(viewer)
        self._viewer, self._state = viewer, viewer.state
        state = viewer.state
        for signal in (
            *(state.overlay_changed, state.preferences_changed),
            *(state.key_image_changed, state.key_frames_changed),
            *(state.heatmap_changed, state.reading_kept, state.readings_forgotten),
        ):
            signal.connect(self._show_all)
        viewer.activated.connect(self._show_all)
        for cell in viewer.cells:
            cell.look_changed.connect(partial(self._show, cell))
            cell.placed.connect(partial(self._show, cell))

    def _show_all(self, *_: object) -> None:
        for cell in self._viewer.cells:
            self._show(cell)

    def words(self, cell: FilmCell, geometry: ViewGeometry | None = None) -> CornerText:
        """As many words of a film as are wanted; of one that lies as in another place, if told."""
        alias = film_alias(self._state, cell.path)
        is_key_image = self._is_key_image(cell)
        text = cell.corners(is_key_image=is_key_image, alias=alias, geometry=geometry)
        if self._state.overlay is not Overlay.ALL:
            return essential(text)
        if self._lacks_heat(cell):
            return replace(text, bottom_left=(NO_HEAT, *text.bottom_left))
        return text

    def _lacks_heat(self, cell: FilmCell) -> bool:
        """Whether a film beside the active one has no heat only because nobody has read it."""
        state = self._state
        if cell is self._viewer.active or cell.film is None:
            return False
        is_wanted = state.heatmap.is_shown and state.model.reader is not None
        return is_wanted and state.stored_reading_of(cell.film.radiograph) is None

    def _show(self, cell: FilmCell) -> None:
        if cell.film is not None:
            cell.view.show_corners(self.words(cell))

    def _is_key_image(self, cell: FilmCell) -> bool:
        """Whether the frame in a place is marked; in the active one the mark is seen at once."""
        if cell is self._viewer.active or cell.film is None:
            return self._state.is_key_image
        return (cell.path, cell.film.radiograph.frame) in self._state.key_frames
