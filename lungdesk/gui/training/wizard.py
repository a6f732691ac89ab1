"""Leads through the pages: which is shown, which can be reached, where one was last time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.training.draft_state import DraftState
from lungdesk.gui.training.training_view import Page, TrainingView
from lungdesk.services.runs.tensorflow_child import require_tensorflow

if TYPE_CHECKING:
    from lungdesk.gui.messages import Messages
    from lungdesk.services.training.draft import TrainingDraft

#: Pages that show the choices that can be undone: elsewhere nobody would see what changes.
_CHOICES = ("data", "backbones", "preparation", "plan")


class Wizard(QObject):
    """Presenter of the window; a page is entered when it is shown, and left before the next."""

    def __init__(
        self, view: TrainingView, pages: Sequence[Page], draft: DraftState, messages: Messages
    ) -> None:
        super().__init__(view)
        self.view, self.pages, self.draft = view, tuple(pages), draft
        self.messages = messages
        self._shown: int | None = None
        messages.posted.connect(view.messages.show_message)
        messages.cleared.connect(view.messages.put_away)
        messages.noted.connect(view.show_note)
        view.messages.dismissed.connect(messages.put_away)
        view.messages.explain_wanted.connect(messages.explain)
        view.step_wanted.connect(self.show_step)
        view.new_wanted.connect(self._begin_anew)
        view.undo_wanted.connect(lambda: self._if_choices_are_seen(draft.undo))
        view.redo_wanted.connect(lambda: self._if_choices_are_seen(draft.redo))
        view.closed.connect(self._leave)
        view.is_done = self._is_done
        draft.changed.connect(view.refresh)
        for page in pages:
            page.problem_changed.connect(view.refresh)

    def open(self) -> None:
        """Show the window at the page that was shown last, or bring it to the front."""
        if not self.view.isVisible():
            names = [page.name for page in self.pages]
            step = self.draft.draft.step
            self.view.show()
            self.show_step(names.index(step) if step in names else 0)
            self.view.focus_page()
        self.view.raise_()
        self.view.activateWindow()

    def show_step(self, number: int) -> None:
        """Leave the page that is shown for another."""
        if not 0 <= number < len(self.pages):
            return
        if number != self._shown:
            self._leave()
            self.messages.clear()
            self.pages[number].enter()
            self._shown = number
            self.draft.record(step=self.pages[number].name, visited=self._visited_with(number))
        self.view.show_step(number)
        self._say_what_is_missing()

    def _visited_with(self, number: int) -> tuple[str, ...]:
        """Pages that were shown, with one more; of an older draft all before it are taken so."""
        names = [page.name for page in self.pages]
        before = self.draft.draft.visited or tuple(names[:number])
        return tuple(dict.fromkeys((*before, names[number])))

    def _is_done(self, page: Page) -> bool:
        """Whether somebody has been there; the last page is done when a model is kept."""
        draft = self.draft.draft
        if page is self.pages[-1]:
            return bool(draft.keep.run_ids)
        return page.name in draft.visited

    def _say_what_is_missing(self) -> None:
        """Where nothing can be trained, each page says so before anybody works on it."""
        try:
            require_tensorflow()
        except LungDeskError as error:
            self.messages.warn(error)

    def _if_choices_are_seen(self, act: Callable[[], None]) -> None:
        if self._shown is not None and self.pages[self._shown].name in _CHOICES:
            act()

    def _leave(self) -> None:
        if self._shown is not None:
            self.pages[self._shown].leave()
            self._shown = None

    def go_on_with(self, draft: TrainingDraft) -> None:
        """Work on another training, at the page where it was left."""
        self._leave()
        self.draft.begin(draft)
        names = [page.name for page in self.pages]
        self.show_step(names.index(draft.step) if draft.step in names else 0)
        self.view.focus_page()

    def _begin_anew(self) -> None:
        self.go_on_with(self.draft.store.new())
