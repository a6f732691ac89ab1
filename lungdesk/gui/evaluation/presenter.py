"""Evaluates a model on the parts of a collection, and gives the tabs what they show."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui.evaluation import words
from lungdesk.gui.evaluation.curves_presenter import CurvesPresenter
from lungdesk.gui.evaluation.errors_presenter import ErrorsPresenter
from lungdesk.gui.evaluation.evaluation_state import EvaluationState
from lungdesk.gui.evaluation.matrix_presenter import MatrixPresenter
from lungdesk.gui.evaluation.panel import EvaluationPanel
from lungdesk.gui.evaluation.tables_presenter import TablesPresenter
from lungdesk.gui.films_wanted import FilmsWanted
from lungdesk.gui.messages import Message, to_message
from lungdesk.gui.privacy import shown_message
from lungdesk.gui.time_left import TimeLeft
from lungdesk.gui.translation import told, tr
from lungdesk.gui.words import counted_films
from lungdesk.services.job_runner import Lane
from lungdesk.services.models.evaluation import (
    EvaluatedFilms,
    Measures,
    ModelEvaluation,
    Overview,
    ReadRequest,
    Subject,
)

if TYPE_CHECKING:
    from lungdesk.gui.state import AppState
    from lungdesk.gui.window_services import Shared

#: Part that is shown first, where there is one.
_FIRST = "test"
_VAL = "val"

_UNKNOWN_HINT = tr(
    "Leave them out, or call the folders, or the labels of the manifest, as the model's classes."
)


class EvaluationPresenter(QObject):
    """Binds one evaluation panel, wherever it stands, to model and collection.

    Signals
    -------
    evaluated(EvaluatedFilms)
        What the model says of a part is shown.
    """

    evaluated = Signal(object)

    def __init__(
        self,
        panel: EvaluationPanel,
        services: ModelEvaluation,
        app_state: AppState,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self.panel, self._app_state = panel, app_state
        self._services = services
        self.state = EvaluationState(self)
        self._overview: Overview | None = None
        self._subject: Subject | None = None
        self._part = ""
        self._time_left = TimeLeft()
        self._looking, self._reading, self._measuring, self._on_val = (
            shared.bridge.channel(Lane.LONG) for _ in range(4)
        )
        self._make_tabs(shared)
        self._connect()
        self.show_nothing(tr("Nothing is evaluated yet"), Message(tr("Choose a model and films.")))

    def _make_tabs(self, shared: Shared) -> None:
        panel, state = self.panel, self.state
        models = (panel.confusion, panel.matrix_figures)
        self.matrix = MatrixPresenter(panel.matrix, models, state, self.open_films)
        self.curves = CurvesPresenter(panel.curves, panel.point_figures, state, self._read_val)
        self.tables = TablesPresenter(panel, state)
        self.errors = ErrorsPresenter(
            panel.errors, panel.error_films, state, app_state=self._app_state, shared=shared
        )
        panel.notice.explain_wanted.connect(shared.messages.explain)

    def _connect(self) -> None:
        panel = self.panel
        panel.part_chosen.connect(self._on_part_chosen)
        panel.evaluate.triggered.connect(self._read)
        panel.leave_out.triggered.connect(self._leave_unknown_out)
        panel.again_wanted.connect(partial(self._read, is_anew=True))
        panel.cancel_wanted.connect(self._cancel)
        panel.curves.cell_chosen.connect(self.matrix.open_cell)
        panel.errors.gallery.film_chosen.connect(self._open_error)
        self.state.measures_changed.connect(self._show_headline)
        self._looking.succeeded.connect(self._on_looked)
        self._reading.succeeded.connect(self._on_read)
        self._measuring.succeeded.connect(self._on_measured)
        self._on_val.succeeded.connect(self._on_val_read)
        for channel in (self._looking, self._reading):
            channel.failed.connect(self._on_failed)
            channel.progressed.connect(self._on_progressed)
        self._measuring.failed.connect(self._on_failed)
        self._on_val.failed.connect(self._on_val_failed)
        self._on_val.progressed.connect(self._on_val_progressed)

    # --- what to evaluate

    def show_subject(self, subject: Subject, part: str = "") -> None:
        """Look at a model and a collection; show a part at once when it has been read before.

        Without a part: ``test``, else the first one.
        """
        self.stop()
        self._subject, self._overview, self._part = subject, None, part
        self.state.set_films(None)
        self.panel.show_parts((), -1)
        self._show_progress(Progress(0, 0, tr("Looking at the films")))
        self._looking.replace(self._services.look, subject)

    def show_nothing(self, heading: str, message: Message) -> None:
        """There is nothing to evaluate, and why."""
        self.stop()
        self._overview = None
        self.state.set_films(None)
        self.panel.show_parts((), -1)
        self._show_notice(heading, message)

    def stop(self) -> None:
        """Stop what runs; nobody looks at it any more."""
        for channel in (self._looking, self._reading, self._measuring, self._on_val):
            channel.cancel()
        self.errors.stop()

    def _on_looked(self, _tag: object, overview: Overview) -> None:
        self._overview = overview
        names = [part.name for part in overview.parts]
        wanted = self._part or (_FIRST if _FIRST in names and names[0] != "whole" else names[0])
        self._part = wanted if wanted in names else names[0]
        self._show_parts(overview)
        self.panel.curves.on_val.setEnabled(_VAL in names)
        self._choose()

    def _show_parts(self, overview: Overview) -> None:
        names = [part.name for part in overview.parts]
        said = [f"{words.part_name(p.name)} ({counted_films(p.films)})" for p in overview.parts]
        self.panel.show_parts(tuple(said), names.index(self._part))

    def _on_part_chosen(self, number: int) -> None:
        if self._overview is not None:
            self._part = self._overview.parts[number].name
            self._choose()

    def _choose(self) -> None:
        """Show the chosen part when it has been read before, else offer to read it."""
        assert self._overview is not None
        part = next(p for p in self._overview.parts if p.name == self._part)
        if part.is_kept:
            self._read()
            return
        for channel in (self._reading, self._measuring):
            channel.cancel()
        self.state.set_films(None)
        sentence = tr(
            "{films} have not been read by {model_name}.",
            films=counted_films(part.films),
            model_name=self._overview.model_name,
        )
        message = Message(sentence, words.part_remark(part.name))
        self._show_notice(
            tr("Not evaluated yet: {part_name}", part_name=words.part_name(part.name)), message
        )

    def _show_notice(self, heading: str, message: Message, *, has_unknown: bool = False) -> None:
        self.panel.evaluate.setEnabled(self._overview is not None)
        self.panel.leave_out.setEnabled(has_unknown)
        self.panel.show_notice(heading, shown_message(self._app_state, message))

    # --- reading and measuring

    def _read(self, *_: object, is_anew: bool = False) -> None:
        if self._overview is None:
            return
        self._measuring.cancel()
        self._show_progress(Progress(0, 0, tr("Looking at the films")))
        request = ReadRequest(self._overview.subject, self._part, is_anew)
        self._reading.replace(self._services.read, request)

    def _cancel(self) -> None:
        self.stop()
        if self._overview is None:
            self._show_notice(
                tr("Stopped"), Message(tr("The films were not looked at to the end."))
            )
            return
        self.state.set_films(None)
        self._show_notice(tr("Stopped"), Message(tr("The films were not read to the end.")))

    def _on_progressed(self, _tag: object, progress: Progress) -> None:
        self._show_progress(progress)

    def _show_progress(self, progress: Progress) -> None:
        said = self._time_left.words(progress)
        self.panel.show_progress(progress, said[:1].upper() + said[1:])

    def _on_read(self, _tag: object, films: EvaluatedFilms) -> None:
        assert self._overview is not None
        parts = (
            replace(part, is_kept=True) if part.name == films.part else part
            for part in self._overview.parts
        )
        self._overview = replace(self._overview, parts=tuple(parts))
        self.state.set_films(films)
        self.panel.remark.setText(self._remark(films))
        self.panel.show_tabs()
        self._show_headline()
        self._measuring.replace(self._services.measure, films)
        self.evaluated.emit(films)

    def _on_measured(self, _tag: object, measures: Measures) -> None:
        self.state.set_measures(measures)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self.state.set_films(None)
        message = to_message(error)
        has_unknown = error.code is ErrorCode.DATASET_LABEL_UNKNOWN
        if has_unknown:
            message = replace(message, hint=_UNKNOWN_HINT)
        heading = tr("The films cannot be evaluated")
        self._show_notice(heading, message, has_unknown=has_unknown)

    def _leave_unknown_out(self) -> None:
        if self._subject is not None:
            self.show_subject(replace(self._subject, leaves_unknown_out=True), self._part)

    def _remark(self, films: EvaluatedFilms) -> str:
        said = words.part_remark(films.part, told(films.doubt))
        if films.failures:
            count = counted_films(len(films.failures))
            said += tr(" {count} could not be read and are left out.", count=count)
        if self._overview is not None and self._overview.left_out:
            said += f" {words.left_out(self._overview.left_out)}"
        return said.strip()

    def _show_headline(self) -> None:
        films, measures = self.state.films, self.state.measures
        if films is None:
            return
        groups = len(set(films.table.groups))
        said = tr(
            "{films} of {groups:,} patients or groups",
            films=counted_films(len(films.table)),
            groups=groups,
        )
        if measures is None:
            said += tr(", computing intervals…")
        else:
            value, interval = measures.metrics.figures["accuracy"], measures.metrics.intervals
            said += tr(", {share} read rightly", share=words.share(value, interval["accuracy"]))
        self.panel.headline.setText(said)

    # --- a threshold from the val films

    def _read_val(self) -> None:
        if self._overview is not None:
            self._on_val.replace(self._services.read, ReadRequest(self._overview.subject, _VAL))

    def _on_val_progressed(self, _tag: object, progress: Progress) -> None:
        self.panel.curves.rule.setText(self._time_left.words(progress))

    def _on_val_read(self, _tag: object, films: EvaluatedFilms) -> None:
        if self.state.films is not None:
            self.curves.choose_on(films.table)

    def _on_val_failed(self, _tag: object, error: LungDeskError) -> None:
        message = shown_message(self._app_state, to_message(error))
        self.panel.curves.rule.setText(f"{message.sentence} {message.hint}")

    # --- films for the viewer

    def open_films(
        self, numbers: tuple[int, ...], title: str, explained: int | None, first: int = 0
    ) -> None:
        """Ask for films in the viewer: those alone, in this order, with their heatmaps."""
        films = self.state.films
        if films is None or not numbers:
            return
        paths = tuple(films.path(number) for number in numbers)
        label_id = None if explained is None else films.table.labels.ids[explained]
        wanted = FilmsWanted(paths, paths[first], title, label_id, films.model, films.model_name)
        self._app_state.want_films(wanted)

    def _open_error(self, row: int) -> None:
        model = self.panel.error_films
        numbers = tuple(model.item(r).number for r in range(model.rowCount()))
        title = tr("{films} read wrongly, surest first.", films=counted_films(len(numbers)))
        self.open_films(numbers, title, None, row)
