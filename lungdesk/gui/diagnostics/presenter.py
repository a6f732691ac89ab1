"""Opens the diagnostics, and keeps which errors were seen since the start."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.actions import Actions
from lungdesk.gui.diagnostics.diagnostics_dialog import DiagnosticsDialog
from lungdesk.gui.state import Phase
from lungdesk.gui.translation import tr
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.core.jobs import JobContext
    from lungdesk.gui.first_run.self_test_presenter import SelfTestPresenter
    from lungdesk.gui.messages import Message
    from lungdesk.gui.models.active_model import ActiveModel
    from lungdesk.gui.state import AppState
    from lungdesk.gui.viewer.panel import ViewerPanel
    from lungdesk.gui.window_services import Shared

_MOST_ERRORS = 20


class DiagnosticsPresenter(QObject):
    """One page a window, made when it is first wanted and looked up anew each time."""

    def __init__(
        self,
        panel: ViewerPanel,
        state: AppState,
        self_test: SelfTestPresenter,
        active: ActiveModel,
        shared: Shared,
    ) -> None:
        super().__init__(panel)
        self._panel, self._state, self._active = panel, state, active
        self._self_test, self._paths = self_test, shared.services.paths
        self._errors: deque[tuple[str, datetime]] = deque(maxlen=_MOST_ERRORS)
        self._looking = shared.bridge.channel(Lane.IO)
        self._looking.succeeded.connect(self._on_found)
        self._looking.failed.connect(self._on_failed)
        shared.messages.posted.connect(self._on_posted)
        state.film_changed.connect(self._on_film)
        self_test.ended.connect(self._on_measured)
        self.dialog: DiagnosticsDialog | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["diagnostics"].triggered.connect(self.open)

    def open(self) -> None:
        """Show the page, and look what is to be said."""
        if self.dialog is None:
            self.dialog = DiagnosticsDialog(self._panel.window())
            self.dialog.self_test_wanted.connect(self._measure)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._look()

    def _look(self) -> None:
        if self.dialog is not None:
            self.dialog.show_state(tr("Looking at this computer and verifying its models…"))
            screens = tuple(_screen_words(i) for i in range(len(QGuiApplication.screens())))
            self._looking.replace(self._diagnose, (screens, tuple(self._errors)))

    def _diagnose(
        self, known: tuple[tuple[str, ...], tuple[tuple[str, datetime], ...]], ctx: JobContext
    ) -> str:
        """In the worker."""
        from lungdesk.services.diagnostics import (  # noqa: PLC0415 - not at the start
            DiagnosticsRequest,
            SeenError,
            diagnose,
        )

        screens, errors = known
        seen = tuple(SeenError(code, at) for code, at in errors)
        return diagnose(DiagnosticsRequest(self._paths, self._active.id, screens, seen), ctx)

    def _on_found(self, _tag: object, text: str) -> None:
        if self.dialog is not None:
            self.dialog.show_text(text)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        if self.dialog is not None:
            self.dialog.show_state(f"{error.message} {error.hint}".strip())

    # --- measuring

    def _measure(self) -> None:
        self._self_test.start()
        if self.dialog is not None:
            self.dialog.show_state(tr("Measuring; the bar at the foot of the window says how far…"))

    def _on_measured(self) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self._look()

    # --- errors

    def _on_posted(self, message: Message) -> None:
        if message.code:
            self._errors.append((message.code, datetime.now(UTC)))

    def _on_film(self) -> None:
        film = self._state.film
        if film.phase is Phase.FAILED and film.error is not None:
            self._errors.append((str(film.error.code), datetime.now(UTC)))


def _screen_words(number: int) -> str:
    screen = QGuiApplication.screens()[number]
    size, ratio = screen.size(), screen.devicePixelRatio()
    return tr(
        "{number}: {width}×{height}, scale {ratio:.0f} %",
        number=number + 1,
        width=size.width(),
        height=size.height(),
        ratio=100 * ratio,
    )
