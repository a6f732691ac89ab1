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

if TYPE_CHECKING:
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.training.closing import Closing
    from lungdesk.gui.training.wizard import Wizard
    from lungdesk.gui.viewer.panel import ViewerPanel


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

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["train"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the wizard where it was left, today or last week."""
        if self.wizard is None:
            self.wizard = self._made()
        self.wizard.open()

    def may_quit(self, quit_: Callable[[], object]) -> bool:
        """Whether LungDesk may be closed now; if a training runs, the user is asked first."""
        return self._closing is None or self._closing.may_quit(quit_)

    def close(self) -> None:
        """Close the wizard, when there is one."""
        if self.wizard is not None:
            self.wizard.view.close()

    def _made(self) -> Wizard:
        # TrainingDraft knows recipes, and those load pydantic and OpenCV: a tenth of a second.
        from lungdesk.gui.training.background import Background  # noqa: PLC0415
        from lungdesk.gui.training.closing import Closing  # noqa: PLC0415
        from lungdesk.gui.training.data_state import DataState  # noqa: PLC0415
        from lungdesk.gui.training.draft_state import DraftState  # noqa: PLC0415
        from lungdesk.gui.training.page_context import PageContext  # noqa: PLC0415
        from lungdesk.gui.training.pages import PAGES  # noqa: PLC0415
        from lungdesk.gui.training.run_presenter import RunPresenter  # noqa: PLC0415
        from lungdesk.gui.training.training_view import TrainingView  # noqa: PLC0415
        from lungdesk.gui.training.wizard import Wizard  # noqa: PLC0415
        from lungdesk.services.draft_store import DraftStore  # noqa: PLC0415

        messages = Messages(self, shown=partial(shown_words, self._state))
        shared = replace(self._shared, messages=messages)
        paths = shared.services.paths
        store = DraftStore.of(paths)
        draft = DraftState(store.latest(), store, shared, self)
        data = DataState(draft, shared)
        context = PageContext(
            draft, data, shared, self._state, paths, self._open_films, self._active
        )
        pages = [make(context) for make in PAGES]
        view = TrainingView(pages, self._panel.window())
        for page in pages:
            if isinstance(page, RunPresenter):
                self._closing = Closing(view, page.runs)
                Background(page.runs, self._activity, self._shared.messages, view.isVisible)
        return Wizard(view, pages, draft, messages)
