"""Asks before the window is closed on what could not be kept, and brings back what was saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import open_dialog
from lungdesk.gui.actions import Actions
from lungdesk.gui.messages import Message, Severity
from lungdesk.gui.privacy import film_title, shown_words
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.question import Answer, Parent, Question
from lungdesk.gui.window_services import Shared
from lungdesk.gui.worklist.counting import counted
from lungdesk.services.job_runner import Lane
from lungdesk.services.unsaved_work import SaveElsewhere, UnsavedFiles, UnsavedWork

if TYPE_CHECKING:
    from lungdesk.gui.annotate.keeping_presenter import KeepingPresenter
    from lungdesk.gui.key_images.presenter import KeyImagesPresenter
    from lungdesk.gui.state import AppState
    from lungdesk.gui.worklist.presenter import WorklistPresenter

#: Films that are named; of more, their number is said.
_MOST_NAMED = 3


class UnsavedPresenter(QObject):
    """Nothing that was drawn, noted or said goes unasked; nothing waits for the answer."""

    def __init__(
        self,
        window: Parent,
        keepers: tuple[KeepingPresenter, KeyImagesPresenter, WorklistPresenter],
        state: AppState,
        shared: Shared,
    ) -> None:
        super().__init__(window)
        self._window, self._state, self._messages = window, state, shared.messages
        self._keeping, self._key_images, self._worklist = keepers
        self._files = UnsavedFiles(shared.services.workspace)
        self._saving = shared.bridge.channel(Lane.WORKSPACE, must_finish=True)
        self._loading = shared.bridge.channel(Lane.WORKSPACE)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._ask)
        self._loading.succeeded.connect(self._on_loaded)
        self._loading.failed.connect(lambda _tag, error: self._messages.fail(error))
        self._worklist.settled.connect(self._tell_back)
        self._given_up = self._coming = UnsavedWork()
        self._close: Callable[[], object] = lambda: None
        self.question: Question | None = None

    def bind(self, actions: Actions) -> None:
        """Let the actions of the table do what they say."""
        actions["bring_back"].triggered.connect(self._bring_back)

    # --- closing

    @property
    def _unsaved(self) -> UnsavedWork:
        return UnsavedWork(
            drawn=self._keeping.unsaved,
            notes=self._worklist.unsaved,
            marks=self._key_images.unsaved,
            verdicts=self._worklist.unsaved_verdicts,
        )

    def try_again(self) -> None:
        """Keep what could not be kept before."""
        for keeper in (self._keeping, self._key_images, self._worklist):
            keeper.try_again()

    def may_close(self, close: Callable[[], object]) -> bool:
        """Whether all is kept, or given up; if not, the user is asked, and ``close`` called."""
        self._close = close
        unsaved = self._unsaved
        if not unsaved or unsaved == self._given_up:
            return True
        self._ask(None, self._why)
        return False

    @property
    def _why(self) -> LungDeskError | None:
        """Why it could not be kept."""
        if self._keeping.unsaved:
            return self._keeping.error
        if self._key_images.unsaved:
            return self._key_images.error
        return self._worklist.work.error if self._worklist.work is not None else None

    def _ask(self, _tag: object, error: LungDeskError | None) -> None:
        if self.question is not None:
            self.question.raise_()
            return
        why = shown_words(self._state, f"{error.message} {error.hint}") if error else ""
        answers = (
            Answer(tr("Try again"), (self._on_answered, self._close)),
            Answer(tr("Save elsewhere…"), (self._on_answered, self._save_elsewhere)),
            Answer(tr("Close without"), (self._on_answered, self._give_up, self._close)),
            Answer(tr("Do not close"), (self._on_answered,)),
        )
        self.question = Question(self._window, self._sentence(), why, answers, escape=-1)

    def _sentence(self) -> str:
        unsaved = self._unsaved
        paths = _films(unsaved)
        films = ", ".join(film_title(self._state, path) for path in paths)
        if len(paths) > _MOST_NAMED:
            films = counted(len(paths), tr("film"), tr("films"))
        return tr("This could not be kept: {what}.", what=_told(unsaved, films))

    def _on_answered(self) -> None:
        self.question = None  # an answer may lead to another one

    def _give_up(self) -> None:
        self._given_up = self._unsaved

    def _save_elsewhere(self) -> None:
        day = datetime.now(UTC).astimezone().strftime("%Y-%m-%d")
        suggested = Path.home() / f"lungdesk-unsaved-{day}.json"
        path = open_dialog.ask_where_to_save_unsaved(self._window, suggested)
        if path is None:
            self._ask(None, self._why)
            return
        work = self._unsaved
        self._saving.add(self._files.save, SaveElsewhere(path, work), tag=work)

    def _on_saved(self, work: UnsavedWork, _result: object) -> None:
        self._given_up = work
        self._close()

    # --- back again

    def _bring_back(self) -> None:
        path = open_dialog.ask_for_unsaved(self._window)
        if path is not None:
            self._loading.replace(self._files.load, path)

    def _on_loaded(self, _tag: object, work: UnsavedWork) -> None:
        for one in work.drawn:
            self._keeping.bring_back(one)
        self._key_images.bring_back(work.marks)
        self._coming = work
        if work.notes or work.verdicts:
            self._worklist.bring_back(work.notes, work.verdicts)
        else:
            self._tell_back()
        left = self._left_out(work)
        if left:
            self._messages.post(Message(" ".join(left), severity=Severity.WARNING))

    def _tell_back(self) -> None:
        """Say what is shown again or kept, once it is certain: a full disk may be full still."""
        work, self._coming = self._coming, UnsavedWork()
        waiting = {note.study_id for note in self._worklist.unsaved}
        unkept = {(one.film_id, one.read.reader) for one in self._worklist.unsaved_verdicts}
        back = replace(
            work,
            notes=tuple(one for one in work.notes if one.study_id not in waiting),
            verdicts=tuple(
                one for one in work.verdicts if (one.film_id, one.read.reader) not in unkept
            ),
        )
        if back:
            films = counted(len(_films(back)), tr("film"), tr("films"))
            self._messages.inform(tr("This is back: {what}.", what=_told(back, films)))

    def _left_out(self, work: UnsavedWork) -> list[str]:
        """Why some of it is not back; a note may say who the patient is, and is not shown."""
        said = []
        if work.replaced:
            films = ", ".join(film_title(self._state, path) for path in work.replaced)
            said.append(
                tr(
                    "In place of {films} lies another file by now: what was drawn or marked there"
                    " is left out.",
                    films=films,
                )
            )
        if work.stray_notes:
            notes = counted(len(work.stray_notes), tr("note"), tr("notes"))
            said.append(
                tr(
                    "The workspace does not know the studies of {notes} in the file: a text editor"
                    " shows what they say.",
                    notes=notes,
                )
            )
        if work.stray_verdicts:
            verdicts = counted(len(work.stray_verdicts), tr("verdict"), tr("verdicts"))
            said.append(
                tr(
                    "The workspace does not know the films of {verdicts} in the file: a text editor"
                    " shows what they say.",
                    verdicts=verdicts,
                )
            )
        if work.overruled_verdicts:
            verdicts = counted(len(work.overruled_verdicts), tr("verdict"), tr("verdicts"))
            said.append(
                tr(
                    "The same reader has judged later than with {verdicts} in the file: what was"
                    " said last stands.",
                    verdicts=verdicts,
                )
            )
        return said


def _films(work: UnsavedWork) -> list[Path]:
    """Films on which something is drawn, each once."""
    return list(dict.fromkeys(one.frame.instance.path for one in work.drawn))


def _told(work: UnsavedWork, films: str) -> str:
    """What it is; ``films`` are those that something is drawn on."""
    parts = (
        (work.drawn, tr("what is drawn on {films}", films=films)),
        (work.marks, counted(len(work.marks), tr("key image mark"), tr("key image marks"))),
        (work.notes, counted(len(work.notes), tr("note"), tr("notes"))),
        (work.verdicts, counted(len(work.verdicts), tr("verdict"), tr("verdicts"))),
    )
    return ", ".join(words for some, words in parts if some)
