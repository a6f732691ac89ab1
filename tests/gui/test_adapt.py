"""Adapting a model to a hospital, as a user does it; model, films and services are real."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import open_dialog
from lungdesk.gui.adapt import adapting_presenter
from lungdesk.gui.adapt.adapt_dialog import AdaptDialog
from lungdesk.gui.adapt.words import counted_words
from lungdesk.gui.main_window import MainWindow
from lungdesk.ml.evaluator import FilmFailure
from lungdesk.services.adaptation import LocalCounts
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import AppPaths
from tests.gui.fakes import FakeSettings
from tests.unit.services.local_films import write_local_films

LEFT = Qt.MouseButton.LeftButton
HOSPITAL = "Ward 7"
ID = f"{DEFAULT_MODEL_ID}-ward-7"


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_local_films(tmp_path_factory.mktemp("hospital") / "films")


@pytest.fixture
def dialog(lungdesk_home: Path, window: MainWindow, qtbot: QtBot) -> AdaptDialog:
    """The window, opened by key."""
    qtbot.waitUntil(window.isActiveWindow)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_H, keys)
    adapting = window.features.adapt.adapting
    assert adapting is not None
    qtbot.waitUntil(adapting.dialog.isVisible)
    return adapting.dialog


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def choose(dialog: AdaptDialog, films: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_data_folder", lambda *_: films)
    click(dialog.folder)
    qtbot.waitUntil(lambda: not dialog.task.words, timeout=30_000)


def adapted(dialog: AdaptDialog, qtbot: QtBot) -> None:
    click(dialog.adapt)
    qtbot.waitUntil(lambda: bool(dialog.changes.rows), timeout=120_000)


def test_it_opens_with_the_keys_on_the_choice_of_films(
    dialog: AdaptDialog, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(dialog.folder.hasFocus)
    dialog.list.setFocus()
    window.actions_table["adapt"].trigger()  # it is there already: the keys stay where they are
    assert dialog.list.hasFocus()


def test_cancel_has_the_keys_while_it_runs_and_gives_them_back(
    dialog: AdaptDialog, films: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    choose(dialog, films, monkeypatch, qtbot)
    qtbot.waitUntil(dialog.adapt.hasFocus)

    QTest.keyClick(dialog.adapt, Qt.Key.Key_Space)
    assert dialog.task.hasFocus()
    assert dialog.task.is_cancel_offered

    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert dialog.strip.text == "Stopped."
    assert dialog.adapt.hasFocus()


def test_a_model_is_adapted_saved_reads_and_is_left_again(
    dialog: AdaptDialog,
    window: MainWindow,
    films: Path,
    settings: FakeSettings,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    assert dialog.subject.text() == "Adapt LungDesk Duo to this hospital"
    assert not dialog.adapt.isEnabled()

    assert [bool(b.property("primary")) for b in (dialog.folder, dialog.adapt)] == [True, False]

    choose(dialog, films, monkeypatch, qtbot)
    assert [bool(b.property("primary")) for b in (dialog.folder, dialog.adapt)] == [False, True]
    assert ("Tuberculosis", "12", "few") in dialog.counts.rows
    assert ("COVID-19", "0", "none: not fitted") in dialog.counts.rows
    assert "24 labelled films." in dialog.place.text()
    assert not dialog.save.button.isEnabled()

    adapted(dialog, qtbot)
    figures = {row[0]: row for row in dialog.changes.rows}
    assert figures["AUC, Tuberculosis against Normal"][2].startswith(("0.9", "1.0"))
    assert dialog.outcome.text().startswith("Better than before beyond chance: Accuracy")
    assert "few films of Normal (12) and Tuberculosis (12)" in dialog.doubts.text()

    assert dialog.save.button.toolTip() == "Say what the hospital is called first"
    QTest.keyClicks(dialog.save.site, HOSPITAL)
    with qtbot.waitSignal(window.features.active_model.changed, timeout=60_000):
        click(dialog.save.button)
    qtbot.waitUntil(lambda: settings.settings.model_id == ID)
    assert (AppPaths.default().models / ID / "manifest.json").is_file()
    assert dialog.save.back.text() == "Read with LungDesk Duo again"

    dialog.close()
    window.features.adapt.open()
    assert dialog.subject.text() == "Adapt LungDesk Duo to this hospital"
    with qtbot.waitSignal(window.features.active_model.changed, timeout=60_000):
        click(dialog.save.back)
    qtbot.waitUntil(lambda: settings.settings.model_id == DEFAULT_MODEL_ID)
    assert not dialog.save.back.isVisible()
    assert (AppPaths.default().models / ID).is_dir()

    QTest.keyClick(dialog.save.site, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.strip.isVisible() and "installed already" in strip(dialog))
    assert settings.settings.model_id == DEFAULT_MODEL_ID


def strip(dialog: AdaptDialog) -> str:
    return str(dialog.strip.text)


def test_films_that_cannot_be_adapted_to_are_told_where_they_were_chosen(
    dialog: AdaptDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    folder = tmp_path / "films"
    (folder / "Fractures").mkdir(parents=True)
    (folder / "Fractures" / "a.png").write_bytes(b"")
    choose(dialog, folder, monkeypatch, qtbot)
    assert "These classes are not known: Fractures." in strip(dialog)
    assert "--map" not in strip(dialog)
    assert not dialog.adapt.isEnabled()


def test_with_too_few_films_adapt_is_off_and_says_what_is_missing(
    dialog: AdaptDialog, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert not dialog.shortage.isVisible()
    choose(dialog, write_local_films(tmp_path / "few", per_class=3), monkeypatch, qtbot)
    assert not dialog.adapt.isEnabled()
    assert dialog.shortage.isVisible()
    said = dialog.shortage.text()
    assert "(Normal: 3, Tuberculosis: 3; at least 5 are needed). Add films" in said
    QTest.mouseClick(dialog.adapt, LEFT)
    QTest.keyClick(dialog, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert dialog.task.words == ""
    assert not strip(dialog)

    choose(dialog, write_local_films(tmp_path / "some", per_class=8), monkeypatch, qtbot)
    assert not dialog.adapt.isEnabled()
    assert dialog.shortage.text().startswith("There are 16 local films, and 20 are needed.")

    choose(dialog, films, monkeypatch, qtbot)
    assert dialog.adapt.isEnabled()
    assert not dialog.shortage.isVisible()


def test_it_can_be_stopped_and_done_again(
    dialog: AdaptDialog, films: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    choose(dialog, films, monkeypatch, qtbot)
    click(dialog.adapt)
    assert dialog.task.is_cancel_offered
    dialog.task.cancel_wanted.emit()

    assert dialog.task.words == ""
    assert dialog.changes.rows == ()
    assert "Stopped." in strip(dialog)
    adapted(dialog, qtbot)
    assert len(dialog.changes.rows) == 5


def test_films_can_be_named_by_a_list(
    dialog: AdaptDialog, films: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(open_dialog, "ask_for_film_list", lambda *_: films / "manifest.csv")
    click(dialog.list)
    qtbot.waitUntil(lambda: "24 labelled films." in dialog.place.text(), timeout=30_000)

    assert ("Normal", "12", "few") in dialog.counts.rows
    assert dialog.adapt.isEnabled()


def test_in_privacy_mode_no_path_is_shown(
    dialog: AdaptDialog,
    window: MainWindow,
    films: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    choose(dialog, films, monkeypatch, qtbot)
    assert str(films) in dialog.place.text()

    window.actions_table["privacy"].trigger()

    assert str(films) not in dialog.place.text()
    assert dialog.place.toolTip() == "A folder"
    assert "24 labelled films" in dialog.place.text()


def test_in_privacy_mode_no_failure_names_a_film(
    dialog: AdaptDialog,
    window: MainWindow,
    films: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def fail(*_: object) -> None:
        hint = "1 films took no part, the first because: Doe_Jane.png is damaged."
        raise LungDeskError("There are too few.", hint=hint, code=ErrorCode.ADAPT_TOO_FEW)

    monkeypatch.setattr(adapting_presenter, "adapt", fail)
    choose(dialog, films, monkeypatch, qtbot)
    window.actions_table["privacy"].trigger()
    click(dialog.adapt)

    qtbot.waitUntil(lambda: "There are too few." in dialog.strip.text)
    assert "Doe_Jane" not in dialog.strip.text


def test_in_privacy_mode_no_film_that_took_no_part_is_named(
    dialog: AdaptDialog,
    window: MainWindow,
    films: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    failure = FilmFailure(films / "Doe_Jane.png", "LD-IMAGE-003", "Doe_Jane.png is damaged.")
    done = SimpleNamespace(changes=(), outcome="No better.", doubts=(), failures=(failure,))
    monkeypatch.setattr(adapting_presenter, "adapt", lambda _request, _ctx: done)
    choose(dialog, films, monkeypatch, qtbot)
    click(dialog.adapt)
    qtbot.waitUntil(lambda: "Doe_Jane.png is damaged." in dialog.doubts.text())

    window.actions_table["privacy"].trigger()

    said = dialog.doubts.text()
    assert said == "1 film took no part, because: The film cannot be read."
    window.actions_table["privacy"].trigger()
    assert "Doe_Jane.png is damaged." in dialog.doubts.text()


def test_films_that_the_model_has_learnt_from_are_told_of() -> None:
    counts = LocalCounts(CHEST_LABELS, dict.fromkeys(CHEST_LABELS.ids, 6), {}, learnt=4)

    assert counted_words(counts) == (
        "30 labelled films. 4 are left out: the model has learnt from them, or from these patients."
    )
    assert counted_words(replace(counts, learnt=0)) == "30 labelled films."
