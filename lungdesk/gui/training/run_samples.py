"""Shows where the best model so far looks, on a few films that are always the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import theme
from lungdesk.gui.qimage import to_qimage
from lungdesk.gui.training import run_words
from lungdesk.gui.training.film_titles import shown_failure
from lungdesk.gui.translation import told_error, tr
from lungdesk.gui.widgets.heat_row import HeatFilm
from lungdesk.gui.words import class_names, percent
from lungdesk.services.job_runner import Lane
from lungdesk.services.lungs.finder import lung_source
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.runs.record import BUNDLE_FOLDER
from lungdesk.services.training.sample_readings import (
    SampleReading,
    SampleReadings,
    SamplesRequest,
    read_samples,
)

if TYPE_CHECKING:
    from lungdesk.core.labels import LabelSet
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.gui.training.run_panel import RunPanel
    from lungdesk.gui.training.run_state import RunState
    from lungdesk.services.training.progress import RunProgress


class RunSamples(QObject):
    """Reads the films with the finished model of the best val accuracy.

    While none is finished, the model that reads in the window does it, and the caption says so:
    weights of a training under way are in another process, and change every second.
    """

    def __init__(self, panel: RunPanel, runs: RunState, context: PageContext) -> None:
        super().__init__(runs)
        self._panel, self._runs, self._context = panel, runs, context
        self._is_entered = False
        self._wanted: SamplesRequest | None = None
        self._reading = context.shared.bridge.channel(Lane.LONG)
        self._reading.succeeded.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        runs.changed.connect(self._follow)

    def enter(self) -> None:
        """The page is shown: its films are wanted."""
        self._is_entered = True
        self._follow()

    def leave(self) -> None:
        """Nobody sees the films; those that are read already stay."""
        self._is_entered = False
        if self._reading.pending:
            self._reading.cancel()
            self._wanted = None

    def _follow(self) -> None:
        if not self._is_entered or not self._runs.runs:
            return
        request = self._request()
        if request is not None and request != self._wanted:
            self._wanted = request
            self._panel.heat.show_films((), tr("The films are being read…"))
            self._reading.replace(read_samples, request)

    def _request(self) -> SamplesRequest | None:
        best, look = self._best(), self._context.state.heatmap
        first = self._runs.runs[0].request
        request = SamplesRequest(
            bundle_folder=first.run_folder,
            data=first.folder,
            label_map=first.label_map,
            seed=first.recipe.seed,
            colormap=look.colormap,
            opacity=max(look.opacity, 0.3),
            lungs=lung_source(self._context.paths),
        )
        if best is not None:
            name, value = run_words.backbone_title(best), _val_accuracy(best)
            self._panel.heat_caption.setText(
                tr(
                    "{name}, trained here: val accuracy {value:.3f}, the best that is finished.",
                    name=name,
                    value=value,
                )
            )
            return replace(request, bundle_folder=best.request.run_folder / BUNDLE_FOLDER)
        model = self._context.state.model
        if not model.id:
            self._panel.heat_caption.setText(tr("The first model that is finished will read them."))
            return None
        self._panel.heat_caption.setText(
            tr(
                "No model of this training is finished yet: this is {name}, which reads now.",
                name=model.name,
            )
        )
        try:
            folder = ModelLibrary.of(self._context.paths).folder_of(model.id)
        except LungDeskError as error:
            self._on_failed(None, told_error(error))
            return None
        return replace(request, bundle_folder=folder)

    def _best(self) -> RunProgress | None:
        finished = [run for run in self._runs.runs if run.is_finished]
        return max(finished, key=_val_accuracy, default=None)

    def _on_read(self, _tag: object, readings: SampleReadings) -> None:
        films = tuple(_heat_film(film, readings.labels) for film in readings.films)
        self._panel.heat.show_films(films, tr("None of the films of val can be read."))

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._wanted = None  # the films may be there next time
        words = f"{error.message} {error.hint}".strip()
        if self._context.state.preferences.is_private:  # they may name a film
            words = shown_failure(error, self._context.state)
        self._panel.heat.show_films((), words)


def _val_accuracy(run: RunProgress) -> float:
    return run.val_accuracy or 0.0


def _heat_film(film: SampleReading, labels: LabelSet) -> HeatFilm:
    columns, rows = film.size
    region = film.region
    place = QRectF(
        region.left / columns, region.top / rows, region.width / columns, region.height / rows
    )
    names = class_names(labels)
    return HeatFilm(
        title=names[film.class_index],
        colour=theme.class_colours(labels)[film.class_index],
        details=f"{percent(film.probability)} {names[film.predicted]}",
        is_doubtful=film.predicted != film.class_index,
        film=to_qimage(film.pixels).copy(),
        heat=to_qimage(film.heat).copy(),
        place=place,
    )
