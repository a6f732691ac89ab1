"""The Plan page on drawn films, and a computer that measures in no time."""

from __future__ import annotations

import threading
from dataclasses import asdict
from pathlib import Path

from pytestqt.qtbot import QtBot

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.plan_presenter import PlanPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.ml.training.rates import Rates
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.measured_times import MeasuredTimes
from lungdesk.services.training.draft import BackboneChoice
from lungdesk.services.training.rates import RatesRequest
from tests.gui.training_pages import choose_films, opened_wizard, show_page

#: Ten minutes until a network is ready; little time for all else; 50 kB for a view's activations.
RATES = Rates(
    start_s=600.0,
    read_s=0.0,
    augment_s=0.0,
    view_s=0.0,
    head_step_s=0.01,
    map_bytes=50_000.0,
    block_film_s=1.0,
)


class Computer:
    """Measures in no time unless it is held."""

    def __init__(self) -> None:
        self.gate, self.asked = threading.Event(), list[str]()
        self.error: LungDeskError | None = None
        self.gate.set()

    def measure(self, request: RatesRequest, ctx: JobContext) -> Rates:
        self.asked.append(request.backbone)
        ctx.report(Progress(0, 0, f"measuring {request.backbone}"))
        while not self.gate.wait(0.02):
            ctx.check()
        if self.error is not None:
            raise self.error
        MeasuredTimes(request.paths.measured_times).keep(request.key, asdict(RATES))
        return RATES


def wizard_with_films(window: MainWindow, folder: Path, qtbot: QtBot) -> Wizard:
    """A wizard with films and VGG16 chosen."""
    wizard = opened_wizard(window, qtbot)
    choose_films(wizard, folder, qtbot)
    wizard.draft.change(backbones=(BackboneChoice("vgg16"),))
    return wizard


def plan_page(wizard: Wizard, qtbot: QtBot) -> PlanPresenter:
    """The page, shown and with its estimate."""
    shown = show_page(wizard, "plan")
    assert isinstance(shown, PlanPresenter)
    settle(shown, qtbot)
    return shown


def settle(page: PlanPresenter, qtbot: QtBot) -> None:
    """Wait until nothing is estimated."""
    qtbot.waitUntil(lambda: not page.estimate.is_busy, timeout=20_000)


def recipe(wizard: Wizard) -> Recipe:
    return wizard.draft.draft.recipe
