"""Trainings that were begun before: listed, gone on with, removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training.drafts_dialog import DraftsDialog
from lungdesk.gui.training.drafts_presenter import DraftsPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.lock import held_run
from lungdesk.services.training.draft import (
    BackboneChoice,
    DataChoice,
    Plan,
    RunChoice,
    TrainingDraft,
)
from lungdesk.services.training.draft_store import DraftStore
from tests.gui.training_pages import WAIT_MS, click, close, opened_wizard

OLDER, PRESENT = "2026-01-30-1", "2026-01-31-1"


@pytest.fixture
def store(tmp_path: Path, lungdesk_home: Path) -> DraftStore:
    """Two trainings; the one worked on last comes first."""
    made = DraftStore.of(AppPaths.default())
    films = tmp_path / "films"
    films.mkdir()
    older = TrainingDraft(
        OLDER,
        step="backbones",
        data=DataChoice(source=films, location=films),
        backbones=(BackboneChoice("vgg16"),),
        run=RunChoice(status="paused"),
    )
    for draft in (older, TrainingDraft(PRESENT)):
        made.save(draft, NullContext())
    (made.runs(older) / "vgg16-1").mkdir(parents=True)
    return made


@pytest.fixture
def wizard(store: DraftStore, window: MainWindow, qtbot: QtBot) -> Iterator[Wizard]:
    made = opened_wizard(window, qtbot)
    yield made
    close(made, qtbot)


@pytest.fixture
def drafts(wizard: Wizard, window: MainWindow, qtbot: QtBot) -> DraftsPresenter:
    """The list, opened by its button."""
    made = window.features.training.drafts
    assert made is not None
    click(wizard.view.others)
    qtbot.waitUntil(lambda: words(made.dialog) != [], timeout=WAIT_MS)
    return made


def words(dialog: DraftsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_the_others_are_listed_with_what_became_of_them(
    wizard: Wizard, drafts: DraftsPresenter
) -> None:
    assert wizard.draft.draft.id == PRESENT
    assert words(drafts.dialog) == [f"{OLDER}: films; VGG16; paused"]
    assert drafts.dialog.list.currentRow() == 0
    assert drafts.dialog.remove.isEnabled()


def test_enter_goes_on_with_one_at_its_page(wizard: Wizard, drafts: DraftsPresenter) -> None:
    QTest.keyClick(drafts.dialog.list, Qt.Key.Key_Return)

    assert not drafts.dialog.isVisible()
    assert wizard.draft.draft.id == OLDER
    assert wizard.view.title.text() == "Backbones"
    assert not wizard.draft.can_undo


def test_what_has_happened_since_the_list_was_made_is_gone_on_with(
    wizard: Wizard, drafts: DraftsPresenter, store: DraftStore, qtbot: QtBot
) -> None:
    (older,) = (found for found in store.drafts(None, NullContext()) if found.id == OLDER)
    store.save(replace(older, run=RunChoice(status="finished")), NullContext())
    QTest.keyClick(drafts.dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.draft.is_saved, timeout=WAIT_MS)

    assert wizard.draft.draft.run.status == "finished"
    assert not wizard.view.messages.isVisible()


def test_one_that_is_not_shown_is_saved_and_can_be_gone_on_with_at_once(
    wizard: Wizard, store: DraftStore, qtbot: QtBot
) -> None:
    draft = wizard.draft
    qtbot.waitUntil(lambda: draft.is_saved, timeout=WAIT_MS)
    before = draft.draft
    trained = replace(before, run=RunChoice(status="finished"))
    draft.begin(replace(store.new(), step="plan"))
    draft.keep(trained)  # it waits for the save of the one that is shown
    draft.begin(before)
    assert draft.draft == trained
    draft.change(plan=Plan("thorough"))
    qtbot.waitUntil(lambda: draft.is_saved, timeout=WAIT_MS)

    assert store.kept(before) == draft.draft == replace(trained, plan=Plan("thorough"))
    assert not wizard.view.messages.isVisible()


def test_one_is_removed_when_that_is_meant(
    drafts: DraftsPresenter, store: DraftStore, qtbot: QtBot
) -> None:
    for answer in ("Keep", "Remove"):
        assert (store.root / OLDER).is_dir()
        click(drafts.dialog.remove)
        assert drafts.question is not None
        drafts.question.answer(answer)
    qtbot.waitUntil(lambda: words(drafts.dialog) == [], timeout=WAIT_MS)

    assert [path.name for path in store.root.iterdir()] == [PRESENT]
    assert "no other training" in drafts.dialog.words.text()
    assert not drafts.dialog.remove.isEnabled()
    assert not drafts.dialog.go_on.isEnabled()


def test_what_another_lungdesk_trains_stays_until_that_has_ended(
    wizard: Wizard, drafts: DraftsPresenter, store: DraftStore, qtbot: QtBot
) -> None:
    run = store.folder(TrainingDraft(OLDER)) / "runs" / "vgg16-1"
    click(drafts.dialog.remove)
    assert drafts.question is not None
    with held_run(run):
        (run / "request.json").write_text("{}")
        drafts.question.answer("Remove")  # it has begun since the list was made
        trained = [f"{OLDER}: films; VGG16; being trained by another LungDesk"]
        qtbot.waitUntil(lambda: words(drafts.dialog) == trained, timeout=WAIT_MS)

        assert f"The training {OLDER} cannot be removed" in wizard.view.messages.text
        assert run.is_dir()
        assert not drafts.dialog.remove.isEnabled()
        assert "when that has ended" in drafts.dialog.remove.toolTip()
    drafts.open()
    qtbot.waitUntil(drafts.dialog.remove.isEnabled, timeout=WAIT_MS)
    assert words(drafts.dialog) == [f"{OLDER}: films; VGG16; paused"]


def test_names_are_hidden_in_privacy_mode(
    wizard: Wizard, drafts: DraftsPresenter, window: MainWindow, qtbot: QtBot
) -> None:
    window.actions_table["privacy"].trigger()
    drafts.open()
    hidden = [f"{OLDER}: Your films; VGG16; paused"]
    qtbot.waitUntil(lambda: words(drafts.dialog) == hidden, timeout=WAIT_MS)


def test_what_cannot_be_removed_is_said(
    wizard: Wizard, drafts: DraftsPresenter, store: DraftStore, qtbot: QtBot
) -> None:
    (store.root / OLDER).rename(store.root / "elsewhere")
    click(drafts.dialog.remove)
    assert drafts.question is not None
    drafts.question.answer("Remove")
    qtbot.waitUntil(wizard.view.messages.isVisible, timeout=WAIT_MS)
