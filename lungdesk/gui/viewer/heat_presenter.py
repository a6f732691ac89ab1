"""Lays the map of the class that is explained over each film that has been read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from lungdesk.core.imaging.heat_look import HeatStyle, scale_top
from lungdesk.gui import heat_layer
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import FilmReading


class HeatPresenter(QObject):
    """The active film shows the class that was chosen, or its leading one; so do the others."""

    def __init__(self, viewer: ViewerPresenter) -> None:
        super().__init__(viewer)
        self._viewer, self._state = viewer, viewer.state
        state = viewer.state
        for signal in (state.reading_changed, state.explained_changed, state.heatmap_changed):
            signal.connect(self._show_all)
        state.reading_kept.connect(self._on_kept)
        viewer.filled.connect(self._show)

    def _show_all(self) -> None:
        for cell in self._viewer.cells:
            self._show(cell)

    def _on_kept(self, path: Path) -> None:
        for cell in self._viewer.cells:
            if cell.path == path:
                self._show(cell)

    def _show(self, cell: FilmCell) -> None:
        look, reading = self._state.heatmap, self._reading_of(cell)
        if cell.film is None or not look.is_shown or reading is None:
            cell.view.show_heat(None)
            return
        class_index = self._state.explained_of(reading.prediction)
        maps = reading.saliency_maps
        chosen = next((one for one in maps if one.class_index == class_index), None)
        if chosen is None:
            cell.view.show_heat(None)
            return
        reader = self._state.model.reader
        top = scale_top(look.scale, maps, class_index, reader.map_peak if reader else None).value
        if look.style is HeatStyle.CONTOURS:
            cell.view.show_heat_lines(heat_layer.contours(chosen, top, look))
            return
        cell.view.show_heat(heat_layer.coloured(chosen, top, look), chosen.region)

    def _reading_of(self, cell: FilmCell) -> FilmReading | None:
        if cell is self._viewer.active:
            return self._state.reading.reading
        if cell.film is None:
            return None
        kept = self._state.kept_reading_of(cell.film.radiograph)
        return None if kept is None or kept.prediction.is_withheld else kept
