"""Has this computer measured in the background, and says what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui.activity import Activity
from lungdesk.gui.translation import told
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.window_services import Shared
    from lungdesk.services.self_test import SelfTest


_TASK = "self-test"


class SelfTestPresenter(QObject):
    """One measurement at a time, behind what the user waits for.

    Signals
    -------
    ended()
        It is over, with or without a result.
    """

    ended = Signal()

    def __init__(self, active: ActiveModel, shared: Shared, activity: Activity) -> None:
        super().__init__(active)
        self._active, self._messages, self._activity = active, shared.messages, activity
        self._paths = shared.services.paths
        self._measuring = shared.bridge.channel(Lane.LONG)
        self._measuring.succeeded.connect(self._on_measured)
        self._measuring.failed.connect(self._on_failed)
        self._measuring.stopped.connect(self._on_stopped)
        self._measuring.progressed.connect(self._on_progressed)

    def start(self) -> None:
        """Measure, unless that is being done already."""
        if not self._measuring.pending:
            self._measuring.replace(self._measure, self._active.id)

    def _measure(self, model_id: str, ctx: JobContext) -> SelfTest:
        """In the worker."""
        from lungdesk.services.sample_study import sample_films  # noqa: PLC0415 - not at start
        from lungdesk.services.self_test import SelfTestRequest, run_self_test  # noqa: PLC0415

        return run_self_test(SelfTestRequest(self._paths, model_id, sample_films()), ctx)

    def _on_progressed(self, _tag: object, progress: Progress) -> None:
        self._activity.show(_TASK, progress, self._measuring.cancel)

    def _on_measured(self, _tag: object, found: SelfTest) -> None:
        self._messages.inform(f"{told(found.words)}.")
        self._end()

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.warn(error)
        self._end()

    def _on_stopped(self, _tag: object) -> None:
        self._end()

    def _end(self) -> None:
        self._activity.end(_TASK)
        self.ended.emit()
