"""Check, back up and restore the workspace, from the menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.messages import Message, Severity
from lungdesk.gui.translation import tr
from lungdesk.gui.window_services import Shared
from lungdesk.gui.worklist.counting import counted
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.activity import Activity
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.services.workspace.desk import WorkspaceDesk
    from lungdesk.services.workspace.requests import CheckAnswer

_TASK = "workspace"
_IN_USE = Message(
    tr("A folder is being classified into the workspace, so it cannot be restored now."),
    tr("Stop it in the worklist first; what has been read is kept."),
    severity=Severity.WARNING,
)


class CarePresenter(QObject):
    """Speaks in the main window.

    Attributes
    ----------
    is_in_use
        Says whether something writes into the workspace, so that no other may take its place.

    Signals
    -------
    restored()
        Another workspace is in its place.
    """

    restored = Signal()

    def __init__(
        self, panel: ViewerPanel, desk: WorkspaceDesk, shared: Shared, activity: Activity
    ) -> None:
        super().__init__(panel)
        self._panel, self._desk = panel, desk
        self.is_in_use: Callable[[], bool] = lambda: False
        self._messages, self._activity = shared.messages, activity
        self._checking = shared.bridge.channel(Lane.WORKSPACE)
        self._copying = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._restoring = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._checking.succeeded.connect(self._on_checked)
        self._copying.succeeded.connect(self._on_copied)
        self._restoring.succeeded.connect(self._on_restored)
        for channel in (self._checking, self._copying, self._restoring):
            channel.failed.connect(self._on_failed)
            channel.stopped.connect(lambda _tag: activity.end(_TASK))

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["workspace_check"].triggered.connect(self.check)
        actions["workspace_backup"].triggered.connect(self._ask_where)
        actions["workspace_restore"].triggered.connect(self.restore)

    def check(self) -> None:
        """Look whether the file is whole."""
        self._begin(tr("Checking the workspace"))
        self._checking.replace(self._desk.check, None)

    def _ask_where(self) -> None:
        day = datetime.now(UTC).astimezone().strftime("%Y-%m-%d")
        suggested = Path.home() / f"lungdesk-workspace-{day}.db"
        target = open_dialog.ask_where_to_back_up(self._panel.window(), suggested)
        if target is not None:
            self._begin(tr("Backing up the workspace"))
            self._copying.add(self._desk.back_up, target)

    def restore(self) -> None:
        """Ask for a backup, and let it take the workspace's place."""
        if self.is_in_use():
            self._messages.post(_IN_USE)
            return
        newest = self._desk.newest_backup()
        chosen = open_dialog.ask_for_backup(self._panel.window(), newest)
        if chosen is not None:
            self._begin(tr("Restoring the workspace"))
            self._restoring.add(self._desk.restore, chosen)

    def _begin(self, words: str) -> None:
        self._messages.clear()
        self._activity.show(_TASK, Progress(0, 0, words))

    def _on_checked(self, _tag: object, answer: CheckAnswer) -> None:
        self._activity.end(_TASK)
        newest = answer.newest_backup
        kept = tr(" The newest copy is {newest}.", newest=newest) if newest else ""
        self._messages.inform(
            tr(
                "The workspace is whole: {counted}, {counted_2}.{kept}",
                counted=counted(answer.study_count, tr("study"), tr("studies")),
                counted_2=counted(answer.film_count, tr("film"), tr("films")),
                kept=kept,
            )
        )

    def _on_copied(self, _tag: object, target: Path) -> None:
        self._activity.end(_TASK)
        self._messages.inform(tr("The workspace has been copied to {name}.", name=target.name))

    def _on_restored(self, _tag: object, aside: Path | None) -> None:
        self._activity.end(_TASK)
        kept = tr(" What was there is kept as {name}.", name=aside.name) if aside else ""
        self._messages.inform(tr("The workspace has been restored.{kept}", kept=kept))
        self.restored.emit()

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._activity.end(_TASK)
        self._messages.fail(error)
