"""The page that trains: shows the training as it goes, and starts, pauses and stops it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from lungdesk.gui.evaluation.figures_model import FiguresRow
from lungdesk.gui.privacy import shown_words
from lungdesk.gui.time_left import TimeLeft
from lungdesk.gui.training import run_words
from lungdesk.gui.training.run_panel import RunPanel
from lungdesk.gui.training.run_samples import RunSamples
from lungdesk.gui.training.run_state import RunState, Status
from lungdesk.gui.translation import told, tr
from lungdesk.gui.widgets.training_curves import CurvePoint
from lungdesk.services.training.draft_training import (
    RunBegan,
    RunEpochs,
    RunEvent,
    RunFailed,
    RunFindings,
    RunFinished,
)

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.services.training.progress import RunProgress

#: Epochs of a head take milliseconds: more is not shown than an eye sees.
_SHOWN_EVERY_MS = 200
_RESUMABLE = (Status.PAUSED, Status.STOPPED, Status.INTERRUPTED, Status.FAILED)
_DOUBTFUL = (Status.INTERRUPTED, Status.ELSEWHERE, Status.FAILED)
_STATUS_WORDS: Final = {
    Status.RUNNING: tr("Running"),
    Status.PAUSING: tr("Pausing"),
    Status.STOPPING: tr("Stopping"),
    Status.IDLE: tr("Idle"),
    Status.PAUSED: tr("Paused"),
    Status.STOPPED: tr("Stopped"),
    Status.INTERRUPTED: tr("Interrupted"),
    Status.ELSEWHERE: tr("Elsewhere"),
    Status.FAILED: tr("Failed"),
    Status.FINISHED: tr("Finished"),
}


class RunPresenter(QObject):
    """A page of the wizard; see `lungdesk.gui.training.training_view.Page`."""

    problem_changed = Signal()

    name = "run"
    title = tr("Run")
    explanation = tr(
        "Train the backbones, one after the other. You can go on reading films meanwhile."
        "\nVal accuracy tells how well films are read that the model has not learnt from."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context = context
        self.panel = RunPanel()
        self.runs = RunState(context)
        self.samples = RunSamples(self.panel, self.runs, context)
        self._shown = 0
        self._log_lines: list[str] = []
        self._to_be_seen: set[str] = set()  # models whose figures are not read yet
        self._time_left = TimeLeft()
        self._timer = QTimer(self, interval=_SHOWN_EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self._show_moving)
        panel, runs = self.panel, self.runs
        panel.start_wanted.connect(runs.start)
        panel.pause_wanted.connect(runs.pause)
        panel.stop_wanted.connect(runs.stop)
        panel.chosen.connect(self._on_chosen)
        runs.changed.connect(self._show)
        runs.moved.connect(self._show_soon)
        runs.heard.connect(self._on_heard)
        context.state.preferences_changed.connect(self._show)
        self._show()

    # --- the page

    def problem(self) -> str | None:
        """Why one cannot go on from here."""
        if self.runs.is_active:
            return tr("The training runs.")
        if not any(run.is_finished for run in self.runs.runs):
            return tr("No backbone is trained yet.")
        return None

    def enter(self) -> None:
        """Look at what is there."""
        if not self.runs.is_active:
            self.runs.look()
        self.samples.enter()

    def leave(self) -> None:
        """The training goes on; pictures are not needed."""
        self.samples.leave()

    # --- what is shown

    def _show(self) -> None:
        self._log_figures()
        status, runs = self.runs.status, self.runs.runs
        words = shown_words(self._context.state, self._sentence())
        is_doubtful = status in _DOUBTFUL or self.runs.error is not None
        self.panel.show_sentence(words, is_doubtful=is_doubtful)
        can_start = self.runs.is_seen and any(not run.is_finished for run in runs)
        self.panel.show_buttons(
            _start_words(status),
            can_start=can_start and not self.runs.is_active,
            can_pause=status is Status.RUNNING,
            can_stop=status in (Status.RUNNING, Status.PAUSING),
        )
        self._show_moving()
        self.problem_changed.emit()

    def _show_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show_moving(self) -> None:
        """What changes with every epoch."""
        runs = self.runs.runs
        self.panel.add_log(self._log_lines)
        self._log_lines.clear()
        self.panel.show_rows(tuple(self._row(number) for number in range(len(runs))))
        self._shown = min(self._shown, max(len(runs) - 1, 0))
        if runs:
            self._show_curves(runs[self._shown])
        progress = self.runs.progress if self.runs.is_active else None
        words = ""
        if progress is not None:
            words = run_words.step_words(self.runs.unfinished, progress, self._time_left)
        self.panel.show_step(progress, words)

    def _show_curves(self, run: RunProgress) -> None:
        points = [
            CurvePoint(
                run_words.phase_title(run, epoch),
                *(epoch.accuracy, epoch.val_accuracy, epoch.loss, epoch.val_loss),
            )
            for epoch in run.epochs
        ]
        self.panel.curves.show_points(
            run_words.backbone_title(run), points, tr("The curves begin with the first epoch.")
        )

    def _row(self, number: int) -> FiguresRow:
        run = self.runs.runs[number]
        error = self.runs.error_of(run)
        is_training = number == self.runs.current
        return FiguresRow(
            (
                run_words.backbone_title(run),
                self._state_words(run, is_training=is_training),
                run_words.epoch_words(run),
                run_words.left_words(run) if is_training else "–",
                "–" if run.val_accuracy is None else f"{run.val_accuracy:.3f}",
                "–" if run.val_loss is None else f"{run.val_loss:.3f}",
            ),
            tip=shown_words(self._context.state, error) or run_words.figures_words(run),
        )

    def _state_words(self, run: RunProgress, *, is_training: bool) -> str:
        if run.is_finished:
            return tr("Finished")
        if is_training:
            return _STATUS_WORDS[self.runs.status]
        if run.is_held:
            return _STATUS_WORDS[Status.ELSEWHERE]
        if self.runs.error_of(run):
            return tr("Failed")
        if run is self.runs.unfinished and run.is_begun and self.runs.status in _RESUMABLE:
            return _STATUS_WORDS[self.runs.status]
        return tr("Begun") if run.is_begun else tr("Waiting")

    def _sentence(self) -> str:
        state, run = self.runs, self.runs.unfinished
        if state.error is not None:
            return f"{state.error.message} {state.error.hint}".strip()
        if run is None or not (state.is_active or state.is_seen):
            return self._sentence_of_all()
        errors = [error for one in state.runs if (error := state.error_of(one))]
        if state.is_active:
            return self._active_sentence(run)
        said = {
            Status.PAUSED: run_words.paused_sentence,
            Status.STOPPED: run_words.stopped_sentence,
            Status.INTERRUPTED: run_words.interrupted_sentence,
            Status.ELSEWHERE: run_words.elsewhere_sentence,
        }.get(state.status)
        if state.status is Status.FAILED and errors:
            return errors[0]
        return said(run) if said else tr("Ready to train; it can be paused at any time.")

    def _sentence_of_all(self) -> str:
        count = len(self.runs.runs)
        if not count:
            return tr("Choose the films and the backbones first.")
        if not self.runs.is_seen:
            return tr("Looking at what is trained…")
        if count == 1:
            return tr("The model is trained; go on to see how well.")
        return tr("All {count} models are trained; go on to see how well.", count=count)

    def _active_sentence(self, run: RunProgress) -> str:
        name = run_words.backbone_title(run)
        if self.runs.status is Status.PAUSING:
            return tr("Pausing {name} after the step that it is at; everything is kept.", name=name)
        if self.runs.status is Status.STOPPING:
            return tr("Stopping {name}.", name=name)
        if self.runs.current is None:
            return tr("The training begins.")
        count = len(self.runs.runs)
        number = (
            tr(" ({current} of {count})", current=self.runs.current + 1, count=count)
            if count > 1
            else ""
        )
        return tr("Training {name}{number}.", name=name, number=number)

    # --- what happens

    def _on_chosen(self, number: int) -> None:
        self._shown = number
        self._show_soon()

    def _on_heard(self, event: RunEvent) -> None:
        run = self.runs.runs[event.number]
        name = run_words.backbone_title(run)
        if isinstance(event, RunEpochs):
            self._log_epochs(run, event)
        elif isinstance(event, RunBegan):
            self.panel.choose(event.number)
            self._log(
                tr(
                    "{name}: training {words}.",
                    name=name,
                    words=tr("goes on") if run.epochs else tr("begins"),
                )
            )
        elif isinstance(event, RunFindings):
            for sentence in event.sentences:
                self._log(tr("Doubtful: {sentence}", sentence=told(sentence)))
        elif isinstance(event, RunFailed):
            self._log(self.runs.error_of(run))
        elif isinstance(event, RunFinished):
            self._log(tr("{name}: the model is trained and measured.", name=name))
            self._to_be_seen.add(run.id)

    def _log_epochs(self, run: RunProgress, event: RunEpochs) -> None:
        if event.is_history:
            if event.epochs:
                self._log(run_words.history_line(run, event.epochs))
            return
        for epoch in event.epochs:
            self._log(run_words.log_line(run, epoch))

    def _log_figures(self) -> None:
        """Those that the table shows are others than those of the epochs."""
        for run in self.runs.runs:
            if run.id in self._to_be_seen and run.is_finished:
                self._to_be_seen.remove(run.id)
                self._log(run_words.finished_line(run))

    def _log(self, words: str) -> None:
        clock = datetime.now().astimezone().strftime("%H:%M:%S")
        self._log_lines.append(f"{clock}  {shown_words(self._context.state, words)}")


def _start_words(status: Status) -> str:
    """What the first button says."""
    if status is Status.ELSEWHERE:
        return tr("Look again")
    return tr("Resume") if status in _RESUMABLE else tr("Start training")
