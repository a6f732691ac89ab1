"""Opens the window that compares runs; what it consists of is loaded then, not at the start."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.messages import Messages
from lungdesk.services.job_runner import Lane
from lungdesk.services.paths import AppPaths, shipped_models_folder

if TYPE_CHECKING:
    from lungdesk.gui.comparison.presenter import ComparisonPresenter
    from lungdesk.gui.comparison.runs_dialog import RunsDialog
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared


class RunsPresenter(QObject):
    """Gathers run folders and has them compared; each choice compares anew."""

    def __init__(
        self, panel: ViewerPanel, state: AppState, active: ActiveModel, shared: Shared
    ) -> None:
        super().__init__(panel)
        self._panel, self._state, self._active = panel, state, active
        self._messages = Messages(self)
        self._messages.explained.connect(shared.messages.explain)
        self._shared = replace(shared, messages=self._messages)
        self._finding = shared.bridge.channel(Lane.IO)
        self._finding.succeeded.connect(self._on_found)
        self._finding.failed.connect(self._on_failed)
        self._offering = shared.bridge.channel(Lane.IO)
        self._offering.succeeded.connect(self._on_known)
        self._runs: tuple[Path, ...] = ()
        self.dialog: RunsDialog | None = None
        self.comparison: ComparisonPresenter | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["compare_runs"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the window, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._made()
        self._offering.replace(_known, self._shared.services.paths)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _made(self) -> RunsDialog:
        from lungdesk.gui.comparison.presenter import ComparisonPresenter  # noqa: PLC0415
        from lungdesk.gui.comparison.runs_dialog import RunsDialog  # noqa: PLC0415

        self.comparison = ComparisonPresenter(self._active, self._state, self._shared, self)
        dialog = RunsDialog(self.comparison.panel, self._panel.window())
        dialog.add_wanted.connect(self._ask_for_runs)
        dialog.clear_wanted.connect(self._clear)
        dialog.known_wanted.connect(self._add)
        dialog.finished.connect(self.comparison.stop)
        self._messages.posted.connect(dialog.strip.show_message)
        self._messages.cleared.connect(dialog.strip.put_away)
        dialog.strip.dismissed.connect(self._messages.put_away)
        dialog.strip.explain_wanted.connect(self._messages.explain)
        return dialog

    def _ask_for_runs(self) -> None:
        folder = open_dialog.ask_for_run(self.dialog) if self.dialog else None
        if folder is not None:
            self._finding.replace(_find, folder)

    def _on_known(self, _tag: object, known: tuple[tuple[Path, ...], tuple[Path, ...]]) -> None:
        if self.dialog is not None:
            self.dialog.offer(*known)

    def _on_found(self, _tag: object, found: tuple[Path, ...]) -> None:
        self._add(found)

    def _add(self, found: tuple[Path, ...]) -> None:
        self._compare(tuple(dict.fromkeys([*self._runs, *found])))

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._messages.fail(error)

    def _clear(self) -> None:
        self._compare(())

    def _compare(self, runs: tuple[Path, ...]) -> None:
        self._runs = runs
        if self.dialog is not None and self.comparison is not None:
            self.dialog.show_runs(runs)
            self.comparison.compare(runs)


def _known(paths: AppPaths, ctx: JobContext) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    from lungdesk.services.runs.record import runs_made_here, shipped_runs  # noqa: PLC0415

    ctx.check()
    return runs_made_here(paths.trainings), shipped_runs(shipped_models_folder())


def _find(folder: Path, ctx: JobContext) -> tuple[Path, ...]:
    from lungdesk.services.runs.record import find_runs  # noqa: PLC0415 - not at the start

    ctx.check()
    return find_runs(folder)
