"""Asks what is to become of a training before its window, or LungDesk, is closed.

With the window closed it goes on; without LungDesk it does not. Its child process ends when nobody
listens to it any more: so nothing computes for hours on a computer where nobody sees it or can stop
it, and no second LungDesk trains into the same folder. A paused training loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.gui.training.run_state import RunState, Status
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.question import Act, Answer, Parent, Question

if TYPE_CHECKING:
    from lungdesk.gui.training.training_view import TrainingView

_HINT = tr(
    "Paused, it goes on later at the very same step. Stopped, it keeps the last whole epoch."
)


class Closing(QObject):
    """Asks only while a training runs that has not been told to end."""

    def __init__(self, view: TrainingView, runs: RunState) -> None:
        super().__init__(view)
        self._view, self._runs = view, runs
        self._is_answered = False
        self.question: Question | None = None
        view.may_close = self._may_close_view

    def may_quit(self, quit_: Act) -> bool:
        """Whether LungDesk may be closed now; if not, the user is asked, and ``quit_`` called."""
        if self._runs.status is not Status.RUNNING:
            return True
        answers = (
            Answer(tr("Pause and close"), (self._runs.pause, quit_)),
            Answer(tr("Stop and close"), (self._runs.stop, quit_)),
            Answer(tr("Do not close")),
        )
        window = self._view.parentWidget() or self._view
        self._ask(window, tr("A training runs. Close LungDesk?"), answers, escape=-1)
        return False

    def _may_close_view(self) -> bool:
        if self._is_answered or self._runs.status is not Status.RUNNING:
            return True
        answers = (
            Answer(tr("Go on in the background"), (self._close,)),
            Answer(tr("Pause"), (self._runs.pause, self._close)),
            Answer(tr("Stop"), (self._runs.stop, self._close)),
        )
        # Esc after Esc means: away with the window.
        self._ask(self._view, tr("A training runs. What shall become of it?"), answers, escape=0)
        return False

    def _ask(
        self, parent: Parent, sentence: str, answers: Sequence[Answer], *, escape: int
    ) -> None:
        if self.question is not None:
            self.question.raise_()
            return
        self.question = Question(parent, sentence, _HINT, answers, escape=escape)
        self.question.finished.connect(self._on_answered)

    def _on_answered(self) -> None:
        self.question = None

    def _close(self) -> None:
        self._is_answered = True
        self._view.close()
        self._is_answered = False
