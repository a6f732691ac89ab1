"""Shows which films the model learnt from are like the one on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from lungdesk.core.errors import LungDeskError
from lungdesk.core.labels import LabelSet
from lungdesk.core.similar import SimilarFilm, SimilarFilms
from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.similar_rows import SimilarRow
from lungdesk.gui.words import class_names, source_words
from lungdesk.services.job_runner import Lane
from lungdesk.services.studies import ThumbnailRequest

if TYPE_CHECKING:
    from lungdesk.gui.explain.similar_panel import SimilarPanel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.window_services import Shared

#: Films that are shown one by one.
_SHOWN = 5
_PICTURE_PX = 96
_SAME = 0.005


class SimilarPresenter(QObject):
    """Binds the reading to the panel; pictures are looked for while it is unfolded."""

    def __init__(self, panel: SimilarPanel, state: AppState, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._state, self._services = panel, state, shared.services
        self._finding = shared.bridge.channel(Lane.IO)
        self._finding.succeeded.connect(self._on_found)
        self._finding.failed.connect(self._on_failed)
        self._painting = shared.bridge.channel(Lane.IO)
        self._painting.succeeded.connect(self._on_picture)
        self._painting.failed.connect(self._on_failed)
        self._pictures: dict[str, QImage] = {}
        self._asked: set[str] = set()
        panel.unfolded.connect(self._look_for_pictures)
        state.reading_changed.connect(self._on_reading_changed)
        self._show()

    def _on_reading_changed(self) -> None:
        self._show()
        self._look_for_pictures()

    def _nearest(self) -> tuple[SimilarFilm, ...]:
        reading = self._state.reading.reading
        similar = None if reading is None else reading.similar
        return () if similar is None else similar.nearest[:_SHOWN]

    def _show(self) -> None:
        reading = self._state.reading.reading
        if reading is None or reading.similar is None:
            self._panel.show_films("", ())
            return
        labels = reading.prediction.labels
        colours = theme.class_colours(labels)
        rows = tuple(
            SimilarRow(
                told(labels.labels[film.class_index].name),
                colours[film.class_index],
                source_words(film.source) or tr("Source not known"),
                tr("same picture") if film.distance < _SAME else f"{film.distance:.2f}",
                self._pictures.get(film.id),
                tip=tr("Source: {name}", name=film.source) if film.source else "",
            )
            for film in self._nearest()
        )
        self._panel.show_films(summary_words(reading.similar, labels), rows)

    # --- pictures of films that are on this computer

    def _look_for_pictures(self) -> None:
        find = self._services.find_known_films
        ids = {film.id for film in self._nearest()} - self._asked
        if find is not None and self._panel.is_unfolded and ids:
            self._asked |= ids
            self._finding.add(find, tuple(sorted(ids)))

    def _on_found(self, _tag: object, found: dict[str, Path]) -> None:
        for id_, path in found.items():
            request = ThumbnailRequest(path, _PICTURE_PX)
            self._painting.add(self._services.thumbnail, request, tag=id_)

    def _on_picture(self, id_: str, thumbnail: Any) -> None:
        self._pictures[id_] = to_qimage(thumbnail.pixels).copy()
        self._show()

    def _on_failed(self, _tag: object, _error: LungDeskError) -> None:
        """A row without a picture says what there is to say."""


def summary_words(similar: SimilarFilms, labels: LabelSet) -> str:
    """``Of the 20 nearest of 2,820 training films: 14 Viral pneumonia, 6 Normal``."""
    counts = ", ".join(f"{n} {class_names(labels)[index]}" for index, n in similar.counts())
    of = tr(
        "Of the {count} nearest of {known:,} training films",
        count=len(similar.nearest),
        known=similar.known,
    )
    return f"{of}: {counts}."
