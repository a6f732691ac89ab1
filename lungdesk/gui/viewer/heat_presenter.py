"""Lays the map of the class that is explained over each film that has been read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from lungdesk.core.imaging.heat_look import HeatStyle, scale_top
from lungdesk.core.saliency import SaliencyMap
from lungdesk.gui import heat_layer
from lungdesk.gui.state import Phase
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import FilmReading
from lungdesk.gui.words import class_names


class HeatPresenter(QObject):
    """The active film shows the class that was chosen, or its leading one; all others show that.

    A class is chosen of the films that are side by side then: a film that takes their place begins
    with its own.
    """

    def __init__(self, viewer: ViewerPresenter) -> None:
        super().__init__(viewer)
        self._viewer, self._state = viewer, viewer.state
        self._looked_at: Path | None = None
        state = viewer.state
        state.film_changed.connect(self._on_film_changed)
        viewer.activated.connect(self._on_activated)
        for signal in (state.reading_changed, state.explained_changed, state.heatmap_changed):
            signal.connect(self._show_all)
        state.reading_kept.connect(self._on_kept)
        viewer.filled.connect(self._show)

    def _on_activated(self, _before: FilmCell, now: FilmCell) -> None:
        self._looked_at = now.path

    def _on_film_changed(self) -> None:
        """Begin with its own class as soon as another film is there, or none."""
        film = self._state.film
        if film.phase in (Phase.READY, Phase.EMPTY) and film.path != self._looked_at:
            self._looked_at = film.path
            self._state.explain_anew()

    def _show_all(self) -> None:
        for cell in self._viewer.cells:
            self._show(cell)

    def _on_kept(self, path: Path) -> None:
        for cell in self._viewer.cells:
            if cell.path == path:
                self._show(cell)

    def _show(self, cell: FilmCell) -> None:
        look, reading = self._state.heatmap, self._reading_of(cell)
        chosen = None if reading is None else self._map_of(reading)
        if cell.film is None or not look.is_shown or reading is None or chosen is None:
            cell.show_heat_class("")
            cell.view.show_heat(None)
            return
        cell.show_heat_class(class_names(reading.prediction.labels)[chosen.class_index])
        reader, maps = self._state.model.reader, reading.saliency_maps
        fixed = reader.map_peak if reader else None
        top = scale_top(look.scale, maps, chosen.class_index, fixed).value
        if look.style is HeatStyle.CONTOURS:
            cell.view.show_heat_lines(heat_layer.contours(chosen, top, look))
            return
        cell.view.show_heat(heat_layer.coloured(chosen, top, look), chosen.region)

    def _map_of(self, reading: FilmReading) -> SaliencyMap | None:
        wanted = self._state.explained_of(reading.prediction)
        return next((one for one in reading.saliency_maps if one.class_index == wanted), None)

    def _reading_of(self, cell: FilmCell) -> FilmReading | None:
        if cell is self._viewer.active:
            return self._state.reading.reading
        if cell.film is None:
            return None
        kept = self._state.kept_reading_of(cell.film.radiograph)
        return None if kept is None or kept.prediction.is_withheld else kept
