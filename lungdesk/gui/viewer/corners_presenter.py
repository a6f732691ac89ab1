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
    from lungdesk.gui.actions import Actions
    from lungdesk.gui.viewer.presenter import ViewerPresenter

NO_HEAT = tr("Not read yet: no heatmap")
NO_OUTLINES = tr("Not read yet: no lung outlines")
_NEITHER = tr("Not read yet: no heatmap, no lung outlines")


class CornersPresenter(QObject):
    """Keeps the words true; a step in one place costs nothing in the others."""

    def __init__(self, viewer: ViewerPresenter) -> None:
        super().__init__(viewer)
        self._viewer, self._state = viewer, viewer.state
        self._is_outlined = False
        state = viewer.state
        for signal in (
            *(state.overlay_changed, state.preferences_changed),
            *(state.key_image_changed, state.key_frames_changed),
            *(state.heatmap_changed, state.reading_kept, state.readings_forgotten),
            *(state.reading_failed, state.model_changed, state.playing_changed),
        ):
            signal.connect(self._show_all)
        viewer.activated.connect(self._show_all)
        for cell in viewer.cells:
            cell.look_changed.connect(partial(self._show, cell))
            cell.placed.connect(partial(self._show, cell))

    def bind(self, actions: Actions) -> None:
        """Know when outlines of the lungs are wanted."""
        actions["lungs"].toggled.connect(self._on_outlines)

    def _on_outlines(self, is_wanted: bool) -> None:
        self._is_outlined = is_wanted
        self._show_all()

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
        lack = self._lack(cell)
        return replace(text, bottom_left=(lack, *text.bottom_left)) if lack else text

    def _lack(self, cell: FilmCell) -> str:
        """What is wanted on a film and not there only because it is still to be read.

        Of the active film the findings say why it has no heat; while it plays, nothing is said.
        """
        state, is_beside = self._state, cell is not self._viewer.active
        if cell.film is None or not state.is_to_be_read(cell.film.radiograph):
            return ""
        if state.is_playing and not is_beside:
            return ""
        if is_beside and state.heatmap.is_shown:
            return _NEITHER if self._is_outlined else NO_HEAT
        return NO_OUTLINES if self._is_outlined else ""

    def _show(self, cell: FilmCell) -> None:
        if cell.film is not None:
            cell.view.show_corners(self.words(cell))

    def _is_key_image(self, cell: FilmCell) -> bool:
        """Whether the frame in a place is marked; in the active one the mark is seen at once."""
        if cell is self._viewer.active or cell.film is None:
            return self._state.is_key_image
        return (cell.path, cell.film.radiograph.frame) in self._state.key_frames
