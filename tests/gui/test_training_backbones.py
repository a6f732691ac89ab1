"""The Backbones page as a user works with it: by mouse, by key, with and without weights."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.gui import open_dialog
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.training import backbones_presenter, reading_times
from lungdesk.gui.training.backbones_panel import BackbonesPanel
from lungdesk.gui.training.backbones_presenter import BackbonesPresenter
from lungdesk.gui.training.wizard import Wizard
from lungdesk.gui.widgets.card_list import Card
from lungdesk.ml.backbones import BACKBONES
from lungdesk.services.job_runner import Lane
from lungdesk.services.paths import AppPaths
from lungdesk.services.reading_time import ReadingTime, ReadingTimeRequest
from lungdesk.services.training.draft import BackboneChoice, Preparation
from tests.gui.conftest import pixels
from tests.gui.training_pages import WAIT_MS, click, close, opened_wizard, show_page

#: Chosen at first.
USUAL = "efficientnet_lite0"


class Computer:
    """Measures in no time, unless it is held, and what it is told to."""

    def __init__(self) -> None:
        self.gate, self.asked = threading.Event(), list[str]()
        self.milliseconds, self.was_busy = 13.4, False
        self.error: LungDeskError | None = None
        self.gate.set()

    def measure(self, request: ReadingTimeRequest, ctx: JobContext) -> ReadingTime:
        self.asked.append(f"{request.backbone} {request.input_size}")
        ctx.report(Progress(0, 0, f"measuring {request.backbone}"))
        while not self.gate.wait(0.02):
            ctx.check()
        if self.error is not None:
            raise self.error
        return ReadingTime(self.milliseconds, is_bfloat16=True, was_busy=self.was_busy)


@pytest.fixture
def computer(monkeypatch: pytest.MonkeyPatch) -> Computer:
    made = Computer()
    monkeypatch.setattr(reading_times, "measure_reading_time", made.measure)
    return made


@pytest.fixture
def wizard(
    computer: Computer, open_window: Callable[..., MainWindow], qtbot: QtBot
) -> Iterator[Wizard]:
    made = opened_wizard(open_window(None), qtbot)
    yield made
    computer.gate.set()
    close(made, qtbot)


@pytest.fixture
def page(wizard: Wizard, qtbot: QtBot) -> BackbonesPresenter:
    shown = show_page(wizard, "backbones")
    assert isinstance(shown, BackbonesPresenter)
    qtbot.waitUntil(
        lambda: bool(shown.facts) and bool(wizard.draft.draft.backbones), timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: not shown._looking.pending, timeout=WAIT_MS)
    return shown


@pytest.fixture
def panel(page: BackbonesPresenter) -> BackbonesPanel:
    return page.panel


def chosen(wizard: Wizard) -> list[str]:
    return [choice.name for choice in wizard.draft.draft.backbones]


def card_of(panel: BackbonesPanel, name: str) -> Card:
    return next(card for card in panel.cards.cards if card.key == name)


def wait_for_time(panel: BackbonesPanel, name: str, words: str, qtbot: QtBot) -> None:
    """Wait until a card tells a reading time."""
    qtbot.waitUntil(lambda: words in card_of(panel, name).lines[1], timeout=WAIT_MS)


def press(panel: BackbonesPanel, name: str) -> None:
    row = [card.key for card in panel.cards.cards].index(name)
    place = panel.cards.visualItemRect(panel.cards.item(row)).center()
    QTest.mouseClick(panel.cards.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_small_one_is_chosen_at_first_and_all_are_there(
    wizard: Wizard, panel: BackbonesPanel
) -> None:
    assert chosen(wizard) == ["efficientnet_lite0"]
    assert not wizard.draft.can_undo
    assert [card.key for card in panel.cards.cards] == list(BACKBONES)
    vgg = card_of(panel, "vgg16")
    assert vgg.lines[0] == "14.7 M parameters, 29 MB"
    assert vgg.lines[2] == "Weights under CC-BY-4.0"
    assert vgg.mark == "59 MB to download"
    assert card_of(panel, "efficientnet_lite2").mark == "Weights are here"
    for name in ("vgg16_levels", "efficientnet_lite0_levels"):  # what their names mean
        assert card_of(panel, name).lines[2] == "Levels: sees finer detail, too"
        item = panel.cards.item(list(BACKBONES).index(name))
        assert "finer levels of the picture" in item.toolTip()


def test_a_second_one_is_chosen_where_its_weights_are(
    computer: Computer,
    open_window: Callable[..., MainWindow],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LUNGDESK_WEIGHTS", str(tmp_path))
    (tmp_path / "vgg16_imagenet_notop.weights.h5").write_bytes(b"x")
    wizard = opened_wizard(open_window(None), qtbot)
    page = show_page(wizard, "backbones")
    qtbot.waitUntil(lambda: chosen(wizard) == ["efficientnet_lite0", "vgg16"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.problem() is None, timeout=WAIT_MS)
    close(wizard, qtbot)


def test_cards_are_chosen_by_click_and_by_key(wizard: Wizard, panel: BackbonesPanel) -> None:
    press(panel, "densenet121")
    assert chosen(wizard) == ["efficientnet_lite0", "densenet121"]
    assert card_of(panel, "densenet121").is_chosen
    panel.cards.setFocus()
    QTest.keyClick(panel.cards, Qt.Key.Key_Home)
    QTest.keyClick(panel.cards, Qt.Key.Key_Space)
    assert chosen(wizard) == ["densenet121"]
    QTest.keyClick(panel.cards, Qt.Key.Key_Right)
    second = list(BACKBONES.values())[1]
    assert panel.name.text() == second.display_name
    QTest.keyClick(panel.cards, Qt.Key.Key_Space)
    assert chosen(wizard) == [second.name, "densenet121"]
    wizard.draft.undo()
    wizard.draft.undo()
    assert chosen(wizard) == ["efficientnet_lite0", "densenet121"]
    assert card_of(panel, "efficientnet_lite0").is_chosen


def test_a_chosen_card_looks_chosen_and_says_so(panel: BackbonesPanel, qtbot: QtBot) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    qtbot.waitUntil(
        lambda: "13 ms" in card_of(panel, "efficientnet_lite0").lines[1], timeout=WAIT_MS
    )
    before = pixels(panel.cards.viewport())
    press(panel, "vgg16")
    row = [card.key for card in panel.cards.cards].index("vgg16")
    place = panel.cards.visualItemRect(panel.cards.item(row)).adjusted(20, 8, -60, -90)
    part = slice(place.top(), place.bottom()), slice(place.left(), place.right())
    assert (before[part] != pixels(panel.cards.viewport())[part]).any()
    assert str(panel.cards.item(row).data(role)).startswith("VGG16, chosen, 14.7 M parameters")


def test_without_any_one_cannot_go_on(
    wizard: Wizard, page: BackbonesPresenter, panel: BackbonesPanel
) -> None:
    press(panel, "efficientnet_lite0")
    assert page.problem() == "Choose at least one backbone."
    assert wizard.view.problem.text() == page.problem()
    assert not wizard.view.next.isEnabled()


# --- what it begins with


def test_missing_weights_stand_in_the_way_until_it_begins_with_nothing(
    wizard: Wizard, page: BackbonesPresenter, panel: BackbonesPanel
) -> None:
    press(panel, "vgg16")
    assert page.problem() == (
        "Download the weights of VGG16, choose a file, or let it begin with nothing."
    )
    assert panel.fetch.isVisible()
    click(panel.weights["none"])
    assert page.problem() is None
    assert wizard.draft.draft.backbones[1] == BackboneChoice("vgg16", "none")
    assert "needs many more films" in panel.weights_words.text()
    assert card_of(panel, "vgg16").mark == "Begins with nothing"
    assert not panel.fetch.isVisible()


def test_a_file_of_weights_chooses_its_network(
    wizard: Wizard, panel: BackbonesPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.cards.look_at("resnet50v2")
    monkeypatch.setattr(open_dialog, "ask_for_weights", lambda _: None)
    click(panel.weights["file"])
    assert chosen(wizard) == ["efficientnet_lite0"]
    assert panel.weights["imagenet"].isChecked()
    monkeypatch.setattr(open_dialog, "ask_for_weights", lambda _: Path("/w/mine.h5"))
    click(panel.weights["file"])
    assert BackboneChoice("resnet50v2", "/w/mine.h5") in wizard.draft.draft.backbones
    assert card_of(panel, "resnet50v2").mark == "File: mine.h5"
    assert panel.weights["file"].isChecked()


class Server:
    """Sends weights when it is let, or an error."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.error: LungDeskError | None = None

    def fetch(self, request: tuple[str, AppPaths], ctx: JobContext) -> Path:
        ctx.report(Progress(20, 59, f"fetching {request[0]}, MB"))
        while not self.gate.wait(0.02):
            ctx.check()
        if self.error is not None:
            raise self.error
        return request[1].weights / request[0]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server()
    monkeypatch.setattr(backbones_presenter, "fetch_weights", made.fetch)
    yield made
    made.gate.set()


