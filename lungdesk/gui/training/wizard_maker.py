"""Makes the wizard a page at a time, so that the window stays smooth meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from lungdesk.gui.training.pages import PAGES
from lungdesk.gui.training.training_view import Page, TrainingView
from lungdesk.gui.training.wizard import Wizard

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.gui.widgets.question import Parent


class WizardMaker(QObject):
    """One step each time the event loop has nothing else to do.

    Signals
    -------
    made(Wizard)
        It is there; nothing of it is shown yet.
    """

    made = Signal(object)

    def __init__(self, context: PageContext, window: Parent) -> None:
        super().__init__(context.draft)
        self._context, self._window = context, window
        self._steps = self._make()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def _go_on(self) -> None:
        wizard = next(self._steps)
        if wizard is not None:
            self._timer.stop()
            self.made.emit(wizard)

    def _make(self) -> Iterator[Wizard | None]:
        """None after each page, then the wizard."""
        pages: list[Page] = []
        for make in PAGES:
            pages.append(make(self._context))
            yield None
        view = TrainingView(pages, self._window)
        yield None
        yield Wizard(view, pages, self._context.draft, self._context.shared.messages)
