"""Annotations of films beside the active one: painted, not touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainter

from lungdesk.core.annotation.annotation_set import AnnotationSet
from lungdesk.core.errors import LungDeskError
from lungdesk.core.imaging.geometry import Point, ViewGeometry
from lungdesk.core.jobs import JobContext
from lungdesk.core.radiograph import Radiograph
from lungdesk.gui.annotate.annotation_state import AnnotationState
from lungdesk.gui.annotate.drawn_layer import DrawnLayer
from lungdesk.gui.annotate.measured_words import words_beside
from lungdesk.gui.annotate.painter import Drawn
from lungdesk.gui.privacy import may_show
from lungdesk.gui.state import AppState
from lungdesk.gui.viewer.film_cell import FilmCell
from lungdesk.gui.viewer.mouse import Taken
from lungdesk.gui.viewer.presenter import ViewerPresenter
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane
from lungdesk.services.kept_annotations import FrameRef

if TYPE_CHECKING:
    from lungdesk.services.annotation_store import StoredAnnotations


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    """A film, and what is drawn on it; None when that is still to be loaded."""

    radiograph: Radiograph
    annotations: AnnotationSet | None


@dataclass(frozen=True, slots=True, eq=False)
class _Still:
    """Mouse tool of a view that is not the active one: it paints and takes nothing."""

    radiograph: Radiograph
    drawn: tuple[Drawn, ...]
    state: AppState
    layer: DrawnLayer = field(default_factory=DrawnLayer)
    is_drawing: bool = False

    def press(self, _at: Point, *, is_shifted: bool) -> bool:  # noqa: ARG002 - as MouseTool
        return False

    def drag(self, _at: Point, *, is_shifted: bool) -> None:
        pass

    release = hover = drag

    def cancel(self) -> None:
        pass

    def paint(
        self, painter: QPainter, geometry: ViewGeometry, taken: Taken, *, is_moving: bool = False
    ) -> None:
        if not self.state.is_film_bare:
            film = self.radiograph
            drawn = tuple(d for d in self.drawn if may_show(self.state, d.words, film.instance))
            self.layer.paint(painter, drawn, film, geometry, taken, is_moving=is_moving)


class StillAnnotations(QObject):
    """Loads and measures what is drawn, in the background, film by film."""

    def __init__(
        self, viewer: ViewerPresenter, annotations: AnnotationState, shared: Shared
    ) -> None:
        super().__init__(viewer)
        self._viewer, self._annotations = viewer, annotations
        self._load, self._messages = shared.services.load_annotations, shared.messages
        self._loading = shared.bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_drawn)
        self._loading.failed.connect(self._on_failed)
        viewer.filled.connect(self._on_filled)
        viewer.activated.connect(self._on_activated)

    def _on_filled(self, cell: FilmCell) -> None:
        cell.view.set_tool(None)
        self._begin(cell, None)

    def _on_activated(self, before: FilmCell, _now: FilmCell) -> None:
        # None are there also while the film's own, or the next film, are still on their way.
        drawn = self._annotations.annotations
        before.view.set_tool(None)  # the tool of the active view goes on with another film
        self._begin(before, drawn if drawn.annotations else None)

    def _begin(self, cell: FilmCell, annotations: AnnotationSet | None) -> None:
        number = self._viewer.cells.index(cell)
        self._loading.keep_only(tuple(t for t in self._loading.pending if t != number))
        if cell.film is not None:
            request = _Request(cell.film.radiograph, annotations)
            self._loading.add(self._drawn, request, tag=number)

    def _drawn(self, request: _Request, ctx: JobContext) -> _Still:
        """Run in a worker: measuring a region takes time."""
        annotations, radiograph = request.annotations, request.radiograph
        if annotations is None:
            ref = FrameRef(radiograph.instance, radiograph.frame)
            stored: StoredAnnotations = self._load(ref, ctx)
            annotations = stored.annotations
        calibrated = annotations.calibrated(radiograph)
        drawn = []
        for one in annotations.annotations:
            ctx.check()
            drawn.append(Drawn(one, words_beside(one, calibrated)))
        return _Still(calibrated, tuple(drawn), self._viewer.state)

    def _on_failed(self, _number: int, error: LungDeskError) -> None:
        self._messages.warn(error)

    def _on_drawn(self, number: int, still: _Still) -> None:
        cell = self._viewer.cells[number]
        if cell is not self._viewer.active:
            cell.view.set_tool(still)
