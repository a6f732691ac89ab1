"""Lists the trainings that were begun before; goes on with one, or removes it once it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.training.drafts_dialog import DraftRow, DraftsDialog
from lungdesk.gui.training.film_titles import shown_source
from lungdesk.gui.translation import tr
from lungdesk.gui.widgets.question import Answer, Question
from lungdesk.ml.backbones import backbone_named
from lungdesk.services.job_runner import Lane

if TYPE_CHECKING:
    from lungdesk.gui.job_bridge import JobBridge
    from lungdesk.gui.state import AppState
    from lungdesk.gui.training.run_state import RunState
    from lungdesk.gui.training.wizard import Wizard
    from lungdesk.services.training.draft import TrainingDraft
    from lungdesk.services.training.draft_store import FoundDraft

_STATUS = {
    "": tr("not trained yet"),
    "running": tr("interrupted"),
    "paused": tr("paused"),
    "stopped": tr("stopped"),
    "failed": tr("not trained to the end"),
    "finished": tr("trained"),
}


class DraftsPresenter(QObject):
    """One window over the wizard, made when it is first wanted."""

    def __init__(self, wizard: Wizard, runs: RunState, state: AppState, bridge: JobBridge) -> None:
        super().__init__(wizard)
        self._wizard, self._runs, self._state = wizard, runs, state
        self._store = wizard.draft.store
        self._drafts: dict[str, TrainingDraft] = {}
        self.dialog = DraftsDialog(wizard.view)
        self.question: Question | None = None
        self._looking = bridge.channel(Lane.IO)
        self._looking.succeeded.connect(self._on_seen)
        self._removing = bridge.channel(Lane.IO, must_finish=True)
        for outcome in (self._removing.succeeded, self._removing.failed):
            outcome.connect(lambda _id, _outcome: self._look())
        for channel in (self._looking, self._removing):
            channel.failed.connect(self._on_failed)
        wizard.view.others_wanted.connect(self.open)
        self.dialog.chosen.connect(self._go_on)
        self.dialog.removal_wanted.connect(self._ask)

    def open(self) -> None:
        """Show what there is."""
        self._look()
        self.dialog.open()

    def _look(self) -> None:
        self._looking.replace(self._store.found, None)

    def _on_seen(self, _tag: object, found: tuple[FoundDraft, ...]) -> None:
        present = self._wizard.draft.draft.id
        others = [one for one in found if one.draft.id != present]
        self._drafts = {one.draft.id: one.draft for one in others}
        self.dialog.show_rows([self._row(*one) for one in others])

    def _row(self, draft: TrainingDraft, is_in_use: bool) -> DraftRow:
        films = (
            shown_source(draft.data.source, self._state) if draft.data.source else tr("no films")
        )
        names = ", ".join(backbone_named(each.name).display_name for each in draft.backbones)
        status, reason = _STATUS[draft.run.status], ""
        if self._runs.is_active and self._runs.draft_id == draft.id:
            status, reason = tr("being trained"), tr("It is being trained: stop it first.")
        elif is_in_use:
            status = tr("being trained by another LungDesk")
            reason = tr("Another LungDesk is training it: it can be removed when that has ended.")
        words = f"{draft.id}: {films}; {names or tr('no backbones')}; {status}"
        return DraftRow(draft.id, words, reason)

    # --- what the user does

    def _go_on(self, id_: str) -> None:
        """As it is by now: since the list was made a training may have gone on."""
        self.dialog.close()
        listed = self._drafts[id_]
        self._wizard.go_on_with(self._store.kept(listed) or listed)

    def _ask(self, id_: str) -> None:
        answers = (Answer(tr("Remove"), (lambda: self._remove(id_),)), Answer(tr("Keep")))
        self.question = Question(
            self.dialog,
            tr("Remove the training {id}?", id=id_),
            tr("Its choices and runs are deleted. Films, and models in the library, stay."),
            answers,
            escape=1,
        )

    def _remove(self, id_: str) -> None:
        self._removing.add(self._store.remove, self._drafts[id_], tag=id_)

    def _on_failed(self, _tag: object, error: LungDeskError) -> None:
        self._wizard.messages.fail(error)
