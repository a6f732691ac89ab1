"""Opens the training wizard; what it consists of is loaded then, not when LungDesk starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.gui.actions import Actions
from lungdesk.gui.activity import Activity
from lungdesk.gui.messages import Messages
from lungdesk.gui.privacy import shown_words
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.core.errors import LungDeskError
    from lungdesk.core.jobs import JobContext
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.training.closing import Closing
    from lungdesk.gui.training.drafts_presenter import DraftsPresenter
    from lungdesk.gui.training.wizard import Wizard
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.training.draft import TrainingDraft


class TrainingPresenter(QObject):
    """One wizard a window, made when it is first wanted and kept until the window is closed."""

    def __init__(
        self,
        panel: ViewerPanel,
        state: AppState,
        shared: Shared,
        open_films: Callable[[Sequence[Path]], None],
        activity: Activity,
        active: ActiveModel,
    ) -> None:
        super().__init__(panel)
        self._panel, self._state, self._shared = panel, state, shared
        self._open_films, self._activity, self._active = open_films, activity, active
        self.wizard: Wizard | None = None
        self._closing: Closing | None = None
        self.drafts: DraftsPresenter | None = None
        self._is_opening = False
        self._loading = shared.bridge.channel(Lane.IO)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(self._on_not_loaded)

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["train"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the wizard where it was left, today or last week; the first time in a moment."""
        if self.wizard is not None:
            self.wizard.open()
        elif not self._is_opening:
            self._is_opening = True
            self._loading.add(load_wizard, self._shared.services.paths)

    def may_quit(self, quit_: Callable[[], object]) -> bool:
        """Whether LungDesk may be closed now; if a training runs, the user is asked first."""
        return self._closing is None or self._closing.may_quit(quit_)

    def close(self) -> None:
        """Close the wizard, when there is one."""
        if self.wizard is not None:
            self.wizard.view.close()

    # --- the first time

    def _on_loaded(self, _tag: object, latest: TrainingDraft) -> None:
        from lungdesk.gui.training.data_state import DataState  # noqa: PLC0415 - loaded by now
        from lungdesk.gui.training.draft_state import DraftState  # noqa: PLC0415
        from lungdesk.gui.training.page_context import PageContext  # noqa: PLC0415
        from lungdesk.gui.training.wizard_maker import WizardMaker  # noqa: PLC0415
        from lungdesk.services.training.draft_store import DraftStore  # noqa: PLC0415

        messages = Messages(self, shown=partial(shown_words, self._state))
        messages.explained.connect(self._shared.messages.explain)
        shared = replace(self._shared, messages=messages)
        paths = shared.services.paths
        draft = DraftState(latest, DraftStore.of(paths), shared, self)
        data = DataState(draft, shared)
        context = PageContext(
            draft, data, shared, self._state, paths, self._open_films, self._active
        )
        WizardMaker(context, self._panel.window()).made.connect(self._on_made)

    def _on_not_loaded(self, _tag: object, error: LungDeskError) -> None:
        self._is_opening = False
        self._shared.messages.fail(error)

    def _on_made(self, wizard: Wizard) -> None:
        from lungdesk.gui.training.background import Background  # noqa: PLC0415 - loaded by now
        from lungdesk.gui.training.closing import Closing  # noqa: PLC0415
        from lungdesk.gui.training.drafts_presenter import DraftsPresenter  # noqa: PLC0415
        from lungdesk.gui.training.run_presenter import RunPresenter  # noqa: PLC0415

        for page in wizard.pages:
            if isinstance(page, RunPresenter):
                self._closing = Closing(wizard.view, page.runs)
                seen = wizard.view.isVisible
                Background(page.runs, self._activity, self._shared.messages, seen)
                bridge = self._shared.bridge
                self.drafts = DraftsPresenter(wizard, page.runs, self._state, bridge)
        self.wizard = wizard
        wizard.open()


def load_wizard(paths: AppPaths, _ctx: JobContext) -> TrainingDraft:
    """Load the modules of the wizard and the draft worked on last (in a worker).

    The modules know recipes and reports, so pydantic and ReportLab: half a second of computing, for
    which the window need not wait.
    """
    from lungdesk.gui.training import wizard_maker  # noqa: F401, PLC0415
    from lungdesk.services.training.draft_store import DraftStore  # noqa: PLC0415

    return DraftStore.of(paths).latest()
