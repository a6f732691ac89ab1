from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.gui import theme
from lungdesk.gui.main_window import MainWindow
from lungdesk.gui.state import Phase
from lungdesk.gui.widgets.probability_bars import Bar, ProbabilityBars
from tests.gui.conftest import FILM, pixels, show
from tests.gui.fakes import FakeFiles, FakeFilmReader

OTHER = Path("/films/other.dcm")


def test_five_bars_in_label_order_with_their_colours(film_window: MainWindow) -> None:
    bars = film_window.explain_panel.bars
    assert [bar.name for bar in bars.bars] == list(CHEST_LABELS.names)
    assert [bar.colour for bar in bars.bars] == list(theme.class_colours(CHEST_LABELS))
    shown = pixels(bars)
    for index, bar in enumerate(bars.bars):
        row = shown[round(bars.row_rect(index).bottom()) - 10]
        colour = theme.shown(bar.colour)
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        lit = int((abs(row.astype(int) - wanted).max(axis=1) <= 3).sum())
        assert bar.probability is not None
        assert lit == pytest.approx(bar.probability * (bars.width() - 16), abs=8)


@pytest.mark.parametrize("palette", [theme.DARK, theme.LIGHT], ids=["dark", "light"])
def test_an_operating_point_can_be_seen_in_a_bar_that_reaches_beyond_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, palette: theme.Palette
) -> None:
    monkeypatch.setattr(theme, "colours", lambda: palette)
    bars = ProbabilityBars()
    qtbot.addWidget(bars)
    bars.show_bars(tuple(Bar("A class", ink, 0.9, 0.5) for ink in palette.classes))
    bars.resize(316, bars.sizeHint().height())

    shown = pixels(bars)

    for index in range(len(palette.classes)):
        row = shown[round(bars.row_rect(index).bottom()) - 10].astype(int)
        around = [_hex(row[x]) for x in (153, 157, 158, 159, 163)]
        ink = theme.shown(palette.classes[index])
        assert around == [ink, palette.panel, palette.text, palette.panel, ink]


def _hex(colour: NDArray[np.int_]) -> str:
    return "#" + "".join(f"{value:02x}" for value in colour)


def test_heading_model_and_times(film_window: MainWindow) -> None:
    panel = film_window.explain_panel
    assert panel.heading == "Tuberculosis"
    assert "Probability 83 %" in panel.words
    assert "LungDesk Lite0" in panel.words
    assert "fake-lite0 · version 1.2.0 · 01234567" in panel.words
    assert "Read in 43 ms" in panel.words
    timing = panel.findChild(QLabel, "timing")
    assert timing is not None
    assert timing.toolTip() == "preprocess 8 ms, infer 34 ms, explain 1 ms"


def test_doubt_is_amber_and_says_so(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.logits["film.dcm"] = (0.2, 0.5, 0.1, 0.2, 0.7)
    show(window, qtbot, FILM)
    panel = window.explain_panel
    assert panel.heading == "Uncertain"
    assert "Most likely Tuberculosis (28 %), but no class reaches one half." in panel.words
    amber = [int(theme.DARK.doubt[i : i + 2], 16) for i in (1, 3, 5)]
    assert (abs(pixels(panel).astype(int) - amber).max(axis=2) == 0).any()


def test_both_notes_are_always_there(window: MainWindow) -> None:
    said = " ".join(label.text() for label in window.explain_panel.findChildren(QLabel))
    assert "The map explains the model, not the patient." in said
    assert "Research use only, not for diagnosis." in said
    assert "The film is checked before it is read; the check can err as well." in said


def test_a_new_film_cancels_the_reading_of_the_old_one(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.gate.clear()
    with qtbot.waitSignal(window.film_painted):
        window.open_paths([FILM])
    qtbot.waitUntil(reader.started.is_set)
    with qtbot.waitSignal(window.film_painted):
        window.open_paths([OTHER])
    assert window.explain_panel.heading == "Reading…"
    with qtbot.waitSignal(window.reading_shown):
        reader.gate.set()
    assert reader.read_paths == [OTHER]
    reading = window.state.reading.reading
    assert reading is not None
    assert reading.instance.path == OTHER
    assert window.state.kept_reading(FILM) is None


def test_a_new_film_cancels_the_decoding_of_the_old_one(
    window: MainWindow, files: FakeFiles, qtbot: QtBot
) -> None:
    files.gate.clear()
    window.open_paths([FILM])
    qtbot.waitUntil(lambda: window.state.film.phase is Phase.BUSY)
    with qtbot.waitSignal(window.studies.opened):
        window.open_paths([OTHER])
    with qtbot.waitSignal(window.film_painted):
        files.gate.set()
    assert files.decoded == [OTHER]
    film = window.state.film.film
    assert film is not None
    assert film.radiograph.instance.path == OTHER


def test_the_heat_of_the_old_film_never_lies_on_the_new_one(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM)
    plain = pixels(window.viewer_panel.view)
    QTest.keyClick(window, Qt.Key.Key_G)
    reader.gate.clear()
    with qtbot.waitSignal(window.film_painted):
        window.open_paths([OTHER])
    assert (pixels(window.viewer_panel.view) == plain).all()


def test_coming_back_to_a_film_reads_it_from_memory(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    show(window, qtbot, FILM, OTHER)
    for path in (OTHER, FILM):
        with qtbot.waitSignal(window.reading_shown):
            window.state.set_current(path)
    assert reader.read_paths == [FILM, OTHER]


def test_a_failed_reading_says_why_and_the_film_stays(
    window: MainWindow, reader: FakeFilmReader, qtbot: QtBot
) -> None:
    reader.error = LungDeskError(
        "The model folder has been changed.", hint="Copy it again.", code=ErrorCode.MODEL_DAMAGED
    )
    with qtbot.waitSignal(window.film_painted):
        window.open_paths([FILM])
    qtbot.waitUntil(lambda: window.state.reading.phase is Phase.FAILED)
    assert "The model folder has been changed. Copy it again. [LD-MODEL-002]" in (
        window.explain_panel.words
    )
    assert window.state.film.phase is Phase.READY


def test_without_a_model_the_window_says_what_to_do(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    error = LungDeskError(
        "There is no model.", hint="Train one with “lungdesk train”.", code=ErrorCode.MODEL_MISSING
    )
    window = open_window(None, reader_error=error)
    with qtbot.waitSignal(window.film_painted):
        window.open_paths([FILM])
    assert window.explain_panel.heading == "No model"
    assert "There is no model. Train one with “lungdesk train”. [LD-MODEL-001]" in (
        window.explain_panel.words
    )
    assert window.progress_strip.model_words == "No model"
    assert len(window.explain_panel.bars.bars) == 5


def test_a_model_that_does_not_start_says_why(
    open_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    error = LungDeskError("Its hash is wrong.", code=ErrorCode.MODEL_DAMAGED)
    window = open_window(FakeFilmReader(warm_up_error=error))
    qtbot.waitUntil(lambda: window.state.model.phase is Phase.FAILED)
    assert "Its hash is wrong." in window.explain_panel.words
    assert window.progress_strip.model_words == "LungDesk Lite0 · cannot be used"


def test_the_status_bar_tells_of_the_model(window: MainWindow, qtbot: QtBot) -> None:
    ready = "LungDesk Lite0 1.2.0 · ready"
    qtbot.waitUntil(lambda: window.progress_strip.model_words == ready)


def test_arrows_of_the_focused_bars_choose_the_class(film_window: MainWindow) -> None:
    bars = film_window.explain_panel.bars
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Up)
    assert film_window.state.explained_class() == 3
