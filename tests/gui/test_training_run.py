"""The Run page: start, watch, pause, stop, go on; what is said when a child dies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.saliency import ImageRegion
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training import run_samples
from lungdesk.gui.training.run_state import Status
from lungdesk.gui.translation import use
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.lock import held_run
from lungdesk.services.training.draft import RunChoice
from lungdesk.services.training.draft_store import DraftStore
from lungdesk.services.training.sample_readings import SampleReading, SampleReadings
from tests.gui.fakes import FakeFilmReader
from tests.gui.run_page import RunPage, films_in, opened, put_child, ready_draft, request_of
from tests.gui.training_pages import show_page

TWO = ("efficientnet_lite0", "vgg16")

Open = Callable[..., RunPage]


@pytest.fixture
def open_page(
    open_window: Callable[..., MainWindow],
    reader: FakeFilmReader,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Open:
    """Open the page of a draft, with a child that does what ``body`` says."""

    def make(
        body: str, *, backbones: tuple[str, ...] = TWO[:1], run: RunChoice | None = None
    ) -> RunPage:
        put_child(tmp_path, monkeypatch, body)
        ready_draft(films_in(tmp_path / "films"), *backbones, run=run)
        return opened(open_window(reader), qtbot)

    return make


def click(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def wait(qtbot: QtBot, page: RunPage, status: Status) -> None:
    qtbot.waitUntil(lambda: page.runs.status is status and page.is_at_rest, timeout=20_000)


def test_before_it_is_started_nothing_is_claimed(open_page: Open) -> None:
    page = open_page("")

    assert page.sentence == "Ready to train; it can be paused at any time."
    assert page.panel.start.text() == "Start training"
    assert not page.panel.pause.isVisible()
    assert page.states == ["Waiting"]
    assert page.presenter.problem() == "No backbone is trained yet."


def test_backbones_are_trained_one_after_the_other_and_seen_as_they_go(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(
        "say(kind='progress', done=3, total=9, message='features of train')\n"
        "epoch(1); epoch(2)\n"
        "if name == 'vgg16': hears(); say(kind='cancelled')\n"
        "else: finish()\n",
        backbones=TWO,
    )

    click(page.panel.start)
    qtbot.waitUntil(lambda: page.sentence == "Training VGG16 (2 of 2).", timeout=20_000)
    qtbot.waitUntil(lambda: page.panel.step.whole.startswith("Head: 2 of 4"), timeout=20_000)

    assert page.states == ["Finished", "Running"]
    assert page.panel._model.rows[1].cells[2:] == ("head: 2 of 4", "≤ 4 s", "0.650", "0.600")
    assert "before calibration" in page.panel._model.rows[1].tip
    assert [point.val_accuracy for point in page.panel.curves.points] == [0.4, 0.65]
    assert page.presenter.problem() == "The training runs."
    assert page.stored.run.status == "running"
    assert page.stored.run.ids == tuple(run.id for run in page.runs.runs)
    log = page.panel.log.toPlainText()
    assert "VGG16: head, epoch 2 of 4: loss 0.500, accuracy 0.750" in log
    page.runs.stop()
    wait(qtbot, page, Status.STOPPED)
    assert page.states == ["Finished", "Stopped"]
    assert page.presenter.problem() is None  # one model can be looked at


def test_films_are_called_by_their_classes_in_the_language_of_the_window(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bacterial = CHEST_LABELS.ids.index("bacterial_pneumonia")
    grey = np.zeros((4, 4), np.uint8)
    heat = np.zeros((4, 4, 4), np.uint8)
    read = SampleReading(
        *(Path("a.png"), bacterial, bacterial, 0.75),
        *(grey, heat, ImageRegion(0, 0, 4, 4), (4, 4)),
    )
    readings = SampleReadings(CHEST_LABELS, (read,))
    monkeypatch.setattr(run_samples, "read_samples", lambda _request, _ctx: readings)
    use("es")
    try:
        page = open_page("epoch(1); finish()\n")
        click(page.panel.start)
        wait(qtbot, page, Status.FINISHED)
        qtbot.waitUntil(lambda: bool(page.panel.heat.films))
        (film,) = page.panel.heat.films
        assert film.title == "Neumonía bacteriana"
        assert film.details.endswith("% Neumonía bacteriana")
    finally:
        use("en")


def test_in_privacy_mode_a_film_that_cannot_be_read_is_not_named(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LungDeskError("Doe_Jane.png is damaged.", hint="", code=ErrorCode.IMAGE_DAMAGED)

    monkeypatch.setattr(run_samples, "read_samples", fail)
    page = open_page("epoch(1); finish()\n")
    page.window.actions_table["privacy"].trigger()
    click(page.panel.start)
    wait(qtbot, page, Status.FINISHED)

    said = page.panel.heat.accessibleDescription
    qtbot.waitUntil(lambda: said() not in ("", "The films are being read…"), timeout=20_000)
    assert said() == "The film cannot be read."


def test_a_training_that_has_ended_says_so_and_leaves_nothing_to_start(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page("epoch(1); finish()\n")

    click(page.panel.start)
    wait(qtbot, page, Status.FINISHED)

    assert page.sentence == "The model is trained; go on to see how well."
    (row,) = page.panel._model.rows
    assert row.cells[4:] == ("0.750", "0.500")  # of the model, as they are compared
    assert "calibrated" in row.tip
    log = page.panel.log.toPlainText()
    assert "after calibration: val loss 0.500, val accuracy 0.750." in log
    assert page.stored.run.status == "finished"
    assert not page.panel.start.isEnabled()
    assert page.presenter.problem() is None


def test_pausing_waits_for_the_child_and_going_on_is_the_same_request(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(
        "if os.path.exists(run + '/again'): epoch(1, is_history=True); epoch(2); finish()\n"
        "else:\n"
        "    epoch(1)\n"
        "    assert hears().strip() == 'cancel'\n"
        "    open(run + '/again', 'w').close(); say(kind='cancelled')\n"
    )
    told: list[int] = []

    click(page.panel.start)
    qtbot.waitUntil(lambda: len(page.runs.runs[0].epochs) == 1, timeout=20_000)
    first = request_of(page)
    click(page.panel.pause)
    assert page.sentence.startswith("Pausing EfficientNet-Lite0 after the step")
    wait(qtbot, page, Status.PAUSED)

    assert page.sentence.endswith("; Resume goes on at that very step.")
    assert page.stored.run.status == "paused"
    assert page.panel.start.text() == "Resume"
    page.runs.moved.connect(lambda: told.append(len(page.runs.runs[0].epochs)))
    click(page.panel.start)
    wait(qtbot, page, Status.FINISHED)
    assert request_of(page) == first
    assert 1 in told  # what was done before is no new epoch
    assert max(told) == 2


def test_no_key_changes_choices_that_are_not_seen(open_page: Open) -> None:
    page = open_page("")
    wizard = page.wizard
    wizard.draft.change(plan=replace(wizard.draft.draft.plan, seed=5))
    run, plan = (show_page(wizard, name).name for name in ("run", "plan"))

    for name, undone, redone in ((run, 5, 5), (plan, 0, 5)):
        show_page(wizard, name)
        QTest.keySequence(wizard.view, "Ctrl+Z")
        assert wizard.draft.draft.plan.seed == undone
        QTest.keySequence(wizard.view, "Ctrl+Y")
        assert wizard.draft.draft.plan.seed == redone


def test_the_space_bar_pressed_twice_pauses_and_stops_nothing(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page("epoch(1); hears(); say(kind='cancelled')\n")
    view, panel = page.wizard.view, page.panel
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.focus_page()
    assert panel.start.hasFocus()

    QTest.keyClick(view.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(page.runs.runs[0].epochs) == 1, timeout=20_000)
    assert panel.pause.hasFocus()
    QTest.keyClick(view.focusWidget(), Qt.Key.Key_Space)
    assert page.sentence.startswith("Pausing")
    QTest.keyClick(view.focusWidget(), Qt.Key.Key_Space)
    wait(qtbot, page, Status.PAUSED)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("os.kill(os.getpid(), 9)", "was killed from outside, perhaps because memory was short,"),
        ("sys.exit(3)", "ended by itself (exit code 3)"),
    ],
)
def test_a_child_that_dies_is_told_in_one_sentence_with_where_it_goes_on(
    open_page: Open, qtbot: QtBot, end: str, words: str
) -> None:
    page = open_page(f"epoch(1); epoch(2); {end}\n")

    click(page.panel.start)
    wait(qtbot, page, Status.FAILED)

    assert page.sentence == (
        f"The training of EfficientNet-Lite0 {words} in epoch 3 of the head; Resume goes on there."
    )
    assert page.panel.sentence.property("doubt") is True
    assert page.states == ["Failed"]
    assert page.panel.start.text() == "Resume"
    assert page.panel.start.isEnabled()
    assert page.stored.run.errors == {page.runs.runs[0].id: page.sentence}


def test_what_the_child_finds_wrong_is_said_and_the_next_backbone_is_trained_all_the_same(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page(
        "if name == 'vgg16': finish()\n"
        "else: say(kind='error', message='The disk is full.', hint='Free some.',"
        " code='LD-FILE-004')\n",
        backbones=TWO,
    )

    click(page.panel.start)
    wait(qtbot, page, Status.FAILED)

    assert page.states == ["Failed", "Finished"]
    assert page.sentence == "EfficientNet-Lite0 was not trained: The disk is full. Free some."


def test_a_training_that_was_interrupted_is_said_on_the_page_and_asks_nothing(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page("")
    run = page.runs.runs[0]
    run.request.run_folder.mkdir(parents=True)
    (run.request.run_folder / "request.json").write_text("{}")
    page.wizard.draft.record(run=RunChoice(ids=(run.id,), status="running"))
    qtbot.waitUntil(lambda: page.wizard.draft.is_saved)
    page.runs.look()
    wait(qtbot, page, Status.INTERRUPTED)

    assert page.sentence == (
        "The training of EfficientNet-Lite0 was interrupted before its first epoch;"
        " Resume goes on there."
    )
    assert page.panel.start.text() == "Resume"
    assert page.states == ["Interrupted"]


def test_what_another_lungdesk_trains_is_neither_interrupted_nor_trained_twice(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page("epoch(1); finish()\n")
    run = page.runs.runs[0]
    with held_run(run.request.run_folder):
        (run.request.run_folder / "request.json").write_text("{}")
        page.wizard.draft.record(run=RunChoice(ids=(run.id,), status="running"))
        page.runs.look()
        wait(qtbot, page, Status.ELSEWHERE)

        assert page.sentence == (
            "Another LungDesk is training EfficientNet-Lite0 just now;"
            " look again when it has ended."
        )
        assert page.states == ["Elsewhere"]
        assert page.panel.start.text() == "Look again"
        click(page.panel.start)
        wait(qtbot, page, Status.ELSEWHERE)
        assert page.stored.run.status == "running"
    click(page.panel.start)
    wait(qtbot, page, Status.INTERRUPTED)
    click(page.panel.start)
    wait(qtbot, page, Status.FINISHED)


def test_what_is_chosen_meanwhile_does_not_touch_the_training_that_runs(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page("epoch(1); hears(); say(kind='cancelled')\n")
    click(page.panel.start)
    qtbot.waitUntil(lambda: bool(page.runs.runs[0].epochs), timeout=20_000)
    trained, owner = page.runs.runs[0].id, page.stored.id

    page.wizard.view.new_wanted.emit()
    assert page.wizard.draft.draft.id != owner
    assert [run.id for run in page.runs.runs] == [trained]
    page.runs.pause()
    qtbot.waitUntil(lambda: not page.runs.is_active, timeout=20_000)

    qtbot.waitUntil(lambda: not page.window.bridge.is_busy)
    store = DraftStore.of(AppPaths.default())
    text = (store.root / owner / "draft.json").read_text(encoding="utf-8")
    assert '"status": "paused"' in text
    assert page.wizard.draft.draft.run.ids == ()
    assert page.sentence == "No films are chosen to train on. Choose a folder, a CSV or a ZIP file."


def test_a_training_that_ends_while_the_list_is_open_can_be_gone_on_with(
    open_page: Open, qtbot: QtBot
) -> None:
    page = open_page("epoch(1); hears(); say(kind='cancelled')\n")
    click(page.panel.start)
    qtbot.waitUntil(lambda: bool(page.runs.runs[0].epochs), timeout=20_000)
    owner = page.stored.id
    page.wizard.view.new_wanted.emit()
    drafts = page.window.features.training.drafts
    assert drafts is not None
    drafts.open()
    qtbot.waitUntil(lambda: drafts.dialog.list.count() == 1)
    page.runs.pause()
    qtbot.waitUntil(lambda: not page.runs.is_active, timeout=20_000)
    QTest.keyClick(drafts.dialog.list, Qt.Key.Key_Return)
    wait(qtbot, page, Status.PAUSED)

    assert page.wizard.draft.draft.id == owner
    assert page.wizard.draft.draft.run.status == page.stored.run.status == "paused"
    assert not page.wizard.view.messages.isVisible()


def test_what_has_ended_is_not_called_ready_to_start(open_page: Open, qtbot: QtBot) -> None:
    page = open_page("epoch(1)\nfinish()\n", backbones=TWO)
    said: list[str] = []
    click(page.panel.start)
    page.runs.changed.connect(lambda: said.append(page.sentence))
    wait(qtbot, page, Status.FINISHED)

    assert said[-1] == "All 2 models are trained; go on to see how well."
    assert not [words for words in said if words.startswith("Ready")]
