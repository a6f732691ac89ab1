"""Has a reading explained in other ways, and maps tested, as the user asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage

from lungdesk.core.errors import LungDeskError
from lungdesk.core.faithfulness import Faithfulness
from lungdesk.core.imaging.heat_look import HeatStyle, scale_top
from lungdesk.core.imaging.thumbnail import reduced_p_values
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import SaliencyMap
from lungdesk.gui import heat_layer, theme
from lungdesk.gui.actions import Actions
from lungdesk.gui.explain import explanation_words
from lungdesk.gui.explain.explanation_words import ABOUT, GRADCAM, ON_MODEL_SCALE
from lungdesk.gui.explain.explanations_dialog import ExplanationsDialog
from lungdesk.gui.heatmap_look import HeatmapLook
from lungdesk.gui.outline_painter import HeatLines
from lungdesk.gui.privacy import film_title, shown_words
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.heat_row import HeatFilm
from lungdesk.gui.window_services import FilmReading, Shared
from lungdesk.gui.words import class_names, percent
from lungdesk.services.job_runner import Lane
from lungdesk.services.read_request import ExplainRequest, MapTest

if TYPE_CHECKING:
    from lungdesk.gui.viewer.panel import ViewerPanel

_SIDE_PX = 320
_LEAST_OPACITY = 0.3


@dataclass(slots=True, eq=False)
class _Explained:
    """All that is known of one reading.

    Attributes
    ----------
    film
        Small; None until it is there.
    maps
        By method.
    outcomes
        By method and class; None of an empty map, which has nothing to test.
    """

    reading: FilmReading
    radiograph: Radiograph
    film: NDArray[np.uint8] | None = None
    maps: dict[str, tuple[SaliencyMap, ...]] = field(default_factory=dict)
    outcomes: dict[tuple[str, int], Faithfulness | None] = field(default_factory=dict)


class ExplanationsPresenter(QObject):
    """Keeps the window, while it is open, at the reading of the film in the centre."""

    def __init__(self, panel: ViewerPanel, state: AppState, shared: Shared) -> None:
        super().__init__(panel)
        self._panel, self._state = panel, state
        self._pictures = shared.bridge.channel(Lane.IO)
        self._pictures.succeeded.connect(self._on_picture)
        self._asking = shared.bridge.channel(Lane.COMPUTE)
        self._asking.succeeded.connect(self._on_answered)
        self._asking.failed.connect(self._on_failed)
        self._asking.progressed.connect(self._on_progress)
        self._explained: _Explained | None = None
        self.dialog: ExplanationsDialog | None = None
        state.reading_changed.connect(self._follow)
        state.explained_changed.connect(self._show)
        state.heatmap_changed.connect(self._show)
        state.preferences_changed.connect(self._show)

    def bind(self, actions: Actions) -> None:
        """Let the action of the table do what it says."""
        actions["explanations"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the window, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._made()
        self.dialog.show()
        self._follow()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _made(self) -> ExplanationsDialog:
        dialog = ExplanationsDialog(self._panel.window())
        dialog.class_chosen.connect(self._state.explain)
        dialog.task.cancel_wanted.connect(self._cancel)
        dialog.finished.connect(self._cancel)
        for method, row in dialog.panels.items():
            row.wanted.connect(lambda m=method: self._make(m))
            row.test_wanted.connect(lambda m=method: self._test(m))
        return dialog

    # --- what is asked

    def _make(self, method: str) -> None:
        one, reader = self._explained, self._state.model.reader
        if one is not None and reader is not None:
            correction = one.reading.prediction.verdict.applied
            request = ExplainRequest(one.radiograph, method, correction)
            self._ask(reader.explain, request, (method, None))

    def _test(self, method: str) -> None:
        one, reader = self._explained, self._state.model.reader
        explained = self._state.explained_class()
        if one is None or reader is None or explained is None or method not in one.maps:
            return
        tested = one.maps[method][explained]
        if tested.peak <= 0:
            one.outcomes[method, explained] = None
            self._show()
            return
        correction = one.reading.prediction.verdict.applied
        request = MapTest(one.radiograph, tested, correction)
        self._ask(reader.put_to_test, request, (method, explained))

    def _ask(self, run: object, request: object, tag: tuple[str, int | None]) -> None:
        self._asking.replace(run, request, tag=tag)  # type: ignore[arg-type] # one of two methods
        self._show_busy(Progress(0, 0, tr("asking the model")))

    def _cancel(self) -> None:
        self._asking.cancel()
        self._show_busy(None)

    def _on_progress(self, _tag: object, progress: Progress) -> None:
        self._show_busy(progress)

    def _on_answered(self, tag: tuple[str, int | None], answer: object) -> None:
        self._show_busy(None)
        method, explained = tag
        one = self._explained
        if one is None:
            return
        if isinstance(answer, Faithfulness) and explained is not None:
            one.outcomes[method, explained] = answer
        elif isinstance(answer, tuple):
            one.maps[method] = answer
        self._show()

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._show_busy(None)
        if self.dialog is not None:
            self.dialog.show_notice(shown_words(self._state, f"{error.message} {error.hint}"))

    def _on_picture(self, reading_id: int, pixels: NDArray[np.uint8]) -> None:
        if self._explained is not None and id(self._explained.reading) == reading_id:
            self._explained.film = pixels
            self._show()

    # --- what is shown

    def _follow(self) -> None:
        """Another reading: what was asked about the last one is of no use."""
        if self.dialog is None or not self.dialog.isVisible():
            return
        reading, film = self._state.reading.reading, self._state.film.film
        if reading is None or film is None:
            self._cancel()
            self._explained = None
        elif self._explained is None or self._explained.reading is not reading:
            self._cancel()
            self._explained = _Explained(reading, film.radiograph)
            self._explained.maps[GRADCAM] = reading.saliency_maps
            self._pictures.replace(_small, film.radiograph, tag=id(reading))
        self._show()

    def _show_busy(self, progress: Progress | None) -> None:
        if self.dialog is not None:
            self.dialog.show_busy(progress)

    def _show(self) -> None:
        dialog, one = self.dialog, self._explained
        if dialog is None or not dialog.isVisible():
            return
        path = self._state.film.path
        dialog.title.setText(tr("No film") if path is None else film_title(self._state, path))
        dialog.show_notice("" if one is not None else self._missing())
        dialog.show_scale(
            explanation_words.scale_words(self._state.heatmap.scale, self._fixed_peak)
        )
        names = () if one is None else class_names(one.reading.prediction.labels)
        explained = self._state.explained_class()
        dialog.show_classes(tuple(names), explained)
        for method in ABOUT:
            row = dialog.panels[method]
            films = self._films(one, method) if one is not None else ()
            row.show_maps(films, can_make=one is not None)
            row.show_outcome(self._outcome(one, method))

    def _outcome(self, one: _Explained | None, method: str) -> str:
        """How the map of the explained class stood the test; empty where none was tested."""
        explained = self._state.explained_class()
        if one is None or explained is None or (method, explained) not in one.outcomes:
            return ""
        name = class_names(one.reading.prediction.labels)[explained]
        found = one.outcomes[method, explained]
        if found is None:
            return explanation_words.empty_words(name)
        words = explanation_words.outcome_words(found, name)
        return f"{words} {explanation_words.area_words(found)}."

    def _missing(self) -> str:
        reading = self._state.reading
        if reading.refused is not None:
            return tr("The film is refused, so there is no reading to explain.")
        if reading.is_sealed:
            return tr("Say first what you see: the model’s answer is explained after that.")
        if reading.phase is Phase.BUSY:
            return tr("The film is being read…")
        return tr("Open a film: its reading is what is explained here.")

    def _films(self, one: _Explained, method: str) -> tuple[HeatFilm, ...]:
        maps, film = one.maps.get(method, ()), one.film
        if film is None:
            return ()
        labels = one.reading.prediction.labels
        names, colours = class_names(labels), theme.class_colours(labels)
        shares = one.reading.prediction.probabilities
        look, fixed = self._look, self._fixed_peak if method in ON_MODEL_SCALE else None
        return tuple(
            HeatFilm(
                title=names[m.class_index],
                colour=colours[m.class_index],
                details=percent(float(shares[m.class_index])),
                is_doubtful=False,
                film=to_qimage(film),
                heat=_picture(m, top, look),
                place=_place(m, one.radiograph),
                lines=_lines(m, top, look, one.radiograph),
            )
            for m in maps
            for top in [scale_top(look.scale, maps, m.class_index, fixed).value]
        )

    @property
    def _look(self) -> HeatmapLook:
        """As the map on the film looks; never so faint that a row seems to have none."""
        look = self._state.heatmap
        return replace(look, opacity=max(look.opacity, _LEAST_OPACITY))

    @property
    def _fixed_peak(self) -> float | None:
        reader = self._state.model.reader
        return None if reader is None else reader.map_peak


def _small(radiograph: Radiograph, _ctx: JobContext) -> NDArray[np.uint8]:
    return np.ascontiguousarray(reduced_p_values(radiograph, _SIDE_PX))


def _picture(one: SaliencyMap, top: float, look: HeatmapLook) -> QImage | None:
    if look.style is HeatStyle.CONTOURS:
        return None
    # The image owns its pixels then: nobody else keeps them.
    return to_qimage(heat_layer.coloured(one, top, look)).copy()


def _lines(
    one: SaliencyMap, top: float, look: HeatmapLook, film: Radiograph
) -> tuple[HeatLines, ...]:
    """Lines of equal heat, as shares of the film's size."""
    if look.style is not HeatStyle.CONTOURS:
        return ()
    size = np.array([film.columns, film.rows])
    return tuple(
        replace(level, lines=tuple(line / size for line in level.lines))
        for level in heat_layer.contours(one, top, look)
    )


def _place(one: SaliencyMap, film: Radiograph) -> QRectF:
    region = one.region
    return QRectF(
        region.left / film.columns,
        region.top / film.rows,
        region.width / film.columns,
        region.height / film.rows,
    )
