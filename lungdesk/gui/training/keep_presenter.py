"""The last page of the wizard: what was trained is compared, and one model or all are kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.comparison.presenter import ComparisonPresenter
from lungdesk.gui.translation import tr
from lungdesk.ml.backbones import backbone_named
from lungdesk.services.runs.record import RESULT_FILE
from lungdesk.services.training.requests import training_requests

if TYPE_CHECKING:
    from lungdesk.gui.training.page_context import PageContext


class KeepPagePresenter(QObject):
    """A page of the wizard; see `lungdesk.gui.training.training_view.Page`."""

    problem_changed = Signal()

    name = "keep"
    title = tr("Compare and keep")
    explanation = tr(
        "See which differences are more than chance, and how fast each model is; then keep one."
        "\nChoose by the val films; test films and other hospitals only show how good it is."
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.draft)
        self._context = context
        self.comparison = ComparisonPresenter(context.active, context.state, context.shared, self)
        self.panel = self.comparison.panel
        self._shown: tuple[Path, ...] = ()
        self.comparison.kept.connect(self._on_kept)

    # --- the page

    def problem(self) -> str | None:
        """Nothing comes after this page: nothing has to be done on it."""
        return None

    def enter(self) -> None:
        """Compare what is trained by now, unless that is what is shown."""
        runs = self._finished()
        is_shown = self._shown == tuple(runs) and self.comparison.comparison is not None
        if not is_shown:
            self._shown = tuple(runs)
            self.comparison.compare(self._shown, runs)
        if not runs:
            self.panel.show_notice(tr("Nothing is trained yet"), tr("Go back to the step Run."))

    def leave(self) -> None:
        """A comparison is begun again when it is wanted; a model that is being kept is kept."""
        if not self.comparison.is_keeping:
            self.comparison.stop()

    def _finished(self) -> dict[Path, str]:
        """Runs of the draft that have ended, and what to call them."""
        try:
            requests = training_requests(self._context.draft.draft, self._context.paths)
        except LungDeskError:
            return {}
        ended = [one for one in requests if (one.run_folder / RESULT_FILE).is_file()]
        names = [backbone_named(one.backbone).display_name for one in ended]
        twice = {name for name, count in Counter(names).items() if count > 1}
        return {
            one.run_folder: one.run_folder.name if name in twice else name
            for one, name in zip(ended, names, strict=True)
        }

    # --- what the user has made of it

    def _on_kept(self, _id: str) -> None:
        kept, draft = self.comparison.last_kept, self._context.draft
        if kept is None:
            return
        keep = replace(
            draft.draft.keep,
            run_ids=tuple(run.name for run in kept.runs),
            name=kept.name,
            is_reading_model=kept.is_to_read,
        )
        draft.record(keep=keep)
