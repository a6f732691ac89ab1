"""The frame of the training wizard: steps, Next and Back, and a draft that is never lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.draft_state import DraftState
from lungdesk.gui.training.training_view import TrainingView
from lungdesk.gui.training.wizard import Wizard
from lungdesk.gui.window_services import Shared
from lungdesk.services.training.draft import (
    BackboneChoice,
    KeepChoice,
    Plan,
    RunChoice,
    TrainingDraft,
    draft_of,
)
from lungdesk.services.training.draft_store import DraftStore
from tests.gui.training_pages import WAIT_MS, opened_wizard


class FakePage(QObject):
    """A page whose problem the test decides, and that remembers who came and went."""

    problem_changed = Signal()

    def __init__(self, name: str, visits: list[str]) -> None:
        super().__init__()
        self.name, self.title = name, name.capitalize()
        self.explanation = f"What {name} is about.\nIn two lines."
        self.panel = QLabel(f"page {name}")
        self.missing: str | None = None
        self._visits = visits

    def problem(self) -> str | None:
        return self.missing

    def set_problem(self, problem: str | None) -> None:
        self.missing = problem
        self.problem_changed.emit()

    def enter(self) -> None:
        self._visits.append(f"+{self.name}")

    def leave(self) -> None:
        self._visits.append(f"-{self.name}")


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "trainings")


@pytest.fixture
def shared(window: MainWindow) -> Shared:
    return Shared(window.features.training._shared.services, window.bridge, window.messages)


@pytest.fixture
def draft(store: DraftStore, shared: Shared, qtbot: QtBot) -> Iterator[DraftState]:
    state = DraftState(store.new(), store, shared)
    yield state
    qtbot.waitUntil(lambda: state.is_saved)


@pytest.fixture
def visits() -> list[str]:
    return []


@pytest.fixture
def pages(visits: list[str]) -> list[FakePage]:
    return [FakePage(name, visits) for name in ("data", "plan", "run")]


@pytest.fixture
def wizard(
    pages: list[FakePage], draft: DraftState, window: MainWindow, qtbot: QtBot
) -> Iterator[Wizard]:
    made = Wizard(TrainingView(pages, window), pages, draft, window.messages)
    made.open()
    qtbot.waitExposed(made.view)
    yield made
    made.view.close()


def click(widget: QObject) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def on_disk(state: DraftState) -> TrainingDraft:
    path = state.store.folder(state.draft) / "draft.json"
    return draft_of(path.read_text(encoding="utf-8"))


def chosen_backbones(state: DraftState) -> list[str]:
    return [one.name for one in state.draft.backbones]


# --- the frame


def test_where_nothing_can_be_trained_each_page_says_so(
    wizard: Wizard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise LungDeskError("It cannot.", hint="Do.", code=ErrorCode.TRAINING_UNAVAILABLE)

    strip = wizard.view.messages
    assert not strip.isVisible()
    monkeypatch.setattr("lungdesk.gui.training.wizard.require_tensorflow", refuse)

    wizard.show_step(1)

    assert strip.isVisible()
    assert strip.code == "LD-TRAIN-003"
    strip.dismissed.emit()
    wizard.show_step(2)
    assert strip.isVisible()


def test_next_waits_until_nothing_is_missing(wizard: Wizard, pages: list[FakePage]) -> None:
    view = wizard.view
    pages[0].set_problem("Choose the films first.")
    assert not view.next.isEnabled()
    assert view.problem.text() == "Choose the films first."
    click(view.next)
    assert view.title.text() == "Data"
    pages[0].set_problem(None)
    assert view.next.isEnabled()
    assert view.problem.text() == ""
    click(view.next)
    assert view.title.text() == "Plan"
    assert view.explanation.text().count("\n") == 1
    assert pages[1].panel.isVisible()
    assert not pages[0].panel.isVisible()


def test_steps_tell_where_one_is_and_lead_back(wizard: Wizard, pages: list[FakePage]) -> None:
    view, steps = wizard.view, wizard.view.steps
    pages[1].set_problem("Choose a plan.")
    assert steps.states() == ["current", "not yet", "not yet"]
    click(view.next)
    assert steps.states() == ["done", "current", "not yet"]
    item = steps.list.visualItemRect(steps.list.item(2))
    QTest.mouseClick(
        steps.list.viewport(), Qt.MouseButton.LeftButton, pos=item.center()
    )  # what is missing here comes first
    assert view.title.text() == "Plan"
    item = steps.list.visualItemRect(steps.list.item(0))
    QTest.mouseClick(steps.list.viewport(), Qt.MouseButton.LeftButton, pos=item.center())
    assert view.title.text() == "Data"
    assert not view.back.isVisible()


def test_a_step_is_ticked_when_somebody_was_there_and_nothing_is_missing(
    wizard: Wizard, pages: list[FakePage], draft: DraftState
) -> None:
    steps = wizard.view.steps
    assert steps.states() == ["current", "not yet", "not yet"]  # though nothing is missing there
    wizard.show_step(2)
    assert steps.states() == ["done", "not yet", "current"]
    wizard.show_step(1)
    assert steps.states() == ["done", "current", "not yet"]
    draft.record(keep=KeepChoice(run_ids=("run-1",)))  # what the last page is for
    assert steps.states() == ["done", "current", "done"]
    pages[0].set_problem("Choose the films first.")
    assert steps.states() == ["not yet", "current", "not yet"]


def test_ticks_are_kept_and_no_undo_takes_them(
    wizard: Wizard, draft: DraftState, qtbot: QtBot
) -> None:
    draft.change(plan=Plan("quick"))
    wizard.show_step(1)
    draft.undo()
    assert draft.draft.visited == ("data", "plan")
    qtbot.waitUntil(lambda: draft.is_saved)
    wizard.go_on_with(on_disk(draft))
    assert wizard.view.steps.states() == ["done", "current", "not yet"]


def test_of_a_draft_that_kept_no_visits_all_pages_before_were_seen(
    wizard: Wizard, draft: DraftState
) -> None:
    wizard.go_on_with(TrainingDraft("2025-01-31-1", step="run"))
    assert wizard.view.steps.states() == ["done", "done", "current"]


def test_pages_are_entered_and_left_in_turn(wizard: Wizard, visits: list[str]) -> None:
    view = wizard.view
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert not view.next.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert visits == ["+data", "-data", "+plan", "-plan", "+run", "-run", "+plan", "-plan"]


def test_closed_and_opened_again_it_stands_where_it_stood(
    wizard: Wizard, visits: list[str]
) -> None:
    wizard.show_step(2)
    click(wizard.view.shut)
    visits.clear()
    wizard.open()
    assert wizard.view.title.text() == "Run"
    assert visits == ["+run"]


def test_a_new_training_keeps_the_old_one(
    wizard: Wizard, draft: DraftState, store: DraftStore, qtbot: QtBot
) -> None:
    draft.change(plan=Plan("quick"))
    qtbot.waitUntil(lambda: draft.is_saved)
    old = draft.draft
    wizard.show_step(2)
    click(wizard.view.new)
    assert draft.draft.plan == Plan()
    assert draft.draft.id != old.id
    assert wizard.view.title.text() == "Data"
    assert not draft.can_undo
    qtbot.waitUntil(lambda: draft.is_saved)
    assert (store.folder(old) / "draft.json").exists()


def test_every_control_has_a_name_and_a_tip(wizard: Wizard) -> None:
    view = wizard.view
    for button in (view.new, view.back, view.next, view.shut, view.steps.list):
        assert button.accessibleName()
        assert button.toolTip()


# --- the draft


def test_every_change_is_on_the_disk(draft: DraftState, qtbot: QtBot) -> None:
    for plan in (Plan("quick"), Plan("thorough", trials=3), Plan("balanced", {"views": 2})):
        draft.change(plan=plan)
        qtbot.waitUntil(lambda: draft.is_saved)
        assert on_disk(draft) == draft.draft
        assert draft.store.latest().plan == plan


def test_while_one_is_being_saved_the_newest_waits(draft: DraftState, qtbot: QtBot) -> None:
    for seed in range(1, 40):
        draft.change(plan=Plan(seed=seed))
    assert not draft.is_saved
    with qtbot.waitSignal(draft.saved):
        pass
    assert on_disk(draft).plan.seed == 39


def test_choices_can_be_undone_and_what_happened_cannot(draft: DraftState) -> None:
    draft.change(plan=Plan("quick"))
    draft.change(backbones=(BackboneChoice("vgg16"),))
    draft.record(run=RunChoice(ids=("vgg16-1",)), step="run")
    draft.undo()
    draft.undo()
    assert draft.draft.plan == Plan()
    assert chosen_backbones(draft) == []
    assert (draft.draft.run.ids, draft.draft.step) == (("vgg16-1",), "run")
    assert not draft.can_undo
    draft.redo()
    draft.redo()
    assert chosen_backbones(draft) == ["vgg16"]
    assert not draft.can_redo


def test_a_slider_that_is_dragged_is_one_step(draft: DraftState) -> None:
    for seed in (1, 2, 3):
        draft.change("seed", plan=Plan(seed=seed))
    draft.change("other", plan=Plan(seed=4))
    draft.change("seed", plan=Plan(seed=5))
    for seed in (4, 3, 0):
        draft.undo()
        assert draft.draft.plan.seed == seed


def test_the_same_choice_again_is_no_step(draft: DraftState, qtbot: QtBot) -> None:
    draft.change(plan=Plan())
    assert not draft.can_undo
    assert draft.is_saved


def test_who_cannot_save_is_told(draft: DraftState, window: MainWindow, qtbot: QtBot) -> None:
    draft.store.root.parent.joinpath("trainings").write_text("in the way")
    with qtbot.waitSignal(window.messages.posted) as posted:
        draft.change(plan=Plan("quick"))
    assert posted.args is not None
    assert posted.args[0].code == ErrorCode.FILE_NOT_WRITABLE


def test_a_failed_save_is_made_good_by_the_next(
    draft: DraftState, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, failures = draft.store.save, [True]

    def once(one: TrainingDraft, ctx: JobContext) -> None:
        if failures:
            failures.clear()
            raise LungDeskError("Full.", code=ErrorCode.FILE_NOT_WRITABLE)
        save(one, ctx)

    monkeypatch.setattr(draft.store, "save", once)
    draft.change(plan=Plan("quick"))
    draft.change(plan=Plan("thorough"))
    qtbot.waitUntil(lambda: draft.is_saved)
    assert on_disk(draft).plan == Plan("thorough")


def test_a_stale_window_leaves_what_another_one_has_chosen(
    draft: DraftState, window: MainWindow, qtbot: QtBot
) -> None:
    draft.change(plan=Plan("quick"))
    qtbot.waitUntil(lambda: draft.is_saved)
    there = replace(draft.draft, plan=Plan("thorough"))
    draft.store.save(there, NullContext())

    with qtbot.waitSignal(window.messages.posted) as posted:
        draft.change(plan=Plan("balanced", seed=3))

    assert posted.args is not None
    assert posted.args[0].code == ErrorCode.TRAINING_IN_USE
    assert on_disk(draft) == there
    draft.begin(draft.store.new())
    qtbot.waitUntil(lambda: draft.is_saved)
    assert on_disk(draft) == draft.draft


# --- in the window of LungDesk


def test_a_key_opens_the_wizard_beside_the_window(window: MainWindow, qtbot: QtBot) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):  # an impatient hand gets one window
        QTest.keyClick(window, Qt.Key.Key_T, keys)
    qtbot.waitUntil(lambda: window.features.training.wizard is not None, timeout=WAIT_MS)
    wizard = window.features.training.wizard
    assert wizard is not None
    qtbot.waitExposed(wizard.view)
    assert len(window.findChildren(TrainingView)) == 1
    assert not wizard.view.isModal()
    assert window.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_T, keys)
    assert window.features.training.wizard is wizard


def test_closing_lungdesk_waits_for_the_last_save(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = open_window(None)
    draft = opened_wizard(window, qtbot).draft
    for seed in range(1, 9):
        draft.change(plan=Plan(seed=seed))
    window.close()
    qtbot.waitUntil(partial(_is_gone, window))
    assert draft.store.latest() == draft.draft
    again = open_window(None)
    assert opened_wizard(again, qtbot).draft.draft == draft.draft


def _is_gone(window: MainWindow) -> bool:
    return not window.isVisible() and not window.bridge.is_busy


def test_nothing_of_it_is_loaded_before_it_is_wanted() -> None:
    asked = (
        "import sys, lungdesk.gui.main_window;"
        "print([m for m in sys.modules if m.startswith('lungdesk.gui.training.')])"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "['lungdesk.gui.training.presenter']"


def test_it_fits_on_a_small_screen(wizard: Wizard) -> None:
    assert wizard.view.minimumSizeHint().width() <= 1280
    assert wizard.view.minimumSizeHint().height() <= 760
