"""Has runs compared in the background, shows what came out, and keeps the model that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.comparison import Kind
from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui import open_dialog
from lungdesk.gui.comparison import shown
from lungdesk.gui.comparison.panel import ComparisonPanel
from lungdesk.gui.messages import Message
from lungdesk.gui.translation import tr
from lungdesk.services.comparison import (
    MeasureRequest,
    WriteRequest,
    measure_runs,
    run_names,
    write_comparison,
)
from lungdesk.services.job_runner import Lane
from lungdesk.services.models.keeping import KeepRequest
from lungdesk.services.models.shelf import ModelShelf
from lungdesk.services.runs.record import has_model

if TYPE_CHECKING:
    from lungdesk.core.comparison import ComparedModel, Comparison
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.window_services import Shared

_FIRST_FIGURE = "accuracy"


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """A comparison, the folder of each run, and which of them hold a model."""

    comparison: Comparison
    runs: Mapping[str, Path]
    with_model: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept last: under which name, made of which runs, and whether it is to read."""

    name: str
    runs: tuple[Path, ...]
    is_to_read: bool


class ComparisonPresenter(QObject):
    """Owns the panel; hosts show it and say which runs.

    Signals
    -------
    changed()
        Something begins, has ended, or another model is chosen.
    kept(str)
        A model has been kept under this id.
    """

    changed = Signal()
    kept = Signal(str)

    def __init__(
        self,
        active: ActiveModel,
        state: AppState,
        shared: Shared,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._active, self._state, self._messages = active, state, shared.messages
        self._shelf = ModelShelf(shared.services.paths)
        self._measuring = shared.bridge.channel(Lane.IO)
        self._writing = shared.bridge.channel(Lane.IO)
        self._keeping = shared.bridge.channel(Lane.IO)
        self._measured: _Measured | None = None
        self._names: dict[str, str] = {}
        self.last_kept: Kept | None = None
        self.panel = ComparisonPanel()
        self._measuring.succeeded.connect(self._on_measured)
        self._measuring.failed.connect(self._on_not_measured)
        self._writing.succeeded.connect(self._on_written)
        self._keeping.succeeded.connect(self._on_kept)
        for channel in (self._writing, self._keeping):
            channel.failed.connect(self._on_failed)
        for channel in (self._measuring, self._writing, self._keeping):
            channel.progressed.connect(self._on_progressed)
        active.progressed.connect(self._show_progress)
        active.failed.connect(self._messages.fail)
        active.ended.connect(self._end)
        panel = self.panel
        panel.notice.explain_wanted.connect(shared.messages.explain)
        panel.figure_chosen.connect(self._show_bars)
        panel.splits_changed.connect(self._show_bars)
        panel.model_chosen.connect(self._show_choice)
        panel.export_wanted.connect(self._ask_where_to_write)
        panel.cancel_wanted.connect(self.stop)
        panel.keep.wanted.connect(self._keep)
        panel.keep.name.textEdited.connect(self._on_named)

    # --- what hosts use

    @property
    def comparison(self) -> Comparison | None:
        """What is shown; None before and while it is worked out."""
        return self._measured.comparison if self._measured else None

    @property
    def is_busy(self) -> bool:
        """Whether something runs."""
        channels = (self._measuring, self._writing, self._keeping)
        return any(channel.pending for channel in channels) or self._active.is_preparing

    @property
    def is_keeping(self) -> bool:
        """Whether a model is being kept."""
        return bool(self._keeping.pending)

    def compare(self, runs: Sequence[Path], names: Mapping[Path, str] | None = None) -> None:
        """Compare runs, in the background; what was shown before goes.

        Parameters
        ----------
        names
            What runs are to be called; others by their folder.
        """
        self.stop()
        self._measured, self._names = None, {}
        self._messages.clear()
        if not runs:
            self.panel.show_nothing()
            return
        self.panel.show_notice(
            tr("Comparing…"), tr("Figures, intervals and tests are being worked out.")
        )
        request = MeasureRequest(tuple(runs), names=names or {})
        self._measuring.replace(_measure, request)
        self._show_progress(Progress(0, 0, tr("Reading the runs")))

    def stop(self) -> None:
        """Stop what runs; what has been shown stays."""
        is_measuring = bool(self._measuring.pending)
        for channel in (self._measuring, self._writing, self._keeping):
            channel.cancel()
        if is_measuring:
            self.panel.show_notice(tr("Stopped"), tr("The runs were not compared."))
        self._end()

    # --- what runs

    def _on_progressed(self, _tag: object, progress: Progress) -> None:
        self._show_progress(progress)

    def _show_progress(self, progress: Progress | None) -> None:
        self.panel.show_progress(progress)
        self.changed.emit()

    def _end(self) -> None:
        self._show_progress(None)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._end()
        self._messages.fail(error)

    def _on_not_measured(self, _tag: object, error: LungDeskError) -> None:
        self.panel.show_notice(tr("Not compared"), f"{error.message} {error.hint}".strip())
        self._end()

    # --- what is shown

    def _on_measured(self, _tag: object, measured: _Measured) -> None:
        self._measured = measured
        comparison, panel = measured.comparison, self.panel
        splits = [key for key in shown.SPLITS if key in comparison.films]
        panel.show_figures(shown.figures_of(comparison.labels), _FIRST_FIGURE)
        panel.show_splits([(key, shown.SPLITS[key]) for key in splits], splits)
        panel.show_tests(shown.test_paragraphs(comparison))
        panel.show_results()
        best = comparison.chosen or comparison.models[0]
        number = next(n for n, model in enumerate(comparison.models) if model is best)
        panel.show_models(shown.model_rows(comparison), number)
        self._end()

    def _show_bars(self, _figure: str = "") -> None:
        comparison, panel = self.comparison, self.panel
        if comparison is None:
            return
        figure = str(panel.figure.currentData())
        groups, high = shown.bar_groups(comparison, figure, panel.shown_splits)
        name = panel.figure.currentText()
        panel.bars.show_groups(name, groups, chosen=self._number, high=high)

    @property
    def _number(self) -> int:
        return self.panel.list.currentIndex().row()

    @property
    def chosen(self) -> ComparedModel | None:
        """The model that is selected."""
        comparison, number = self.comparison, self._number
        return comparison.models[number] if comparison and number >= 0 else None

    def _show_choice(self, number: int) -> None:
        comparison, model = self.comparison, self.chosen
        if comparison is None or model is None:
            return
        self._show_bars()
        points, unit = shown.cost_points(comparison)
        self.panel.costs.show_points(points, unit, chosen=number)
        words = shown.against_best(comparison, number)
        reason = self._reason(model)
        name = self._names.get(model.name, model.name)
        self.panel.keep.show_choice(f"{words} {reason}".strip(), name, reason)
        self.changed.emit()

    def _reason(self, model: ComparedModel) -> str:
        """Why a model cannot be kept; empty when it can."""
        if self._measured is None:
            return tr("Nothing is compared.")
        missing = [name for name in _parts(model) if name not in self._measured.with_model]
        return (
            tr("The run {missing} was kept without its model.", missing=missing[0])
            if missing
            else ""
        )

    def _on_named(self, text: str) -> None:
        if self.chosen is not None:
            self._names[self.chosen.name] = text

    # --- what the user wants

    def _keep(self, name: str, is_to_read: bool) -> None:
        measured, model = self._measured, self.chosen
        if measured is None or model is None or self.is_busy:
            return
        self._messages.clear()
        runs = {measured.runs[part]: share for part, share in _parts(model).items()}
        metrics = {split: m.as_dict() for split, m in model.metrics.items()}
        request = KeepRequest(name, runs, metrics)
        kept = Kept(name, tuple(runs), is_to_read)
        self._keeping.replace(self._shelf.keep, request, tag=kept)
        self._show_progress(Progress(0, 0, tr("Keeping {name}", name=name)))

    def _on_kept(self, kept: Kept, id_: str) -> None:
        self.last_kept = kept
        self._end()
        if kept.is_to_read:
            self._active.use(id_)
            self._show_progress(Progress(0, 0, tr("Preparing {name}", name=kept.name)))
        then = tr(" and reads the films from now on") if kept.is_to_read else ""
        self._messages.post(
            Message(tr("{name} is in the model library{then}.", name=kept.name, then=then))
        )
        self.kept.emit(id_)

    def _ask_where_to_write(self) -> None:
        comparison = self.comparison
        folder = open_dialog.ask_where_to_write(self.panel) if comparison else None
        if comparison is None or folder is None or self.is_busy:
            return
        self._messages.clear()
        request = WriteRequest(comparison, folder, self._state.preferences.report)
        self._writing.replace(write_comparison, request, tag=folder)
        self._show_progress(Progress(0, 0, tr("Drawing")))

    def _on_written(self, folder: Path, _result: object) -> None:
        self._end()
        words = tr(
            "Figures, tables and the report (comparison.pdf) are in {name}.", name=folder.name
        )
        self._messages.post(Message(words, folder=folder))


def _parts(model: ComparedModel) -> Mapping[str, float]:
    """Names of the runs that a row is made of, with the weight of each."""
    if model.kind is Kind.ENSEMBLE and model.members:
        return model.members
    return {model.name: 1.0}


def _measure(request: MeasureRequest, ctx: JobContext) -> _Measured:
    comparison = measure_runs(request, ctx)
    by_name = dict(zip(run_names(request), request.runs, strict=True))
    return _Measured(
        comparison, by_name, frozenset(name for name, run in by_name.items() if has_model(run))
    )
