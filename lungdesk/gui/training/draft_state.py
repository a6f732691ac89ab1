"""The draft that all pages of the wizard share: observed, undone, and saved at every change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.core.history import History
from lungdesk.gui.window_services import Shared
from lungdesk.services.job_runner import Lane
from lungdesk.services.training.draft import TrainingDraft
from lungdesk.services.training.draft_store import DraftStore


class DraftState(QObject):
    """Holder of the one draft that is worked on.

    Signals
    -------
    changed()
        `draft` is another.
    saved()
        All that was chosen is on the disk.
    """

    changed = Signal()
    saved = Signal()

    def __init__(
        self, draft: TrainingDraft, store: DraftStore, shared: Shared, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.store = store
        self._shared = shared
        self._history: History[TrainingDraft] = History(draft)
        self._step = ""
        self._unsaved: dict[str, TrainingDraft] = {}
        self._being_saved: TrainingDraft | None = None
        # As each was last read or saved here: what another LungDesk has made of it stays.
        self._kept = {draft.id: draft}
        self._saving = shared.bridge.channel(Lane.IO, must_finish=True)
        self._saving.succeeded.connect(self._on_saved)
        self._saving.failed.connect(self._on_save_failed)

    @property
    def draft(self) -> TrainingDraft:
        """What is chosen now."""
        return self._history.present

    @property
    def is_saved(self) -> bool:
        """Whether every change is on the disk."""
        return not self._unsaved and not self._saving.pending

    def change(self, step: str = "", /, **parts: Any) -> None:
        """Choose something else: a step that can be undone.

        Parameters
        ----------
        step
            Changes in a row with the same name are one step: a slider that is dragged.
        parts
            Fields of the draft, as in ``change(plan=Plan("quick"))``.
        """
        changed = replace(self.draft, **parts)
        if changed == self.draft:
            return
        if step and step == self._step:
            self._history = replace(self._history, present=changed, future=())
        else:
            self._history = self._history.push(changed)
        self._step = step
        self._tell()

    def record(self, **parts: Any) -> None:
        """Keep what has happened and cannot be undone: a run that was started, the page shown."""
        changed = replace(self.draft, **parts)
        if changed != self.draft:
            self._history = replace(self._history, present=changed)
            self._tell()

    def begin(self, draft: TrainingDraft) -> None:
        """Work on another draft; nothing of the one before can be undone.

        It is as it was read from the disk just now, unless something of it is still to be saved.
        """
        ours = self._on_its_way(draft.id)
        if ours is None:
            self._kept[draft.id] = draft
        self._history, self._step = History(ours or draft), ""
        self._tell()

    def keep(self, draft: TrainingDraft) -> None:
        """Save one that was worked on before and is not shown now."""
        self._unsaved[draft.id] = draft
        self._save_next()

    def _on_its_way(self, id_: str) -> TrainingDraft | None:
        """What is to be saved, or being saved, of a draft."""
        in_hand = self._being_saved if id_ in self._saving.pending else None
        return self._unsaved.get(id_, in_hand)

    # --- undo

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether an undo can be taken back."""
        return self._history.can_redo

    def undo(self) -> None:
        """Take the last choice back; the runs and the pages that were shown stay."""
        self._go(self._history.undo())

    def redo(self) -> None:
        """Take the last undo back."""
        self._go(self._history.redo())

    def _go(self, history: History[TrainingDraft]) -> None:
        if history is self._history:
            return
        now = self.draft
        present = replace(
            history.present, run=now.run, keep=now.keep, step=now.step, visited=now.visited
        )
        self._history, self._step = replace(history, present=present), ""
        self._tell()

    # --- saving: one at a time, so that an older one never comes last

    def _tell(self) -> None:
        self.keep(self.draft)
        self.changed.emit()

    def _save_next(self) -> None:
        if self._unsaved and not self._saving.pending:
            draft = self._being_saved = self._unsaved.pop(next(iter(self._unsaved)))
            request = draft, self._kept.get(draft.id, draft)
            self._saving.add(self.store.save_over, request, tag=draft.id)

    def _on_saved(self, _id: str, draft: TrainingDraft) -> None:
        self._kept[draft.id] = draft
        self._save_next()
        if self.is_saved:
            self.saved.emit()

    def _on_save_failed(self, _id: str, error: LungDeskError) -> None:
        self._shared.messages.fail(error)
        self._save_next()
