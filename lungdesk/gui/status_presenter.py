"""Keeps the bottom of the window true: what runs, what has been done, what the model can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.jobs import Progress
from lungdesk.gui.activity import Activity
from lungdesk.gui.messages import Messages
from lungdesk.gui.privacy import shown_words
from lungdesk.gui.state import AppState, Phase
from lungdesk.gui.translation import tr

if TYPE_CHECKING:
    from lungdesk.gui.widgets.progress_strip import ProgressStrip


class StatusPresenter(QObject):
    """Binds the status bar to the activity, the messages and the shared state."""

    def __init__(
        self, strip: ProgressStrip, state: AppState, *, activity: Activity, messages: Messages
    ) -> None:
        super().__init__(strip)
        self._strip, self._state, self._activity = strip, state, activity
        activity.changed.connect(self.show_activity)
        strip.cancel_wanted.connect(activity.cancel_shown)
        messages.noted.connect(strip.set_note)
        state.preferences_changed.connect(self.show_activity)
        state.model_changed.connect(self._show_model)
        self._show_model()

    def show_closing(self) -> None:
        """Say that the window waits for its work to end."""
        words = Progress(0, 0, tr("Stopping what runs, then closing…"))
        self._strip.show_progress(words, can_cancel=False)

    def show_activity(self) -> None:
        """Show how far the work is that takes longest."""
        task = self._activity.shown
        if task is None:
            self._strip.show_idle()
        else:
            words = shown_words(self._state, task.progress.message)
            progress = replace(task.progress, message=words)
            self._strip.show_progress(progress, can_cancel=task.cancel is not None)

    def _show_model(self) -> None:
        model = self._state.model
        words, colour = {
            Phase.EMPTY: (tr("{name} · idle", name=model.name), "faint"),
            Phase.BUSY: (tr("{name} · preparing", name=model.name), "doubt"),
            Phase.READY: (
                tr("{name} {version} · ready", name=model.name, version=model.version),
                "accent",
            ),
            Phase.FAILED: (tr("{name} · cannot be used", name=model.name), "refusal"),
        }[model.phase]
        if not model.name:
            words, colour = tr("No model"), "doubt"
        self._strip.show_model(words, colour, str(model.error or ""))
