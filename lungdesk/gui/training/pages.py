"""Which pages the wizard has, in their order: a new page is one line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from lungdesk.gui.training.backbones_presenter import BackbonesPresenter
from lungdesk.gui.training.data_presenter import DataPresenter
from lungdesk.gui.training.evaluation_presenter import EvaluationPagePresenter
from lungdesk.gui.training.keep_presenter import KeepPagePresenter
from lungdesk.gui.training.page_context import PageContext
from lungdesk.gui.training.plan_presenter import PlanPresenter
from lungdesk.gui.training.preparation_presenter import PreparationPresenter
from lungdesk.gui.training.run_presenter import RunPresenter

if TYPE_CHECKING:
    from lungdesk.gui.training.training_view import Page

PAGES: Final[tuple[Callable[[PageContext], Page], ...]] = (
    DataPresenter,
    BackbonesPresenter,
    PreparationPresenter,
    PlanPresenter,
    RunPresenter,
    EvaluationPagePresenter,
    KeepPagePresenter,
)
