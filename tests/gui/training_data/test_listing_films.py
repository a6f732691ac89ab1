"""Listing the films of the Data page: what counts as one, what is missing, stopping."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.jobs import Cancelled, JobContext, NullContext
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training import data_state
from lungdesk.gui.training.data_panel import DataPanel
from lungdesk.gui.training.data_presenter import DataPresenter
from lungdesk.gui.training.data_state import SelectRequest, run_selection
from lungdesk.gui.training.wizard import Wizard
from lungdesk.services.collection import read_collection
from lungdesk.services.training.draft import DataChoice, TrainingDraft
from lungdesk.services.training.draft_store import DraftStore
from tests.gui.data_page import choose, click, mean, page_of, settle, stored, totals
from tests.gui.training_data.conftest import EACH
from tests.gui.training_pages import opened_wizard
from tests.unit.services.drafts import drawn_folder
from tests.unit.services.fakes import Listener


def test_masks_beside_films_are_passed_over_and_counted(
    wizard: Wizard, page: DataPresenter, panel: DataPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    made = drawn_folder(tmp_path / "ours", each=EACH)
    (made / "covid19" / "masks").mkdir()
    for number in range(3):
        shutil.copy(made / "normal" / "0.png", made / "covid19" / "masks" / f"{number}.png")
    choose(page, made, qtbot)
    assert panel.summary.text() == f"{5 * EACH} films, 3 masks or maps passed over"
    assert totals(panel)["COVID-19"] == EACH


@pytest.mark.parametrize("check", range(1, 6))
def test_a_choice_that_another_one_has_followed_is_given_up_at_each_step(
    folder: Path, tmp_path: Path, check: int
) -> None:
    chosen = TrainingDraft("2026-01-31-1", data=DataChoice(folder, folder))
    collection = read_collection(folder, NullContext())
    request = SelectRequest(collection, chosen, DraftStore(tmp_path))
    with pytest.raises(Cancelled):
        run_selection(request, Listener(cancels_at_check=check))


def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listing films takes until it is stopped."""

    def wait(_request: Any, ctx: JobContext) -> None:
        while True:
            ctx.check()

    monkeypatch.setattr(data_state, "open_collection", wait)


def cancel(panel: DataPanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel.reading.is_cancel_offered)
    (button,) = panel.reading.findChildren(QPushButton)
    click(button)


def test_what_was_chosen_stays_when_listing_is_stopped(
    wizard: Wizard,
    page: DataPresenter,
    panel: DataPanel,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(page, folder, qtbot)
    mean(panel.classes.boxes["Opacity"], "COVID-19")
    settle(page, qtbot)
    known = stored(page)
    with monkeypatch.context() as patch:
        endless(patch)
        page.data.read_again()
        cancel(panel, qtbot)
    qtbot.waitUntil(lambda: not page._context.shared.bridge.is_busy)

    assert stored(page) == known
    assert wizard.view.problem.text() == "Listing the films was stopped: list them again."
    assert not panel.counts.isVisible()
    click(panel.again)
    settle(page, qtbot)
    assert stored(page) == known
    assert page.problem() is None
    assert totals(panel)["COVID-19"] == 2 * EACH
    assert not panel.again.isVisible()


def test_what_was_chosen_only_now_is_given_up_when_listing_is_stopped(
    wizard: Wizard,
    page: DataPresenter,
    panel: DataPanel,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        endless(patch)
        page.data.choose(folder)
        cancel(panel, qtbot)
    assert wizard.view.problem.text() == "Choose the films first."

    page._draft.undo()
    settle(page, qtbot)
    assert stored(page).location == folder


def test_a_zip_file_is_unpacked_for_each_training(
    wizard: Wizard,
    page: DataPresenter,
    folder: Path,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    packed = tmp_path / "ours.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.rglob("*.png"):
            archive.write(path, path.relative_to(folder))
    choose(page, packed, qtbot)
    first = page._draft.draft
    click(wizard.view.new)
    choose(page, packed, qtbot)
    second = page._draft.draft

    wizard.go_on_with(first)
    settle(page, qtbot)

    assert first.data.location != second.data.location
    assert page.data.collection is not None
    assert page.data.collection.location == first.data.location


def test_a_film_that_has_come_since_is_another_choice(
    open_window: Callable[..., MainWindow],
    wizard: Wizard,
    page: DataPresenter,
    folder: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    """What was trained before is measured on its own films."""
    films = tmp_path / "films"
    shutil.copytree(folder, films, ignore=shutil.ignore_patterns("Opacity"))
    choose(page, films, qtbot)
    wizard.view.close()
    store = page._draft.store
    before = store.data_location(page._draft.draft)
    assert before is not None
    qtbot.waitUntil((before / "manifest.csv").is_file)
    settle(page, qtbot)
    manifest = (before / "manifest.csv").read_text()
    content = (films / "normal" / "0.png").read_bytes()
    (films / "normal" / "new.png").write_bytes(content + b"new")

    again = opened_wizard(open_window(None), qtbot)
    settle(page_of(again), qtbot)
    again.view.close()

    now = store.data_location(page_of(again)._draft.draft)
    assert now is not None
    qtbot.waitUntil((now / "manifest.csv").is_file)
    assert now != before
    assert "normal/new.png" in (now / "manifest.csv").read_text()
    assert (before / "manifest.csv").read_text() == manifest
