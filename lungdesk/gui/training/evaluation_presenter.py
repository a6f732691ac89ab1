"""The page that measures what was trained, on the training's own films and on any others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.gui import open_dialog
from lungdesk.gui.evaluation.presenter import EvaluationPresenter
from lungdesk.gui.messages import Message
from lungdesk.gui.training.evaluation_panel import EvaluationPagePanel
from lungdesk.gui.translation import tr
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.bundle import MANIFEST
from lungdesk.services.models.evaluation import ModelEvaluation, Subject
from lungdesk.services.runs.record import BUNDLE_FOLDER
from lungdesk.services.training.requests import training_requests

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext
    from lungdesk.services.training.run import TrainingRequest

_NO_MODEL = tr("No backbone is trained yet.")


class EvaluationPagePresenter(QObject):
    """A page of the wizard; see `lungdesk.gui.training.training_view.Page`."""

    problem_changed = Signal()

    name = "evaluation"
    title = tr("Evaluation")
    explanation = tr(
        "See how well the model reads films it has not learnt from, class by class, and which it"
        " reads wrongly.\nFilms of other hospitals say more than those of the training."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context = context
        self.panel = EvaluationPagePanel()
        self.evaluation = EvaluationPresenter(
            self.panel.evaluation,
            ModelEvaluation.of(context.paths),
            context.state,
            context.shared,
        )
        self._runs: tuple[TrainingRequest, ...] = ()
        self._chosen: Path | None = None
        self._other: Path | None = None
        self._shown: Subject | None = None
        subject = self.panel.subject
        subject.model_chosen.connect(self._on_model_chosen)
        subject.folder_wanted.connect(self._on_folder_wanted)
        subject.own_wanted.connect(self._on_own_wanted)
        context.state.preferences_changed.connect(self._show_place)

    # --- the page

    def problem(self) -> str | None:
        """Why one cannot go on from here; nothing has to be measured for that."""
        return None if self._trained() else _NO_MODEL

    def enter(self) -> None:
        """Show the model that was chosen before, else the first one that is trained."""
        self._runs = self._trained()
        folders = [run.run_folder for run in self._runs]
        if self._chosen not in folders:
            self._chosen = folders[0] if folders else None
        names = tuple(backbone_named(run.backbone).display_name for run in self._runs)
        current = -1 if self._chosen is None else folders.index(self._chosen)
        self.panel.subject.show_models(names, current)
        self._look()
        self.problem_changed.emit()

    def leave(self) -> None:
        """What has not been read yet is not needed now."""
        self.evaluation.stop()
        self._shown = None

    def _trained(self) -> tuple[TrainingRequest, ...]:
        """Runs of the draft as it is now that have a model."""
        try:
            requests = training_requests(self._context.draft.draft, self._context.paths)
        except LungDeskError:
            return ()
        return tuple(one for one in requests if (_bundle(one) / MANIFEST).is_file())

    # --- which model, which films

    def _look(self) -> None:
        self._show_place()
        self.panel.subject.offer_own(self._other is not None)
        run = next((one for one in self._runs if one.run_folder == self._chosen), None)
        if run is None:
            hint = Message(_NO_MODEL, tr("Go back to the step Run."))
            self._shown = None
            self.evaluation.show_nothing(tr("No model"), hint)
            return
        if self._other is None:
            subject = Subject(_bundle(run), run.folder, run.label_map)
        else:
            subject = Subject(_bundle(run), self._other)
        if subject != self._shown:
            self._shown = subject
            self.evaluation.show_subject(subject)

    def _show_place(self) -> None:
        is_private = self._context.state.preferences.is_private
        other = tr("a folder") if is_private else str(self._other)
        self.panel.subject.show_place(tr("Films of the training") if self._other is None else other)

    def _on_model_chosen(self, number: int) -> None:
        self._chosen = self._runs[number].run_folder
        self._look()

    def _on_folder_wanted(self) -> None:
        start = self._other.parent if self._other else next(iter(self._context.state.recent), None)
        chosen = open_dialog.ask_for_folder(self.panel, start)
        if chosen:
            self._other = chosen[0]
            self._look()

    def _on_own_wanted(self) -> None:
        self._other = None
        self._look()


def _bundle(run: TrainingRequest) -> Path:
    return run.run_folder / BUNDLE_FOLDER
