"""Shows a training at the bottom of the main window, and says there how it has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from lungdesk.core.jobs import Progress
from lungdesk.gui.activity import Activity
from lungdesk.gui.messages import Message, Messages, Severity
from lungdesk.gui.training.run_state import RunState, Status
from lungdesk.gui.training.run_words import backbone_title, step_name
from lungdesk.gui.translation import tr

_TASK = "training"
#: Steps of a training come faster than anybody reads.
_SHOWN_EVERY_MS = 200


class Background(QObject):
    """Speaks in the main window; how it ended is said there only while the wizard is closed."""

    def __init__(
        self,
        runs: RunState,
        activity: Activity,
        messages: Messages,
        is_wizard_seen: Callable[[], bool],
    ) -> None:
        super().__init__(runs)
        self._runs, self._activity, self._messages = runs, activity, messages
        self._is_wizard_seen = is_wizard_seen
        self._was_active = False
        self._timer = QTimer(self, interval=_SHOWN_EVERY_MS, singleShot=True)
        self._timer.timeout.connect(self._follow)
        runs.changed.connect(self._follow)
        runs.moved.connect(self._follow_soon)

    def _follow_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _follow(self) -> None:
        runs = self._runs
        if runs.is_active:
            self._was_active = True
            self._activity.show(_TASK, self._progress())
            return
        self._activity.end(_TASK)
        if self._was_active and runs.is_seen:
            self._was_active = False
            if not self._is_wizard_seen():
                self._say_how_it_ended()

    def _progress(self) -> Progress:
        run, progress = self._runs.unfinished, self._runs.progress or Progress(0, 0)
        name = backbone_title(run) if run is not None else tr("the backbones")
        said = {Status.PAUSING: tr("Pausing"), Status.STOPPING: tr("Stopping")}
        words = f"{said.get(self._runs.status, tr('Training'))} {name}"
        step = f": {step_name(progress.message)}" if progress.message else ""
        return replace(progress, message=words + step)

    def _say_how_it_ended(self) -> None:
        runs = self._runs
        if runs.status is Status.FINISHED:
            self._messages.inform(tr("The training has ended well: see Train a model."))
        elif runs.status is Status.FAILED:
            errors = [error for run in runs.runs if (error := runs.error_of(run))]
            said = runs.error.message if runs.error else errors[0] if errors else ""
            where = tr("Open Train a model to go on.")
            self._messages.post(Message(said, where, severity=Severity.ERROR))