def test_weights_are_downloaded_with_progress(
    server: Server, page: BackbonesPresenter, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    press(panel, "vgg16")
    click(panel.fetch)
    qtbot.waitUntil(lambda: panel.fetching.words == "Fetching vgg16, MB: 20 of 59", timeout=WAIT_MS)
    assert card_of(panel, "vgg16").mark == "Weights are coming…"
    server.gate.set()
    qtbot.waitUntil(lambda: page.problem() is None, timeout=WAIT_MS)
    assert card_of(panel, "vgg16").mark == "Weights are here"
    assert not panel.fetching.isVisible()


def test_a_download_is_cancelled(
    server: Server, page: BackbonesPresenter, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    press(panel, "vgg16")
    click(panel.fetch)
    qtbot.waitUntil(lambda: panel.fetching.is_cancel_offered, timeout=WAIT_MS)
    panel.fetching.cancel_wanted.emit()
    qtbot.waitUntil(lambda: not panel.fetching.isVisible(), timeout=WAIT_MS)
    assert panel.fetch.isVisible()
    assert page.problem() is not None


def test_a_download_that_fails_says_why_where_it_is(
    server: Server, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    server.error = LungDeskError(
        "vgg.h5 cannot be fetched (no route).", hint="Try again.", code=ErrorCode.WEIGHTS_MISSING
    )
    server.gate.set()
    press(panel, "vgg16")
    click(panel.fetch)
    qtbot.waitUntil(panel.error.isVisible, timeout=WAIT_MS)
    assert panel.error.text() == "vgg.h5 cannot be fetched (no route). Try again."
    press(panel, "mobilenetv2")
    assert not panel.error.isVisible()


# --- reading times


def test_what_is_chosen_is_measured_by_itself(
    computer: Computer, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    press(panel, "vgg16")
    qtbot.waitUntil(lambda: "13 ms a film" in card_of(panel, "vgg16").lines[1], timeout=WAIT_MS)
    assert computer.asked == ["efficientnet_lite0 256", "vgg16 224"]
    assert panel.reading.text() == "13 ms a film here, at 224 px"
    assert card_of(panel, "densenet121").lines[1] == "Not measured here yet"


def test_one_that_is_not_chosen_is_measured_on_demand(
    computer: Computer, wizard: Wizard, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    computer.was_busy = True
    panel.cards.look_at("densenet201")
    click(panel.measure)
    qtbot.waitUntil(
        lambda: "measure again when it is idle" in panel.reading.text(), timeout=WAIT_MS
    )
    assert card_of(panel, "densenet201").lines[1] == "About 13 ms a film here, at 224 px"
    assert chosen(wizard) == ["efficientnet_lite0"]
    computer.was_busy, computer.milliseconds = False, 8.04
    click(panel.measure)
    qtbot.waitUntil(
        lambda: panel.reading.text() == "8.0 ms a film here, at 224 px", timeout=WAIT_MS
    )


def test_a_measurement_is_cancelled_and_does_not_come_back_by_itself(
    computer: Computer, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    qtbot.waitUntil(
        lambda: "13 ms" in card_of(panel, "efficientnet_lite0").lines[1], timeout=WAIT_MS
    )
    computer.gate.clear()
    press(panel, "mobilenetv2")
    qtbot.waitUntil(lambda: "Measuring mobilenetv2" in panel.measuring.words, timeout=WAIT_MS)
    panel.measuring.cancel_wanted.emit()
    qtbot.waitUntil(lambda: panel.reading.text() == "Not measured here yet", timeout=WAIT_MS)
    press(panel, "densenet121")
    qtbot.waitUntil(lambda: "densenet121 224" in computer.asked, timeout=WAIT_MS)
    assert computer.asked.count("mobilenetv2 224") == 1


def test_another_size_is_another_time(
    computer: Computer, wizard: Wizard, page: BackbonesPresenter, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not page.times.is_busy, timeout=WAIT_MS)
    page.leave()
    wizard.draft.change(preparation=Preparation(input_size=320))
    assert card_of(page.panel, "efficientnet_lite0").lines[1] == "Not measured here yet"
    page.enter()
    qtbot.waitUntil(
        lambda: "at 320 px" in card_of(page.panel, "efficientnet_lite0").lines[1], timeout=WAIT_MS
    )
    assert computer.asked[-1] == "efficientnet_lite0 320"


def test_a_measurement_that_fails_is_told_in_the_strip(
    computer: Computer, wizard: Wizard, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    computer.error = LungDeskError("It ended.", code=ErrorCode.UNEXPECTED)
    press(panel, "vgg16")
    qtbot.waitUntil(wizard.view.messages.isVisible, timeout=WAIT_MS)
    assert computer.asked.count("vgg16 224") == 1


def test_nothing_is_measured_while_something_trains(
    computer: Computer, wizard: Wizard, panel: BackbonesPanel, qtbot: QtBot
) -> None:
    window = wizard.view.parent()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: "13 ms" in card_of(panel, USUAL).lines[1], timeout=WAIT_MS)
    trains, has_ended = threading.Event(), threading.Event()

    def train(_request: None, _ctx: JobContext) -> None:
        trains.set()
        has_ended.wait()

    window.bridge.channel(Lane.TRAINING).add(train, None)
    qtbot.waitUntil(trains.is_set, timeout=WAIT_MS)
    try:
        panel.cards.look_at("mobilenetv2")
        click(panel.measure)
        assert card_of(panel, "mobilenetv2").lines[1] == "Waits to be measured"
        assert "when nothing else is being measured or trained" in panel.reading.text()
        assert len(computer.asked) == 1
    finally:
        has_ended.set()
    qtbot.waitUntil(lambda: "13 ms" in card_of(panel, "mobilenetv2").lines[1], timeout=WAIT_MS)
